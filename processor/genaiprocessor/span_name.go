// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package genaiprocessor

import (
	"go.opentelemetry.io/collector/pdata/ptrace"

	"github.com/otelcol-genai/otelcol-genai/internal/semconv"
)

// subjects names, by operation, the attribute that follows the operation in the
// name of its span. Operations that are not in it stand alone.
var subjects = map[string]string{
	"chat": semconv.RequestModel, "generate_content": semconv.RequestModel, "text_completion": semconv.RequestModel,
	"embeddings": semconv.RequestModel, "rerank": semconv.RequestModel,
	"retrieval": semconv.DataSourceID, "create_agent": semconv.AgentName, "invoke_agent": semconv.AgentName,
	"invoke_workflow": semconv.WorkflowName, "execute_tool": semconv.ToolName,
}

// renameSpan gives a span the name that the conventions want and keeps the old
// one in an attribute.
func renameSpan(span ptrace.Span) {
	op, ok := span.Attributes().Get(semconv.OperationName)
	if !ok || op.AsString() == "" {
		return
	}
	name := op.AsString()
	if subject, ok := subjects[name]; ok {
		if v, ok := span.Attributes().Get(subject); ok && v.AsString() != "" {
			name += " " + v.AsString()
		}
	}
	old := span.Name()
	if name == old {
		return
	}
	if _, ok := span.Attributes().Get(semconv.OriginalSpanName); !ok {
		span.Attributes().PutStr(semconv.OriginalSpanName, old)
	}
	span.SetName(name)
}

// fixKind gives a span the kind that the conventions want. A server's span stays
// one, and an agent may be remote or in the process.
func fixKind(span ptrace.Span) {
	op, ok := span.Attributes().Get(semconv.OperationName)
	if !ok || span.Kind() == ptrace.SpanKindServer {
		return
	}
	switch op.AsString() {
	case "chat", "generate_content", "text_completion", "embeddings", "rerank", "retrieval":
		span.SetKind(ptrace.SpanKindClient)
	case "execute_tool", "invoke_workflow", "plan":
		span.SetKind(ptrace.SpanKindInternal)
	case "invoke_agent", "create_agent":
		if span.Kind() != ptrace.SpanKindClient {
			span.SetKind(ptrace.SpanKindInternal)
		}
	}
}
