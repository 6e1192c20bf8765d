// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package dialect

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"

	"github.com/otelcol-genai/otelcol-genai/internal/semconv"
	"github.com/otelcol-genai/otelcol-genai/processor/genaiprocessor/internal/rewrite"
)

// special are attributes that only the functions of a dialect know, by its name.
// %d is an index.
var special = map[string][]string{
	"openinference": {
		"openinference.span.kind", "llm.model_name", "llm.provider", "llm.system", "llm.invocation_parameters", "llm.token_count.total", "input.value", "output.value",
		"input.mime_type", "output.mime_type", "metadata", "tool.parameters", "agent.name", "graph.node.id", "completion.text", "llm.input_messages", "embedding.vector",
		"llm.input_messages.%d.message.role", "llm.input_messages.%d.message.content", "llm.output_messages.%d.message.contents.0.message_content.text",
		"llm.output_messages.%d.message.contents.0.message_content.type", "llm.output_messages.%d.message.tool_calls.0.tool_call.function.arguments",
		"llm.tools.%d.tool.json_schema", "retrieval.documents.%d.document.content", "llm.prompts.%d.prompt.text", "llm.prompt_template.variables",
	},
	"openllmetry": {
		"traceloop.entity.input", "traceloop.entity.output", "traceloop.entity.name", "llm.usage.total_tokens", "gen_ai.usage.total_tokens", "gen_ai.openai.api_base",
		"gen_ai.prompt.%d.role", "gen_ai.prompt.%d.content", "gen_ai.prompt.%d.tool_call_id", "gen_ai.completion.%d.content", "gen_ai.completion.%d.finish_reason",
		"gen_ai.completion.%d.tool_calls.0.arguments", "llm.request.functions.%d.name", "llm.completions.%d.content", "traceloop.prompt.template_variables",
		"gen_ai.request.structured_output_schema",
	},
	"openlit": {
		"gen_ai.client.token.usage", "gen_ai.usage.total_tokens", "gen_ai.content.prompt", "gen_ai.completion", "gen_ai.response.tool_calls", "gen_ai.content.reasoning",
		"gen_ai.endpoint", "gen_ai.tool.args", "gen_ai.tool.input", "gen_ai.tool.output", "gen_ai.workflow.type",
	},
	"vercel_ai": {
		"ai.prompt.messages", "ai.prompt.tools", "ai.response.text", "ai.response.toolCalls", "ai.response.finishReason", "ai.usage.totalTokens", "ai.usage.inputTokens",
		"ai.usage.outputTokens", "ai.usage.cachedInputTokens", "ai.model.provider", "ai.model.id", "ai.toolCall.args", "ai.toolCall.result", "ai.response.msToFirstChunk",
	},
	"langsmith":        {"gen_ai.prompt", "gen_ai.completion", "langsmith.metadata.usage_metadata", "langsmith.trace.name", "gen_ai.usage.total_tokens"},
	"langfuse":         {"langfuse.observation.input", "langfuse.observation.output", "langfuse.observation.usage_details", "langfuse.observation.model.parameters", "langfuse.observation.completion_start_time"},
	"mlflow":           {"mlflow.spanInputs", "mlflow.spanOutputs", "mlflow.llm.model", "mlflow.chat.tokenUsage", "mlflow.chat.tools"},
	"litellm":          {"SpanAttributes.LLM_PROMPTS.%d.content", "SpanAttributes.LLM_COMPLETIONS.%d.finish_reason", "litellm.provider.model", "gen_ai.usage.total_tokens"},
	"pydantic_ai":      {"events", "model_request_parameters", "tool_arguments", "tool_response", "final_result"},
	"agentops":         {"gen_ai.request.functions.%d.name", "gen_ai.request.functions.%d.parameters", "gen_ai.prompt.%d.content", "gen_ai.usage.prompt_tokens"},
	"haystack":         {"haystack.component.fully_qualified_type", "haystack.component.input", "haystack.component.output"},
	"genkit":           {"genkit:name", "genkit:input", "genkit:output"},
	"langtrace":        {"gen_ai.request.tools"},
	"logfire":          {"request_data", "response_data", "events", "gen_ai.usage.cache_creation.input_tokens"},
	"spring_ai":        {"spring.ai.tool.call.arguments", "spring.ai.tool.call.result", "db.operation.name"},
	"strands":          {"gen_ai.usage.total_tokens"},
	"claude_code":      {"span.type", "model", "input_tokens", "output_tokens", "cache_read_tokens", "cache_creation_tokens", "ttft_ms", "stop_reason", "tool_name", "tool_input", "session.id"},
	"codex":            {"event.name"},
	"semantic_kernel":  {"server.address"},
	"tgi":              {"parameters", "inference_time", "time_per_token", "seed"},
	"inference_engine": {"gen_ai.request.id"},
}

// namesOf returns the attributes that a dialect knows, and those of the conventions
// that a span of it may have beside them.
func namesOf(d rewrite.Dialect) (all []string) {
	for _, r := range slices.Concat(d.Rules, d.Calls) {
		all = append(all, r.From, r.To)
	}
	for _, s := range d.Signals {
		if !strings.HasSuffix(s, ".") {
			all = append(all, s, s) // without a signal there is nothing to see
		}
	}
	for _, name := range special[d.Name] {
		if !strings.Contains(name, "%d") {
			all = append(all, name)
			continue
		}
		for _, n := range []int{0, 1, 12, 999_999_999} {
			all = append(all, fmt.Sprintf(name, n))
		}
	}
	return append(all,
		semconv.OperationName, semconv.ProviderName, semconv.RequestModel, semconv.ResponseFinishReasons, semconv.UsageInputTokens, semconv.UsageOutputTokens,
		semconv.UsageCacheReadInputTokens, semconv.UsageReasoningOutputTokens, semconv.InputMessages, semconv.OutputMessages, semconv.SystemInstructions,
		semconv.ToolDefinitions, semconv.ToolCallArguments, "gen_ai.system",
	)
}

// values of all kinds, right and wrong.
var values = []any{
	"", "chat", "LLM", "TOOL", "AGENT", "workflow", "generation", `"CHAT_MODEL"`, "ai.generateText.doGenerate", "OpenAI", "langchain", "stop", "FinishReason.STOP", "tool-calls", "text", "NaN", "-1", "12",
	"https://a.example:8443/v1", "data:image/png;base64,AA", "user: Hi\nassistant: Hello", "\xff\xfe", "None",
	int64(0), int64(1), int64(-1), int64(10), int64(15), int64(25), int64(math.MaxInt64), 0.5, -0.5, 12.0, math.NaN(), math.Inf(1), true, false,
	[]byte(`{"messages":[[{"type":"human","content":"Hi"}]]}`),
	[]any{},
	[]any{"stop", ""},
	[]any{int64(1)},
	map[string]any{"a": "b"},
	map[string]any{},
	`{}`, `[]`, `[{"role":"user","content":"Hi"}]`, `[{"role":"assistant","parts":[{"type":"text","content":"Hi"}],"finish_reason":"stop"}]`, `[{"role":"user","content":"cut`,
	`{"message":{"role":"assistant","content":"Hi"},"usage":{"input_tokens":11,"cache_creation_input_tokens":154,"cache_read_input_tokens":0,"cache_creation":{"ephemeral_1h_input_tokens":4},"output_tokens":8}}`,
	`{"model":"gpt-4o","messages":[{"role":"user","content":"Hi"}]}`, "haystack.components.generators.chat.openai.OpenAIChatGenerator", "haystack.components.retrievers.in_memory.bm25_retriever.InMemoryBM25Retriever", "OpenAIChatGenerator",
	`{"replies":[{"role":"assistant","meta":{"model":"m","finish_reason":"stop","usage":{"completion_tokens":8,"prompt_tokens":21}},"content":[{"text":"Hi"}]}],"documents":[{"id":"d","score":0.5}]}`,
	"model", "embedder", "tool", "flow", "openai/gpt-4o", `{"finishReason":"stop","message":{"role":"model","content":[{"toolRequest":{"name":"get","ref":"c1","input":{"x":1}}}]},"usage":{"inputTokens":5,"outputTokens":2},"raw":{"id":"r1","object":"chat.completion","model":"m","choices":[]}}`,
	"tool_call", "vector_store", "query", "framework", "embedding", `["[{\"type\":\"function\",\"function\":{\"name\":\"get\"}}]"]`,
	`{"model":"gpt-4o","temperature":0.5,"n":1,"stop":["a"]}`, `{"args":[],"kwargs":{"x":1}}`, `{"input_tokens":10,"output_tokens":5,"total_tokens":15}`,
	`{"input":6,"input_cached_tokens":4,"output":5}`, `{"id":"1","object":"chat.completion","model":"m","choices":[{"finish_reason":"STOP","message":{"role":"assistant","content":"Hi"}}]}`,
	`{"generations":[[{"text":"Hi","message":{"kwargs":{"content":"Hi","response_metadata":{"model_name":"m"}}}}]]}`,
	`[{"type":"function","function":{"name":"get","parameters":{"type":"object"}}}]`, `[{'id': 'c1', 'function': {'arguments': '{}', 'name': 'get'}}]`,
	`[{"event.name":"gen_ai.user.message","content":"Hi"}]`, `[{"name":"x","type":"string","value":1}]`,
}

// scopesOf are those of libraries of which a dialect knows more than the name.
var scopesOf = map[string][]string{
	"openinference": {
		oiScope + "smolagents", oiScope + "autogen_agentchat", oiScope + "crewai", oiScope + "openai_agents", oiScope + "litellm", oiScope + "bedrock",
		oiScope + "llama_index", oiScope + "groq",
	},
}

// TestAnyMixture throws attributes of a dialect together, with any values: a second pass changes nothing, a pass that keeps the originals keeps them, and
// what is written under a name of the conventions has the type that they want.
func TestAnyMixture(t *testing.T) {
	removing, err := rewrite.New(All(), rewrite.Options{RemoveOriginals: true, First: First, Common: Common(false)})
	require.NoError(t, err)
	asJSON, err := rewrite.New(All(), rewrite.Options{RemoveOriginals: true, First: First, Common: Common(true)})
	require.NoError(t, err)
	keeping, err := rewrite.New(All(), rewrite.Options{First: First, Common: Common(false)})
	require.NoError(t, err)
	ofConventions := map[string]bool{}
	for _, name := range semconv.Typed() {
		ofConventions[name] = true
	}
	for seed := range uint64(20_000) {
		d := All()[seed%uint64(len(All()))]
		all := namesOf(d)
		random := rand.New(rand.NewPCG(seed, 1))
		in := ptrace.NewSpan()
		in.SetName([]string{"", "running tool", "agent run", "claude_code.llm_request", "generate", "chat gpt-4o"}[random.IntN(6)])
		for range 1 + random.IntN(14) {
			require.NoError(t, in.Attributes().PutEmpty(all[random.IntN(len(all))]).FromRaw(values[random.IntN(len(values))]))
		}
		scope := ""
		if scopes := slices.Concat(scopesOf[d.Name], d.Scopes); len(scopes) > 0 {
			scope = scopes[random.IntN(len(scopes))]
		}
		for _, e := range []*rewrite.Engine{removing, asJSON, keeping} {
			span := ptrace.NewSpan()
			in.CopyTo(span)
			e.ApplySpan(span, e.Scope(scope))
			once := fmt.Sprintf("%#v", span.Attributes().AsRaw())
			for name, v := range span.Attributes().All() {
				if _, had := in.Attributes().Get(name); !had && ofConventions[name] {
					requireType(t, name, v)
				}
			}
			if e == keeping {
				for name, v := range in.Attributes().All() {
					now, ok := span.Attributes().Get(name)
					if !ofConventions[name] && !strings.HasPrefix(name, "gen_ai.request.user") && name != semconv.ToolDefinitions && name != semconv.SystemInstructions &&
						name != semconv.InputMessages && name != semconv.OutputMessages {
						require.True(t, ok, "seed %d: %s is gone", seed, name)
						require.Equal(t, v.AsString(), now.AsString(), "seed %d: %s", seed, name)
					}
				}
			}
			e.ApplySpan(span, e.Scope(scope))
			require.Equal(t, once, fmt.Sprintf("%#v", span.Attributes().AsRaw()), "%s, seed %d, %q, of %v", d.Name, seed, scope, in.Attributes().AsRaw())

			// The same on a log record or a data point, which have no span.
			attributes := pcommon.NewMap()
			in.Attributes().CopyTo(attributes)
			e.Apply(attributes, e.Scope(scope))
			once = fmt.Sprintf("%#v", attributes.AsRaw())
			e.Apply(attributes, e.Scope(scope))
			require.Equal(t, once, fmt.Sprintf("%#v", attributes.AsRaw()), "%s, seed %d, %q, of %v, no span", d.Name, seed, scope, in.Attributes().AsRaw())
		}
	}
}

func requireType(t *testing.T, name string, v pcommon.Value) {
	t.Helper()
	want := map[semconv.Type]pcommon.ValueType{
		semconv.String: pcommon.ValueTypeStr, semconv.Int: pcommon.ValueTypeInt, semconv.Double: pcommon.ValueTypeDouble,
		semconv.Bool: pcommon.ValueTypeBool, semconv.Strings: pcommon.ValueTypeSlice,
	}
	if typ, ok := want[semconv.TypeOf(name)]; ok {
		require.Equal(t, typ, v.Type(), name)
	}
}
