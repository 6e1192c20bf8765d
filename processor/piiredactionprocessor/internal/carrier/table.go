// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

// Package carrier knows which attributes carry content, that is what people and
// models say, and which must never change.
package carrier

// Group is the attributes that one convention or library writes content to. A
// key that ends in * stands for all that begin with what is before it.
type Group struct {
	Name string
	Keys []string
}

// Content is where content is in the attributes of spans, events, links, log
// records, data points and exemplars.
var Content = []Group{
	{"OpenTelemetry GenAI conventions", []string{
		"gen_ai.input.messages", "gen_ai.output.messages", "gen_ai.system_instructions", "gen_ai.tool.definitions",
		"gen_ai.tool.call.arguments", "gen_ai.tool.call.result", "gen_ai.tool.description", "gen_ai.agent.description",
		"gen_ai.retrieval.*", "gen_ai.evaluation.explanation", "gen_ai.memory.*",
	}},
	{"OpenTelemetry GenAI conventions up to 1.27", []string{"gen_ai.prompt", "gen_ai.completion", "gen_ai.event.content"}},
	{"OpenLLMetry", []string{
		"gen_ai.prompt.*", "gen_ai.completion.*", "gen_ai.headers", "gen_ai.task.input", "gen_ai.task.output",
		"gen_ai.workflow.input", "gen_ai.workflow.output", "llm.content.completion.chunk", "llm.headers", "llm.request.functions.*",
		"llm.completions*", "traceloop.entity.input", "traceloop.entity.output", "traceloop.association.properties.*", "traceloop.prompt.*",
		"mcp.request.*", "mcp.response.*", "db.query.result*", "db.search.result*", "gen_ai.guardrail.match", "function.args", "function.kwargs", "documents.*",
	}},
	{"OpenLIT", []string{
		"gen_ai.content.*", "gen_ai.tool.input", "gen_ai.tool.output", "gen_ai.tool.args", "gen_ai.tool.result", "gen_ai.tool.error",
		"gen_ai.tool.input_kwargs", "gen_ai.agent.human_input", "gen_ai.agent.actual_output", "gen_ai.agent.action.*", "gen_ai.agent.finish.*",
		"gen_ai.agent.expected_output", "gen_ai.agent.goal", "gen_ai.agent.context", "gen_ai.response.tool_calls", "gen_ai.request.user",
		"gen_ai.framework.error.message", "gen_ai.framework.pipeline.*", "gen_ai.framework.query.text", "gen_ai.crewai.*",
		"gen_ai.tool.arguments", "gen_ai.tool.parameters", "gen_ai.agent.instructions", "gen_ai.agent.introduction", "gen_ai.agent.task",
		"gen_ai.agent.thinking", "gen_ai.agent.next_goal", "gen_ai.agent.final_result", "gen_ai.agent.evaluation", "gen_ai.agent.memory",
		"gen_ai.agent.actions", "gen_ai.agent.action_errors", "gen_ai.agent.page_title", "gen_ai.agent.step_messages", "gen_ai.agno.memory.input",
		"gen_ai.task.description", "gen_ai.task.expected_output", "gen_ai.vectordb.search.query", "gen_ai.knowledge.search.query",
		"gen_ai.extraction.instruction", "gen_ai.request.speech.prompt", "gen_ai.response.speech.*", "gen_ai.handoff.reason",
		"langgraph.graph.final_response", "mcp.params", "mcp.result", "mcp.tool.arguments", "mcp.tool.result", "mcp.completion.argument.value",
		"mcp.fastmcp.prompt.arguments", "mcp.progress.message", "mcp.error.*", "mcp.auth.*", "mcp.resource.uri", "db.filter", "db.metadata",
	}},
	{"OpenInference", []string{
		"input.value", "output.value", "llm.input_messages*", "llm.output_messages*", "llm.prompts*", "llm.choices*", "llm.prompt_template.*",
		"llm.invocation_parameters", "llm.tools*", "llm.function_call", "retrieval.documents*", "reranker.*", "embedding.embeddings*", "embedding.text",
		"embedding.invocation_parameters", "tool.parameters", "tool.arguments", "tool.description", "tool.json_schema", "tool_call.*", "message.*",
		"message_content.*", "document.*", "metadata", "tag.tags", "input.images*", "input.documents*", "output.images*", "output.documents*",
		"evaluations.*", "annotations.*", "trace.evaluations.*", "trace.annotations.*", "session.evaluations.*", "session.annotations.*",
	}},
	{"Vercel AI SDK", []string{
		"ai.prompt*", "ai.response.*", "ai.result.*", "ai.toolCall.*", "ai.request.*", "ai.value*", "ai.telemetry.metadata.*",
	}},
	{"Pydantic AI, Logfire", []string{
		"all_messages_events", "all_messages", "pydantic_ai.all_messages", "events", "final_result", "tool_arguments", "tool_response",
		"model_request_parameters", "request_data", "response_data", "logfire.msg",
	}},
	{"AgentOps, Langtrace", []string{
		"gen_ai.request.tools*", "gen_ai.request.functions*", "gen_ai.request.embedding_inputs", "anthropic.tools.schemas", "instructions",
	}},
	{"Langfuse, LangSmith, MLflow, Haystack", []string{
		"langfuse.*", "langsmith.metadata.*", "langsmith.inputs*", "langsmith.outputs*", "mlflow.spanInputs", "mlflow.spanOutputs", "mlflow.chat.*", "mlflow.chunk.*",
		"haystack.component.input", "haystack.component.output", "haystack.pipeline.input_data", "haystack.pipeline.output_data",
	}},
	{"LiteLLM, CrewAI, Google ADK, Genkit, Mastra, AutoGen, Spring AI", []string{
		"gcp.vertex.agent.llm_*", "gcp.vertex.agent.tool_*", "gcp.vertex.agent.data", "genkit:input", "genkit:output", "mastra.*", "llm.openai.*", "SpanAttributes.*", "metadata.requester_*", "metadata.user_api_key_user_email", "metadata.user_api_key_end_user_id",
		"metadata.spend_logs_metadata", "metadata.prompt_management_metadata", "metadata.vector_store_request_metadata", "metadata.mcp_tool_call_metadata", "hidden_params", "error.stack_trace",
		"crew_*", "crewai.*", "task_*", "agent_goal", "agent_backstory", "formatted_*", "message",
		"spring.ai.tool.call.*", "spring.ai.chat.client.system.*", "spring.ai.chat.client.user.*", "spring.ai.chat.client.advisor.*", "db.vector.query.*",
	}},
	{"Log events of agents (Claude Code, Codex, Gemini CLI)", []string{
		"prompt", "completion", "messages", "input", "output", "response", "arguments", "tool_input", "tool_output", "tool_parameters",
		"request_text", "response_text", "function_args", "content", "reasoning", "system_prompt", "user_prompt",
	}},
	{"General conventions", []string{
		"exception.message", "exception.stacktrace", "error.message", "url.full", "url.path", "url.query", "http.url", "http.target",
		"http.request.header.*", "http.response.header.*", "http.request.body*", "http.response.body*", "db.statement", "db.query.text",
		"db.query.parameter", "db.query.parameter.*", "db.operation.parameter.*", "messaging.message.body", "genai.original.span_name", "user.*", "enduser.*", "session.id",
	}},
}

// Protected is what is never changed, however much is scanned: names, counts
// and ids that other data is joined with.
var Protected = []string{
	"gen_ai.operation.name", "gen_ai.provider.name", "gen_ai.system", "gen_ai.request.model", "gen_ai.response.model", "gen_ai.response.id",
	"gen_ai.conversation.id", "gen_ai.tool.call.id", "gen_ai.tool.name", "gen_ai.request.previous_response.id", "gen_ai.usage.*",
	"gen_ai.token.type", "llm.token_count.*", "llm.model_name", "gpu_uuid", "gpu_uuids", "gpu.*", "hw.*", "service.*", "telemetry.*", "k8s.*",
	"container.*", "server.address", "server.port", "code.*", "thread.*", "otelTraceID", "otelSpanID", "trace_id", "span_id", "pii.redaction.*",
}

// Numbers are the keys whose numbers are personal data: their numbers are
// scanned as text is, and become 0 where something is found. Case does not
// matter.
var Numbers = []string{
	"phone*", "mobile*", "tel", "telefon*", "telephone*", "fax*", "card*", "creditcard*", "credit_card*", "kreditkarte*", "cc_number", "pan",
	"account_number", "accountnumber", "routing_number", "ssn", "social_security*", "socialsecurity*", "tax_id", "taxid", "steuer_id", "steuerid",
	"steuernummer", "national_id", "nationalid", "personal_id", "personnummer", "bsn", "pesel", "nif", "npi", "aadhaar*", "nhs*",
}
