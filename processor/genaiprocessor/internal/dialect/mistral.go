// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package dialect

import (
	"strings"

	"github.com/otelcol-genai/otelcol-genai/internal/semconv"
	"github.com/otelcol-genai/otelcol-genai/processor/genaiprocessor/internal/rewrite"
)

// mistral is what Mistral's SDK for Python writes itself: from version 2 the
// conventions, before only some of them, with the operation as the id that its API
// gives it.
// Source: mistralai/extra/observability/otel.py of mistralai 1.12 and 3.7.
var mistral = rewrite.Dialect{
	Name:    "mistral_sdk",
	Signals: []string{"mistral_ai.operation.id"},
	Scopes:  []string{"mistralai_sdk_tracer"},
	Rules: []rewrite.Rule{
		{From: "gen_ai.usage.prompt_tokens", To: semconv.UsageInputTokens},
	},
	Finish: finishMistral,
}

var (
	mistralOperation = rewrite.K("mistral_ai.operation.id")
	mistralTotal     = rewrite.K("mistral_ai.request.total_tokens")
)

func finishMistral(r *rewrite.Record) {
	r.Put(providerName, rewrite.Str("mistral_ai"))
	id := r.Str(mistralOperation)
	if id == "" {
		id = r.SpanName() // a stream, or a call that failed
	}
	if op := mistralOperationName(id); op != "" {
		r.Put(operationName, rewrite.Str(op))
	}
	if strings.HasPrefix(id, "stream_") {
		r.Put(requestStream, rewrite.Bool(true))
	}
}

func mistralOperationName(id string) string {
	switch {
	case strings.Contains(id, "chat_completion"), id == "stream_chat":
		return opChat
	case strings.Contains(id, "agents_completion"), id == "stream_agents":
		return opInvokeAgent
	case strings.HasPrefix(id, "fim_"), id == "stream_fim":
		return opTextCompletion
	case strings.HasPrefix(id, "embeddings_"):
		return opEmbeddings
	default:
		return ""
	}
}
