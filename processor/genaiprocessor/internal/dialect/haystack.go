// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package dialect

import (
	"strings"

	"github.com/tidwall/gjson"
	"go.opentelemetry.io/collector/pdata/pcommon"

	"github.com/otelcol-genai/otelcol-genai/processor/genaiprocessor/internal/messages"
	"github.com/otelcol-genai/otelcol-genai/processor/genaiprocessor/internal/rewrite"
)

// haystack is the dialect of Haystack's own tracing: the class of a component that ran
// and, if its content is traced, input and output as JSON, in which the usage is, too.
// Source: haystack/tracing and recordings of Haystack 2.31.
var haystack = rewrite.Dialect{
	Name:    "haystack",
	Signals: []string{"haystack.component.type"},
	Finish:  finishHaystack,
}

var (
	haystackClass  = rewrite.K("haystack.component.fully_qualified_type")
	haystackInput  = rewrite.K("haystack.component.input")
	haystackOutput = rewrite.K("haystack.component.output")
	haystackType   = rewrite.K("haystack.component.type")
)

// haystackOperations are the packages that the components of an operation are in, also
// those of the integrations.
var haystackOperations = []struct{ pkg, operation string }{
	{".generators.", opTextCompletion}, {".embedders.", opEmbeddings}, {".rankers.", opRerank}, {".retrievers.", opRetrieval},
}

func finishHaystack(r *rewrite.Record) {
	op, maker := haystackOperation(r.Str(haystackClass))
	if op == "" {
		return
	}
	if op == opTextCompletion && strings.HasSuffix(r.Str(haystackType), "ChatGenerator") {
		op = opChat
	}
	r.Put(operationName, rewrite.Str(op))
	input, _ := messages.Parse(r.Str(haystackInput))
	output, _ := messages.Parse(r.Str(haystackOutput))
	if op == opRetrieval {
		putString(r, retrievalQuery, input.Get("query"))
		putInt(r, retrievalTopK, input.Get("top_k"))
		putHaystackDocuments(r, output.Get("documents"))
		return
	}
	putObjectParameters(r, input.Get("generation_kwargs"))
	putMessages(r, inputMessages, messages.FromJSON(nil, messages.First(input, "messages", "prompt"), roleUser), roleUser)
	haystackReplies(r, output)
	if known := haystackProviders[maker]; known != "" {
		r.Put(providerName, rewrite.Str(known))
	} else if known := providers[maker]; known != "" {
		r.Put(providerName, rewrite.Str(known))
	} else {
		putProvider(r)
	}
}

// haystackProviders are names of modules that mean something else than elsewhere.
var haystackProviders = map[string]string{
	"azure": "azure.ai.openai", "azure_responses": "azure.ai.openai", "openai_responses": "openai", "google_ai": "gcp.gemini",
}

// haystackOperation returns what the components of a class do, and the module that they
// are of, which bears the name of the provider.
func haystackOperation(class string) (operation, maker string) {
	for _, o := range haystackOperations {
		if _, rest, ok := strings.Cut(class, o.pkg); ok {
			rest = strings.TrimPrefix(rest, "chat.")
			maker, _, _ = strings.Cut(rest, ".")
			for _, suffix := range [...]string{"_document_embedder", "_text_embedder", "_chat_generator", "_generator"} {
				maker = strings.TrimSuffix(maker, suffix)
			}
			return o.operation, maker
		}
	}
	return "", ""
}

// haystackReplies reads the answers of a generator, whose metadata are in them or, of
// plain texts and of embedders, beside them.
func haystackReplies(r *rewrite.Record, output gjson.Result) {
	var list []messages.Message
	var reasons []string
	metadata := func(meta gjson.Result) (reason gjson.Result) {
		putString(r, responseModel, meta.Get("model"))
		putString(r, responseID, meta.Get("id"))
		putAnthropicOrOpenAIUsage(r, meta.Get("usage"))
		if reason = meta.Get("finish_reason"); reason.Type == gjson.String && reason.Str != "" {
			reasons = append(reasons, reason.Str)
		}
		return reason
	}
	output.Get("replies").ForEach(func(_, reply gjson.Result) bool {
		n := len(list)
		list = messages.FromJSON(list, reply, roleAssistant)
		if reason := metadata(reply.Get("meta")); reason.Type == gjson.String && len(list) > n {
			list[n].FinishReason = messages.FinishReason(reason.Str)
		}
		return true
	})
	if meta := output.Get("meta"); meta.IsArray() {
		meta.ForEach(func(_, v gjson.Result) bool { metadata(v); return true })
	} else {
		metadata(meta)
	}
	putMessages(r, outputMessages, list, roleAssistant)
	if len(reasons) > 0 {
		r.Put(finishReasons, rewrite.Many(reasons))
	}
}

func putHaystackDocuments(r *rewrite.Record, documents gjson.Result) {
	if settled(r, retrievalDocuments) {
		return
	}
	list := pcommon.NewSlice()
	documents.ForEach(func(_, d gjson.Result) bool {
		m := list.AppendEmpty().SetEmptyMap()
		for _, name := range [...]string{"id", "content", "score"} {
			if v := d.Get(name); v.Exists() && v.Type != gjson.Null {
				messages.JSON(v).WriteTo(m.PutEmpty(name))
			}
		}
		return true
	})
	putSlice(r, retrievalDocuments, list)
}
