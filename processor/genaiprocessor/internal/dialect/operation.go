// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package dialect

import (
	"strings"

	"go.opentelemetry.io/collector/pdata/pcommon"

	"github.com/otelcol-genai/otelcol-genai/internal/semconv"
	"github.com/otelcol-genai/otelcol-genai/processor/genaiprocessor/internal/rewrite"
)

var (
	operationName = rewrite.K(semconv.OperationName)
	providerName  = rewrite.K(semconv.ProviderName)
)

// Values of gen_ai.operation.name.
const (
	opChat           = "chat"
	opTextCompletion = "text_completion"
	opEmbeddings     = "embeddings"
	opRetrieval      = "retrieval"
	opExecuteTool    = "execute_tool"
	opInvokeAgent    = "invoke_agent"
	opInvokeWorkflow = "invoke_workflow"
	// opRerank is proposed, not yet part of the conventions.
	opRerank = "rerank"
)

// operations maps spellings met in gen_ai.operation.name and llm.request.type.
// Names that stand for no operation of the conventions (chain, task, ...) are
// not in it: they stay as they are.
var operations = map[string]string{
	"completion": opTextCompletion, "text.completion": opTextCompletion,
	"embedding": opEmbeddings, "embed": opEmbeddings,
	"retrieve": opRetrieval, "vector_db_retrieve": opRetrieval,
	"chat.completions": opChat, "chat_completions": opChat,
	"tool": opExecuteTool, "tool_call": opExecuteTool,
	"agent": opInvokeAgent, "workflow": opInvokeWorkflow,
	// OpenLIT before 1.40; later versions say so themselves.
	"graph_execution": opInvokeWorkflow, "team": opInvokeWorkflow,
	"gen_ai.operation.vectordb_search": opRetrieval, "gen_ai.operation.knowledge_search": opRetrieval,
}

// Operation folds an operation's spelling to its value in the conventions.
func Operation(name string) string {
	if known, ok := operations[name]; ok {
		return known
	}
	return name
}

// fold returns a conversion by a closed table of spellings in lower case:
// values outside it say nothing.
func fold(table map[string]string) rewrite.Conv {
	return func(v pcommon.Value) (rewrite.Out, bool) {
		if v.Type() != pcommon.ValueTypeStr {
			return rewrite.Out{}, false
		}
		to, ok := table[v.Str()]
		if !ok {
			to, ok = table[strings.ToLower(v.Str())]
		}
		return rewrite.Str(to), ok
	}
}
