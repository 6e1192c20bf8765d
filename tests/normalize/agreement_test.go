// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package normalize

import (
	"path"
	"slices"
	"strings"
	"testing"

	"go.opentelemetry.io/collector/pdata/pcommon"

	"github.com/otelcol-genai/otelcol-genai/tests/sdk"
)

// compared are the attributes on which all libraries must agree: they describe
// the same request to the same provider.
var compared = []string{
	"gen_ai.operation.name", "gen_ai.provider.name", "gen_ai.request.model", "gen_ai.response.model",
	"gen_ai.usage.input_tokens", "gen_ai.usage.output_tokens", "gen_ai.usage.cache_read.input_tokens", "gen_ai.usage.cache_write.input_tokens",
	"gen_ai.usage.reasoning.output_tokens", "gen_ai.response.finish_reasons",
}

// call is the n-th call of a scenario.
type call struct {
	provider, language, scenario string
	n                            int
}

// TestLibrariesAgree lines up the calls that every library recorded of the same
// scenario: where two libraries say something of a call, they must say the same.
func TestLibrariesAgree(t *testing.T) {
	said := map[call]map[string]map[string][]string{} // attribute -> value -> libraries
	for _, r := range recordings(t) {
		// The frameworks' instrumentations differ in which of their steps they show.
		if r.Signal != sdk.SignalTraces || !slices.Contains([]string{"openai", "anthropic", "groq", "mistral", "bedrock"}, r.Provider) {
			continue
		}
		library := path.Dir(r.Path)
		for n, attrs := range calls(processed(t, r, removing(t))) {
			c := call{r.Provider, r.Language, r.Scenario, n}
			if said[c] == nil {
				said[c] = map[string]map[string][]string{}
			}
			for _, name := range compared {
				v, ok := attrs.Get(name)
				if !ok || v.AsString() == "0" { // libraries differ in whether they write a count of nothing
					continue
				}
				if reason := disagrees(library, r.Provider+"_"+r.Scenario, name); reason != "" {
					continue
				}
				if said[c][name] == nil {
					said[c][name] = map[string][]string{}
				}
				value := spelling(v.AsString())
				said[c][name][value] = append(said[c][name][value], library)
			}
		}
	}
	for c, attributes := range said {
		for name, values := range attributes {
			if len(values) > 1 {
				t.Errorf("%s_%s in %s, call %d: %s: %v", c.provider, c.scenario, c.language, c.n, name, values)
			}
		}
	}
	for i := range disagreements {
		if !disagreements[i].met {
			t.Errorf("%+v does not disagree any more: remove it", disagreements[i])
		}
	}
}

// disagreement is what a library says wrong, and no processor can know better.
type disagreement struct {
	library, scenario, attribute string
	reason                       string
	met                          bool
}

const (
	noCached    = "leaves cached tokens out and does not say how many"
	firstChunk  = "takes the output tokens that the first event of a stream estimates"
	addsChunks  = "adds the output tokens that the first event of a stream estimates"
	estimates   = "counts the tokens of streams itself"
	isModel     = "writes the response's model"
	isRequested = "writes the request's model as the response's"
	isStatus    = "writes the status of the response"
)

var disagreements = []disagreement{
	{library: "openllmetry/python/0.62.4", scenario: "bedrock_", attribute: "gen_ai.request.model", reason: "leaves out who made the model"},
	{library: "openllmetry/python/0.62.4", scenario: "bedrock_embeddings", attribute: "gen_ai.operation.name", reason: "knows no embeddings of Bedrock"},
	{library: "openinference/python/0.1.61", scenario: "bedrock_invoke", attribute: "gen_ai.request.model", reason: isModel},
	{library: "openlit/javascript/1.7.0", attribute: "gen_ai.request.model", reason: isModel},
	{library: "logfire/python/5.4.0", scenario: "openai_chat_stream", attribute: "gen_ai.response.model", reason: isRequested},
	{library: "logfire/python/5.4.0", scenario: "anthropic_chat_stream", attribute: "gen_ai.response.model", reason: isRequested},
	{library: "logfire/python/4.3.0", scenario: "openai_chat_stream", attribute: "gen_ai.response.model", reason: isRequested},
	{library: "openinference/python/0.1.66+dual", attribute: "gen_ai.request.model", reason: isModel},
	{library: "openinference/python/3.1.0+dual", attribute: "gen_ai.request.model", reason: isModel},
	{library: "langfuse/python/5.0.4", attribute: "gen_ai.request.model", reason: isModel},
	{library: "openlit/python/1.33.23", scenario: "anthropic_chat_cached", attribute: "gen_ai.usage.input_tokens", reason: noCached},
	{library: "agentops/python/0.4.21", scenario: "anthropic_chat_cached", attribute: "gen_ai.usage.input_tokens", reason: noCached},
	{library: "agentops/python/0.4.21", scenario: "anthropic_chat_stream", attribute: "gen_ai.usage.output_tokens", reason: firstChunk},
	{library: "openlit/javascript/1.7.0", scenario: "anthropic_chat_cached", attribute: "gen_ai.usage.input_tokens", reason: noCached},
	{library: "openllmetry/javascript/0.14.6", scenario: "anthropic_chat_cached", attribute: "gen_ai.usage.input_tokens", reason: noCached},
	{library: "openllmetry/python/0.62.4", scenario: "anthropic_chat_stream", attribute: "gen_ai.usage.output_tokens", reason: addsChunks},
	{library: "openllmetry/python/0.62.4", scenario: "anthropic_tools_stream", attribute: "gen_ai.usage.output_tokens", reason: addsChunks},
	{library: "openllmetry/python/0.62.4+events", scenario: "anthropic_chat_stream", attribute: "gen_ai.usage.output_tokens", reason: addsChunks},
	{library: "openllmetry/python/0.62.4+events", scenario: "anthropic_tools_stream", attribute: "gen_ai.usage.output_tokens", reason: addsChunks},
	{library: "openllmetry/python/0.47.3", scenario: "anthropic_chat_stream", attribute: "gen_ai.usage.output_tokens", reason: addsChunks},
	{library: "openllmetry/python/0.47.3", scenario: "anthropic_tools_stream", attribute: "gen_ai.usage.output_tokens", reason: addsChunks},
	{library: "openlit/javascript/1.15.0", scenario: "anthropic_chat_stream", attribute: "gen_ai.usage.output_tokens", reason: addsChunks},
	{library: "openlit/javascript/1.15.0", scenario: "anthropic_tools_stream", attribute: "gen_ai.usage.output_tokens", reason: addsChunks},
	{library: "openlit/javascript/1.7.0", scenario: "anthropic_chat_stream", attribute: "gen_ai.usage.output_tokens", reason: addsChunks},
	{library: "openlit/javascript/1.7.0", scenario: "anthropic_tools_stream", attribute: "gen_ai.usage.output_tokens", reason: addsChunks},
	{library: "openllmetry/javascript/0.27.0", scenario: "openai_chat_stream", attribute: "gen_ai.usage.input_tokens", reason: estimates},
	{library: "openllmetry/javascript/0.27.0", scenario: "openai_chat_stream", attribute: "gen_ai.usage.output_tokens", reason: estimates},
	{library: "openllmetry/javascript/0.14.6", scenario: "openai_chat_stream", attribute: "gen_ai.usage.input_tokens", reason: estimates},
	{library: "openllmetry/javascript/0.14.6", scenario: "openai_chat_stream", attribute: "gen_ai.usage.output_tokens", reason: estimates},
	{library: "openlit/javascript/1.7.0", scenario: "openai_chat_stream", attribute: "gen_ai.usage.input_tokens", reason: estimates},
	{library: "openlit/javascript/1.7.0", scenario: "openai_chat_stream", attribute: "gen_ai.usage.output_tokens", reason: estimates},
	{library: "openlit/python/1.45.0", scenario: "openai_responses", attribute: "gen_ai.response.finish_reasons", reason: isStatus},
	{library: "openlit/python/1.33.23", scenario: "openai_responses", attribute: "gen_ai.response.finish_reasons", reason: isStatus},
	{library: "openlit/javascript/1.15.0", scenario: "openai_responses", attribute: "gen_ai.response.finish_reasons", reason: isStatus},
}

func disagrees(library, scenario, attribute string) (reason string) {
	for i := range disagreements {
		d := &disagreements[i]
		if d.library == library && d.attribute == attribute && strings.HasPrefix(scenario, d.scenario) {
			d.met = true
			return d.reason
		}
	}
	return ""
}

// spelling folds what the conventions leave open: the case of a value, the
// providers' words for the reason of an end, and whether each choice has one.
func spelling(v string) string {
	v = strings.ToLower(v)
	for from, to := range map[string]string{
		"end_turn": "stop", "completed": "stop", "max_tokens": "length", "tool_calls": "tool_call", "tool_use": "tool_call",
	} {
		v = strings.ReplaceAll(v, `"`+from+`"`, `"`+to+`"`)
	}
	if rest, ok := strings.CutPrefix(v, "["); ok {
		reasons := strings.Split(strings.TrimSuffix(rest, "]"), ",")
		slices.Sort(reasons)
		v = strings.Join(slices.Compact(reasons), ",")
	}
	return v
}

func calls(all []item) (found []pcommon.Map) {
	for _, i := range all {
		op, ok := i.attributes.Get("gen_ai.operation.name")
		if ok && slices.Contains([]string{"chat", "text_completion", "embeddings"}, op.Str()) && !besides(i.scope) {
			found = append(found, i.attributes)
		}
	}
	return found
}
