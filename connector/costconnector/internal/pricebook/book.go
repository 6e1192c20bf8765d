// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package pricebook

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// maxSize of a price book in bytes. The largest public lists are near 2 MB.
const maxSize = 16 << 20

// Book is a compiled price book. It is immutable and safe for concurrent use.
type Book struct {
	// ID is the book's own name for itself.
	ID string
	// Currency of all rates: ISO 4217.
	Currency string
	// Hash is the start of the SHA-256 of the file, in hex.
	Hash string

	// Unused are the paths of prices that nothing is charged by, because no span says
	// how much of it was used.
	Unused []string
	// Budgets in the order of the book.
	Budgets []Budget

	providers []*provider
	byName    map[string]*provider
	hosted    hosted
	energy    *Energy
}

// provider is a seller of models.
type provider struct {
	*providerDef
	index   *index
	inherit []*provider
	plans   map[planKey]*Plan
}

type planKey struct {
	model  *modelDef
	region string
	tier   string
}

// Load reads the book at path, which is YAML or JSON.
func Load(path string) (*Book, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("open price book: %w", err)
	}
	defer file.Close()
	data, err := io.ReadAll(io.LimitReader(file, maxSize+1))
	if err != nil {
		return nil, fmt.Errorf("read price book: %w", err)
	}
	book, err := Parse(data)
	if err != nil {
		return nil, fmt.Errorf("price book %s:\n%w", path, err)
	}
	return book, nil
}

// Parse compiles a book. The error joins every fault of the book, each with
// the path of the key.
func Parse(data []byte) (*Book, error) {
	if len(data) > maxSize {
		return nil, fmt.Errorf("the book is larger than %d bytes", maxSize)
	}
	root, err := parseYAML(data)
	if err != nil {
		return nil, err
	}
	r := &reader{}
	doc := r.document(place{Node: root})
	if err := r.err(); err != nil {
		return nil, err
	}
	var base *document
	if doc.extends == "builtin" {
		if base, err = builtinDocument(); err != nil {
			return nil, err
		}
	}
	book := r.compile(doc, base)
	if err := r.err(); err != nil {
		return nil, err
	}
	sum := sha256.Sum256(data)
	book.Hash = hex.EncodeToString(sum[:6])
	return book, nil
}

func parseYAML(data []byte) (*yaml.Node, error) {
	decoder := yaml.NewDecoder(bytes.NewReader(data))
	var doc, extra yaml.Node
	if err := decoder.Decode(&doc); err != nil {
		if errors.Is(err, io.EOF) {
			return nil, errors.New("the book is empty")
		}
		return nil, err
	}
	if err := decoder.Decode(&extra); !errors.Is(err, io.EOF) {
		return nil, errors.New("the book must be one YAML document")
	}
	return doc.Content[0], nil
}

// Query is what a request says about its price. Names are as the request has
// them; Tier is empty for the standard tier.
type Query struct {
	Provider      string
	ResponseModel string
	RequestModel  string
	Tier          string
}

// Match is the book's answer to a Query.
type Match struct {
	// Provider is the provider's name in lower case, empty if the book does not
	// know it.
	Provider string
	// Model is the id of the model in the book, empty if the book does not know it.
	Model string
	// Hosted is set if the model runs on GPUs of one's own.
	Hosted *HostedModel
	// Tier is the service tier in lower case, empty for the standard tier.
	Tier string
	// Plan is nil if Reason is not Priced.
	Plan   *Plan
	Reason Reason
}

// Resolve finds the model that a request was served by: the response's, or the
// request's if the response names none. A response model that the book does
// not know is not replaced by a request model that it does know, since the two
// may differ in price; only an alias, which the book's owner wrote for the
// purpose, may do that.
func (b *Book) Resolve(q Query) Match {
	response, request := strings.ToLower(q.ResponseModel), strings.ToLower(q.RequestModel)
	name := response
	if name == "" {
		name = request
	}
	if m := b.Hosted(name); m != nil && m.plan != nil {
		return Match{Provider: SelfHosted, Model: m.ID, Hosted: m, Plan: m.plan}
	}
	match := b.resolveSold(q, name, response, request)
	match.Hosted = b.Hosted(name)
	return match
}

// SelfHosted is the provider of models that have rates in self_hosted.
const SelfHosted = "self_hosted"

func (b *Book) resolveSold(q Query, name, response, request string) Match {
	seller, sellerName := b.byName[strings.ToLower(q.Provider)], strings.ToLower(q.Provider)
	if seller == nil {
		if sellerName = b.sellerBefore(response, request); sellerName == "" || hosts[strings.ToLower(q.Provider)] {
			return Match{Reason: UnknownProvider}
		}
		seller = b.byName[sellerName]
		name = strings.TrimPrefix(name, sellerName+"/")
	}
	m, region := seller.find(name)
	if m == nil {
		m = seller.alias(request)
	}
	if m == nil {
		return Match{Provider: sellerName, Reason: UnknownModel}
	}
	return seller.match(m, region, sellerName, q.Tier)
}

// sellerBefore returns the name of a provider that stands before that of a model, as
// gateways write it; "" if none does.
func (b *Book) sellerBefore(models ...string) string {
	for _, model := range models {
		if prefix, _, ok := strings.Cut(model, "/"); ok && b.byName[prefix] != nil {
			return prefix
		}
	}
	return ""
}

// hosts are engines, and those who sell time on theirs: before the names of their
// models stands who made them, who sells them at another price.
var hosts = map[string]bool{
	"vllm": true, "hosted_vllm": true, "sglang": true, "tgi": true, "tensorrt_llm": true, "triton": true, "dynamo": true, "nvidia_nim": true,
	"ollama": true, "llama.cpp": true, "llama_cpp": true, "llamacpp": true, "lmstudio": true, "lm_studio": true, "localai": true, "xinference": true,
	"hugging_face": true, "huggingface": true, "sagemaker": true, "aws.sagemaker": true, "ibm.watsonx.ai": true, "watsonx": true, "snowflake": true,
	"replicate": true, "deepinfra": true, "nebius": true, "hyperbolic": true, "sambanova": true, "lambda_ai": true, "nscale": true, "friendliai": true,
}

// spellings returns a name as written, without the provider's own name in front
// of it, and without a path.
func (p *provider) spellings(name string) []string {
	all := []string{name}
	if prefix, rest, ok := strings.Cut(name, "/"); ok && slices.Contains(p.names, prefix) {
		name = rest
		all = append(all, name)
	}
	if bare := bareModel(name); bare != name {
		all = append(all, bare)
	}
	return all
}

// find looks the spellings up in the provider's aliases and among its own models,
// then among those it inherits: a rule of the built-in book may match a whole path, of
// which the provider's own model is the end.
func (p *provider) find(name string) (m *modelDef, region string) {
	spellings := p.spellings(name)
	for _, name := range spellings {
		if id, ok := p.aliases[name]; ok {
			return p.byID(id), ""
		}
		if m, region := p.index.find(name); m != nil {
			return m, region
		}
	}
	for _, parent := range p.inherit {
		for _, name := range spellings {
			if m, region := parent.index.find(name); m != nil {
				return m, region
			}
		}
	}
	return nil, ""
}

// alias returns the model that the name is an alias of.
func (p *provider) alias(name string) *modelDef {
	for _, name := range p.spellings(name) {
		if id, ok := p.aliases[name]; ok {
			return p.byID(id)
		}
	}
	return nil
}

// byID returns the provider's own or inherited model.
func (p *provider) byID(id string) *modelDef {
	for _, m := range p.sold() {
		if m.id == id {
			return m
		}
	}
	return nil
}

func (p *provider) match(m *modelDef, region, providerName, tier string) Match {
	result := Match{Provider: providerName, Model: m.id, Tier: p.tierName(m, tier)}
	result.Plan = p.plans[planKey{m, region, result.Tier}]
	if result.Plan == nil {
		result.Reason = UnknownServiceTier
	}
	return result
}

// Model is a model of the book with its standard price.
type Model struct {
	Provider string
	ID       string
	Plan     *Plan
}

// Models returns the models of every provider, inherited ones only with the
// provider they come from, and the self-hosted models that have rates.
func (b *Book) Models() []Model {
	var models []Model
	for _, p := range b.providers {
		for _, m := range p.models {
			models = append(models, Model{p.names[0], m.id, p.plans[planKey{model: m}]})
		}
	}
	for _, name := range slices.Sorted(maps.Keys(b.hosted.models)) {
		if m := b.hosted.models[name]; m.plan != nil && name == strings.ToLower(m.ID) {
			models = append(models, Model{SelfHosted, m.ID, m.plan})
		}
	}
	return models
}
