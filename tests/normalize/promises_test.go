// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package normalize

import (
	"encoding/json"
	"fmt"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/pcommon"
)

// TestIdempotent sends every recording twice through the processor: the second
// pass must change nothing.
func TestIdempotent(t *testing.T) {
	for _, r := range recordings(t) {
		t.Run(r.Path, func(t *testing.T) {
			for _, cfg := range []map[string]any{
				nil,
				{"remove_originals": "mapped"},
				{"remove_originals": "mapped", "content": "json", "semconv_version": "1.41", "span_names": "conventions", "span_kinds": "conventions"},
			} {
				once, twice := processed(t, r, config(t, cfg)), processed(t, r, config(t, cfg), true)
				require.Len(t, twice, len(once))
				for i := range once {
					assert.Equal(t, once[i].name, twice[i].name)
					assert.True(t, equal(once[i].attributes.AsRaw(), twice[i].attributes.AsRaw()), "%v and then %v", once[i].attributes.AsRaw(), twice[i].attributes.AsRaw())
					assert.Equal(t, once[i].body.AsRaw(), twice[i].body.AsRaw())
				}
			}
		})
	}
}

// equal is reflect.DeepEqual, but for NaN, which JavaScript writes.
func equal(a, b map[string]any) bool {
	text := func(m map[string]any) string { return fmt.Sprintf("%#v", m) } // in the order of the keys
	return text(a) == text(b)
}

// corrected are attributes of the conventions whose values may be corrected in
// place, or dropped where they say "not set".
var corrected = []string{
	"gen_ai.provider.name", "gen_ai.operation.name", "gen_ai.response.finish_reasons", "gen_ai.usage.input_tokens", "gen_ai.usage.output_tokens",
	"gen_ai.request.max_tokens", "gen_ai.request.seed", "gen_ai.request.user", "gen_ai.request.stop_sequences", "gen_ai.request.stream",
	"gen_ai.request.choice.count", "gen_ai.request.top_k", "gen_ai.system_instructions", "gen_ai.tool.definitions", "gen_ai.input.messages", "gen_ai.output.messages",
	"server.address", "gen_ai.response.id",
}

// TestOriginalsAreKept holds the default configuration to keeping every
// attribute as it is.
func TestOriginalsAreKept(t *testing.T) {
	for _, r := range recordings(t) {
		t.Run(r.Path, func(t *testing.T) {
			before, after := items(t, r), processed(t, r, keeping(t))
			for i := range before {
				for name, v := range before[i].attributes.All() {
					if slices.Contains(corrected, name) || isNone(v) {
						continue
					}
					now, ok := after[i].attributes.Get(name)
					require.True(t, ok, "%s is gone", name)
					if number, ok := numberOf(v); ok && !math.IsNaN(number) { // an int where the conventions want a double
						other, _ := numberOf(now)
						assert.InDelta(t, number, other, 0, name)
						continue
					}
					assert.True(t, v.Equal(now) || v.AsString() == now.AsString(), "%s has changed", name)
				}
				assert.True(t, before[i].body.Equal(after[i].body))
			}
		})
	}
}

// isNone tells Micrometer's word for nothing.
func isNone(v pcommon.Value) bool { return v.Type() == pcommon.ValueTypeStr && v.Str() == "none" }

func numberOf(v pcommon.Value) (float64, bool) {
	switch v.Type() {
	case pcommon.ValueTypeInt:
		return float64(v.Int()), true
	case pcommon.ValueTypeDouble:
		return v.Double(), true
	case pcommon.ValueTypeStr: // some write numbers as text
		f, err := strconv.ParseFloat(v.Str(), 64)
		return f, err == nil
	default:
		return 0, false
	}
}

// folded are attributes that are removed because the conventions say the same
// in other words: a kind, a provider, a role, a flag that is not set, a total, the
// type of a text.
var folded = []string{
	"langsmith.span.kind", "langfuse.observation.type", "mlflow.spanType", "ai.operationId", "ai.model.provider",
	"openinference.span.kind", "llm.provider", "llm.system", "llm.request.type", "gen_ai.request.type", "traceloop.span.kind", "gen_ai.system",
	"llm.token_count.total", "llm.usage.total_tokens", "gen_ai.usage.total_tokens", "gen_ai.client.token.usage", "ai.usage.totalTokens", "mistral_ai.request.total_tokens",
	"gen_ai.request.is_stream", "llm.is_streaming", "gen_ai.is_streaming", "input.mime_type", "output.mime_type",
}

// TestNothingIsLost looks for the content of every attribute that was removed
// in what is left: every text and every number in it, also inside JSON.
func TestNothingIsLost(t *testing.T) {
	for _, r := range recordings(t) {
		t.Run(r.Path, func(t *testing.T) {
			before, after := items(t, r), processed(t, r, removing(t))
			for i := range before {
				left := leaves(after[i].attributes)
				for name, v := range before[i].attributes.All() {
					if _, ok := after[i].attributes.Get(name); ok || slices.Contains(folded, name) || slices.Contains(corrected, name) || isNone(v) {
						continue
					}
					for _, leaf := range valueLeaves(v) {
						leaf = strings.TrimPrefix(leaf, "FinishReason.")
						if (name == "gen_ai.server.time_to_first_token" || strings.HasPrefix(name, "ai.response.ms")) && left[seconds(leaf)] {
							continue
						}
						if !trivial(name, leaf) && !left[leaf] && !left[strings.ToLower(leaf)] && !isTranscript(leaf, left) {
							t.Errorf("%s of %q: %.80q is lost", name, before[i].name, leaf)
						}
					}
				}
			}
		})
	}
}

// trivial are the leaves that the structure of the conventions says itself:
// roles, types of parts and calls, flags that are off, a choice count of one.
// seconds converts milliseconds.
func seconds(leaf string) string {
	f, err := strconv.ParseFloat(leaf, 64)
	if err != nil {
		return leaf
	}
	return strconv.FormatFloat(f/1000, 'g', -1, 64)
}

func trivial(name, leaf string) bool {
	switch leaf {
	case "", "function", "text", "false", "null", "user", "assistant", "system", "tool", "model", "developer", "message", "image_url",
		"tool_use", "tool_result", "tool_calls", "tool-call", "tool-result", "json",
		"gen_ai.system.message", "gen_ai.user.message", "gen_ai.assistant.message", "gen_ai.tool.message", "gen_ai.choice", "tool_call", "end_turn", "max_tokens", "image", "reasoning", "thinking", "base64", "json_object", "json_schema":
		return true
	case "0", "2", "3", "4": // the numbers of messages
		return name == "events"
	case "1":
		return name == "events" || strings.HasSuffix(name, ".n") || strings.Contains(name, "invocation_parameters")
	}
	return strings.HasPrefix(leaf, "data:")
}

// isTranscript reports whether text is one of lines "role: text", of which each
// is left.
func isTranscript(text string, left map[string]bool) bool {
	if strings.HasPrefix(text, "[{'") {
		return isPython(text, left)
	}
	for line := range strings.SplitSeq(text, "\n") {
		if role, rest, ok := strings.Cut(line, ": "); ok && slices.Contains([]string{"user", "assistant", "system", "tool"}, role) {
			line = rest
		}
		if line == "null" { // what JavaScript writes for no text at all
			continue
		}
		for _, part := range rawLeaves(line) {
			found := false
			for leaf := range left {
				found = found || strings.Contains(leaf, part)
			}
			if !found {
				return false
			}
		}
	}
	return strings.Contains(text, ": ")
}

var pythonString = regexp.MustCompile(`'([^']*)'`)

// isPython reports whether the strings of a list that Python printed are there,
// but for the names of their fields.
func isPython(text string, left map[string]bool) bool {
	for _, m := range pythonString.FindAllStringSubmatch(text, -1) {
		for _, leaf := range rawLeaves(m[1]) {
			if !left[leaf] && !slices.Contains([]string{"id", "function", "arguments", "name", "type", "index"}, leaf) {
				return false
			}
		}
	}
	return true
}

func leaves(attributes pcommon.Map) map[string]bool {
	found := map[string]bool{}
	for _, v := range attributes.All() {
		for _, leaf := range valueLeaves(v) {
			found[leaf] = true
		}
	}
	return found
}

// valueLeaves are the texts and numbers in a value, also in JSON in strings.
func valueLeaves(v pcommon.Value) []string { return rawLeaves(v.AsRaw()) }

func rawLeaves(raw any) (all []string) {
	switch v := raw.(type) {
	case map[string]any:
		for _, e := range v {
			all = append(all, rawLeaves(e)...)
		}
	case []any:
		for _, e := range v {
			all = append(all, rawLeaves(e)...)
		}
	case string:
		if len(v) > 0 && (v[0] == '{' || v[0] == '[' || v[0] == '"') {
			var inner any
			if json.Unmarshal([]byte(v), &inner) == nil {
				return rawLeaves(inner)
			}
		}
		return []string{v}
	case float64:
		return []string{strconv.FormatFloat(v, 'g', -1, 64)}
	case int64:
		return []string{strconv.FormatFloat(float64(v), 'g', -1, 64)}
	case bool:
		return []string{strconv.FormatBool(v)}
	}
	return all
}
