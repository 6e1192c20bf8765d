// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package dialect

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/pcommon"

	"github.com/otelcol-genai/otelcol-genai/internal/semconv"
	"github.com/otelcol-genai/otelcol-genai/processor/genaiprocessor/internal/rewrite"
)

func normalize(t *testing.T, removeOriginals bool, scope string, in map[string]any) map[string]any {
	t.Helper()
	e, err := rewrite.New(All(), rewrite.Options{RemoveOriginals: removeOriginals, First: First, Common: Common(false)})
	require.NoError(t, err)
	m := pcommon.NewMap()
	require.NoError(t, m.FromRaw(in))
	e.Apply(m, e.Scope(scope))
	once := m.AsRaw()
	e.Apply(m, e.Scope(scope))
	assert.Equal(t, once, m.AsRaw(), "a second pass must change nothing")
	return once
}

func TestDialects(t *testing.T) {
	for name, tc := range map[string]struct {
		scope string
		in    map[string]any
		// want is what must be there after a pass that removes the originals;
		// everything else of in that is not listed must be gone.
		want map[string]any
	}{
		"openinference chat": {
			in: map[string]any{
				"openinference.span.kind": "LLM", "llm.system": "openai", "llm.model_name": "gpt-4o-2024-08-06",
				"llm.invocation_parameters": `{"model":"gpt-4o","temperature":0}`,
				"llm.token_count.prompt":    int64(10), "llm.token_count.completion": int64(5), "llm.token_count.total": int64(15),
				"llm.token_count.prompt_details.cache_read": int64(4), "llm.token_count.completion_details.reasoning": int64(2),
				"llm.finish_reason": "stop", "session.id": "s-1",
			},
			want: map[string]any{
				semconv.OperationName: "chat", semconv.ProviderName: "openai",
				semconv.RequestModel: "gpt-4o", semconv.ResponseModel: "gpt-4o-2024-08-06",
				semconv.RequestTemperature: 0.0,
				semconv.UsageInputTokens:   int64(10), semconv.UsageOutputTokens: int64(5),
				semconv.UsageCacheReadInputTokens: int64(4), semconv.UsageReasoningOutputTokens: int64(2),
				semconv.ResponseFinishReasons: []any{"stop"}, semconv.ConversationID: "s-1",
			},
		},
		"openinference: without request parameters the model is the requested one": {
			in:   map[string]any{"openinference.span.kind": "LLM", "llm.model_name": "gpt-4o"},
			want: map[string]any{semconv.OperationName: "chat", semconv.RequestModel: "gpt-4o"},
		},
		"openinference: azure's openai": {
			in:   map[string]any{"openinference.span.kind": "AGENT", "llm.provider": "azure", "llm.system": "openai"},
			want: map[string]any{semconv.OperationName: "invoke_agent", semconv.ProviderName: "azure.ai.openai"},
		},
		"openinference: a chain is no operation": {
			in:   map[string]any{"openinference.span.kind": "CHAIN"},
			want: map[string]any{"openinference.span.kind": "CHAIN"},
		},
		"openinference: a helper marked LLM is no call": {
			in:   map[string]any{"openinference.span.kind": "LLM", "input.value": "{}"},
			want: map[string]any{"openinference.span.kind": "LLM", "input.value": "{}"},
		},
		"openinference: langchain's metadata name the provider": {
			in: map[string]any{
				"openinference.span.kind": "LLM", "llm.model_name": "claude-sonnet-4-5",
				"metadata": `{"ls_provider":"anthropic","ls_model_name":"claude-sonnet-4-5"}`,
			},
			want: map[string]any{
				semconv.OperationName: "chat", semconv.ProviderName: "anthropic", semconv.RequestModel: "claude-sonnet-4-5",
				"metadata": `{"ls_provider":"anthropic","ls_model_name":"claude-sonnet-4-5"}`,
			},
		},
		"openinference: a total that disagrees stays": {
			in: map[string]any{
				"openinference.span.kind": "LLM",
				"llm.token_count.prompt":  int64(10), "llm.token_count.completion": int64(5), "llm.token_count.total": int64(19),
			},
			want: map[string]any{
				semconv.OperationName:    "chat",
				semconv.UsageInputTokens: int64(10), semconv.UsageOutputTokens: int64(5), "llm.token_count.total": int64(19),
			},
		},
		"openllmetry, flattened": {
			in: map[string]any{
				"gen_ai.system": "OpenAI", "llm.request.type": "chat", semconv.RequestModel: "gpt-4o-mini",
				"gen_ai.usage.prompt_tokens": int64(57), "gen_ai.usage.completion_tokens": int64(17), "llm.usage.total_tokens": int64(74),
				"gen_ai.completion.1.finish_reason": "length", "gen_ai.completion.0.finish_reason": "STOP",
				"traceloop.association.properties.session_id": "s-2",
			},
			want: map[string]any{
				semconv.ProviderName: "openai", semconv.OperationName: "chat", semconv.RequestModel: "gpt-4o-mini",
				semconv.UsageInputTokens: int64(57), semconv.UsageOutputTokens: int64(17),
				semconv.ResponseFinishReasons: []any{"stop", "length"}, semconv.ConversationID: "s-2",
			},
		},
		"openllmetry: a task is no operation": {
			in:   map[string]any{"traceloop.span.kind": "task", "traceloop.entity.name": "parse"},
			want: map[string]any{"traceloop.span.kind": "task", "traceloop.entity.name": "parse"},
		},
		"openllmetry: a framework is no provider": {
			in:   map[string]any{"gen_ai.system": "Langchain", "llm.request.type": "chat"},
			want: map[string]any{"gen_ai.system": "Langchain", semconv.OperationName: "chat"},
		},
		"openllmetry: a hostile index": {
			in: map[string]any{
				"llm.request.type": "chat", "gen_ai.completion.999999999.finish_reason": "stop", "gen_ai.completion.4000.finish_reason": "stop",
			},
			want: map[string]any{
				semconv.OperationName: "chat", "gen_ai.completion.999999999.finish_reason": "stop", "gen_ai.completion.4000.finish_reason": "stop",
			},
		},
		"tools, with a field that nobody knows": {
			in: map[string]any{
				"llm.request.type": "chat", "llm.request.functions.0.name": "get", "llm.request.functions.1.color": "red",
			},
			want: map[string]any{
				semconv.OperationName: "chat", "llm.request.functions.1.color": "red",
				semconv.ToolDefinitions: []any{map[string]any{"type": "function", "name": "get"}},
			},
		},
		"openinference tools, by schema and by field": {
			in: map[string]any{
				"openinference.span.kind": "CHAIN", "llm.tools.1.tool.name": "b", "llm.tools.0.tool.json_schema": `{"name":"a"}`,
			},
			want: map[string]any{
				"openinference.span.kind": "CHAIN",
				semconv.ToolDefinitions:   []any{map[string]any{"type": "function", "name": "a"}, map[string]any{"type": "function", "name": "b"}},
			},
		},
		"openlit 1.7": {
			scope: "@openlit/instrumentation-openai",
			in: map[string]any{
				"gen_ai.system": "openai", semconv.OperationName: "chat", "gen_ai.request.is_stream": false,
				"gen_ai.response.finish_reason": "stop", semconv.UsageInputTokens: int64(5), semconv.UsageOutputTokens: int64(6),
				"gen_ai.usage.total_tokens": int64(11),
			},
			want: map[string]any{
				semconv.ProviderName: "openai", semconv.OperationName: "chat", semconv.ResponseFinishReasons: []any{"stop"},
				semconv.UsageInputTokens: int64(5), semconv.UsageOutputTokens: int64(6),
			},
		},
		"openlit streaming": {
			in:   map[string]any{"gen_ai.request.is_stream": true, semconv.OperationName: "embedding"},
			want: map[string]any{semconv.RequestStream: true, semconv.OperationName: "embeddings"},
		},
		"deprecated names": {
			in: map[string]any{
				"gen_ai.system": "az.ai.openai", "gen_ai.usage.prompt_tokens": int64(1), "gen_ai.usage.completion_tokens": int64(2),
				"gen_ai.openai.response.service_tier": "default", semconv.UsageCacheCreationInputTokens: int64(1),
			},
			want: map[string]any{
				semconv.ProviderName: "azure.ai.openai", semconv.UsageInputTokens: int64(1), semconv.UsageOutputTokens: int64(2),
				semconv.OpenAIResponseTier: "default", semconv.UsageCacheWriteInputTokens: int64(1),
			},
		},
		"the conventions stay as they are": {
			in:   map[string]any{semconv.ProviderName: "openai", semconv.OperationName: "chat", semconv.UsageInputTokens: int64(1), "custom": "x"},
			want: map[string]any{semconv.ProviderName: "openai", semconv.OperationName: "chat", semconv.UsageInputTokens: int64(1), "custom": "x"},
		},
		"no GenAI": {
			in:   map[string]any{"http.request.method": "GET", "session.id": "browser", "metadata": "x"},
			want: map[string]any{"http.request.method": "GET", "session.id": "browser", "metadata": "x"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			assert.Equal(t, tc.want, normalize(t, true, tc.scope, tc.in))

			kept := normalize(t, false, tc.scope, tc.in)
			for k, v := range tc.in {
				if k != semconv.OperationName { // spellings of targets are corrected in place
					assert.Equal(t, v, kept[k], "kept original %s", k)
				}
			}
			for k, v := range tc.want {
				assert.Equal(t, v, kept[k])
			}
		})
	}
}

func TestProvider(t *testing.T) {
	for in, want := range map[string]string{
		"OpenAI": "openai", "openai.chat": "openai", "AWS": "aws.bedrock", "Azure": "azure.ai.inference", "xai": "x_ai",
		"MistralAI": "mistral_ai", "google": "gcp.gen_ai", "VertexAI": "gcp.vertex_ai", "Watsonx": "ibm.watsonx.ai",
		"My Own": "my_own", "gcp.vertex_ai": "gcp.vertex_ai", "langchain": "", "CrewAI": "", "": "",
	} {
		t.Run(in, func(t *testing.T) { assert.Equal(t, want, Provider(in)) })
	}
}

func TestProviderOfModel(t *testing.T) {
	for in, want := range map[string]string{
		"gpt-4o-mini-2024-07-18": "openai", "o4-mini": "openai", "text-embedding-3-small": "openai", "claude-sonnet-4-5": "anthropic",
		"us.anthropic.claude-haiku-4-5-20251001-v1:0": "aws.bedrock", "amazon.nova-pro-v1:0": "aws.bedrock", "meta.llama3-70b-instruct-v1:0": "aws.bedrock",
		"gpt-oss-20b": "", "openai/gpt-4o": "", "claude-sonnet-4@20250514": "", "gemini-2.5-flash": "", "llama-3.1-8b": "", "us.something": "", "amazon.": "", "": "",
	} {
		assert.Equal(t, want, providerOfModel(in), in)
	}
}

// TestTables holds every table to what the engine relies on.
func TestTables(t *testing.T) {
	seen := map[string]bool{}
	for _, d := range All() {
		assert.NotEmpty(t, d.Name)
		assert.False(t, seen[d.Name], "dialect %s is listed twice", d.Name)
		seen[d.Name] = true
		from := map[[2]string]bool{}
		for _, r := range slices.Concat(d.Rules, d.Calls) {
			assert.False(t, from[[2]string{r.From, r.To}], "%s: rule %s -> %s stands twice", d.Name, r.From, r.To)
			from[[2]string{r.From, r.To}] = true
			assert.NotEqual(t, semconv.Any, semconv.TypeOf(r.To), "%s: target %s has no type", d.Name, r.To)
			assert.NotEqual(t, r.From, r.To)
		}
	}
}
