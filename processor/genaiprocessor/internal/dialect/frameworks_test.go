// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package dialect

import "testing"

const (
	op        = "gen_ai.operation.name"
	prov      = "gen_ai.provider.name"
	reqModel  = "gen_ai.request.model"
	respModel = "gen_ai.response.model"
	inTokens  = "gen_ai.usage.input_tokens"
	outTokens = "gen_ai.usage.output_tokens"
	readTok   = "gen_ai.usage.cache_read.input_tokens"
	writeTok  = "gen_ai.usage.cache_write.input_tokens"
	thinkTok  = "gen_ai.usage.reasoning.output_tokens"
	reported  = "genai.usage.reported.input_tokens"
	inMsgs    = "gen_ai.input.messages"
	outMsgs   = "gen_ai.output.messages"
	toolArgs  = "gen_ai.tool.call.arguments"
	toolRes   = "gen_ai.tool.call.result"
)

func TestVercel(t *testing.T) {
	check(t, map[string]row{
		"version 4": {
			in: attrs{
				"ai.operationId": "ai.streamText.doStream", "ai.model.provider": "azure-openai.chat", "ai.model.id": "gpt-4o", "ai.settings.maxTokens": 9, "ai.settings.stopSequences": []any{"END"},
				"ai.usage.promptTokens": 10, "ai.usage.completionTokens": 5, "ai.response.finishReason": "tool-calls", "ai.response.msToFirstChunk": 250.0,
				"ai.prompt.messages":    `[{"role":"user","content":[{"type":"text","text":"Hi"}]}]`,
				"ai.response.toolCalls": `[{"toolCallType":"function","toolCallId":"c1","toolName":"get","args":"{\"x\":1}"}]`,
			},
			want: attrs{
				op: "chat", prov: "azure.ai.openai", reqModel: "gpt-4o", "gen_ai.request.max_tokens": int64(9), "gen_ai.request.stop_sequences": []any{"END"}, inTokens: int64(10),
				outTokens: int64(5), "gen_ai.response.finish_reasons": []any{"tool-calls"}, "gen_ai.response.time_to_first_chunk": 0.25, "gen_ai.request.stream": true,
				inMsgs: []any{message("user", text("Hi"))}, outMsgs: []any{finished("tool_call", call("c1", "get", attrs{"x": int64(1)}))},
			},
		},
		"version 5 and 6": {
			in: attrs{
				"ai.operationId": "ai.generateObject.doGenerate", "gen_ai.system": "google.generative-ai", reqModel: "gemini-2.5-flash", "ai.usage.inputTokens": 10,
				"ai.usage.outputTokens": 5, "ai.usage.totalTokens": 15, "ai.usage.cachedInputTokens": 4, "ai.usage.reasoningTokens": 2, "ai.response.object": `{"a":1}`,
			},
			want: attrs{
				op: "chat", prov: "gcp.gemini", reqModel: "gemini-2.5-flash", inTokens: int64(10), outTokens: int64(5), readTok: int64(4), thinkTok: int64(2),
				"gen_ai.output.type": "json", outMsgs: []any{message("assistant", text(`{"a":1}`))},
			},
		},
		"the span around the call has nothing to bill": {
			in:   attrs{"ai.operationId": "ai.generateText", "ai.usage.inputTokens": 10, "ai.usage.outputTokens": 5, "ai.model.id": "gpt-4o", "ai.telemetry.metadata.userId": "u"},
			want: attrs{"ai.operationId": "ai.generateText", "ai.usage.inputTokens": int64(10), "ai.usage.outputTokens": int64(5), "ai.model.id": "gpt-4o", "user.id": "u"},
		},
		"embedding": {
			in:   attrs{"ai.operationId": "ai.embed.doEmbed", "ai.model.provider": "openai.embedding", "ai.model.id": "e", "ai.usage.tokens": 7},
			want: attrs{op: "embeddings", prov: "openai", reqModel: "e", inTokens: int64(7)},
		},
		"a tool": {
			in:   attrs{"ai.operationId": "ai.toolCall", "ai.toolCall.name": "get", "ai.toolCall.id": "c1", "ai.toolCall.args": `{"x":1}`, "ai.toolCall.result": `"15"`},
			want: attrs{op: "execute_tool", "gen_ai.tool.name": "get", "gen_ai.tool.call.id": "c1", toolArgs: attrs{"x": int64(1)}, toolRes: `"15"`},
		},
		"no number of tokens": {
			in:   attrs{"ai.operationId": "ai.streamText.doStream", inTokens: "NaN", outTokens: "NaN"},
			want: attrs{op: "chat", "gen_ai.request.stream": true},
		},
	})
}

func TestLangSmith(t *testing.T) {
	const kind = "langsmith.span.kind"
	check(t, map[string]row{
		"a model: bytes, lists of prompts, generations": {
			in: attrs{
				kind: "llm", op: "chat", "gen_ai.system": "langchain", "langsmith.metadata.ls_provider": "openai", "langsmith.metadata.ls_model_name": "gpt-4o",
				"langsmith.metadata.ls_temperature": 0.5, "langsmith.metadata.usage_metadata": `{"input_tokens":10,"output_tokens":5,"input_token_details":{"cache_read":4},"output_token_details":{"reasoning":2}}`,
				"gen_ai.prompt":     []byte(`{"messages":[[{"lc":1,"type":"constructor","id":["langchain","HumanMessage"],"kwargs":{"content":"Hi"}}]]}`),
				"gen_ai.completion": []byte(`{"generations":[[{"text":"Yes","generation_info":{"finish_reason":"stop"},"message":{"lc":1,"type":"constructor","id":["x","AIMessage"],"kwargs":{"content":"Yes","response_metadata":{"model_name":"gpt-4o-2024-08-06","id":"chatcmpl-1"}}}}]]}`),
			},
			want: attrs{
				op: "chat", "gen_ai.system": "langchain", prov: "openai", reqModel: "gpt-4o", "gen_ai.request.temperature": 0.5, inTokens: int64(10), outTokens: int64(5),
				readTok: int64(4), thinkTok: int64(2), respModel: "gpt-4o-2024-08-06", "gen_ai.response.id": "chatcmpl-1", "gen_ai.response.finish_reasons": []any{"stop"},
				"langsmith.metadata.usage_metadata": `{"input_tokens":10,"output_tokens":5,"input_token_details":{"cache_read":4},"output_token_details":{"reasoning":2}}`,
				"gen_ai.prompt":                     []byte(`{"messages":[[{"lc":1,"type":"constructor","id":["langchain","HumanMessage"],"kwargs":{"content":"Hi"}}]]}`),
				"gen_ai.completion":                 []byte(`{"generations":[[{"text":"Yes","generation_info":{"finish_reason":"stop"},"message":{"lc":1,"type":"constructor","id":["x","AIMessage"],"kwargs":{"content":"Yes","response_metadata":{"model_name":"gpt-4o-2024-08-06","id":"chatcmpl-1"}}}}]]}`),
				inMsgs:                              []any{message("user", text("Hi"))}, outMsgs: []any{message("assistant", text("Yes"))},
			},
		},
		"a chain repeats the usage of what it calls": {
			in:   attrs{kind: "chain", op: "chain", "langsmith.metadata.usage_metadata": `{"input_tokens":10}`, "langsmith.metadata.thread_id": "t-1"},
			want: attrs{kind: "chain", op: "chain", "langsmith.metadata.usage_metadata": `{"input_tokens":10}`, "gen_ai.conversation.id": "t-1"},
		},
		"its exporter calls a prompt a chat": {
			in: attrs{kind: "prompt", op: "chat"}, want: attrs{kind: "prompt"},
		},
		"its exporter calls a retriever embeddings": {
			in: attrs{kind: "retriever", op: "embeddings", "gen_ai.prompt": `{"query":"q"}`}, want: attrs{op: "retrieval", "gen_ai.retrieval.query.text": "q"},
		},
		"a tool": {
			in:   attrs{kind: "tool", "langsmith.trace.name": "get", "gen_ai.prompt": `{"x":1}`, "gen_ai.completion": "15"},
			want: attrs{op: "execute_tool", "gen_ai.tool.name": "get", "langsmith.trace.name": "get", toolArgs: attrs{"x": int64(1)}, toolRes: "15"},
		},
		"a parser is nothing": {in: attrs{kind: "parser", op: "parser"}, want: attrs{kind: "parser", op: "parser"}},
	})
}

func TestLangfuse(t *testing.T) {
	const kind = "langfuse.observation.type"
	check(t, map[string]row{
		"usage in the form of OpenAI includes": {
			in: attrs{
				kind: "generation", "langfuse.observation.model.name": "gpt-4o", "langfuse.observation.input": `{"messages":[{"role":"user","content":"Hi"}],"tools":[{"type":"function","function":{"name":"get"}}]}`,
				"langfuse.observation.output": `{"role":"assistant","content":"Yes"}`, "langfuse.observation.model.parameters": `{"temperature":0.5,"max_tokens":"Infinity"}`,
				"langfuse.observation.usage_details": `{"prompt_tokens":10,"completion_tokens":5,"total_tokens":15,"prompt_tokens_details":{"cached_tokens":4}}`,
				"langfuse.session.id":                "s", "langfuse.user.id": "u", "langfuse.observation.prompt.name": "greeting", "langfuse.observation.prompt.version": 3,
				"langfuse.observation.completion_start_time": `"2026-01-01T00:00:00.5Z"`,
			},
			want: attrs{
				op: "chat", prov: "openai", reqModel: "gpt-4o", inMsgs: []any{message("user", text("Hi"))}, "gen_ai.tool.definitions": []any{attrs{"type": "function", "name": "get"}},
				outMsgs: []any{message("assistant", text("Yes"))}, "gen_ai.request.temperature": 0.5, inTokens: int64(10), outTokens: int64(5), readTok: int64(4),
				"gen_ai.conversation.id": "s", "user.id": "u", "gen_ai.prompt.name": "greeting", "gen_ai.prompt.version": "3",
				"gen_ai.response.time_to_first_chunk": 0.5, "gen_ai.request.stream": true,
				"langfuse.observation.model.parameters":      `{"temperature":0.5,"max_tokens":"Infinity"}`,
				"langfuse.observation.usage_details":         `{"prompt_tokens":10,"completion_tokens":5,"total_tokens":15,"prompt_tokens_details":{"cached_tokens":4}}`,
				"langfuse.observation.completion_start_time": `"2026-01-01T00:00:00.5Z"`,
			},
		},
		"usage in its own form excludes": {
			in: attrs{kind: "generation", "langfuse.observation.usage_details": `{"input":6,"input_cached_tokens":4,"output":3,"output_reasoning_tokens":2,"total":15}`},
			want: attrs{
				op: "chat", inTokens: int64(10), reported: int64(6), outTokens: int64(5), "genai.usage.reported.output_tokens": int64(3), readTok: int64(4), thinkTok: int64(2),
				"langfuse.observation.usage_details": `{"input":6,"input_cached_tokens":4,"output":3,"output_reasoning_tokens":2,"total":15}`,
			},
		},
		"a tool": {
			name: "get", in: attrs{kind: "tool", "langfuse.observation.input": `{"args":[],"kwargs":{"x":1}}`, "langfuse.observation.output": "15"},
			want: attrs{op: "execute_tool", "gen_ai.tool.name": "get", toolArgs: attrs{"x": int64(1)}, toolRes: "15"},
		},
		"an agent, a retriever": {
			name: "planner", in: attrs{kind: "agent", "langfuse.observation.input": "x"}, want: attrs{op: "invoke_agent", "gen_ai.agent.name": "planner", "langfuse.observation.input": "x"},
		},
		"a retriever": {
			in: attrs{kind: "retriever", "langfuse.observation.input": `"q"`}, want: attrs{op: "retrieval", "gen_ai.retrieval.query.text": "q"},
		},
		"a chain, a span, an evaluator are nothing": {in: attrs{kind: "evaluator"}, want: attrs{kind: "evaluator"}},
		"a request that says more than messages stays": {
			in:   attrs{kind: "generation", "langfuse.observation.input": `{"messages":[{"role":"user","content":"Hi"}],"logprobs":true}`},
			want: attrs{op: "chat", inMsgs: []any{message("user", text("Hi"))}, "langfuse.observation.input": `{"messages":[{"role":"user","content":"Hi"}],"logprobs":true}`},
		},
		"usage that was cut off stays": {
			in:   attrs{kind: "generation", "langfuse.observation.usage_details": `{"input":6`},
			want: attrs{op: "chat", "langfuse.observation.usage_details": `{"input":6`},
		},
	})
}

func TestMLflow(t *testing.T) {
	const kind = "mlflow.spanType"
	check(t, map[string]row{
		"a chat": {
			in: attrs{
				kind: `"CHAT_MODEL"`, "mlflow.llm.model": `"gpt-4o-2024-08-06"`, "mlflow.llm.provider": `"azure_openai"`, "mlflow.chat.tokenUsage": `{"input_tokens":10,"output_tokens":5,"total_tokens":15,"cache_read_input_tokens":4}`,
				"mlflow.spanInputs":  `{"model":"gpt-4o","messages":[{"role":"user","content":"Hi"}],"temperature":0.5}`,
				"mlflow.spanOutputs": `{"id":"chatcmpl-1","object":"chat.completion","model":"gpt-4o-2024-08-06","choices":[{"finish_reason":"stop","message":{"role":"assistant","content":"Yes"}}]}`,
			},
			want: attrs{
				op: "chat", reqModel: "gpt-4o", respModel: "gpt-4o-2024-08-06", prov: "azure.ai.openai", inTokens: int64(10), outTokens: int64(5), readTok: int64(4),
				"gen_ai.request.temperature": 0.5, inMsgs: []any{message("user", text("Hi"))}, outMsgs: []any{finished("stop", text("Yes"))},
				"gen_ai.response.id": "chatcmpl-1", "gen_ai.response.finish_reasons": []any{"stop"},
				"mlflow.chat.tokenUsage": `{"input_tokens":10,"output_tokens":5,"total_tokens":15,"cache_read_input_tokens":4}`,
				"mlflow.spanInputs":      `{"model":"gpt-4o","messages":[{"role":"user","content":"Hi"}],"temperature":0.5}`,
				"mlflow.spanOutputs":     `{"id":"chatcmpl-1","object":"chat.completion","model":"gpt-4o-2024-08-06","choices":[{"finish_reason":"stop","message":{"role":"assistant","content":"Yes"}}]}`,
			},
		},
		"a chain has the usage of its calls, and keeps it": {
			in: attrs{kind: `"CHAIN"`, "mlflow.chat.tokenUsage": `{"input_tokens":10}`}, want: attrs{kind: `"CHAIN"`, "mlflow.chat.tokenUsage": `{"input_tokens":10}`},
		},
		"a tool": {
			name: "get", in: attrs{kind: `"TOOL"`, "mlflow.spanInputs": `{"x":1}`, "mlflow.spanOutputs": `"15"`},
			want: attrs{op: "execute_tool", "gen_ai.tool.name": "get", toolArgs: attrs{"x": int64(1)}, toolRes: "15"},
		},
	})
}

func TestPydanticAI(t *testing.T) {
	check(t, map[string]row{
		"version 1: events, tools in the request": {
			name: "chat gpt-4o", scope: "pydantic-ai",
			in: attrs{
				op: "chat", "gen_ai.system": "google-gla", "model_request_parameters": `{"function_tools":[{"name":"get","description":"d","parameters_json_schema":{"type":"object"}}]}`,
				"events": `[{"event.name":"gen_ai.system.message","content":"Be brief.","gen_ai.message.index":0},{"event.name":"gen_ai.user.message","content":"Hi"},
					{"event.name":"gen_ai.tool.message","id":"c1","name":"get","content":"15"},
					{"event.name":"gen_ai.choice","index":0,"message":{"role":"assistant","content":"Yes"}}]`,
			},
			want: attrs{
				op: "chat", prov: "gcp.gemini", "gen_ai.tool.definitions": []any{attrs{"type": "function", "name": "get", "description": "d", "parameters": attrs{"type": "object"}}},
				inMsgs:  []any{message("system", text("Be brief.")), message("user", text("Hi")), message("tool", response("15"))},
				outMsgs: []any{message("assistant", text("Yes"))}, "model_request_parameters": `{"function_tools":[{"name":"get","description":"d","parameters_json_schema":{"type":"object"}}]}`,
			},
		},
		"version 1 and 2: the run of an agent": {
			name: "agent run", scope: "pydantic-ai",
			in:   attrs{"model_name": "gpt-4o", "agent_name": "planner", inTokens: 100, outTokens: 50, "all_messages_events": "[]"},
			want: attrs{op: "invoke_agent", reqModel: "gpt-4o", "gen_ai.agent.name": "planner", inTokens: int64(100), outTokens: int64(50), "all_messages_events": "[]"},
		},
		"version 2: a tool": {
			name: "running tool", scope: "pydantic-ai",
			in:   attrs{"gen_ai.tool.name": "get", "tool_arguments": `{"x":1}`, "tool_response": "15"},
			want: attrs{op: "execute_tool", "gen_ai.tool.name": "get", toolArgs: attrs{"x": int64(1)}, toolRes: "15"},
		},
		"several tools at once are none": {name: "running 2 tools", scope: "pydantic-ai", in: attrs{"tools": []any{"a"}}, want: attrs{"tools": []any{"a"}}},
		"later: the total of a run is not that of a call": {
			scope: "pydantic-ai",
			in:    attrs{op: "invoke_agent", "gen_ai.aggregated_usage.input_tokens": 100, "gen_ai.aggregated_usage.details.cache_read_tokens": 5},
			want:  attrs{op: "invoke_agent", "gen_ai.aggregated_usage.input_tokens": int64(100), "gen_ai.aggregated_usage.details.cache_read_tokens": int64(5)},
		},
		"details of usage": {
			scope: "pydantic-ai",
			in: attrs{
				op: "chat", inTokens: 100, outTokens: 50, "gen_ai.usage.details.cache_read_tokens": 10, "gen_ai.usage.details.cache_write_tokens": 5, "gen_ai.usage.details.reasoning_tokens": 7,
				"gen_ai.usage.details.input_audio_tokens": 3, "operation.cost": 0.1,
			},
			want: attrs{op: "chat", inTokens: int64(100), outTokens: int64(50), readTok: int64(10), writeTok: int64(5), thinkTok: int64(7), "gen_ai.usage.audio.input_tokens": int64(3), "operation.cost": 0.1},
		},
	})
}

func TestStrands(t *testing.T) {
	check(t, map[string]row{
		"a call: the name is no provider, milliseconds, tokens without the cached ones": {
			scope: "strands.telemetry.tracer",
			in: attrs{
				op: "chat", "gen_ai.system": "strands-agents", "gen_ai.usage.prompt_tokens": 100, inTokens: 100, outTokens: 20, "gen_ai.usage.completion_tokens": 20, "gen_ai.usage.total_tokens": 1020,
				"gen_ai.usage.cache_read_input_tokens": 900, "gen_ai.server.time_to_first_token": 850,
			},
			events: []event{
				{"gen_ai.user.message", 0, attrs{"content": `[{"text":"Hi"}]`}},
				{"gen_ai.assistant.message", 0, attrs{"content": `[{"toolUse":{"toolUseId":"c1","name":"get","input":{"x":1}}}]`}},
				{"gen_ai.tool.message", 0, attrs{"content": `[{"toolResult":{"toolUseId":"c1","content":[{"text":"15"}]}}]`}},
				{"gen_ai.choice", 0, attrs{"message": `[{"text":"Yes"}]`, "finish_reason": "end_turn"}},
			},
			want: attrs{
				op: "chat", "gen_ai.system": "strands-agents", inTokens: int64(1000), reported: int64(100), outTokens: int64(20), readTok: int64(900), "gen_ai.response.time_to_first_chunk": 0.85, "gen_ai.response.finish_reasons": []any{"end_turn"},
				inMsgs:  []any{message("user", text("Hi")), message("assistant", call("c1", "get", attrs{"x": int64(1)})), message("tool", response("15"))},
				outMsgs: []any{finished("stop", text("Yes"))},
			},
		},
		"the model's name shows who serves it": {
			scope: "strands.telemetry.tracer", in: attrs{op: "chat", "gen_ai.system": "strands-agents", reqModel: "us.anthropic.claude-haiku-4-5-20251001-v1:0"},
			want: attrs{op: "chat", "gen_ai.system": "strands-agents", prov: "aws.bedrock", reqModel: "us.anthropic.claude-haiku-4-5-20251001-v1:0"},
		},
		"a tool's events are no messages": {
			scope: "strands.telemetry.tracer", in: attrs{op: "execute_tool", "gen_ai.tool.name": "get"},
			events: []event{{"gen_ai.tool.message", 0, attrs{"content": `{"x":1}`, "role": "tool", "id": "c1"}}, {"gen_ai.choice", 0, attrs{"message": "15", "id": "c1"}}},
			want:   attrs{op: "execute_tool", "gen_ai.tool.name": "get", toolArgs: attrs{"x": int64(1)}, toolRes: "15"},
		},
		"content in an event of today's conventions": {
			scope: "strands.telemetry.tracer", in: attrs{op: "chat"},
			events: []event{{"gen_ai.client.inference.operation.details", 0, attrs{inMsgs: `[{"role":"user","parts":[{"type":"text","content":"Hi"}]}]`}}},
			want:   attrs{op: "chat", inMsgs: []any{message("user", text("Hi"))}},
		},
	})
}

func TestOthers(t *testing.T) {
	check(t, map[string]row{
		"semantic kernel of 2024": {
			in:     attrs{op: "chat.completions", "gen_ai.system": "openai", "gen_ai.response.prompt_tokens": 10, "gen_ai.response.completion_tokens": 5, "gen_ai.response.finish_reason": "FinishReason.STOP"},
			events: []event{{"gen_ai.content.prompt", 0, attrs{"gen_ai.prompt": `[{"role":"user","content":"Hi"}]`}}, {"gen_ai.content.completion", 0, attrs{"gen_ai.completion": `[{"role":"assistant","content":"Yes"}]`}}},
			want: attrs{
				op: "chat", prov: "openai", inTokens: int64(10), outTokens: int64(5), "gen_ai.response.finish_reasons": []any{"stop"},
				inMsgs: []any{message("user", text("Hi"))}, outMsgs: []any{message("assistant", text("Yes"))},
			},
		},
		"semantic kernel: several reasons, an address that is a URL": {
			scope: "semantic_kernel.x", in: attrs{op: "chat", "gen_ai.response.finish_reason": "FinishReason.STOP,FinishReason.LENGTH", "server.address": "https://a.example:8443/v1"},
			want: attrs{op: "chat", "gen_ai.response.finish_reasons": []any{"stop", "length"}, "server.address": "a.example", "server.port": int64(8443)},
		},
		"litellm: its function for chat is called completion": {
			scope: "litellm", in: attrs{"llm.request.type": "acompletion", "gen_ai.system": "bedrock", "gen_ai.usage.total_tokens": 3, inTokens: 1, outTokens: 2, "metadata.x": "y", "gen_ai.cost.total_cost": 0.1},
			want: attrs{op: "chat", prov: "aws.bedrock", inTokens: int64(1), outTokens: int64(2), "metadata.x": "y", "gen_ai.cost.total_cost": 0.1},
		},
		"litellm: the model begins with the provider; names of constants": {
			in:   attrs{"litellm.provider.model": "together_ai/m", "gen_ai.system": "", "SpanAttributes.LLM_PROMPTS.0.role": "user", "SpanAttributes.LLM_PROMPTS.0.content": "Hi"},
			want: attrs{"litellm.provider.model": "together_ai/m", "gen_ai.system": "", prov: "together_ai", inMsgs: []any{message("user", text("Hi"))}},
		},
		"logfire: a call to Anthropic": {
			scope: "logfire.anthropic", name: "Message with {request_data[model]!r}",
			in: attrs{
				"request_data":  `{"model":"claude-sonnet-4-5","max_tokens":64,"system":"Be brief.","messages":[{"role":"user","content":"Hi"}]}`,
				"response_data": `{"message":{"role":"assistant","content":"Yes"},"usage":{"cache_creation":{"ephemeral_1h_input_tokens":100,"ephemeral_5m_input_tokens":54},"cache_creation_input_tokens":154,"cache_read_input_tokens":10,"input_tokens":11,"output_tokens":8}}`,
			},
			want: attrs{
				"response_data": `{"message":{"role":"assistant","content":"Yes"},"usage":{"cache_creation":{"ephemeral_1h_input_tokens":100,"ephemeral_5m_input_tokens":54},"cache_creation_input_tokens":154,"cache_read_input_tokens":10,"input_tokens":11,"output_tokens":8}}`,
				op:              "chat", prov: "anthropic", reqModel: "claude-sonnet-4-5", "gen_ai.request.max_tokens": int64(64), "gen_ai.system_instructions": []any{text("Be brief.")},
				inMsgs: []any{message("user", text("Hi"))}, outMsgs: []any{message("assistant", text("Yes"))},
				inTokens: int64(175), reported: int64(11), outTokens: int64(8), readTok: int64(10), writeTok: int64(154), "anthropic.usage.cache_creation.ephemeral_1h_input_tokens": int64(100),
			},
		},
		"logfire: the end of a stream in pieces": {
			scope: "logfire.openai", name: "streaming response from {request_data[model]!r} took {duration:.2f}s",
			in:   attrs{"request_data": `{"model":"gpt-4o","prompt":"Hi"}`, "response_data": `{"combined_chunk_content":"Yes","chunk_count":2}`},
			want: attrs{"request_data": `{"model":"gpt-4o","prompt":"Hi"}`, "response_data": `{"combined_chunk_content":"Yes","chunk_count":2}`, prov: "openai", reqModel: "gpt-4o", outMsgs: []any{message("assistant", text("Yes"))}},
		},
		"logfire: the Responses API": {
			scope: "logfire.openai", name: "Responses API with {gen_ai.request.model!r}",
			in: attrs{reqModel: "gpt-4.1", "gen_ai.system": "openai", "events": `[{"event.name":"gen_ai.system.message","content":"Be brief."},{"event.name":"gen_ai.assistant.message","content":"Before","role":"assistant"},` +
				`{"event.name":"gen_ai.user.message","content":"Hi","role":"user"},{"event.name":"gen_ai.assistant.message","content":"Yes","role":"assistant"}]`},
			want: attrs{
				op: "chat", prov: "openai", reqModel: "gpt-4.1",
				inMsgs:  []any{message("system", text("Be brief.")), message("assistant", text("Before")), message("user", text("Hi"))},
				outMsgs: []any{message("assistant", text("Yes"))},
			},
		},
		"request_data of something else": {scope: "logfire.fastapi", in: attrs{"request_data": `{"messages":[]}`}, want: attrs{"request_data": `{"messages":[]}`}},
		"agentops: a call to Anthropic": {
			scope: "anthropic", name: "anthropic.messages.create",
			in: attrs{
				"gen_ai.request.type": "chat", reqModel: "claude-sonnet-4-5", "gen_ai.request.streaming": true, "gen_ai.streaming.time_to_first_token": 0.5,
				"gen_ai.request.functions.0.name": "get", "gen_ai.request.functions.0.parameters": `{"type":"object"}`,
			},
			want: attrs{
				op: "chat", prov: "anthropic", reqModel: "claude-sonnet-4-5", "gen_ai.request.stream": true, "gen_ai.response.time_to_first_chunk": 0.5,
				"gen_ai.tool.definitions": []any{map[string]any{"type": "function", "name": "get", "parameters": map[string]any{"type": "object"}}},
			},
		},
		"agentops: embeddings are no chat": {
			in: attrs{
				"gen_ai.request.type": "embedding", "gen_ai.system": "OpenAI", reqModel: "text-embedding-3-small", "gen_ai.prompt.0.content": "Hi",
				"gen_ai.usage.prompt_tokens": 1, "gen_ai.completion.0.embedding_length": 8,
			},
			want: attrs{
				op: "embeddings", prov: "openai", reqModel: "text-embedding-3-small", inTokens: int64(1), "gen_ai.embeddings.dimension.count": int64(8),
				"gen_ai.completion.0.embedding_length": int64(8), inMsgs: []any{message("user", text("Hi"))},
			},
		},
		"genkit: a call": {
			in: attrs{
				"genkit:metadata:subtype": "model", "genkit:name": "googleai/gemini-2.5-flash",
				"genkit:input": `{"messages":[{"role":"user","content":[{"text":"Look"},{"media":{"url":"data:image/png;base64,AA"}}]},{"role":"model","content":[{"reasoning":"Hm"},{"toolRequest":{"name":"get","ref":"c1","input":{"x":1}}}]},` +
					`{"role":"tool","content":[{"toolResponse":{"name":"get","ref":"c1","output":{"y":2}}}]}],"config":{"temperature":0.5},"tools":[{"name":"get","inputSchema":{"type":"object"}}]}`,
				"genkit:output": `{"finishReason":"stop","message":{"role":"model","content":[{"text":"Yes"}]},"usage":{"inputTokens":11,"outputTokens":5},` +
					`"raw":{"responseId":"r1","modelVersion":"gemini-2.5-flash-001","candidates":[{}],"usageMetadata":{"promptTokenCount":11,"candidatesTokenCount":5,"thoughtsTokenCount":7,"totalTokenCount":23}}}`,
			},
			want: attrs{
				"genkit:metadata:subtype": "model", "genkit:name": "googleai/gemini-2.5-flash",
				"genkit:input": `{"messages":[{"role":"user","content":[{"text":"Look"},{"media":{"url":"data:image/png;base64,AA"}}]},{"role":"model","content":[{"reasoning":"Hm"},{"toolRequest":{"name":"get","ref":"c1","input":{"x":1}}}]},` +
					`{"role":"tool","content":[{"toolResponse":{"name":"get","ref":"c1","output":{"y":2}}}]}],"config":{"temperature":0.5},"tools":[{"name":"get","inputSchema":{"type":"object"}}]}`,
				"genkit:output": `{"finishReason":"stop","message":{"role":"model","content":[{"text":"Yes"}]},"usage":{"inputTokens":11,"outputTokens":5},` +
					`"raw":{"responseId":"r1","modelVersion":"gemini-2.5-flash-001","candidates":[{}],"usageMetadata":{"promptTokenCount":11,"candidatesTokenCount":5,"thoughtsTokenCount":7,"totalTokenCount":23}}}`,
				op: "chat", prov: "gcp.gemini", reqModel: "gemini-2.5-flash", respModel: "gemini-2.5-flash-001", "gen_ai.response.id": "r1", "gen_ai.request.temperature": 0.5,
				"gen_ai.tool.definitions": []any{map[string]any{"type": "function", "name": "get", "parameters": map[string]any{"type": "object"}}},
				inMsgs: []any{
					message("user", text("Look"), map[string]any{"type": "blob", "modality": "image", "mime_type": "image/png", "content": "AA"}),
					message("assistant", map[string]any{"type": "reasoning", "content": "Hm"}, map[string]any{"type": "tool_call", "id": "c1", "name": "get", "arguments": map[string]any{"x": int64(1)}}),
					message("tool", map[string]any{"type": "tool_call_response", "id": "c1", "response": map[string]any{"y": int64(2)}}),
				},
				outMsgs:                          []any{map[string]any{"role": "assistant", "finish_reason": "stop", "parts": []any{text("Yes")}}},
				"gen_ai.response.finish_reasons": []any{"stop"}, inTokens: int64(11), outTokens: int64(12), "genai.usage.reported.output_tokens": int64(5), "gen_ai.usage.reasoning.output_tokens": int64(7),
			},
		},
		"haystack: an answer with a tool call, of an integration": {
			in: attrs{
				"haystack.component.type": "AnthropicChatGenerator", "haystack.component.fully_qualified_type": "haystack_integrations.components.generators.anthropic.chat.chat_generator.AnthropicChatGenerator",
				"haystack.component.input": `{"messages":[{"role":"user","meta":{},"content":[{"text":"Hi"}]},{"role":"tool","meta":{},"content":[{"tool_call_result":{"result":"18","origin":{"tool_name":"get","arguments":{},"id":"c0"},"error":false}}]}],"generation_kwargs":{"temperature":0.5}}`,
				"haystack.component.output": `{"replies":[{"role":"assistant","meta":{"model":"claude-sonnet-4-5-20250929","finish_reason":"tool_calls","usage":{"input_tokens":11,"output_tokens":8,"cache_creation_input_tokens":0,"cache_read_input_tokens":100}},` +
					`"content":[{"reasoning":{"reasoning_text":"Hm"}},{"tool_call":{"tool_name":"get","arguments":{"x":1},"id":"c1"}}]}]}`,
			},
			want: attrs{
				"haystack.component.type": "AnthropicChatGenerator", "haystack.component.fully_qualified_type": "haystack_integrations.components.generators.anthropic.chat.chat_generator.AnthropicChatGenerator",
				"haystack.component.input": `{"messages":[{"role":"user","meta":{},"content":[{"text":"Hi"}]},{"role":"tool","meta":{},"content":[{"tool_call_result":{"result":"18","origin":{"tool_name":"get","arguments":{},"id":"c0"},"error":false}}]}],"generation_kwargs":{"temperature":0.5}}`,
				"haystack.component.output": `{"replies":[{"role":"assistant","meta":{"model":"claude-sonnet-4-5-20250929","finish_reason":"tool_calls","usage":{"input_tokens":11,"output_tokens":8,"cache_creation_input_tokens":0,"cache_read_input_tokens":100}},` +
					`"content":[{"reasoning":{"reasoning_text":"Hm"}},{"tool_call":{"tool_name":"get","arguments":{"x":1},"id":"c1"}}]}]}`,
				op: "chat", prov: "anthropic", respModel: "claude-sonnet-4-5-20250929", "gen_ai.request.temperature": 0.5, "gen_ai.response.finish_reasons": []any{"tool_calls"},
				inTokens: int64(111), reported: int64(11), outTokens: int64(8), readTok: int64(100),
				inMsgs: []any{message("user", text("Hi")), message("tool", map[string]any{"type": "tool_call_response", "id": "c0", "response": "18"})},
				outMsgs: []any{map[string]any{"role": "assistant", "finish_reason": "tool_call", "parts": []any{
					map[string]any{"type": "reasoning", "content": "Hm"}, map[string]any{"type": "tool_call", "id": "c1", "name": "get", "arguments": map[string]any{"x": int64(1)}},
				}}},
			},
		},
		"haystack: plain texts of Azure": {
			in: attrs{
				"haystack.component.type": "AzureOpenAIGenerator", "haystack.component.fully_qualified_type": "haystack.components.generators.azure.AzureOpenAIGenerator",
				"haystack.component.input":  `{"prompt":"Hi"}`,
				"haystack.component.output": `{"replies":["Yes"],"meta":[{"model":"gpt-4o","finish_reason":"stop","usage":{"prompt_tokens":1,"completion_tokens":2}}]}`,
			},
			want: attrs{
				"haystack.component.type": "AzureOpenAIGenerator", "haystack.component.fully_qualified_type": "haystack.components.generators.azure.AzureOpenAIGenerator",
				"haystack.component.input":  `{"prompt":"Hi"}`,
				"haystack.component.output": `{"replies":["Yes"],"meta":[{"model":"gpt-4o","finish_reason":"stop","usage":{"prompt_tokens":1,"completion_tokens":2}}]}`,
				op:                          "text_completion", prov: "azure.ai.openai", respModel: "gpt-4o", "gen_ai.response.finish_reasons": []any{"stop"}, inTokens: int64(1), outTokens: int64(2),
				inMsgs: []any{message("user", text("Hi"))}, outMsgs: []any{message("assistant", text("Yes"))},
			},
		},
		"haystack: a component of none of these": {
			in:   attrs{"haystack.component.type": "ChatPromptBuilder", "haystack.component.fully_qualified_type": "haystack.components.builders.chat_prompt_builder.ChatPromptBuilder"},
			want: attrs{"haystack.component.type": "ChatPromptBuilder", "haystack.component.fully_qualified_type": "haystack.components.builders.chat_prompt_builder.ChatPromptBuilder"},
		},
		"mastra": {
			in:   attrs{"mastra.span.type": "model_inference", op: "chat", prov: "openai.chat", outTokens: 20, "gen_ai.usage.reasoning_tokens": 15, "gen_ai.response.finish_reasons": `["stop"]`},
			want: attrs{"mastra.span.type": "model_inference", op: "chat", prov: "openai", outTokens: int64(20), "gen_ai.usage.reasoning.output_tokens": int64(15), "gen_ai.response.finish_reasons": []any{"stop"}},
		},
		"a provider that only looks like one of Vercel's": {in: attrs{op: "chat", prov: "acme.chat"}, want: attrs{op: "chat", prov: "acme.chat"}},
		"logfire: a completion": {
			scope: "logfire.openai", name: "Completion with {request_data[model]!r}",
			in:   attrs{"request_data": `{"model":"gpt-3.5-turbo-instruct","prompt":"Hi"}`, "gen_ai.system": "openai"},
			want: attrs{"request_data": `{"model":"gpt-3.5-turbo-instruct","prompt":"Hi"}`, op: "text_completion", prov: "openai", reqModel: "gpt-3.5-turbo-instruct"},
		},
		"genkit: a model whose plugin keeps the answer of the provider": {
			in:   attrs{"genkit:metadata:subtype": "model", "genkit:name": "ollama/llama3.2", "genkit:output": `{"finishReason":"length","usage":{"inputTokens":11,"outputTokens":5}}`},
			want: attrs{"genkit:metadata:subtype": "model", "genkit:name": "ollama/llama3.2", "genkit:output": `{"finishReason":"length","usage":{"inputTokens":11,"outputTokens":5}}`, op: "chat", prov: "ollama", reqModel: "llama3.2", "gen_ai.response.finish_reasons": []any{"length"}, inTokens: int64(11), outTokens: int64(5)},
		},
		"genkit: the counts of Genkit where those of the provider are none": {
			in:   attrs{"genkit:metadata:subtype": "model", "genkit:output": `{"usage":{"inputTokens":11,"outputTokens":5},"raw":{"usage":{"duration":1}}}`},
			want: attrs{"genkit:metadata:subtype": "model", "genkit:output": `{"usage":{"inputTokens":11,"outputTokens":5},"raw":{"usage":{"duration":1}}}`, op: "chat", inTokens: int64(11), outTokens: int64(5)},
		},
		"genkit: a retriever": {in: attrs{"genkit:metadata:subtype": "retriever"}, want: attrs{"genkit:metadata:subtype": "retriever", op: "retrieval"}},
		"genkit: a reranker":  {in: attrs{"genkit:metadata:subtype": "reranker"}, want: attrs{"genkit:metadata:subtype": "reranker", op: "rerank"}},
		"haystack: how many documents": {
			in:   attrs{"haystack.component.type": "XRetriever", "haystack.component.fully_qualified_type": "haystack_integrations.components.retrievers.x.XRetriever", "haystack.component.input": `{"query":"Hi","top_k":3}`},
			want: attrs{"haystack.component.type": "XRetriever", "haystack.component.fully_qualified_type": "haystack_integrations.components.retrievers.x.XRetriever", "haystack.component.input": `{"query":"Hi","top_k":3}`, op: "retrieval", "gen_ai.retrieval.query.text": "Hi", "gen_ai.retrieval.top_k": int64(3)},
		},
		"haystack: a provider that only the model tells": {
			in:   attrs{"haystack.component.type": "MyChatGenerator", "haystack.component.fully_qualified_type": "my.generators.chat.mine.MyChatGenerator", "haystack.component.output": `{"replies":[{"role":"assistant","meta":{"id":"r1","model":"claude-sonnet-4-5"},"content":[{"text":"Yes"}]}]}`},
			want: attrs{"haystack.component.type": "MyChatGenerator", "haystack.component.fully_qualified_type": "my.generators.chat.mine.MyChatGenerator", "haystack.component.output": `{"replies":[{"role":"assistant","meta":{"id":"r1","model":"claude-sonnet-4-5"},"content":[{"text":"Yes"}]}]}`, op: "chat", prov: "anthropic", respModel: "claude-sonnet-4-5", "gen_ai.response.id": "r1", outMsgs: []any{message("assistant", text("Yes"))}},
		},
		"genkit: a tool and a flow": {
			in:   attrs{"genkit:metadata:subtype": "tool", "genkit:name": "get", "genkit:input": `{"x":1}`, "genkit:output": `{"y":2}`},
			want: attrs{"genkit:metadata:subtype": "tool", op: "execute_tool", "gen_ai.tool.name": "get", "gen_ai.tool.call.arguments": map[string]any{"x": int64(1)}, "gen_ai.tool.call.result": map[string]any{"y": int64(2)}},
		},
		"langtrace": {
			in: attrs{
				"langtrace.service.type": "llm", op: "chat", "gen_ai.system": "openai", "gen_ai.response_id": "r1", "gen_ai.usage.cached_tokens": 3, inTokens: 5,
				"gen_ai.request.tools": `["[{\"type\":\"function\",\"function\":{\"name\":\"get\"}}]"]`,
			},
			want: attrs{
				"langtrace.service.type": "llm", op: "chat", prov: "openai", "gen_ai.response.id": "r1", readTok: int64(3), inTokens: int64(5),
				"gen_ai.tool.definitions": []any{map[string]any{"type": "function", "name": "get"}},
			},
		},
		"spring ai: a tool": {
			in: attrs{
				op: "framework", "gen_ai.system": "spring_ai", "spring.ai.kind": "tool_call", "spring.ai.tool.definition.name": "get_weather", "spring.ai.tool.definition.description": "Weather",
				"spring.ai.tool.definition.schema": "{}", "spring.ai.tool.call.arguments": `{"city":"Paris"}`, "spring.ai.tool.call.result": "18",
			},
			want: attrs{
				op: "execute_tool", "gen_ai.system": "spring_ai", "spring.ai.kind": "tool_call", "gen_ai.tool.name": "get_weather", "gen_ai.tool.description": "Weather",
				"spring.ai.tool.definition.schema": "{}", "gen_ai.tool.call.arguments": map[string]any{"city": "Paris"}, "gen_ai.tool.call.result": "18",
			},
		},
		"spring ai: what is around a call": {
			in:   attrs{op: "framework", "gen_ai.system": "spring_ai", "spring.ai.kind": "chat_client", "spring.ai.chat.client.conversation.id": "s", "spring.ai.chat.client.stream": "false"},
			want: attrs{op: "framework", "gen_ai.system": "spring_ai", "spring.ai.kind": "chat_client", "gen_ai.conversation.id": "s", "spring.ai.chat.client.stream": "false"},
		},
		"spring ai: a vector store that is asked": {
			in:   attrs{"spring.ai.kind": "vector_store", "db.operation.name": "query", "db.vector.query.content": "Capital?", "db.vector.query.top_k": "4"},
			want: attrs{"spring.ai.kind": "vector_store", "db.operation.name": "query", op: "retrieval", "gen_ai.retrieval.query.text": "Capital?", "gen_ai.retrieval.top_k": int64(4)},
		},
		"spring ai: a vector store that is filled": {
			in:   attrs{"spring.ai.kind": "vector_store", "db.operation.name": "add"},
			want: attrs{"spring.ai.kind": "vector_store", "db.operation.name": "add"},
		},
		"crewai": {in: attrs{"crew_id": "1", "agent_role": "writer"}, want: attrs{"crew_id": "1", "gen_ai.agent.name": "writer"}},
		"claude code: a call": {
			name: "claude_code.llm_request", scope: "com.anthropic.claude_code.tracing",
			in: attrs{"span.type": "llm_request", "model": "\x1b[1mclaude-opus-4-1\x1b[0m", "gen_ai.system": "anthropic", "input_tokens": 10, "output_tokens": 5, "cache_read_tokens": 80, "cache_creation_tokens": 10, "ttft_ms": 500, "session.id": "s"},
			want: attrs{
				"span.type": "llm_request", op: "chat", prov: "anthropic", reqModel: "claude-opus-4-1", inTokens: int64(100), reported: int64(10), outTokens: int64(5), readTok: int64(80),
				writeTok: int64(10), "gen_ai.response.time_to_first_chunk": 0.5, "gen_ai.conversation.id": "s",
			},
		},
		"claude code: a tool, content that was hidden": {
			name: "claude_code.tool", scope: "com.anthropic.claude_code.tracing",
			in:   attrs{"span.type": "claude_code.tool", "tool_name": "Bash", "tool_input": "<REDACTED>"},
			want: attrs{"span.type": "claude_code.tool", op: "execute_tool", "gen_ai.tool.name": "Bash", "tool_input": "<REDACTED>"},
		},
		"input_tokens of something else": {name: "x", in: attrs{"input_tokens": 1, "model": "m"}, want: attrs{"input_tokens": int64(1), "model": "m"}},
		"anthropic's sdk": {
			scope: "com.anthropic.sdk.python", in: attrs{op: "chat", prov: "anthropic", inTokens: 100, readTok: 80, "anthropic.message.stop_reason": "end_turn"},
			want: attrs{op: "chat", prov: "anthropic", inTokens: int64(100), readTok: int64(80), "gen_ai.response.finish_reasons": []any{"end_turn"}},
		},
		"copilot: the conventions with an older name": {
			scope: "github.copilot", in: attrs{op: "chat", prov: "openai", "gen_ai.usage.cache_creation.input_tokens": 3, inTokens: 10},
			want: attrs{op: "chat", prov: "openai", writeTok: int64(3), inTokens: int64(10)},
		},
		"deprecated names": {
			in: attrs{
				"gen_ai.system": "xai", "gen_ai.openai.request.seed": 4, "gen_ai.openai.request.response_format": "json_schema", "gen_ai.openai.request.service_tier": "auto",
				"gen_ai.openai.response.system_fingerprint": "fp", "gen_ai.response.finish_reason": "STOP", "gen_ai.client.operation.time_to_first_chunk": 0.5,
			},
			want: attrs{
				prov: "x_ai", "gen_ai.request.seed": int64(4), "gen_ai.output.type": "json", "openai.request.service_tier": "auto", "openai.response.system_fingerprint": "fp",
				"gen_ai.response.finish_reasons": []any{"stop"}, "gen_ai.response.time_to_first_chunk": 0.5,
			},
		},
		"gemini's thoughts are outside its output": {
			in:   attrs{op: "generate_content", prov: "google", inTokens: 8, outTokens: 4, thinkTok: 38, "gen_ai.usage.total_tokens": 50},
			want: attrs{op: "generate_content", prov: "gcp.gen_ai", inTokens: int64(8), outTokens: int64(42), "genai.usage.reported.output_tokens": int64(4), thinkTok: int64(38)},
		},
		"prompts of the conventions are none of gen_ai.prompt.N": {
			in:   attrs{op: "invoke_agent", reqModel: "m", outTokens: 5, "gen_ai.prompt.name": "p", "gen_ai.prompt.variable.x": "y"},
			want: attrs{op: "invoke_agent", reqModel: "m", outTokens: int64(5), "gen_ai.prompt.name": "p", "gen_ai.prompt.variable.x": "y"},
		},
		"nor do they show a dialect": {
			in:   attrs{reqModel: "m", outTokens: 5, "gen_ai.prompt.version": "p", "gen_ai.prompt.variable.x": "y"},
			want: attrs{reqModel: "m", outTokens: int64(5), "gen_ai.prompt.version": "p", "gen_ai.prompt.variable.x": "y"},
		},
		"sentinels": {
			in:   attrs{op: "chat", "gen_ai.request.max_tokens": -1, "gen_ai.request.seed": "", "gen_ai.request.stream": false, "gen_ai.request.choice.count": 1, "gen_ai.request.stop_sequences": "", "gen_ai.response.finish_reasons": []any{}},
			want: attrs{op: "chat"},
		},
		"an error without an exception": {in: attrs{op: "chat"}, failed: true, want: attrs{op: "chat", "error.type": "_OTHER"}},
	})
}
