// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package dialect

import "testing"

func TestOpenInference(t *testing.T) {
	const (
		kind  = "openinference.span.kind"
		op    = "gen_ai.operation.name"
		model = "gen_ai.request.model"
	)
	check(t, map[string]row{
		"every kind that is an operation: retriever": {
			in:   attrs{kind: "RETRIEVER", "input.value": "what is otel?", "input.mime_type": "text/plain"},
			want: attrs{op: "retrieval", "gen_ai.retrieval.query.text": "what is otel?"},
		},
		"embedding": {
			in: attrs{
				kind: "EMBEDDING", "embedding.model_name": "text-embedding-3-small", "embedding.invocation_parameters": `{"encoding_format":"float"}`,
				"embedding.embeddings.0.embedding.text": "hi", "embedding.embeddings.0.embedding.vector": []any{0.1, 0.2, 0.3},
			},
			want: attrs{
				op: "embeddings", model: "text-embedding-3-small", "gen_ai.request.encoding_formats": []any{"float"}, "gen_ai.embeddings.dimension.count": int64(3),
				"embedding.embeddings.0.embedding.text": "hi", "embedding.embeddings.0.embedding.vector": []any{0.1, 0.2, 0.3},
			},
		},
		"reranker": {
			in: attrs{
				kind: "RERANKER", "reranker.query": "q", "reranker.top_k": 2, "reranker.model_name": "rerank-v3.5",
				"reranker.output_documents.1.document.id": "b", "reranker.output_documents.0.document.id": "a", "reranker.output_documents.0.document.score": 0.9,
			},
			want: attrs{
				op: "rerank", "gen_ai.retrieval.query.text": "q", "gen_ai.retrieval.top_k": int64(2), model: "rerank-v3.5",
				"gen_ai.retrieval.documents": []any{attrs{"id": "a", "score": 0.9}, attrs{"id": "b"}},
			},
		},
		"chain, prompt, guardrail, evaluator, unknown are no operation": {
			in: attrs{kind: "GUARDRAIL", "input.value": "x"}, want: attrs{kind: "GUARDRAIL", "input.value": "x"},
		},
		"a decision model answers questions with probabilities: a model, tokens, no operation": {
			in: attrs{
				kind: "DECISION", "decision.request.model_name": "jev-latest", "decision.response.model_name": "jev-2", "decision.provider": "OpenAI",
				"decision.system": "openai", "decision.token_count.input": 20, "decision.token_count.output": 2,
			},
			want: attrs{
				kind: "DECISION", model: "jev-latest", "gen_ai.response.model": "jev-2", "gen_ai.provider.name": "openai", "gen_ai.usage.input_tokens": int64(20),
				"gen_ai.usage.output_tokens": int64(2),
			},
		},
		"a decision model that only one attribute names": {
			in: attrs{kind: "DECISION", "decision.model_name": "jev-2"}, want: attrs{kind: "DECISION", model: "jev-2"},
		},
		"a prompt is rendered, no model is called": {
			in: attrs{kind: "PROMPT", "input.value": "x"}, want: attrs{kind: "PROMPT", "input.value": "x"},
		},
		"an explicit operation wins": {
			in: attrs{kind: "LLM", op: "generate_content", "llm.token_count.prompt": 1}, want: attrs{op: "generate_content", "gen_ai.usage.input_tokens": int64(1), kind: "LLM"},
		},
		"a helper of LlamaIndex is no call": {
			scope: "openinference.instrumentation.llama_index",
			in:    attrs{kind: "LLM", "llm.model_name": "gpt-4o", "input.value": "{}"},
			want:  attrs{kind: "LLM", model: "gpt-4o", "input.value": "{}"},
		},
		"text completion by prompts and choices": {
			in: attrs{kind: "LLM", "llm.prompts.0.prompt.text": "Once", "llm.choices.0.completion.text": " upon"},
			want: attrs{
				op: "text_completion", "gen_ai.input.messages": []any{message("user", text("Once"))}, "gen_ai.output.messages": []any{message("assistant", text(" upon"))},
			},
		},
		"completion.text": {
			in:   attrs{kind: "LLM", "completion.text": "upon"},
			want: attrs{op: "text_completion", "gen_ai.output.messages": []any{message("assistant", text("upon"))}},
		},
		"the newer names of the models": {
			in:   attrs{kind: "LLM", "llm.request.model_name": "gpt-4o", "llm.response.model_name": "gpt-4o-2024-08-06", "llm.model_name": "gpt-4o-2024-08-06"},
			want: attrs{op: "chat", model: "gpt-4o", "gen_ai.response.model": "gpt-4o-2024-08-06"},
		},
		"every request parameter": {
			in: attrs{kind: "LLM", "llm.token_count.prompt": 1, "llm.invocation_parameters": `{"model":"m","temperature":1,"top_p":0.5,"top_k":40,"max_completion_tokens":9,
				"frequency_penalty":0.1,"presence_penalty":0.2,"seed":7,"stream":true,"stop":"END","n":2,"reasoning_effort":"low","previous_response_id":"resp_1",
				"conversation":{"id":"conv_1"},"service_tier":"flex"}`},
			want: attrs{
				op: "chat", "gen_ai.usage.input_tokens": int64(1), model: "m", "gen_ai.request.temperature": 1.0, "gen_ai.request.top_p": 0.5,
				"gen_ai.request.top_k": int64(40), "gen_ai.request.max_tokens": int64(9), "gen_ai.request.frequency_penalty": 0.1, "gen_ai.request.presence_penalty": 0.2,
				"gen_ai.request.seed": int64(7), "gen_ai.request.stream": true, "gen_ai.request.stop_sequences": []any{"END"}, "gen_ai.request.choice.count": int64(2),
				"gen_ai.request.reasoning.level": "low", "gen_ai.request.previous_response.id": "resp_1", "gen_ai.conversation.id": "conv_1", "openai.request.service_tier": "flex",
			},
		},
		"parameters that say nothing": {
			in: attrs{kind: "LLM", "llm.token_count.prompt": 1, "llm.invocation_parameters": `{"n":1,"candidate_count":1,"stream":false,"num_output":-1,"max_tokens":-1,"context_window":128000}`},
			want: attrs{
				op: "chat", "gen_ai.usage.input_tokens": int64(1),
				"llm.invocation_parameters": `{"n":1,"candidate_count":1,"stream":false,"num_output":-1,"max_tokens":-1,"context_window":128000}`,
			},
		},
		"google: generation config": {
			in: attrs{kind: "LLM", "llm.provider": "google", "llm.system": "vertexai", "llm.invocation_parameters": `{"max_output_tokens":5,"stop_sequences":["a"],"response_mime_type":"application/json"}`},
			want: attrs{
				op: "chat", "gen_ai.provider.name": "gcp.vertex_ai", "gen_ai.request.max_tokens": int64(5), "gen_ai.request.stop_sequences": []any{"a"}, "gen_ai.output.type": "json",
				"llm.invocation_parameters": `{"max_output_tokens":5,"stop_sequences":["a"],"response_mime_type":"application/json"}`,
			},
		},
		"anthropic in JavaScript: the system prompt is a parameter": {
			in: attrs{kind: "LLM", "llm.system": "anthropic", "llm.token_count.prompt": 1, "llm.invocation_parameters": `{"model":"claude","system":"Be brief.","max_tokens":10}`},
			want: attrs{
				op: "chat", "gen_ai.provider.name": "anthropic", "gen_ai.usage.input_tokens": int64(1), model: "claude", "gen_ai.request.max_tokens": int64(10),
				"gen_ai.system_instructions": []any{text("Be brief.")},
			},
		},
		"every token count": {
			in: attrs{
				kind: "LLM", "llm.token_count.prompt": 100, "llm.token_count.completion": 50, "llm.token_count.total": 150,
				"llm.token_count.prompt_details.cache_input": 10, "llm.token_count.prompt_details.cache_write": 20, "llm.token_count.prompt_details.audio": 5,
				"llm.token_count.completion_details.audio": 6, "llm.token_count.completion_details.reasoning": 7, "llm.cost.total": 0.1,
			},
			want: attrs{
				op: "chat", "gen_ai.usage.input_tokens": int64(100), "gen_ai.usage.output_tokens": int64(50), "gen_ai.usage.cache_read.input_tokens": int64(10),
				"gen_ai.usage.cache_write.input_tokens": int64(20), "gen_ai.usage.audio.input_tokens": int64(5), "gen_ai.usage.audio.output_tokens": int64(6),
				"gen_ai.usage.reasoning.output_tokens": int64(7), "llm.cost.total": 0.1,
			},
		},
		"messages: text beside calls, indices from 1 and beyond 9, a repeated text, a tool's answer": {
			in: attrs{
				kind:                                 "LLM",
				"llm.input_messages.10.message.role": "tool",
				"llm.input_messages.10.message.tool_call_id":                             "c1",
				"llm.input_messages.10.message.content":                                  `{"t":1}`,
				"llm.input_messages.1.message.role":                                      "model",
				"llm.input_messages.1.message.content":                                   "I look.",
				"llm.input_messages.1.message.contents.0.message_content.type":           "text",
				"llm.input_messages.1.message.contents.0.message_content.text":           "I look.",
				"llm.input_messages.1.message.tool_calls.0.tool_call.id":                 "c1",
				"llm.input_messages.1.message.tool_calls.0.tool_call.function.name":      "get",
				"llm.input_messages.1.message.tool_calls.0.tool_call.function.arguments": `{"x":1}`,
				"llm.output_messages.0.message.role":                                     "assistant",
				"llm.output_messages.0.message.contents.0.message_content.type":          "reasoning",
				"llm.output_messages.0.message.contents.0.message_content.text":          "Hm",
				"llm.output_messages.0.message.function_call_name":                       "old",
				"llm.output_messages.0.message.function_call_arguments_json":             `{}`,
			},
			want: attrs{
				op: "chat",
				"gen_ai.input.messages": []any{
					message("assistant", text("I look."), call("c1", "get", attrs{"x": int64(1)})),
					message("tool", response(attrs{"t": int64(1)})),
				},
				"gen_ai.output.messages": []any{message("assistant", attrs{"type": "reasoning", "content": "Hm"}, call("", "old", attrs{}))},
			},
		},
		"messages: media": {
			in: attrs{
				kind: "LLM", "llm.input_messages.0.message.role": "user",
				"llm.input_messages.0.message.contents.0.message_content.image.image.url":       "data:image/png;base64,AAAA",
				"llm.input_messages.0.message.contents.1.message_content.image.image.url":       "https://example.com/a.png",
				"llm.input_messages.0.message.contents.2.message_content.audio.audio.url":       "data:audio/wav;base64,BBBB",
				"llm.input_messages.0.message.contents.3.message_content.type":                  "image",
				"llm.input_messages.0.message.contents.4.message_content.video.video.url":       "https://example.com/a.mp4",
				"llm.input_messages.0.message.contents.5.message_content.document.document.url": "https://example.com/a.pdf",
			},
			want: attrs{
				op: "chat",
				"gen_ai.input.messages": []any{message("user",
					attrs{"type": "blob", "modality": "image", "mime_type": "image/png", "content": "AAAA"},
					attrs{"type": "uri", "modality": "image", "uri": "https://example.com/a.png"},
					attrs{"type": "blob", "modality": "audio", "mime_type": "audio/wav", "content": "BBBB"},
					attrs{"type": "uri", "modality": "video", "uri": "https://example.com/a.mp4"},
					attrs{"type": "uri", "modality": "document", "uri": "https://example.com/a.pdf"},
				)},
			},
		},
		"messages: JSON in one attribute": {
			in:   attrs{kind: "LLM", "llm.input_messages": `[{"role":"human","content":"Hi"}]`},
			want: attrs{op: "chat", "gen_ai.input.messages": []any{message("user", text("Hi"))}},
		},
		"messages: JSON that was cut off stays": {
			in:   attrs{kind: "LLM", "llm.input_messages": `[{"role":"human","content":"Hi`},
			want: attrs{op: "chat", "llm.input_messages": `[{"role":"human","content":"Hi`},
		},
		"tool: the schema is no argument": {
			name: "get_weather",
			in: attrs{
				kind: "TOOL", "tool.parameters": `{"properties":{"city":{"type":"string"}}}`, "input.value": `{"city":"Paris"}`, "input.mime_type": "application/json",
				"output.value": "15C", "output.mime_type": "text/plain", "tool_call.id": "c1",
			},
			want: attrs{
				op: "execute_tool", "gen_ai.tool.name": "get_weather", "gen_ai.tool.call.id": "c1", "gen_ai.tool.call.arguments": attrs{"city": "Paris"},
				"gen_ai.tool.call.result": "15C", "tool.parameters": `{"properties":{"city":{"type":"string"}}}`,
			},
		},
		"tool: arguments of Bedrock's agents": {
			in:   attrs{kind: "TOOL", "tool.name": "get", "tool.parameters": `[{"name":"city","type":"string","value":"Paris"},{"name":"n","type":"number","value":2}]`},
			want: attrs{op: "execute_tool", "gen_ai.tool.name": "get", "gen_ai.tool.call.arguments": attrs{"city": "Paris", "n": int64(2)}},
		},
		"agent": {
			in: attrs{kind: "AGENT", "agent.name": "planner"}, want: attrs{op: "invoke_agent", "gen_ai.agent.name": "planner"},
		},
		"agent: as a node only": {
			scope: "openinference.instrumentation.openai_agents",
			in:    attrs{kind: "AGENT", "graph.node.id": "planner"}, want: attrs{op: "invoke_agent", "gen_ai.agent.name": "planner"},
		},
		"agent: the id of a node elsewhere is no name": {
			in: attrs{kind: "AGENT", "graph.node.id": "4711", "graph.node.name": "planner"}, want: attrs{op: "invoke_agent", "gen_ai.agent.name": "planner", "graph.node.id": "4711"},
		},
		"template": {
			in:   attrs{kind: "LLM", "llm.token_count.prompt": 1, "llm.prompt_template.version": "v2", "llm.prompt_template.variables": `{"city":"Paris"}`, "llm.prompt_template.template": "In {city}"},
			want: attrs{op: "chat", "gen_ai.usage.input_tokens": int64(1), "gen_ai.prompt.version": "v2", "gen_ai.prompt.variable.city": "Paris", "llm.prompt_template.template": "In {city}"},
		},
		"template: a variable that is there with another value keeps them all": {
			in:   attrs{kind: "LLM", "llm.token_count.prompt": 1, "gen_ai.prompt.variable.city": "Rome", "llm.prompt_template.variables": `{"city":"Paris","day":"Monday"}`},
			want: attrs{op: "chat", "gen_ai.usage.input_tokens": int64(1), "gen_ai.prompt.variable.city": "Rome", "gen_ai.prompt.variable.day": "Monday", "llm.prompt_template.variables": `{"city":"Paris","day":"Monday"}`},
		},
		"parameters that cannot all be written keep them all": {
			in:   attrs{kind: "LLM", "llm.invocation_parameters": `{"inferenceConfig":{"unknown":1,"maxTokens":5}}`},
			want: attrs{op: "chat", "gen_ai.request.max_tokens": int64(5), "llm.invocation_parameters": `{"inferenceConfig":{"unknown":1,"maxTokens":5}}`},
		},
		"a list of anything but strings is no stop sequence": {
			in:   attrs{kind: "LLM", "llm.invocation_parameters": `{"max_tokens":5,"stop":["a",1]}`},
			want: attrs{op: "chat", "gen_ai.request.max_tokens": int64(5), "llm.invocation_parameters": `{"max_tokens":5,"stop":["a",1]}`},
		},
		"a format that is neither text nor JSON is none": {
			in:   attrs{kind: "LLM", "llm.invocation_parameters": `{"response_format":{"type":"grammar"}}`},
			want: attrs{op: "chat", "llm.invocation_parameters": `{"response_format":{"type":"grammar"}}`},
		},
		"a part whose type comes first": {
			in: attrs{
				kind: "LLM", "llm.input_messages.0.message.role": "user",
				"llm.input_messages.0.message.contents.0.message_content.type": "text", "llm.input_messages.0.message.contents.0.message_content.text": "Hi",
				"llm.input_messages.0.message.contents.1.message_content.type": "image", // and none: it was not to be recorded
			},
			want: attrs{op: "chat", "gen_ai.input.messages": []any{message("user", text("Hi"))}},
		},
		"langchain's metadata fill gaps": {
			in: attrs{kind: "LLM", "llm.token_count.prompt": 1, "metadata": `{"ls_provider":"amazon_bedrock","ls_model_name":"m","ls_temperature":0.5,"ls_max_tokens":9,"thread_id":"t-1"}`},
			want: attrs{
				op: "chat", "gen_ai.usage.input_tokens": int64(1), "gen_ai.provider.name": "aws.bedrock", model: "m", "gen_ai.request.temperature": 0.5,
				"gen_ai.request.max_tokens": int64(9), "gen_ai.conversation.id": "t-1",
				"metadata": `{"ls_provider":"amazon_bedrock","ls_model_name":"m","ls_temperature":0.5,"ls_max_tokens":9,"thread_id":"t-1"}`,
			},
		},
		"the first token, and an exception": {
			in: attrs{kind: "LLM", "llm.token_count.prompt": 1}, failed: true,
			events: []event{{"First Token Stream Event", 500_000_000, nil}, {"exception", 0, attrs{"exception.type": "RateLimitError"}}},
			want: attrs{
				op: "chat", "gen_ai.usage.input_tokens": int64(1), "gen_ai.request.stream": true, "gen_ai.response.time_to_first_chunk": 0.5, "error.type": "RateLimitError",
			},
		},
		"the response fills what is missing": {
			in: attrs{kind: "LLM", "llm.invocation_parameters": `{"model":"gpt-4o"}`, "output.value": `{"id":"chatcmpl-1","object":"chat.completion","model":"gpt-4o-2024-08-06","choices":[{"finish_reason":"stop"}],"system_fingerprint":"fp"}`},
			want: attrs{
				op: "chat", model: "gpt-4o", "gen_ai.response.id": "chatcmpl-1", "gen_ai.response.model": "gpt-4o-2024-08-06", "gen_ai.response.finish_reasons": []any{"stop"},
				"openai.response.system_fingerprint": "fp",
				"output.value":                       `{"id":"chatcmpl-1","object":"chat.completion","model":"gpt-4o-2024-08-06","choices":[{"finish_reason":"stop"}],"system_fingerprint":"fp"}`,
			},
		},
	})
}
