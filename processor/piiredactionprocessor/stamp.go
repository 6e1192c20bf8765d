// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package piiredactionprocessor

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"strings"

	"go.opentelemetry.io/collector/pdata/pcommon"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/redact"
)

// Attributes of the stamp.
const (
	attrVersion = "pii.redaction.version"
	attrRuleset = "pii.redaction.ruleset_hash"
	attrCounts  = "pii.redaction.counts"
)

// stamp says by what a record was redacted.
type stamp struct {
	version, ruleset string
}

// newStamp hashes all of the configuration that decides what is found and what
// comes in its place. Secrets are not in it: they marshal as [REDACTED].
func newStamp(version string, cfg *Config) stamp {
	lists := [][]string{}
	for _, l := range cfg.DenyLists {
		terms, err := l.terms()
		if err != nil {
			terms = []string{err.Error()} // the scanner could not be made either
		}
		lists = append(lists, append(terms, l.typeName()))
	}
	own := map[string]any{
		"version": version, "channels": cfg.Channels, "include": cfg.IncludeKeys, "exclude": cfg.ExcludeKeys, "numbers": cfg.NumberKeys,
		"resource": cfg.ResourceAttributes, "default": cfg.Default, "entities": cfg.Entities, "types": cfg.enabled(), "regions": cfg.PhoneRegions,
		"private_ips": cfg.PrivateIPs, "deny_lists": lists, "recognizers": cfg.Recognizers, "keys": cfg.Keys,
		"max": cfg.MaxValueBytes, "on_error": cfg.OnError,
	}
	if cfg.Analyzer.HasValue() {
		a := cfg.Analyzer.Get()
		own["analyzer"] = []any{a.Language, a.MinScore, a.entities(), a.MinTextBytes}
	}
	data, err := json.Marshal(own)
	if err != nil {
		panic(err) // only strings, numbers, lists and maps are in it
	}
	sum := sha256.Sum256(data)
	return stamp{version: version, ruleset: hex.EncodeToString(sum[:8])}
}

// put writes the stamp. Counts of an earlier pass are added to.
func (s stamp) put(attrs pcommon.Map, counts []redact.Count) {
	attrs.PutStr(attrVersion, s.version)
	attrs.PutStr(attrRuleset, s.ruleset)
	v, ok := attrs.Get(attrCounts)
	if !ok || v.Type() != pcommon.ValueTypeMap {
		v = attrs.PutEmpty(attrCounts)
		v.SetEmptyMap()
	}
	for _, c := range counts {
		n := c.N
		if old, ok := v.Map().Get(string(c.Type)); ok {
			n += old.Int()
		}
		v.Map().PutInt(string(c.Type), n)
	}
}

func lower(keys []string) []string {
	out := make([]string, len(keys))
	for i, k := range keys {
		out[i] = strings.ToLower(k)
	}
	return out
}
