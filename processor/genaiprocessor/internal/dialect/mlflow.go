// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package dialect

import (
	"github.com/tidwall/gjson"
	"go.opentelemetry.io/collector/pdata/pcommon"

	"github.com/otelcol-genai/otelcol-genai/internal/semconv"
	"github.com/otelcol-genai/otelcol-genai/processor/genaiprocessor/internal/messages"
	"github.com/otelcol-genai/otelcol-genai/processor/genaiprocessor/internal/rewrite"
)

// mlflow is the dialect of MLflow's tracing. All its values are JSON in strings,
// strings included.
var mlflow = rewrite.Dialect{
	Name:    "mlflow",
	Signals: []string{"mlflow.spanType", "mlflow.spanInputs", "mlflow.chat.tokenUsage", "mlflow.llm.model"},
	Rules: []rewrite.Rule{
		{From: "mlflow.llm.provider", To: semconv.ProviderName, Conv: unquoted(Provider)},
		// The format of the messages is the provider's; some frameworks have their own.
		{From: "mlflow.message.format", To: semconv.ProviderName, Conv: unquoted(func(name string) string { return providers[name] }), Keep: true},
		{From: "session.id", To: semconv.ConversationID, Conv: unquoted(nil)},
		{From: "mlflow.trace.session", To: semconv.ConversationID, Conv: unquoted(nil)},
		{From: "mlflow.trace.user", To: semconv.UserID, Conv: unquoted(nil)},
	},
	Finish: finishMLflow,
}

var (
	mlflowType    = rewrite.K("mlflow.spanType")
	mlflowInputs  = rewrite.K("mlflow.spanInputs")
	mlflowOutputs = rewrite.K("mlflow.spanOutputs")
	mlflowUsage   = rewrite.K("mlflow.chat.tokenUsage")
	mlflowModel   = rewrite.K("mlflow.llm.model")
	mlflowTools   = rewrite.K("mlflow.chat.tools")
)

var mlflowOperations = map[string]string{
	"CHAT_MODEL": opChat, "LLM": opTextCompletion, "EMBEDDING": opEmbeddings, "RETRIEVER": opRetrieval, "RERANKER": opRerank,
	"TOOL": opExecuteTool, "AGENT": opInvokeAgent,
}

// mlflowJSON returns a value that is JSON in a string, or the same as a structure.
func mlflowJSON(r *rewrite.Record, k rewrite.Key) (gjson.Result, bool) {
	v, ok := r.Get(k)
	if ok && (v.Type() == pcommon.ValueTypeMap || v.Type() == pcommon.ValueTypeSlice) {
		return messages.Parse(messages.ToJSON(v))
	}
	return messages.Parse(r.Str(k))
}

func finishMLflow(r *rewrite.Record) {
	inputs, _ := mlflowJSON(r, mlflowInputs)
	op := mlflowOperations[unquote(r.Str(mlflowType))]
	if op == opTextCompletion && inputs.Get("messages").IsArray() {
		op = opChat // many instrumentations make no difference
	}
	if op != "" && r.Put(operationName, rewrite.Str(op)) {
		r.Consume(mlflowType)
	}
	switch op {
	case opChat, opTextCompletion, opEmbeddings:
		mlflowCall(r, inputs)
	case opExecuteTool:
		putSpanName(r, toolName)
		putCallArguments(r, mlflowInputs)
		if putDecoded(r, toolCallResult, unquote(r.Str(mlflowOutputs))) {
			r.Consume(mlflowOutputs)
		}
	case opInvokeAgent:
		putSpanName(r, agentName)
	case opRetrieval:
		if query := inputs.Get("query"); query.Type == gjson.String {
			r.Put(retrievalQuery, rewrite.Str(query.String()))
		}
	}
}

func mlflowCall(r *rewrite.Record, inputs gjson.Result) {
	// Where the request names a model, MLflow's is that of the response.
	putString(r, requestModel, inputs.Get("model"))
	r.Map(mlflowModel, requestModel, unquoted(nil))
	if model := unquote(r.Str(mlflowModel)); model != "" && model != r.Str(requestModel) {
		r.Map(mlflowModel, responseModel, unquoted(nil))
	}
	if usage, ok := mlflowJSON(r, mlflowUsage); ok {
		putUsage(r, usage)
	} else if outputs, ok := mlflowJSON(r, mlflowOutputs); ok {
		putUsage(r, outputs.Get("usage"))
	}
	inputs.ForEach(func(name, v gjson.Result) bool {
		if name.Str != "messages" && name.Str != "input" {
			putParameter(r, name.String(), v)
		}
		return true
	})
	if tools, ok := mlflowJSON(r, mlflowTools); ok && putDefinitions(r, tools) {
		r.Consume(mlflowTools)
	}
	if list := inputs.Get("messages"); list.IsArray() {
		putMessages(r, inputMessages, messages.FromJSON(nil, list, roleUser), roleUser)
	}
	fillFromResponse(r, r.Str(mlflowOutputs))
	putProvider(r)
	if outputs, ok := mlflowJSON(r, mlflowOutputs); ok && !r.Has(outputMessages) {
		putMessages(r, outputMessages, messagesOfResponse(outputs), roleAssistant)
	}
}
