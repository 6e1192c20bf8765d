// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package dialect

import (
	"github.com/otelcol-genai/otelcol-genai/internal/semconv"
	"github.com/otelcol-genai/otelcol-genai/processor/genaiprocessor/internal/rewrite"
)

// springAI is the dialect of Spring AI's chat clients, advisors, tools and vector
// stores, which all have the operation "framework" or none. Its calls to models have
// the names of the conventions. All values are strings, as Micrometer's tags are.
// Source: the observation conventions of Spring AI 1.0 and 1.1, and recordings of 1.1.0.
var springAI = rewrite.Dialect{
	Name:    "spring_ai",
	Signals: []string{"spring.ai.kind"},
	Rules: []rewrite.Rule{
		{From: "spring.ai.chat.client.conversation.id", To: semconv.ConversationID},
		{From: "spring.ai.chat.client.stream", To: semconv.RequestStream, Conv: onlyTrue},
		{From: "spring.ai.tool.definition.name", To: semconv.ToolName},
		{From: "spring.ai.tool.definition.description", To: semconv.ToolDescription},
		{From: "db.vector.query.content", To: semconv.RetrievalQueryText},
		{From: "db.vector.query.top_k", To: semconv.RetrievalTopK},
	},
	Finish: finishSpringAI,
}

var (
	springKind       = rewrite.K("spring.ai.kind")
	springToolArgs   = rewrite.K("spring.ai.tool.call.arguments")
	springToolResult = rewrite.K("spring.ai.tool.call.result")
	dbOperation      = rewrite.K("db.operation.name")
)

func finishSpringAI(r *rewrite.Record) {
	switch r.Str(springKind) {
	case "tool_call":
		if r.Str(operationName) == "framework" {
			r.Replace(operationName, rewrite.Str(opExecuteTool))
		}
		decodeTo(r, toolCallArguments, springToolArgs)
		decodeTo(r, toolCallResult, springToolResult)
	case "vector_store":
		if r.Str(dbOperation) == "query" {
			r.Put(operationName, rewrite.Str(opRetrieval))
		}
	}
}
