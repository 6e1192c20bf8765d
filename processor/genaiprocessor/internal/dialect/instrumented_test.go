// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package dialect

import "testing"

// TestOpenInferenceOfSDKs has what single instrumentations do otherwise than most.
// Source: the packages openinference-instrumentation-* and their recordings.
func TestOpenInferenceOfSDKs(t *testing.T) {
	const scope = "openinference.instrumentation."
	check(t, map[string]row{
		"smolagents: the parameters of a tool are the properties of its schema, the arguments those of a function": {
			scope: scope + "smolagents", name: "SimpleTool",
			in: attrs{
				"openinference.span.kind": "TOOL", "tool.name": "get_weather", "tool.parameters": `{"city": {"type": "string", "description": "the city"}}`,
				"input.value": `{"args": [], "sanitize_inputs_outputs": true, "kwargs": {"city": "Paris"}}`, "output.value": "18",
			},
			want: attrs{
				op: "execute_tool", "gen_ai.tool.name": "get_weather", "tool.parameters": `{"city": {"type": "string", "description": "the city"}}`,
				"input.value": `{"args": [], "sanitize_inputs_outputs": true, "kwargs": {"city": "Paris"}}`, toolArgs: attrs{"city": "Paris"}, toolRes: "18",
			},
		},
		"a tool whose argument is called args": {
			in:   attrs{"openinference.span.kind": "TOOL", "tool.name": "run", "input.value": `{"args": ["-l"]}`, "input.mime_type": "application/json"},
			want: attrs{op: "execute_tool", "gen_ai.tool.name": "run", toolArgs: attrs{"args": []any{"-l"}}},
		},
		"smolagents: the agent's name is in that of the span": {
			scope: scope + "smolagents", name: "forecaster.run",
			in:   attrs{"openinference.span.kind": "AGENT", "input.value": "x"},
			want: attrs{op: "invoke_agent", "gen_ai.agent.name": "forecaster", "input.value": "x"},
		},
		"CrewAI: the agent's name is that of its node": {
			scope: scope + "crewai", name: "Forecaster._execute_core",
			in:   attrs{"openinference.span.kind": "AGENT", "graph.node.id": "Forecaster", "crew_id": "1"},
			want: attrs{op: "invoke_agent", "gen_ai.agent.name": "Forecaster", "crew_id": "1"},
		},
		"Haystack: a query among the arguments of a retriever": {
			scope: scope + "haystack", name: "InMemoryBM25Retriever.run",
			in: attrs{
				"openinference.span.kind": "RETRIEVER", "input.value": `{"query": "Which?", "filters": null, "top_k": 3}`, "input.mime_type": "application/json",
				"retrieval.documents.0.document.id": "d1", "retrieval.documents.0.document.content": "This.",
			},
			want: attrs{
				op: "retrieval", "gen_ai.retrieval.query.text": "Which?", "gen_ai.retrieval.top_k": int64(3),
				"input.value": `{"query": "Which?", "filters": null, "top_k": 3}`, "input.mime_type": "application/json",
				"gen_ai.retrieval.documents": []any{attrs{"id": "d1", "content": "This."}},
			},
		},
		"Mistral: a seed of its own name, what was not given is empty, an answer within an event": {
			scope: scope + "mistralai",
			in: attrs{
				"openinference.span.kind": "LLM", "llm.invocation_parameters": `{"model": "mistral-small-latest", "random_seed": 7, "stop": "", "top_k": "", "temperature": ""}`,
				"llm.token_count.prompt": 9, "output.value": `{"data": {"choices": [{"finish_reason": "stop"}], "id": "r1", "model": "mistral-small-2506", "object": "chat.completion.chunk"}}`,
			},
			want: attrs{
				op: "chat", prov: "mistral_ai", reqModel: "mistral-small-latest", "gen_ai.request.seed": int64(7), inTokens: int64(9), respModel: "mistral-small-2506",
				"gen_ai.response.id": "r1", "gen_ai.response.finish_reasons": []any{"stop"},
				"llm.invocation_parameters": `{"model": "mistral-small-latest", "random_seed": 7, "stop": "", "top_k": "", "temperature": ""}`,
				"output.value":              `{"data": {"choices": [{"finish_reason": "stop"}], "id": "r1", "model": "mistral-small-2506", "object": "chat.completion.chunk"}}`,
			},
		},
		"Google: the answer says which model and id, a level of thinking": {
			scope: scope + "google_genai",
			in: attrs{
				"openinference.span.kind": "LLM", "llm.model_name": "gemini-2.5-flash", "llm.invocation_parameters": `{"thinking_config": {"thinking_level": "low"}}`,
				"llm.token_count.prompt": 9, "output.value": `{"candidates": [{"finish_reason": "STOP"}], "model_version": "gemini-2.5-flash", "response_id": "r1"}`,
			},
			want: attrs{
				op: "chat", prov: "gcp.gen_ai", reqModel: "gemini-2.5-flash", respModel: "gemini-2.5-flash", "gen_ai.response.id": "r1", "gen_ai.request.reasoning.level": "low",
				inTokens: int64(9), "llm.invocation_parameters": `{"thinking_config": {"thinking_level": "low"}}`,
				"output.value": `{"candidates": [{"finish_reason": "STOP"}], "model_version": "gemini-2.5-flash", "response_id": "r1"}`,
			},
		},
		"Bedrock: an embedding is not called one": {
			scope: scope + "bedrock",
			in:    attrs{"openinference.span.kind": "LLM", "llm.provider": "aws", "llm.model_name": "amazon.titan-embed-text-v2:0", "llm.invocation_parameters": `{"inputText": "Hi", "dimensions": 8}`},
			want: attrs{
				op: "embeddings", prov: "aws.bedrock", reqModel: "amazon.titan-embed-text-v2:0", "gen_ai.embeddings.dimension.count": int64(8),
				"llm.invocation_parameters": `{"inputText": "Hi", "dimensions": 8}`,
			},
		},
		"Bedrock: parameters of Amazon's models in an object of their own": {
			scope: scope + "bedrock",
			in:    attrs{"openinference.span.kind": "LLM", "llm.model_name": "amazon.titan-text-express-v1", "llm.invocation_parameters": `{"textGenerationConfig": {"maxTokenCount": 64, "topP": 0.9}}`},
			want:  attrs{op: "chat", prov: "aws.bedrock", reqModel: "amazon.titan-text-express-v1", "gen_ai.request.max_tokens": int64(64), "gen_ai.request.top_p": 0.9},
		},
		"LiteLLM: the provider starts the name of the model": {
			scope: scope + "litellm",
			in:    attrs{"openinference.span.kind": "EMBEDDING", "embedding.model_name": "text-embedding-3-small", "embedding.invocation_parameters": `{"model": "openai/text-embedding-3-small"}`},
			want: attrs{
				op: "embeddings", prov: "openai", reqModel: "text-embedding-3-small", "embedding.invocation_parameters": `{"model": "openai/text-embedding-3-small"}`,
			},
		},
		"AutoGen: thoughts and results of tools": {
			scope: scope + "autogen_agentchat",
			in: attrs{
				"openinference.span.kind": "LLM", "llm.model_name": "gpt-4o",
				"llm.input_messages.0.message.role": "function", "llm.input_messages.0.function.0": `{"name": "get", "content": "18", "call_id": "c1", "is_error": false}`,
				"llm.input_messages.1.message.role": "assistant", "llm.input_messages.1.message.content": "Warm", "llm.input_messages.1.thought": "18 is warm",
			},
			want: attrs{
				op: "chat", reqModel: "gpt-4o", inMsgs: []any{
					message("tool", attrs{"type": "tool_call_response", "id": "c1", "response": "18"}),
					message("assistant", attrs{"type": "reasoning", "content": "18 is warm"}, text("Warm")),
				},
			},
		},
		"Strands: a finish reason in the message": {
			in: attrs{"openinference.span.kind": "LLM", "llm.model_name": "m", "llm.output_messages.0.message.content": "Hi", "llm.output_messages.0.message.finish_reason": "end_turn"},
			want: attrs{
				op: "chat", reqModel: "m", "gen_ai.response.finish_reasons": []any{"stop"}, outMsgs: []any{finished("stop", text("Hi"))},
			},
		},
		"the request says what the parameters do not": {
			in: attrs{
				"openinference.span.kind": "LLM", "llm.model_name": "gpt-4o-2024-08-06", "llm.token_count.prompt": 1,
				"input.value": `{"model": "gpt-4o", "previous_response_id": "r0", "tools": [{"type": "function", "function": {"name": "get"}}]}`,
			},
			want: attrs{
				op: "chat", reqModel: "gpt-4o", respModel: "gpt-4o-2024-08-06", "gen_ai.request.previous_response.id": "r0", inTokens: int64(1),
				"gen_ai.tool.definitions": []any{attrs{"type": "function", "name": "get"}},
				"input.value":             `{"model": "gpt-4o", "previous_response_id": "r0", "tools": [{"type": "function", "function": {"name": "get"}}]}`,
			},
		},
		"a kind written by hand": {
			in:   attrs{"openinference.span.kind": "agent", "agent.name": "a"},
			want: attrs{op: "invoke_agent", "gen_ai.agent.name": "a"},
		},
		"audio with its transcript": {
			in: attrs{
				"openinference.span.kind": "LLM", "llm.model_name": "m", "llm.input_messages.0.message.role": "user",
				"llm.input_messages.0.message.contents.0.message_content.type":                   "audio",
				"llm.input_messages.0.message.contents.0.message_content.audio.audio.transcript": "Hello",
				"llm.input_messages.0.message.contents.0.message_content.audio.audio.mime_type":  "audio/wav",
				"llm.input_messages.0.message.contents.0.message_content.audio.audio.url":        "https://a.example/x.wav",
			},
			want: attrs{op: "chat", reqModel: "m", inMsgs: []any{
				message("user", attrs{"type": "uri", "modality": "audio", "mime_type": "audio/wav", "uri": "https://a.example/x.wav", "transcript": "Hello"}),
			}},
		},
	})
}

// TestMistral has the spans of Mistral's own SDK.
func TestMistral(t *testing.T) {
	const scope = "mistralai_sdk_tracer"
	check(t, map[string]row{
		"version 1": {
			scope: scope, name: "chat_completion_v1_chat_completions_post",
			in: attrs{
				"mistral_ai.operation.id": "chat_completion_v1_chat_completions_post", reqModel: "mistral-small-latest", "gen_ai.usage.prompt_tokens": 21, outTokens: 8,
				"mistral_ai.request.total_tokens": 29, "traceloop.association.properties.session_id": "s",
			},
			want: attrs{
				"mistral_ai.operation.id": "chat_completion_v1_chat_completions_post", op: "chat", prov: "mistral_ai", reqModel: "mistral-small-latest", inTokens: int64(21),
				outTokens: int64(8), "gen_ai.conversation.id": "s",
			},
		},
		"version 1: embeddings are no chat, though they have output tokens": {
			scope: scope, in: attrs{"mistral_ai.operation.id": "embeddings_v1_embeddings_post", reqModel: "mistral-embed", outTokens: 0, "traceloop.association.properties.session_id": "s"},
			want: attrs{"mistral_ai.operation.id": "embeddings_v1_embeddings_post", op: "embeddings", prov: "mistral_ai", reqModel: "mistral-embed", outTokens: int64(0), "gen_ai.conversation.id": "s"},
		},
		"version 1: a stream": {
			scope: scope, name: "stream_chat", in: attrs{reqModel: "mistral-small-latest"},
			want: attrs{op: "chat", prov: "mistral_ai", reqModel: "mistral-small-latest", "gen_ai.request.stream": true},
		},
		"fill in the middle, and what is no call of a model": {
			scope: scope, in: attrs{"mistral_ai.operation.id": "fim_completion_v1_fim_completions_post"},
			want: attrs{"mistral_ai.operation.id": "fim_completion_v1_fim_completions_post", op: "text_completion", prov: "mistral_ai"},
		},
		"files": {
			scope: scope, in: attrs{"mistral_ai.operation.id": "files_api_routes_list_files"},
			want: attrs{"mistral_ai.operation.id": "files_api_routes_list_files", prov: "mistral_ai"},
		},
	})
}

// TestCounting has who counts how, where no other evidence is there.
func TestCounting(t *testing.T) {
	const reportedOut = "genai.usage.reported.output_tokens"
	check(t, map[string]row{
		"Bedrock: the total is the instrumentation's own sum": {
			scope: "opentelemetry.instrumentation.bedrock",
			in:    attrs{op: "chat", inTokens: 100, outTokens: 8, "gen_ai.usage.total_tokens": 108, "gen_ai.usage.cache_read_input_tokens": 40},
			want:  attrs{op: "chat", inTokens: int64(140), outTokens: int64(8), readTok: int64(40), reported: int64(100)},
		},
		"Gemini of OpenLIT: thoughts beside the candidates": {
			scope: "openlit.instrumentation.google_ai_studio",
			in:    attrs{op: "chat", inTokens: 11, outTokens: 20, "gen_ai.usage.reasoning_tokens": 15, "gen_ai.client.token.usage": 31},
			want:  attrs{op: "chat", inTokens: int64(11), outTokens: int64(35), thinkTok: int64(15), reportedOut: int64(20)},
		},
		"Gemini of OpenLLMetry: only the total has the thoughts": {
			scope: "opentelemetry.instrumentation.google_generativeai",
			in:    attrs{op: "generate_content", inTokens: 11, outTokens: 8, "gen_ai.usage.total_tokens": 34},
			want:  attrs{op: "generate_content", inTokens: int64(11), outTokens: int64(23), reportedOut: int64(8)},
		},
		"OpenAI of OpenLIT: reasoning is inside": {
			scope: "openlit.instrumentation.openai",
			in:    attrs{op: "chat", inTokens: 11, outTokens: 20, "gen_ai.usage.reasoning_tokens": 15},
			want:  attrs{op: "chat", inTokens: int64(11), outTokens: int64(20), thinkTok: int64(15)},
		},
		"reasoning without output tokens is no output": {
			in:   attrs{op: "chat", inTokens: 11, thinkTok: 15},
			want: attrs{op: "chat", inTokens: int64(11), thinkTok: int64(15)},
		},
		"counts beyond reason are not added": {
			scope: "openlit.instrumentation.anthropic",
			in:    attrs{op: "chat", inTokens: int64(9223372036854775807), readTok: int64(9223372036854775807), outTokens: 1},
			want:  attrs{op: "chat", inTokens: int64(9223372036854775807), readTok: int64(9223372036854775807), outTokens: int64(1)},
		},
		"negative counts stay where they are": {
			scope: "@traceloop/instrumentation-anthropic",
			in:    attrs{op: "chat", "gen_ai.usage.prompt_tokens": -5, outTokens: 1, "gen_ai.usage.cache_read_input_tokens": -1},
			want:  attrs{op: "chat", "gen_ai.usage.prompt_tokens": int64(-5), outTokens: int64(1), "gen_ai.usage.cache_read_input_tokens": int64(-1)},
		},
	})
}

// TestWhatSaysNothing has words that Python and JavaScript make of nothing.
func TestWhatSaysNothing(t *testing.T) {
	check(t, map[string]row{
		"under the names of the conventions": {
			in: attrs{
				op: "chat", reqModel: "None", respModel: "null", "gen_ai.request.temperature": "NOT_GIVEN", "gen_ai.request.max_tokens": "None", "gen_ai.request.seed": "undefined",
				"gen_ai.response.finish_reasons": []any{"", "None"}, "gen_ai.conversation.id": "None", inTokens: "NaN",
			},
			want: attrs{op: "chat"},
		},
		"under others they stay, and make nothing": {
			in: attrs{
				"openinference.span.kind": "LLM", "llm.model_name": "None", "session.id": "None", "llm.finish_reason": "None", "llm.provider": "null",
				"llm.token_count.prompt": 1, "llm.token_count.completion": "None",
			},
			want: attrs{
				op: "chat", "llm.model_name": "None", "session.id": "None", "llm.finish_reason": "None", "llm.provider": "null", inTokens: int64(1), "llm.token_count.completion": "None",
			},
		},
		"a finish reason that only the message has": {
			scope: "openlit.instrumentation.groq",
			in:    attrs{op: "chat", "gen_ai.response.finish_reasons": []any{""}, outMsgs: `[{"role":"assistant","parts":[],"finish_reason":"stop"}]`},
			want:  attrs{op: "chat", "gen_ai.response.finish_reasons": []any{"stop"}, outMsgs: `[{"role":"assistant","parts":[],"finish_reason":"stop"}]`},
		},
		"a level of reasoning may be none": {
			in:   attrs{op: "chat", "gen_ai.request.reasoning.level": "none", respModel: "none"},
			want: attrs{op: "chat", "gen_ai.request.reasoning.level": "none"},
		},
		"a stop sequence may be any word": {
			in:   attrs{op: "chat", "gen_ai.request.stop_sequences": []any{"None"}},
			want: attrs{op: "chat", "gen_ai.request.stop_sequences": []any{"None"}},
		},
		"JSON with numbers beyond any": {
			in: attrs{
				"openinference.span.kind": "LLM", "llm.model_name": "m",
				"llm.invocation_parameters": `{"temperature": 1e999, "max_tokens": 1e30, "top_p": -1e999, "seed": -7, "n": 0.5}`,
			},
			want: attrs{op: "chat", reqModel: "m", "llm.invocation_parameters": `{"temperature": 1e999, "max_tokens": 1e30, "top_p": -1e999, "seed": -7, "n": 0.5}`},
		},
	})
}

// TestOpenLITOfSDKs has what single instrumentations do otherwise than most.
func TestOpenLITOfSDKs(t *testing.T) {
	check(t, map[string]row{
		"a call that asks for tools runs none": {
			scope: "openlit.instrumentation.mistral",
			in:    attrs{op: "chat", prov: "mistral_ai", "gen_ai.tool.name": "get, get", "gen_ai.tool.args": `{"x":1}, {"x":2}`},
			want:  attrs{op: "chat", prov: "mistral_ai", "gen_ai.tool.name": "get, get", "gen_ai.tool.args": `{"x":1}, {"x":2}`},
		},
		"version 1.36: an answer of several calls": {
			scope: "openlit.otel.tracing",
			in: attrs{
				op: "chat", "gen_ai.system": "openai", "gen_ai.prompt": "system: Be brief.\nuser: Hi", "gen_ai.completion": "",
				"gen_ai.tool.name": "get, get", "gen_ai.tool.call.id": "c1, c2", "gen_ai.tool.args": `{"x":1}, {"x":2}`,
			},
			events: []event{{name: "gen_ai.content.completion", attrs: attrs{"gen_ai.completion": ""}}},
			want: attrs{
				op: "chat", prov: "openai", inMsgs: []any{message("system", text("Be brief.")), message("user", text("Hi"))}, "gen_ai.completion": "",
				"gen_ai.tool.name": "get, get", "gen_ai.tool.call.id": "c1, c2", "gen_ai.tool.args": `{"x":1}, {"x":2}`,
				outMsgs: []any{message("assistant", call("c1", "get", attrs{"x": int64(1)}), call("c2", "get", attrs{"x": int64(2)}))},
			},
		},
		"version 1.36: a single call of Anthropic's, as Python prints it": {
			scope: "openlit.otel.tracing",
			in:    attrs{op: "chat", "gen_ai.tool.name": "get", "gen_ai.tool.call.id": "c1", "gen_ai.tool.args": `{'x': 1}`},
			want: attrs{
				op: "chat", "gen_ai.tool.name": "get", "gen_ai.tool.call.id": "c1", toolArgs: `{'x': 1}`,
				outMsgs: []any{message("assistant", call("c1", "get", attrs{"x": int64(1)}))},
			},
		},
		"messages as Python prints them": {
			scope: "openlit.instrumentation.mistral",
			in:    attrs{op: "embeddings", inMsgs: `['Which?']`},
			want:  attrs{op: "embeddings", inMsgs: []any{message("user", text("Which?"))}},
		},
		"versions 1.34 to 1.44: details of tokens under LangChain": {
			scope: "openlit.instrumentation.langchain",
			in: attrs{
				op: "chat", prov: "openai", inTokens: 100, outTokens: 20, "gen_ai.usage.prompt_tokens_details.cache_read": 40, "gen_ai.usage.prompt_tokens_details.cache_write": 10,
				"gen_ai.usage.completion_tokens_details.reasoning": 5, "gen_ai.usage.completion_tokens_details.audio_tokens": 1, "gen_ai.session.id": "s", "gen_ai.user.id": "u",
				"gen_ai.output_messages": `[{"role":"assistant","content":"Hi"}]`,
			},
			want: attrs{
				op: "chat", prov: "openai", inTokens: int64(100), outTokens: int64(20), readTok: int64(40), writeTok: int64(10), thinkTok: int64(5),
				"gen_ai.usage.audio.output_tokens": int64(1), "gen_ai.conversation.id": "s", "user.id": "u", outMsgs: []any{message("assistant", text("Hi"))},
			},
		},
		"LiteLLM is no provider": {
			scope: "openlit.instrumentation.litellm",
			in:    attrs{op: "chat", prov: "litellm", reqModel: "groq/llama-3.3-70b"},
			want:  attrs{op: "chat", prov: "groq", reqModel: "groq/llama-3.3-70b"},
		},
		"nor is a framework, where the model shows who is": {
			scope: "openlit.instrumentation.haystack",
			in:    attrs{op: "chat", prov: "haystack", reqModel: "gpt-4o-mini"},
			want:  attrs{op: "chat", prov: "openai", reqModel: "gpt-4o-mini"},
		},
		"an agent is the framework's": {
			scope: "openlit.instrumentation.agno",
			in:    attrs{op: "invoke_agent", prov: "agno", reqModel: "gpt-4o-mini"},
			want:  attrs{op: "invoke_agent", prov: "agno", reqModel: "gpt-4o-mini"},
		},
	})
}

// TestToolDefinitions has the forms in which they stand under the right name.
func TestToolDefinitions(t *testing.T) {
	const tools = "gen_ai.tool.definitions"
	flat := attrs{"type": "function", "name": "get", "description": "Gets.", "parameters": attrs{"type": "object"}}
	check(t, map[string]row{
		"Gemini's, as OpenLLMetry has them": {
			in:   attrs{op: "generate_content", tools: `[{"function_declarations": [{"name": "get", "description": "Gets.", "parameters_json_schema": {"type": "object"}}]}]`},
			want: attrs{op: "generate_content", tools: []any{flat}},
		},
		"without a type, as OpenLLMetry has Bedrock's": {
			in:   attrs{op: "chat", tools: `[{"name": "get", "description": "Gets.", "parameters": {"type": "object"}}]`},
			want: attrs{op: "chat", tools: []any{flat}},
		},
		"what a provider says beyond is kept": {
			in: attrs{op: "chat", tools: `[{"type": "function", "function": {"name": "get", "strict": true, "parameters": {}}, "cache_control": {"type": "ephemeral"}}]`},
			want: attrs{op: "chat", tools: []any{
				attrs{"type": "function", "name": "get", "parameters": attrs{}, "strict": true, "cache_control": attrs{"type": "ephemeral"}},
			}},
		},
		"those of the conventions stay as they are": {
			in:   attrs{op: "chat", tools: `[{"type": "function", "name": "get"}]`},
			want: attrs{op: "chat", tools: `[{"type": "function", "name": "get"}]`},
		},
	})
}

// TestEventContent has messages in span events as JSON, as Azure's SDKs and
// Semantic Kernel for .NET write them.
func TestEventContent(t *testing.T) {
	check(t, map[string]row{
		"a call with a tool": {
			in: attrs{op: "chat", "gen_ai.system": "az.ai.inference", reqModel: "gpt-4o"},
			events: []event{
				{name: "gen_ai.system.message", attrs: attrs{"gen_ai.event.content": `{"role":"system","content":"Be brief."}`}},
				{name: "gen_ai.user.message", attrs: attrs{"gen_ai.system": "az.ai.inference", "gen_ai.event.content": `{"role":"user","content":"Hi"}`}},
				{name: "gen_ai.tool.message", attrs: attrs{"gen_ai.event.content": `{"content":"18","id":"c1"}`}},
				{name: "gen_ai.choice", attrs: attrs{"gen_ai.event.content": `{"message":{"content":"Hello","tool_calls":[{"id":"c2","type":"function","function":{"name":"get","arguments":"{}"}}]},"finish_reason":"tool_calls","index":0}`}},
			},
			want: attrs{
				op: "chat", prov: "azure.ai.inference", reqModel: "gpt-4o", "gen_ai.response.finish_reasons": []any{"tool_calls"},
				inMsgs: []any{
					message("system", text("Be brief.")), message("user", text("Hi")), message("tool", attrs{"type": "tool_call_response", "id": "c1", "response": "18"}),
				},
				outMsgs: []any{finished("tool_call", text("Hello"), call("c2", "get", attrs{}))},
			},
		},
		"cut off, or of another type": {
			in:     attrs{op: "chat"},
			events: []event{{name: "gen_ai.user.message", attrs: attrs{"gen_ai.event.content": `{"role":"user","con`}}, {name: "gen_ai.choice", attrs: attrs{"gen_ai.event.content": 7}}},
			want:   attrs{op: "chat"},
		},
	})
}

// TestMLflowStructures has as structures what is JSON in strings elsewhere.
func TestMLflowStructures(t *testing.T) {
	check(t, map[string]row{
		"a call": {
			in: attrs{
				"mlflow.spanType": "CHAT_MODEL", "mlflow.spanInputs": attrs{"model": "gpt-4o", "messages": []any{attrs{"role": "user", "content": "Hi"}}},
				"mlflow.chat.tokenUsage": attrs{"input_tokens": 10, "output_tokens": 5, "total_tokens": 15},
			},
			want: attrs{
				op: "chat", prov: "openai", reqModel: "gpt-4o", inTokens: int64(10), outTokens: int64(5), inMsgs: []any{message("user", text("Hi"))},
				"mlflow.spanInputs":      attrs{"model": "gpt-4o", "messages": []any{attrs{"role": "user", "content": "Hi"}}},
				"mlflow.chat.tokenUsage": attrs{"input_tokens": int64(10), "output_tokens": int64(5), "total_tokens": int64(15)},
			},
		},
	})
}

// TestCodex has the span of Codex that repeats the tokens of an event, which is the
// one that is billed.
func TestCodex(t *testing.T) {
	check(t, map[string]row{
		"a span that names no model": {
			scope: "codex_exec", name: "handle_responses",
			in: attrs{
				inTokens: 1200, readTok: 1024, "gen_ai.usage.cache_write.input_tokens": 0, outTokens: 70,
				"codex.usage.reasoning_output_tokens": 64, "codex.usage.total_tokens": 1270,
			},
			want: attrs{
				inTokens: int64(1200), readTok: int64(1024), "gen_ai.usage.cache_write.input_tokens": int64(0), outTokens: int64(70),
				thinkTok: int64(64), "codex.usage.total_tokens": int64(1270),
			},
		},
	})
}

// TestGoogleADK has the spans of Google's Agent Development Kit.
func TestGoogleADK(t *testing.T) {
	check(t, map[string]row{
		"a call": {
			scope: "gcp.vertex.agent", name: "call_llm",
			in: attrs{
				"gen_ai.system": "gcp.vertex.agent", reqModel: "gemini-2.5-flash", "gcp.vertex.agent.session_id": "s", inTokens: 9, outTokens: 2,
				"gcp.vertex.agent.llm_request":  `{"model":"gemini-2.5-flash","config":{"system_instruction":"Be brief.","temperature":0.2,"http_options":{}},"contents":[{"role":"user","parts":[{"text":"Hi"}]}]}`,
				"gcp.vertex.agent.llm_response": `{"content":{"role":"model","parts":[{"function_call":{"id":"c1","name":"get","args":{"x":1}}}]},"model_version":"gemini-2.5-flash-001","usage_metadata":{"prompt_token_count":9,"cached_content_token_count":4,"candidates_token_count":2,"thoughts_token_count":5,"total_token_count":16}}`,
			},
			want: attrs{
				"gen_ai.system": "gcp.vertex.agent", op: "generate_content", prov: "gcp.gen_ai", reqModel: "gemini-2.5-flash", respModel: "gemini-2.5-flash-001",
				"gen_ai.conversation.id": "s", "gen_ai.request.temperature": 0.2,
				inTokens: int64(9), readTok: int64(4), outTokens: int64(7), "genai.usage.reported.output_tokens": int64(2), thinkTok: int64(5),
				"gcp.vertex.agent.llm_request":  `{"model":"gemini-2.5-flash","config":{"system_instruction":"Be brief.","temperature":0.2,"http_options":{}},"contents":[{"role":"user","parts":[{"text":"Hi"}]}]}`,
				"gcp.vertex.agent.llm_response": `{"content":{"role":"model","parts":[{"function_call":{"id":"c1","name":"get","args":{"x":1}}}]},"model_version":"gemini-2.5-flash-001","usage_metadata":{"prompt_token_count":9,"cached_content_token_count":4,"candidates_token_count":2,"thoughts_token_count":5,"total_token_count":16}}`,
				"gen_ai.system_instructions":    []any{text("Be brief.")}, inMsgs: []any{message("user", text("Hi"))},
				outMsgs: []any{message("assistant", call("c1", "get", attrs{"x": int64(1)}))},
			},
		},
		"a call of another's model, and nothing of its content": {
			scope: "gcp.vertex.agent", name: "call_llm",
			in: attrs{
				"gen_ai.system": "gcp.vertex.agent", reqModel: "anthropic/claude-sonnet-4-5", inTokens: 9, outTokens: 2,
				"gcp.vertex.agent.llm_request": "{}", "gcp.vertex.agent.llm_response": "{}",
			},
			want: attrs{
				"gen_ai.system": "gcp.vertex.agent", op: "generate_content", prov: "anthropic", reqModel: "anthropic/claude-sonnet-4-5", inTokens: int64(9), outTokens: int64(2),
				"gcp.vertex.agent.llm_request": "{}", "gcp.vertex.agent.llm_response": "{}",
			},
		},
		"a tool": {
			scope: "gcp.vertex.agent", name: "execute_tool get",
			in: attrs{
				op: "execute_tool", "gen_ai.tool.name": "get", "gcp.vertex.agent.llm_request": "{}", "gcp.vertex.agent.llm_response": "{}",
				"gcp.vertex.agent.tool_call_args": `{"x": 1}`, "gcp.vertex.agent.tool_response": `{"result": 2}`,
			},
			want: attrs{
				op: "execute_tool", "gen_ai.tool.name": "get", "gcp.vertex.agent.llm_request": "{}", "gcp.vertex.agent.llm_response": "{}",
				toolArgs: attrs{"x": int64(1)}, toolRes: attrs{"result": int64(2)},
			},
		},
		"a tool whose content is not captured": {
			scope: "gcp.vertex.agent", name: "execute_tool (merged tools)",
			in:   attrs{op: "execute_tool", "gcp.vertex.agent.tool_call_args": "N/A", "gcp.vertex.agent.tool_response": "{}"},
			want: attrs{op: "execute_tool", "gcp.vertex.agent.tool_call_args": "N/A", "gcp.vertex.agent.tool_response": "{}"},
		},
	})
}

// TestMicrometer has what Spring AI and others write through Micrometer, whose tags
// are all strings.
func TestMicrometer(t *testing.T) {
	check(t, map[string]row{
		"a call of Spring AI": {
			in: attrs{
				op: "chat", "gen_ai.system": "azure-openai", reqModel: "gpt-4o", respModel: "gpt-4o-2024-08-06", "gen_ai.request.temperature": "0.7", "gen_ai.request.top_k": "none",
				"gen_ai.request.max_tokens": "64", "gen_ai.response.finish_reasons": `["STOP"]`, inTokens: "21", outTokens: "8", "gen_ai.usage.total_tokens": "29",
				"spring.ai.kind": "chat_client",
			},
			want: attrs{
				op: "chat", prov: "azure.ai.openai", reqModel: "gpt-4o", respModel: "gpt-4o-2024-08-06", "gen_ai.request.temperature": 0.7,
				"gen_ai.request.max_tokens": int64(64), "gen_ai.response.finish_reasons": []any{"stop"}, inTokens: int64(21), outTokens: int64(8), "spring.ai.kind": "chat_client",
			},
		},
	})
}
