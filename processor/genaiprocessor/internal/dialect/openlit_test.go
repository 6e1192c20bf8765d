// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package dialect

import "testing"

func TestOpenLIT(t *testing.T) {
	const (
		op    = "gen_ai.operation.name"
		model = "gen_ai.request.model"
	)
	check(t, map[string]row{
		"Python to 1.33: events, sentinels": {
			scope: "openlit.otel.tracing",
			in: attrs{
				"gen_ai.system": "openai", op: "chat", model: "gpt-4o", "gen_ai.request.is_stream": false, "gen_ai.request.max_tokens": -1, "gen_ai.request.seed": "",
				"gen_ai.request.user": "", "gen_ai.response.finish_reasons": `["stop"]`, "gen_ai.usage.input_tokens": 12, "gen_ai.usage.output_tokens": 34,
				"gen_ai.usage.total_tokens": 46, "gen_ai.usage.cost": 0.001, "gen_ai.endpoint": "https://api.openai.com:443/v1", "gen_ai.application_name": "chat",
			},
			events: []event{
				{"gen_ai.content.prompt", 0, attrs{"gen_ai.prompt": "system: Be brief.\nuser: Hi"}}, {"gen_ai.content.completion", 0, attrs{"gen_ai.completion": "Hello"}},
			},
			want: attrs{
				"gen_ai.provider.name": "openai", op: "chat", model: "gpt-4o", "gen_ai.response.finish_reasons": []any{"stop"}, "gen_ai.usage.input_tokens": int64(12),
				"gen_ai.usage.output_tokens": int64(34), "gen_ai.usage.cost": 0.001, "server.address": "api.openai.com", "server.port": int64(443), "gen_ai.application_name": "chat",
				"gen_ai.input.messages":  []any{message("system", text("Be brief.")), message("user", text("Hi"))},
				"gen_ai.output.messages": []any{message("assistant", text("Hello"))},
			},
		},
		"Python 1.34: numbers and lists as text": {
			scope: "openlit.otel.tracing",
			in:    attrs{op: "chat", "gen_ai.request.max_tokens": "-1", "gen_ai.request.temperature": "1.0", "gen_ai.request.stop_sequences": "['END']"},
			want:  attrs{op: "chat", "gen_ai.request.temperature": 1.0, "gen_ai.request.stop_sequences": []any{"END"}},
		},
		"Python 1.34: no stop sequences": {
			scope: "openlit.otel.tracing", in: attrs{op: "chat", "gen_ai.request.stop_sequences": "[]"}, want: attrs{op: "chat"},
		},
		"an event for each choice": {
			scope:  "openlit.otel.tracing",
			in:     attrs{op: "chat"},
			events: []event{{"gen_ai.content.completion", 0, attrs{"gen_ai.completion": "One"}}, {"gen_ai.content.completion", 0, attrs{"gen_ai.completion": "Two"}}},
			want:   attrs{op: "chat", "gen_ai.output.messages": []any{message("assistant", text("One")), message("assistant", text("Two"))}},
		},
		"an answer in JSON, in an event": {
			scope:  "openlit.otel.tracing",
			in:     attrs{op: "chat"},
			events: []event{{"gen_ai.content.completion", 0, attrs{"gen_ai.completion": `{"city":"Paris"}`}}},
			want:   attrs{op: "chat", "gen_ai.output.messages": []any{message("assistant", text(`{"city":"Paris"}`))}},
		},
		"an answer in JSON": {
			scope: "@openlit/instrumentation-openai",
			in:    attrs{op: "chat", "gen_ai.completion": `{"city":"Paris"}`},
			want:  attrs{op: "chat", "gen_ai.output.messages": []any{message("assistant", text(`{"city":"Paris"}`))}},
		},
		"Gemini to 1.36: a call, and None for the text": {
			scope: "openlit.otel.tracing",
			in: attrs{
				op: "chat", "gen_ai.completion": "None", "gen_ai.tool.name": "get", "gen_ai.tool.call.id": "c1", "gen_ai.tool.args": "{'x': 1}",
			},
			want: attrs{
				op: "chat", "gen_ai.completion": "None", "gen_ai.tool.name": "get", "gen_ai.tool.call.id": "c1", "gen_ai.tool.call.arguments": "{'x': 1}",
				"gen_ai.output.messages": []any{message("assistant", call("c1", "get", attrs{"x": int64(1)}))},
			},
		},
		"the result of a function of the application is no message": {
			scope: "openlit.otel.tracing", in: attrs{"gen_ai.application_name": "chat", "gen_ai.completion": `{"city":"Paris"}`}, want: attrs{"gen_ai.application_name": "chat", "gen_ai.completion": `{"city":"Paris"}`},
		},
		"Anthropic's blocks within a text": {
			scope: "openlit.instrumentation.anthropic",
			in: attrs{
				op: "chat", "gen_ai.system_instructions": `[{"type": "text", "content": [{"type": "text", "text": "Be brief."}]}]`,
				"gen_ai.input.messages": `[{"role": "system", "parts": [{"type": "text", "content": [{"type": "text", "text": "Be brief."}]}]}, {"role": "user", "parts": [{"type": "text", "content": "Hi"}]}]`,
			},
			want: attrs{
				op: "chat", "gen_ai.system_instructions": []any{text("Be brief.")},
				"gen_ai.input.messages": []any{message("system", text("Be brief.")), message("user", text("Hi"))},
			},
		},
		"blocks within a text, in a structure": {
			scope: "openlit.instrumentation.anthropic",
			in:    attrs{op: "chat", "gen_ai.input.messages": []any{message("system", attrs{"type": "text", "content": []any{attrs{"type": "text", "text": "Be brief."}}})}},
			want:  attrs{op: "chat", "gen_ai.input.messages": []any{message("system", text("Be brief."))}},
		},
		"a part of another type may have blocks": {
			scope: "openlit.instrumentation.anthropic",
			in:    attrs{op: "chat", "gen_ai.input.messages": `[{"role": "user", "parts": [{"type": "search_result", "content": [{"type": "text", "text": "x"}]}]}]`},
			want:  attrs{op: "chat", "gen_ai.input.messages": `[{"role": "user", "parts": [{"type": "search_result", "content": [{"type": "text", "text": "x"}]}]}]`},
		},
		"blocks within a result are the tool's": {
			scope: "openlit.instrumentation.anthropic",
			in: attrs{
				op: "chat", "gen_ai.input.messages": `[{"role": "tool", "parts": [{"type": "tool_call_response", "id": "c1", "response": {"content": [{"type": "text", "text": "15"}]}}]}]`,
			},
			want: attrs{
				op: "chat", "gen_ai.input.messages": `[{"role": "tool", "parts": [{"type": "tool_call_response", "id": "c1", "response": {"content": [{"type": "text", "text": "15"}]}}]}]`,
			},
		},
		"a seed of 0 was not given": {
			in:   attrs{"gen_ai.sdk.version": "1", op: "chat", "gen_ai.request.seed": 0},
			want: attrs{"gen_ai.sdk.version": "1", op: "chat"},
		},
		"JavaScript 1.7: the model is the response's, content in attributes": {
			scope: "@openlit/instrumentation-cohere",
			in: attrs{
				"gen_ai.system": "cohere", op: "chat", model: "command-r", "gen_ai.request.is_stream": true, "gen_ai.usage.output_tokens": 7, "gen_ai.response.finish_reason": "COMPLETE",
				"gen_ai.content.prompt": "user: Hi", "gen_ai.completion": "Hello",
			},
			want: attrs{
				"gen_ai.provider.name": "cohere", op: "chat", model: "command-r", "gen_ai.response.model": "command-r", "gen_ai.request.stream": true,
				"gen_ai.usage.output_tokens": int64(7), "gen_ai.response.finish_reasons": []any{"complete"},
				"gen_ai.input.messages": []any{message("user", text("Hi"))}, "gen_ai.output.messages": []any{message("assistant", text("Hello"))},
			},
		},
		"new: Anthropic leaves cached tokens out, reasoning beside the answer": {
			scope: "openlit.instrumentation.anthropic",
			in: attrs{
				"gen_ai.provider.name": "anthropic", op: "chat", "gen_ai.usage.input_tokens": 10, "gen_ai.usage.output_tokens": 20, "gen_ai.client.token.usage": 30,
				"gen_ai.usage.cache_read.input_tokens": 5, "gen_ai.usage.cache_creation.input_tokens": 3, "gen_ai.usage.reasoning_tokens": 8,
				"gen_ai.server.time_to_first_token": 0.5, "gen_ai.server.time_per_output_token": 0.01, "gen_ai.request.reasoning_effort": "high",
				"gen_ai.content.reasoning": "Hm", "gen_ai.completion": "Yes",
			},
			want: attrs{
				"gen_ai.provider.name": "anthropic", op: "chat", "gen_ai.usage.input_tokens": int64(18), "genai.usage.reported.input_tokens": int64(10),
				"gen_ai.usage.output_tokens": int64(20), "gen_ai.usage.cache_read.input_tokens": int64(5), "gen_ai.usage.cache_write.input_tokens": int64(3),
				"gen_ai.usage.reasoning.output_tokens": int64(8), "gen_ai.response.time_to_first_chunk": 0.5, "gen_ai.server.time_per_output_token": 0.01,
				"gen_ai.request.reasoning.level": "high",
				"gen_ai.output.messages":         []any{message("assistant", attrs{"type": "reasoning", "content": "Hm"}, text("Yes"))},
			},
		},
		"new: retrieval and embeddings": {
			scope: "openlit.x",
			in:    attrs{op: "retrieve", "gen_ai.retrieval.query": "q", "gen_ai.retrieval.source": "docs", "gen_ai.retrieval.document_count": 3, "gen_ai.request.embedding_dimension": 8, "gen_ai.request.embedding_format": "float"},
			want: attrs{
				op: "retrieval", "gen_ai.retrieval.query.text": "q", "gen_ai.data_source.id": "docs", "gen_ai.retrieval.document_count": int64(3),
				"gen_ai.embeddings.dimension.count": int64(8), "gen_ai.request.encoding_formats": []any{"float"},
			},
		},
		"operations that are none stay": {
			scope: "openlit.x", in: attrs{op: "vectordb", "gen_ai.system": "chroma"}, want: attrs{op: "vectordb", "gen_ai.system": "chroma"},
		},
		"crawl4ai": {
			scope: "openlit.x",
			in:    attrs{"gen_ai.llm.provider": "OpenAI", "gen_ai.llm.model": "gpt-4o", "gen_ai.llm.temperature": 0.1, "gen_ai.llm.max_tokens": 4, "gen_ai.token.usage.input": 1, "gen_ai.token.usage.output": 2},
			want: attrs{
				"gen_ai.provider.name": "openai", model: "gpt-4o", "gen_ai.request.temperature": 0.1, "gen_ai.request.max_tokens": int64(4),
				"gen_ai.usage.input_tokens": int64(1), "gen_ai.usage.output_tokens": int64(2),
			},
		},
		"tools": {
			scope: "openlit.x",
			in:    attrs{op: "execute_tool", "gen_ai.tool.args": `{"city":"Paris"}`, "gen_ai.tool.output": "15C"},
			want:  attrs{op: "execute_tool", "gen_ai.tool.call.arguments": attrs{"city": "Paris"}, "gen_ai.tool.call.result": "15C"},
		},
		"tool calls beside the answer": {
			scope: "openlit.x",
			in:    attrs{op: "chat", "gen_ai.completion": "I look.", "gen_ai.response.tool_calls": `[{"id":"c1","type":"function","function":{"name":"get","arguments":"{}"}}]`},
			want:  attrs{op: "chat", "gen_ai.output.messages": []any{message("assistant", text("I look."), call("c1", "get", attrs{}))}},
		},
		"tool calls as Python prints them": {
			scope:  "openlit.x",
			in:     attrs{op: "chat", "gen_ai.response.tool_calls": `[{'id': 'c1', 'function': {'arguments': '{"x":1}', 'name': 'get'}, 'type': 'function', 'index': None}]`},
			events: []event{{"gen_ai.content.completion", 0, attrs{"gen_ai.completion": "None"}}},
			want:   attrs{op: "chat", "gen_ai.output.messages": []any{message("assistant", call("c1", "get", attrs{"x": int64(1)}))}},
		},
		"definitions where calls belong": {
			scope: "openlit.x",
			in:    attrs{op: "chat", "gen_ai.response.tool_calls": `[{'name': 'get', 'parameters': {'type': 'object'}}]`},
			want:  attrs{op: "chat", "gen_ai.response.tool_calls": `[{'name': 'get', 'parameters': {'type': 'object'}}]`},
		},
		"tool calls that are neither JSON nor Python's stay": {
			scope: "openlit.x",
			in:    attrs{op: "chat", "gen_ai.response.tool_calls": `[Function(name='get')]`},
			want:  attrs{op: "chat", "gen_ai.response.tool_calls": `[Function(name='get')]`},
		},
		"1.36 to 1.38: the tools of Agno, as Python prints them": {
			scope: "openlit.instrumentation.agno",
			in: attrs{
				op: "execute_task", "gen_ai.provider.name": "agno", "gen_ai.agent.lifecycle.phase": "tool_execution", "gen_ai.tool.name": "weather",
				"gen_ai.tool.parameters": `{'city': 'Paris', 'days': 2}`, "gen_ai.tool.output": "15C",
			},
			want: attrs{
				op: "execute_tool", "gen_ai.provider.name": "agno", "gen_ai.agent.lifecycle.phase": "tool_execution", "gen_ai.tool.name": "weather",
				"gen_ai.tool.call.arguments": attrs{"city": "Paris", "days": int64(2)}, "gen_ai.tool.call.result": "15C",
			},
		},
		"1.36 to 1.38: a task of Agno that is no tool": {
			scope: "openlit.instrumentation.agno",
			in:    attrs{op: "execute_task", "gen_ai.agent.lifecycle.phase": "execute"},
			want:  attrs{op: "execute_task", "gen_ai.agent.lifecycle.phase": "execute"},
		},
		"1.36 to 1.38: the tools of OpenAI's agents": {
			scope: "openlit.instrumentation.openai_agents",
			in:    attrs{op: "execute_tool", "gen_ai.tool.arguments": `{"city":"Paris"}`, "gen_ai.tool.result": `{"c":15}`},
			want:  attrs{op: "execute_tool", "gen_ai.tool.call.arguments": attrs{"city": "Paris"}, "gen_ai.tool.call.result": attrs{"c": int64(15)}},
		},
		"1.36 to 1.38: Agno searches vectors": {
			scope: "openlit.instrumentation.agno",
			in:    attrs{op: "gen_ai.operation.vectordb_search", "gen_ai.vectordb.search.query": "q", "gen_ai.vectordb.search.limit": 5},
			want:  attrs{op: "retrieval", "gen_ai.retrieval.query.text": "q", "gen_ai.retrieval.top_k": int64(5)},
		},
		"1.36 to 1.38: Agno searches knowledge": {
			scope: "openlit.instrumentation.agno",
			in:    attrs{op: "gen_ai.operation.knowledge_search", "gen_ai.knowledge.search.query": "q", "gen_ai.knowledge.search.limit": 3},
			want:  attrs{op: "retrieval", "gen_ai.retrieval.query.text": "q", "gen_ai.retrieval.top_k": int64(3)},
		},
		"1.36 to 1.38: Agno writes vectors": {
			scope: "openlit.instrumentation.agno", in: attrs{op: "gen_ai.operation.vectordb_upsert"}, want: attrs{op: "gen_ai.operation.vectordb_upsert"},
		},
		"1.36 to 1.38: a team is a workflow": {
			scope: "openlit.instrumentation.agno", in: attrs{op: "team", "gen_ai.team.name": "writers"}, want: attrs{op: "invoke_workflow", "gen_ai.workflow.name": "writers"},
		},
		"1.36 to 1.38: the user of a memory": {
			scope: "openlit.instrumentation.agno", in: attrs{op: "memory", "gen_ai.memory.user_id": "u"}, want: attrs{op: "memory", "user.id": "u"},
		},
		"1.36 to 1.38: parameters of Pydantic AI": {
			scope: "openlit.instrumentation.pydantic_ai",
			in:    attrs{op: "graph_execution", "gen_ai.request.parameters": `{"temperature": 0.5, "max_tokens": 9, "stop": ["END"], "seed": 4}`},
			want: attrs{
				op: "invoke_workflow", "gen_ai.request.temperature": 0.5, "gen_ai.request.max_tokens": int64(9), "gen_ai.request.stop_sequences": []any{"END"},
				"gen_ai.request.seed": int64(4),
			},
		},
		"1.36 to 1.38: an assistant of OpenAI in CrewAI": {
			scope: "openlit.instrumentation.crewai",
			in:    attrs{op: "invoke_agent", "gen_ai.openai.thread.id": "thread_1", "gen_ai.openai.assistant.id": "asst_1"},
			want:  attrs{op: "invoke_agent", "gen_ai.conversation.id": "thread_1", "gen_ai.agent.id": "asst_1"},
		},
		"1.38: the thread of LangGraph": {
			scope: "openlit.instrumentation.langgraph",
			in:    attrs{op: "graph_execution", "langgraph.thread.id": "t1"},
			want:  attrs{op: "invoke_workflow", "gen_ai.conversation.id": "t1"},
		},
		"1.38 and 1.40: Google AI Studio": {
			scope: "openlit.instrumentation.google_ai_studio",
			in:    attrs{op: "chat", "gen_ai.provider.name": "google.ai.studio", model: "gemini-2.5-flash"},
			want:  attrs{op: "chat", "gen_ai.provider.name": "gcp.gemini", model: "gemini-2.5-flash"},
		},
		"a framework that calls a model is not its provider": {
			scope: "openlit.instrumentation.claude_agent_sdk",
			in:    attrs{op: "chat", "gen_ai.provider.name": "claude_agent_sdk", model: "claude-sonnet-4"},
			want:  attrs{op: "chat", "gen_ai.provider.name": "anthropic", model: "claude-sonnet-4"},
		},
		"a framework that calls a model is not its system": {
			scope: "openlit.instrumentation.browser_use",
			in:    attrs{op: "chat", "gen_ai.system": "browser_use", model: "gpt-4o"},
			want:  attrs{op: "chat", "gen_ai.system": "browser_use", "gen_ai.provider.name": "openai", model: "gpt-4o"},
		},
		"Microsoft's agents call a model": {
			scope: "openlit.instrumentation.agent_framework",
			in:    attrs{op: "chat", "gen_ai.provider.name": "agent_framework", model: "gpt-4o"},
			want:  attrs{op: "chat", "gen_ai.provider.name": "openai", model: "gpt-4o"},
		},
		"Mem0 searches a memory": {
			scope: "openlit.instrumentation.mem0",
			in:    attrs{op: "memory", "gen_ai.endpoint": "memory search", "gen_ai.memory.search.query": "q"},
			want:  attrs{op: "search_memory", "gen_ai.endpoint": "memory search", "gen_ai.memory.search.query": "q"},
		},
		"Mem0 adds to a memory": {
			scope: "openlit.instrumentation.mem0", in: attrs{op: "memory", "gen_ai.endpoint": "memory add"}, want: attrs{op: "upsert_memory", "gen_ai.endpoint": "memory add"},
		},
		"Mem0 reads a memory, for which there is no operation": {
			scope: "openlit.instrumentation.mem0", in: attrs{op: "memory", "gen_ai.endpoint": "memory get"}, want: attrs{op: "memory", "gen_ai.endpoint": "memory get"},
		},
		"the type names a workflow that has no name": {
			scope: "openlit.x", in: attrs{op: "invoke_workflow", "gen_ai.workflow.type": "crew"}, want: attrs{op: "invoke_workflow", "gen_ai.workflow.name": "crew"},
		},
		"an agent has no workflow's name": {
			scope: "openlit.x", in: attrs{op: "agent", "gen_ai.workflow.type": "crew"}, want: attrs{op: "invoke_agent", "gen_ai.workflow.type": "crew"},
		},
	})
}
