// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package dialect

import "testing"

func TestOpenLLMetry(t *testing.T) {
	const (
		op    = "gen_ai.operation.name"
		model = "gen_ai.request.model"
		kind  = "traceloop.span.kind"
	)
	check(t, map[string]row{
		"first generation: llm.* only": {
			in: attrs{
				"llm.vendor": "OpenAI", "llm.request.type": "completion", "llm.request.model": "gpt-3.5", "llm.response.model": "gpt-3.5-0125", "llm.request.max_tokens": 9,
				"llm.temperature": 0.5, "llm.top_p": 0.9, "llm.top_k": 4, "llm.frequency_penalty": 0.1, "llm.presence_penalty": 0.2, "llm.chat.stop_sequences": "END",
				"llm.usage.prompt_tokens": 10, "llm.usage.completion_tokens": 5, "llm.usage.total_tokens": 15, "llm.user": "u", "llm.is_streaming": true,
				"llm.prompts.0.role": "user", "llm.prompts.0.content": "Hi", "llm.completions.0.content": "Hello", "llm.completions.0.finish_reason": "stop",
				"llm.headers": "x",
			},
			want: attrs{
				"gen_ai.provider.name": "openai", op: "text_completion", model: "gpt-3.5", "gen_ai.response.model": "gpt-3.5-0125", "gen_ai.request.max_tokens": int64(9),
				"gen_ai.request.temperature": 0.5, "gen_ai.request.top_p": 0.9, "gen_ai.request.top_k": int64(4), "gen_ai.request.frequency_penalty": 0.1,
				"gen_ai.request.presence_penalty": 0.2, "gen_ai.request.stop_sequences": []any{"END"}, "gen_ai.usage.input_tokens": int64(10),
				"gen_ai.usage.output_tokens": int64(5), "user.id": "u", "gen_ai.request.stream": true, "gen_ai.response.finish_reasons": []any{"stop"},
				"gen_ai.input.messages": []any{message("user", text("Hi"))}, "gen_ai.output.messages": []any{finished("stop", text("Hello"))},
				"llm.headers": "x",
			},
		},
		"second: blocks in a content, calls, the answer to one, a refusal": {
			in: attrs{
				"gen_ai.system": "Anthropic", "llm.request.type": "chat",
				"gen_ai.prompt.0.role": "user", "gen_ai.prompt.0.content": `[{"type":"text","text":"See"},{"type":"image_url","image_url":{"url":"data:image/png;base64,AA"}}]`,
				"gen_ai.prompt.1.role": "assistant", "gen_ai.prompt.1.tool_calls.0.id": "c1", "gen_ai.prompt.1.tool_calls.0.name": "get", "gen_ai.prompt.1.tool_calls.0.arguments": `{"x":1}`,
				"gen_ai.prompt.2.role": "tool", "gen_ai.prompt.2.tool_call_id": "c1", "gen_ai.prompt.2.content": "15",
				"gen_ai.completion.0.role": "assistant", "gen_ai.completion.0.content": "null", "gen_ai.completion.0.refusal": "No.", "gen_ai.completion.0.finish_reason": "stop",
			},
			want: attrs{
				"gen_ai.provider.name": "anthropic", op: "chat", "gen_ai.response.finish_reasons": []any{"stop"},
				"gen_ai.input.messages": []any{
					message("user", text("See"), attrs{"type": "blob", "modality": "image", "mime_type": "image/png", "content": "AA"}),
					message("assistant", call("c1", "get", attrs{"x": int64(1)})),
					message("tool", response("15")),
				},
				"gen_ai.output.messages": []any{finished("stop", attrs{"type": "refusal", "content": "No."})},
			},
		},
		"second: Bedrock's old API and reranking put the text under user": {
			in:   attrs{"gen_ai.system": "Cohere", "llm.request.type": "rerank", "gen_ai.prompt.0.role": "user", "gen_ai.prompt.0.user": "q", "documents.0.index": "text"},
			want: attrs{"gen_ai.provider.name": "cohere", op: "rerank", "gen_ai.input.messages": []any{message("user", text("q"))}, "documents.0.index": "text"},
		},
		"second: content that was cut off stays": {
			in:   attrs{"llm.request.type": "chat", "gen_ai.prompt.0.role": "user", "gen_ai.prompt.0.content": `[{"type":"text","text":"See`},
			want: attrs{op: "chat", "gen_ai.prompt.0.role": "user", "gen_ai.prompt.0.content": `[{"type":"text","text":"See`},
		},
		"third: cache and reasoning": {
			in: attrs{
				"gen_ai.system": "OpenAI", "llm.request.type": "chat", "gen_ai.usage.prompt_tokens": 100, "gen_ai.usage.completion_tokens": 50, "llm.usage.total_tokens": 150,
				"gen_ai.usage.cache_read_input_tokens": 64, "gen_ai.usage.reasoning_tokens": 20, "gen_ai.request.reasoning_effort": "low", "gen_ai.request.max_completion_tokens": 300,
				"gen_ai.request.n": 1, "gen_ai.openai.system_fingerprint": "fp", "gen_ai.openai.api_base": "https://api.openai.com/v1/", "gen_ai.request.structured_output_schema": "{}",
			},
			want: attrs{
				"gen_ai.provider.name": "openai", op: "chat", "gen_ai.usage.input_tokens": int64(100), "gen_ai.usage.output_tokens": int64(50),
				"gen_ai.usage.cache_read.input_tokens": int64(64), "gen_ai.usage.reasoning.output_tokens": int64(20), "gen_ai.request.reasoning.level": "low",
				"gen_ai.request.max_tokens": int64(300), "openai.response.system_fingerprint": "fp", "server.address": "api.openai.com", "gen_ai.output.type": "json",
				"gen_ai.request.n": int64(1), "gen_ai.openai.api_base": "https://api.openai.com/v1/", "gen_ai.request.structured_output_schema": "{}",
			},
		},
		"third: a server of one's own": {
			in:   attrs{"llm.request.type": "chat", "gen_ai.openai.api_base": "http://vllm:8000/v1/"},
			want: attrs{op: "chat", "server.address": "vllm", "server.port": int64(8000), "gen_ai.openai.api_base": "http://vllm:8000/v1/"},
		},
		"second: the address of OpenAI's API before its version 1": {
			in:   attrs{"llm.request.type": "chat", "openai.api_base": "https://api.openai.com/v1"},
			want: attrs{op: "chat", "server.address": "api.openai.com", "openai.api_base": "https://api.openai.com/v1"},
		},
		"second and third: Watsonx": {
			in: attrs{
				"gen_ai.system": "Watsonx", "llm.request.type": "completion", "watsonx.api_base": "https://us-south.ml.cloud.ibm.com", "watsonx.api_type": "watsonx.ai",
				"llm.watsonx.max_new_tokens": 20, "llm.watsonx.random_seed": 7,
			},
			want: attrs{
				"gen_ai.provider.name": "ibm.watsonx.ai", op: "text_completion", "server.address": "us-south.ml.cloud.ibm.com",
				"watsonx.api_base": "https://us-south.ml.cloud.ibm.com", "watsonx.api_type": "watsonx.ai", "gen_ai.request.max_tokens": int64(20),
				"gen_ai.request.seed": int64(7),
			},
		},
		"third: Anthropic in JavaScript leaves cached tokens out": {
			scope: "@traceloop/instrumentation-anthropic",
			in:    attrs{"gen_ai.provider.name": "anthropic", op: "chat", "gen_ai.usage.input_tokens": 300, "gen_ai.usage.output_tokens": 5, "gen_ai.usage.cache_read_input_tokens": 100, "gen_ai.usage.cache_creation_input_tokens": 50},
			want: attrs{
				"gen_ai.provider.name": "anthropic", op: "chat", "gen_ai.usage.input_tokens": int64(450), "genai.usage.reported.input_tokens": int64(300),
				"gen_ai.usage.output_tokens": int64(5), "gen_ai.usage.cache_read.input_tokens": int64(100), "gen_ai.usage.cache_write.input_tokens": int64(50),
			},
		},
		"fourth: an option alone shows it": {
			in:   attrs{"gen_ai.provider.name": "openai", op: "chat", "gen_ai.is_streaming": true, "gen_ai.user": "u", "gen_ai.response.stop_reason": "end_turn"},
			want: attrs{"gen_ai.provider.name": "openai", op: "chat", "gen_ai.request.stream": true, "user.id": "u", "gen_ai.response.finish_reasons": []any{"end_turn"}},
		},
		"fourth: the scope alone shows it": {
			scope: "opentelemetry.instrumentation.openai.v1",
			in:    attrs{"gen_ai.provider.name": "openai", op: "chat", "gen_ai.usage.reasoning_tokens": 3, "gen_ai.usage.output_tokens": 9},
			want:  attrs{"gen_ai.provider.name": "openai", op: "chat", "gen_ai.usage.reasoning.output_tokens": int64(3), "gen_ai.usage.output_tokens": int64(9)},
		},
		"fourth: OpenAI's nested tools": {
			scope: "@traceloop/instrumentation-openai",
			in:    attrs{op: "chat", "gen_ai.tool.definitions": `[{"type":"function","function":{"name":"get","parameters":{"type":"object"}}}]`},
			want:  attrs{op: "chat", "gen_ai.tool.definitions": []any{attrs{"type": "function", "name": "get", "parameters": attrs{"type": "object"}}}},
		},
		"fourth: a request with messages is a chat, a task is nothing": {
			in:   attrs{kind: "task", op: "llm_request", "gen_ai.output.messages": `[{"role":"assistant","parts":[]}]`},
			want: attrs{kind: "task", op: "chat", "gen_ai.output.messages": `[{"role":"assistant","parts":[]}]`},
		},
		"fourth: custom operations": {
			in: attrs{kind: "task", op: "vector_db_retrieve"}, want: attrs{kind: "task", op: "retrieval"},
		},
		"fourth: execute_task stays": {
			in: attrs{kind: "task", op: "execute_task"}, want: attrs{kind: "task", op: "execute_task"},
		},
		"an operation that is there wins over the kind": {
			in:   attrs{kind: "workflow", op: "invoke_agent", "traceloop.entity.name": "LangGraph", "gen_ai.agent.name": "LangGraph"},
			want: attrs{kind: "workflow", op: "invoke_agent", "gen_ai.workflow.name": "LangGraph", "gen_ai.agent.name": "LangGraph"},
		},
		"workflow: input and output are no messages": {
			in:   attrs{kind: "workflow", "traceloop.entity.name": "answer", "traceloop.entity.input": `{"args":[],"kwargs":{}}`, "traceloop.workflow.name": "answer"},
			want: attrs{op: "invoke_workflow", "gen_ai.workflow.name": "answer", "traceloop.entity.input": `{"args":[],"kwargs":{}}`},
		},
		"agent: its name; the workflow's is not it": {
			in:   attrs{kind: "agent", "traceloop.entity.name": "planner", "traceloop.workflow.name": "answer"},
			want: attrs{op: "invoke_agent", "gen_ai.agent.name": "planner", "gen_ai.workflow.name": "answer"},
		},
		"Anthropic's messages before 0.22: a completion by its name, roles tell": {
			name: "anthropic.completion", scope: "opentelemetry.instrumentation.anthropic",
			in:   attrs{"llm.request.type": "completion", "gen_ai.prompt.0.role": "user", "gen_ai.prompt.0.content": "Hi"},
			want: attrs{op: "chat", "gen_ai.input.messages": []any{message("user", text("Hi"))}},
		},
		"Anthropic's completions before 0.22": {
			name: "anthropic.completion", scope: "opentelemetry.instrumentation.anthropic",
			in:   attrs{"llm.request.type": "completion", "gen_ai.prompt.0.user": "Hi"},
			want: attrs{op: "text_completion", "gen_ai.input.messages": []any{message("user", text("Hi"))}},
		},
		"Anthropic: thoughts have a role of their own": {
			name: "anthropic.chat", scope: "opentelemetry.instrumentation.anthropic",
			in: attrs{
				"llm.request.type": "completion", "gen_ai.completion.0.role": "thinking", "gen_ai.completion.0.content": "Hm", "gen_ai.completion.0.finish_reason": "end_turn",
				"gen_ai.completion.1.role": "assistant", "gen_ai.completion.1.content": "Hi",
			},
			want: attrs{
				op: "chat", "gen_ai.response.finish_reasons": []any{"end_turn"},
				"gen_ai.output.messages": []any{finished("stop", attrs{"type": "reasoning", "content": "Hm"}, text("Hi"))},
			},
		},
		"Anthropic: thoughts without an answer": {
			scope: "opentelemetry.instrumentation.anthropic",
			in:    attrs{"llm.request.type": "chat", "gen_ai.completion.0.role": "thinking", "gen_ai.completion.0.content": "Hm"},
			want:  attrs{op: "chat", "gen_ai.output.messages": []any{message("assistant", attrs{"type": "reasoning", "content": "Hm"})}},
		},
		"0.20: the base of the API under its old name": {
			scope: "opentelemetry.instrumentation.openai.v1",
			in:    attrs{"llm.request.type": "chat", "openai.api_base": "https://api.openai.com/v1/"},
			want:  attrs{op: "chat", "openai.api_base": "https://api.openai.com/v1/", "server.address": "api.openai.com"},
		},
		"Bedrock: a text is JSON, too": {
			scope: "opentelemetry.instrumentation.bedrock",
			in:    attrs{"llm.request.type": "chat", "gen_ai.prompt.0.role": "user", "gen_ai.prompt.0.content": `"Say \"Hi\""`},
			want:  attrs{op: "chat", "gen_ai.input.messages": []any{message("user", text(`Say "Hi"`))}},
		},
		"a text in quotes of anyone else": {
			scope: "opentelemetry.instrumentation.openai.v1",
			in:    attrs{"llm.request.type": "chat", "gen_ai.prompt.0.role": "user", "gen_ai.prompt.0.content": `"Hi"`},
			want:  attrs{op: "chat", "gen_ai.input.messages": []any{message("user", text(`"Hi"`))}},
		},
		"reranking: the query is the user's": {
			scope: "opentelemetry.instrumentation.cohere",
			in: attrs{
				"llm.request.type": "rerank", "gen_ai.prompt.0.role": "system", "gen_ai.prompt.0.content": "Paris is in France.",
				"gen_ai.prompt.1.role": "user", "gen_ai.prompt.1.content": "Where is Paris?",
			},
			want: attrs{
				op: "rerank", "gen_ai.retrieval.query.text": "Where is Paris?",
				"gen_ai.input.messages": []any{message("system", text("Paris is in France.")), message("user", text("Where is Paris?"))},
			},
		},
		"tool: keyword arguments": {
			in:   attrs{kind: "tool", "traceloop.entity.name": "get", "traceloop.entity.input": `{"args":[],"kwargs":{"city":"Paris"}}`, "traceloop.entity.output": `"15C"`},
			want: attrs{op: "execute_tool", "gen_ai.tool.name": "get", "gen_ai.tool.call.arguments": attrs{"city": "Paris"}, "gen_ai.tool.call.result": `"15C"`},
		},
		"tool: one argument": {
			in:   attrs{kind: "tool", "traceloop.entity.name": "get", "traceloop.entity.input": `{"args":[{"city":"Paris"}],"kwargs":{}}`},
			want: attrs{op: "execute_tool", "gen_ai.tool.name": "get", "gen_ai.tool.call.arguments": attrs{"city": "Paris"}},
		},
		"tool: LangChain's wrapping": {
			in:   attrs{kind: "tool", "traceloop.entity.name": "get", "traceloop.entity.input": `{"input_str":"{'city': 'Paris'}","tags":[],"inputs":{"city":"Paris"}}`},
			want: attrs{op: "execute_tool", "gen_ai.tool.name": "get", "gen_ai.tool.call.arguments": attrs{"city": "Paris"}},
		},
		"tool: a task in JavaScript's LangChain": {
			in:   attrs{kind: "task", op: "execute_tool", "traceloop.entity.name": "get", "traceloop.entity.input": `{"args":["{\"city\":\"Paris\"}"]}`},
			want: attrs{kind: "task", op: "execute_tool", "gen_ai.tool.name": "get", "gen_ai.tool.call.arguments": attrs{"city": "Paris"}},
		},
		"association properties": {
			in: attrs{
				"llm.request.type": "chat", "traceloop.association.properties.thread_id": "t-1", "traceloop.association.properties.user_id": "u",
				"traceloop.association.properties.plan": "pro", "traceloop.prompt.key": "greeting", "traceloop.prompt.version": 3, "traceloop.prompt.template_variables": `{"name":"x"}`,
			},
			want: attrs{
				op: "chat", "gen_ai.conversation.id": "t-1", "user.id": "u", "traceloop.association.properties.plan": "pro", "gen_ai.prompt.name": "greeting",
				"gen_ai.prompt.version": "3", "gen_ai.prompt.variable.name": "x",
			},
		},
		"the run knows the provider where the framework's name stands": {
			in:   attrs{op: "chat", "gen_ai.provider.name": "langchain", "traceloop.association.properties.ls_provider": "amazon_bedrock", "traceloop.association.properties.ls_model_name": "m"},
			want: attrs{op: "chat", "gen_ai.provider.name": "aws.bedrock", model: "m"},
		},
		"watsonx": {
			in:   attrs{"gen_ai.system": "Watsonx", "llm.request.type": "completion", "llm.watsonx.max_new_tokens": 9, "llm.watsonx.random_seed": 4, "llm.watsonx.decoding_method": "greedy"},
			want: attrs{"gen_ai.provider.name": "ibm.watsonx.ai", op: "text_completion", "gen_ai.request.max_tokens": int64(9), "gen_ai.request.seed": int64(4), "llm.watsonx.decoding_method": "greedy"},
		},
		"functions, by JavaScript's names too": {
			in:   attrs{"llm.request.type": "chat", "llm.request.functions.0.name": "get", "llm.request.functions.0.description": "d", "llm.request.functions.0.arguments": `{"type":"object"}`},
			want: attrs{op: "chat", "gen_ai.tool.definitions": []any{attrs{"type": "function", "name": "get", "description": "d", "parameters": attrs{"type": "object"}}}},
		},
		"the first chunk": {
			in: attrs{"llm.request.type": "chat"}, events: []event{{"gen_ai.content.completion.chunk", 250_000_000, nil}, {"gen_ai.content.completion.chunk", 300_000_000, nil}},
			want: attrs{op: "chat", "gen_ai.request.stream": true, "gen_ai.response.time_to_first_chunk": 0.25},
		},
		"an unknown kind of request": {
			in: attrs{"llm.request.type": "unknown"}, want: attrs{"llm.request.type": "unknown"},
		},
	})
}
