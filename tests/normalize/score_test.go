// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package normalize

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/pcommon"

	"github.com/otelcol-genai/otelcol-genai/tests/sdk"
)

// minScore is the share of the expected attributes that every dialect must have.
const minScore = 0.98

// TestScore holds the recordings to testdata/expected.json: what each scenario
// asked and what the stand-in for the provider answered, written from the
// scenarios and the raw answers and not from what the processor makes of them.
// An attribute counts for a library if its span says the value anywhere, in any
// form; what a library leaves out is not held against the processor. Beside the
// score it counts mistakes that must not happen at all. With $SCORE set the table
// is written to that file.
func TestScore(t *testing.T) {
	data, err := os.ReadFile("testdata/expected.json")
	require.NoError(t, err)
	var expected map[string][]map[string]any
	require.NoError(t, json.Unmarshal(data, &expected))
	scores := map[string]*tally{}
	used := map[string]bool{}
	for _, r := range recordings(t) {
		if r.Signal != sdk.SignalTraces {
			continue
		}
		s := scores[r.Library]
		if s == nil {
			s = &tally{}
			scores[r.Library] = s
		}
		before, after := raw(t, r), processed(t, r, removing(t))
		for i := range after {
			forbidden(t, s, r.Path, before[i], after[i])
		}
		scenario := r.Provider + "_" + r.Scenario
		calls, ok := expected[scenario]
		if !ok {
			continue
		}
		// Python and JavaScript print the results of tools otherwise, so the same
		// conversation has other counts from there on.
		used[scenario] = true
		for n, i := range steps(before, after, calls) {
			for name, want := range calls[n] {
				compareFact(t, s, r, n, name, want, before[i], after[i])
			}
		}
	}
	for scenario := range expected {
		assert.True(t, used[scenario], "%s has no recording", scenario)
	}
	for _, e := range excuses {
		assert.True(t, e.met, "%+v is not needed any more: remove it", e)
	}
	report := scoreTable(scores)
	t.Log("\n" + report)
	if file := os.Getenv("SCORE"); file != "" {
		require.NoError(t, os.WriteFile(file, []byte(report), 0o644))
	}
	readme, err := os.ReadFile("../../processor/genaiprocessor/README.md")
	require.NoError(t, err)
	for library, s := range scores {
		assert.Regexp(t, `(?m)^\|.*\b`+library+`\b.*\| all \| 0 \|$`, string(readme), "the table of the README")
		assert.Equal(t, s.expected, s.right, "%s: the README says all", library)
		assert.Zero(t, s.mistakes, "%s: mistakes", library)
		assert.GreaterOrEqual(t, float64(s.right), minScore*float64(s.expected), "%s: %d of %d", library, s.right, s.expected)
	}
}

type tally struct{ right, expected, mistakes, checked int }

func scoreTable(scores map[string]*tally) string {
	var b strings.Builder
	for _, library := range sortedKeys(scores) {
		s := scores[library]
		if s.expected == 0 {
			continue
		}
		fmt.Fprintf(&b, "%-16s %4d of %4d expected  %5.1f %%   forbidden %d of %d\n", library, s.right, s.expected,
			100*float64(s.right)/float64(s.expected), s.mistakes, s.checked)
	}
	return b.String()
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// said is a span as a library wrote it: its attributes and the values in them and
// in its events.
type said struct {
	item
	leaves map[string]bool
	text   string
}

func raw(t *testing.T, r sdk.Recording) (all []said) {
	t.Helper()
	td, err := r.Traces()
	require.NoError(t, err)
	for _, rs := range td.ResourceSpans().All() {
		for _, ss := range rs.ScopeSpans().All() {
			for _, span := range ss.Spans().All() {
				s := said{
					item:   item{name: span.Name(), scope: ss.Scope().Name(), kind: span.Kind(), attributes: span.Attributes()},
					leaves: map[string]bool{},
				}
				var b strings.Builder
				add := func(attributes pcommon.Map) {
					for leaf := range leaves(attributes) {
						s.leaves[leaf] = true
						b.WriteString(leaf + "\n")
					}
				}
				add(span.Attributes())
				for _, e := range span.Events().All() {
					add(e.Attributes())
				}
				s.text = b.String()
				all = append(all, s)
			}
		}
	}
	return all
}

// steps returns the spans of the calls, tools and agents that a scenario
// expects, by their number in it. Spans that a scenario does not speak of are
// passed over, as are those that an SDK writes itself under an instrumentation's.
func steps(before []said, after []item, calls []map[string]any) map[int]int {
	found := map[int]int{}
	n := 0
	for i := range after {
		op, ok := after[i].attributes.Get("gen_ai.operation.name")
		if n == len(calls) || !ok || !agrees(calls[n]["gen_ai.operation.name"], op.AsRaw()) || besides(before[i].scope) {
			continue
		}
		found[n] = i
		n++
	}
	return found
}

// besides tells the spans that an SDK writes itself beside an instrumentation's.
func besides(scope string) bool {
	return strings.HasPrefix(scope, "com.anthropic.sdk.") || scope == "mistralai_sdk_tracer"
}

func compareFact(t *testing.T, s *tally, r sdk.Recording, n int, name string, want any, before said, after item) {
	t.Helper()
	v, ok := after.attributes.Get(name)
	if !ok {
		v = pcommon.NewValueEmpty()
	}
	if _, list := want.([]any); (!ok || list && !agrees(want, v.AsRaw())) && !before.says(name, want) {
		return
	}
	if reason := excused(r, name); reason != "" {
		return
	}
	s.expected++
	if ok && agrees(want, v.AsRaw()) {
		s.right++
		return
	}
	t.Logf("%s, call %d: %s is %v, want %v", r.Path, n, name, v.AsString(), want)
}

// says reports whether a span has a value in it anywhere.
func (s *said) says(name string, want any) bool {
	if m, ok := want.(map[string]any); ok && m["any"] != nil {
		for _, w := range m["any"].([]any) {
			if s.says(name, w) {
				return true
			}
		}
		return false
	}
	content := strings.HasSuffix(name, ".messages") || strings.HasSuffix(name, ".definitions")
	for _, leaf := range rawLeaves(want) {
		within := len(leaf) > 8 && strings.Contains(s.text, leaf)
		added := strings.HasPrefix(name, "gen_ai.operation") || content && slices.Contains(structural, leaf)
		if !s.leaves[leaf] && !within && !added {
			return false
		}
	}
	return true
}

// structural are values that the conventions add to the messages and tools that
// a library says.
var structural = []string{"text", "tool_call", "function", "assistant", "user", "system"}

// excused returns why an attribute cannot be expected of a library although
// another attribute happens to have its value, or because the library says
// something else than the provider did.
func excused(r sdk.Recording, name string) string {
	library := r.Library + "/" + r.Language + "/" + r.Version
	if r.Variant != "" {
		library += "+" + r.Variant
	}
	if reason := disagrees(library, r.Provider+"_"+r.Scenario, name); reason != "" {
		return reason
	}
	for i := range excuses {
		e := &excuses[i]
		if strings.HasPrefix(library, e.library) && r.Provider+"_"+r.Scenario == e.scenario && e.attribute == name {
			e.met = true
			return e.reason
		}
	}
	return ""
}

// excuse is an attribute that a library says otherwise than the provider.
type excuse struct {
	library, scenario, attribute string
	reason                       string
	met                          bool
}

const (
	firstChoice = "has a single choice as a message"
	itself      = "writes its own opinion"
	outputCount = "does not say; the number is that of the output tokens"
)

var excuses = []excuse{
	{library: "langfuse/", scenario: "openai_chat", attribute: "gen_ai.response.model", reason: isModel},
	{library: "langfuse/", scenario: "openai_chat_stream", attribute: "gen_ai.response.model", reason: isModel},
	{library: "langfuse/", scenario: "openai_tools", attribute: "gen_ai.response.model", reason: isModel},
	{library: "openinference/javascript/4.2.7", scenario: "openai_chat_multi_choice", attribute: "gen_ai.output.messages", reason: firstChoice},
	{library: "openlit/javascript/1.7.0", scenario: "openai_chat_multi_choice", attribute: "gen_ai.output.messages", reason: firstChoice},
	{library: "openlit/python/1.33.23", scenario: "openai_chat_multi_choice", attribute: "gen_ai.output.messages", reason: firstChoice},
	{library: "openlit/python/1.45.0", scenario: "openai_chat_multi_choice", attribute: "gen_ai.output.messages", reason: "joins the choices to one message"},
	{library: "openlit/javascript/1.15.0", scenario: "openai_chat_json", attribute: "gen_ai.output.type", reason: itself},
	{library: "openlit/python/1.33.23", scenario: "openai_chat_json", attribute: "gen_ai.output.type", reason: itself},
	{library: "openlit/python/1.45.0", scenario: "openai_chat_json", attribute: "gen_ai.output.type", reason: itself},
	{library: "openlit/javascript/1.15.0", scenario: "langchain_chain", attribute: "gen_ai.response.model", reason: "writes the request's model"},
	{library: "openlit/javascript/1.15.0", scenario: "langchain_chain", attribute: "gen_ai.usage.input_tokens", reason: estimates},
	{library: "openlit/javascript/1.15.0", scenario: "langchain_agent", attribute: "gen_ai.response.model", reason: "writes the request's model"},
	{library: "openllmetry/javascript/0.27.0", scenario: "langchain_chain", attribute: "gen_ai.response.model", reason: "writes the request's model"},
	{library: "openllmetry/javascript/0.27.0", scenario: "langchain_agent", attribute: "gen_ai.response.model", reason: "writes the request's model"},
	{library: "openllmetry/python/0.62.4", scenario: "google_genai_chat", attribute: "gen_ai.response.model", reason: "writes the request's model"},
	{library: "openllmetry/python/0.62.4", scenario: "crewai_agent", attribute: "gen_ai.agent.name", reason: "calls the crew an agent, too"},
	{library: "openllmetry/python/0.47.3", scenario: "anthropic_chat_length", attribute: "gen_ai.request.max_tokens", reason: outputCount},
	{library: "openllmetry/python/0.62.4+events", scenario: "anthropic_chat_length", attribute: "gen_ai.request.max_tokens", reason: outputCount},
}

// agrees compares an expectation with a value: numbers by value, JSON in strings
// as structure, and of messages, tools and documents what is expected of them.
func agrees(want, got any) bool {
	switch w := want.(type) {
	case map[string]any:
		if options, ok := w["any"].([]any); ok {
			return slices.ContainsFunc(options, func(o any) bool { return agrees(o, got) })
		}
		g, ok := structure(got).(map[string]any)
		if !ok {
			return false
		}
		for k, v := range w {
			if !agrees(v, g[k]) {
				return false
			}
		}
		return true
	case []any:
		g, ok := structure(got).([]any)
		return ok && slices.EqualFunc(w, g, agrees)
	case float64:
		switch g := got.(type) {
		case int64:
			return float64(g) == w
		case float64:
			return math.Abs(g-w) < 1e-9
		}
		return false
	default:
		return want == got
	}
}

func structure(v any) any {
	s, ok := v.(string)
	if !ok || s == "" || s[0] != '[' && s[0] != '{' {
		return v
	}
	var decoded any
	if json.Unmarshal([]byte(s), &decoded) != nil {
		return v
	}
	return decoded
}

// forbidden counts mistakes that other normalizers make.
func forbidden(t *testing.T, s *tally, path string, before said, after item) {
	t.Helper()
	value := func(m pcommon.Map, name string) pcommon.Value {
		if v, ok := m.Get(name); ok {
			return v
		}
		return pcommon.NewValueEmpty()
	}
	get := func(m pcommon.Map, name string) string { return value(m, name).AsString() }
	op := get(after.attributes, "gen_ai.operation.name")
	billable := slices.Contains([]string{"chat", "text_completion", "generate_content", "embeddings", "rerank"}, op)
	mistake := func(applies, made bool, what string) {
		if !applies {
			return
		}
		s.checked++
		if made {
			s.mistakes++
			t.Logf("%s, %q: %s", path, before.name, what)
		}
	}
	kind := get(before.attributes, "openinference.span.kind")
	mistake(slices.Contains([]string{"CHAIN", "PROMPT", "GUARDRAIL", "EVALUATOR", "UNKNOWN"}, kind), op != "", "a "+kind+" is no operation, not "+op)
	mistake(get(before.attributes, "traceloop.span.kind") == "task" && get(before.attributes, "gen_ai.operation.name") == "", op != "" && op != "execute_tool", "a task is no "+op)
	run := get(before.attributes, "langsmith.span.kind")
	mistake(run == "prompt" || run == "chain" || run == "parser", billable, "a "+run+" is not to bill")
	around := get(before.attributes, "ai.operationId")
	mistake(strings.HasPrefix(around, "ai.") && !strings.Contains(around, ".do"), billable, "a span around a call is not to bill")
	_, aggregated := before.attributes.Get("gen_ai.aggregated_usage.input_tokens")
	_, usage := after.attributes.Get("gen_ai.usage.input_tokens")
	mistake(aggregated, usage, "the tokens of a run are not those of a call")
	mistake(slices.Contains([]string{"invoke_agent", "invoke_workflow", "execute_tool"}, get(before.attributes, "gen_ai.operation.name")), billable, "what is around calls is not to bill")
	entity := get(before.attributes, "traceloop.entity.name")
	mistake(entity != "" && get(before.attributes, "traceloop.span.kind") == "task" && get(before.attributes, "gen_ai.agent.name") == "", get(after.attributes, "gen_ai.agent.name") == entity, "a task's name is no agent's")
	_, input := after.attributes.Get("gen_ai.input.messages")
	_, had := before.attributes.Get("gen_ai.input.messages")
	mistake(get(before.attributes, "traceloop.entity.input") != "" && !had, input, "the input of a function is no message")
	framework := strings.ToLower(get(before.attributes, "gen_ai.system"))
	mistake(slices.Contains([]string{"langchain", "strands-agents", "crewai", "agno"}, framework), strings.ToLower(get(after.attributes, "gen_ai.provider.name")) == framework, "a framework is no provider")
	mistake(usage, value(after.attributes, "gen_ai.usage.input_tokens").Type() != pcommon.ValueTypeInt, "tokens are whole numbers")
	reasons := value(after.attributes, "gen_ai.response.finish_reasons").Type()
	mistake(reasons != pcommon.ValueTypeEmpty, reasons != pcommon.ValueTypeSlice, "finish reasons are a list")
	limit := value(after.attributes, "gen_ai.request.max_tokens")
	mistake(limit.Type() == pcommon.ValueTypeInt, limit.Int() < 0, "-1 is no limit")
}
