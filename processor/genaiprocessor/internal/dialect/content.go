// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package dialect

import (
	"sync"

	"github.com/tidwall/gjson"
	"go.opentelemetry.io/collector/pdata/pcommon"

	"github.com/otelcol-genai/otelcol-genai/internal/semconv"
	"github.com/otelcol-genai/otelcol-genai/processor/genaiprocessor/internal/messages"
	"github.com/otelcol-genai/otelcol-genai/processor/genaiprocessor/internal/rewrite"
)

// Content attributes of the conventions.
var (
	inputMessages      = rewrite.K(semconv.InputMessages)
	outputMessages     = rewrite.K(semconv.OutputMessages)
	systemInstructions = rewrite.K(semconv.SystemInstructions)
	toolDefinitions    = rewrite.K(semconv.ToolDefinitions)
	toolCallArguments  = rewrite.K(semconv.ToolCallArguments)
	toolCallResult     = rewrite.K(semconv.ToolCallResult)
	toolName           = rewrite.K(semconv.ToolName)
	toolCallID         = rewrite.K(semconv.ToolCallID)
	retrievalQuery     = rewrite.K(semconv.RetrievalQueryText)
	retrievalTopK      = rewrite.K(semconv.RetrievalTopK)
	retrievalDocuments = rewrite.K(semconv.RetrievalDocuments)
)

const (
	roleUser      = "user"
	roleAssistant = "assistant"
)

type scratch struct {
	flat  messages.Flattened
	list  []messages.Message
	taken []rewrite.Indexed
}

var scratches = sync.Pool{New: func() any { return new(scratch) }}

func (s *scratch) release() {
	s.flat.Reset()
	clear(s.list)
	clear(s.taken)
	s.list, s.taken = s.list[:0], s.taken[:0]
	scratches.Put(s)
}

// field sets one field of a flattened message and reports whether it knows it.
type field func(f *messages.Flattened, m *messages.Message, name string, v pcommon.Value) bool

// putFlattened builds messages from the attributes of a family. They are
// consumed only if the messages were written, and only those that set
// understood.
func putFlattened(r *rewrite.Record, family, to rewrite.Key, role string, set field) {
	if settled(r, to) || !hasAny(r, family) {
		return
	}
	s := scratches.Get().(*scratch)
	defer s.release()
	r.Indexed(family, func(i rewrite.Indexed) {
		n, name, ok := rewrite.Index(i.Rest)
		if ok && set(&s.flat, s.flat.At(n), name, i.Value) && r.Removes() {
			s.taken = append(s.taken, i)
		}
	})
	if s.flat.Invalid() {
		r.CountFailure()
		return
	}
	s.list = messages.JoinThoughts(s.flat.Messages(s.list))
	if putMessages(r, to, s.list, role) {
		for _, i := range s.taken {
			r.ConsumeIndexed(i)
		}
	}
}

// settled reports whether nothing is left to do about a target: it is there, and
// its sources stay.
func settled(r *rewrite.Record, to rewrite.Key) bool { return r.Has(to) && !r.Removes() }

// holds reports whether a target that is there, perhaps from another processor
// before this one, is what write makes: then its sources may go.
func holds(r *rewrite.Record, to rewrite.Key, write func(pcommon.Value)) bool {
	v, ok := r.Get(to)
	if !ok || !r.Removes() {
		return false
	}
	return isWritten(v, write)
}

// isWritten reports whether a value is what write makes, as a structure or as JSON.
func isWritten(v pcommon.Value, write func(pcommon.Value)) bool {
	want := pcommon.NewValueEmpty()
	write(want)
	return v.Equal(want) || v.Type() == pcommon.ValueTypeStr && v.Str() == messages.ToJSON(want)
}

// putMessages writes messages unless there are none or the target is there.
// The role is given to those that have none.
func putMessages(r *rewrite.Record, to rewrite.Key, list []messages.Message, role string) bool {
	if len(list) == 0 {
		return false
	}
	for i := range list {
		if list[i].Role == "" {
			list[i].Role = role
		}
	}
	v, ok := r.PutEmpty(to)
	if !ok {
		return holds(r, to, func(v pcommon.Value) { messages.Write(v.SetEmptySlice(), list) })
	}
	messages.Write(v.SetEmptySlice(), list)
	r.CountMessages(len(list))
	return true
}

// putJSONMessages builds messages from JSON in a string. Text that is no JSON
// becomes a message of its own; JSON that is cut off is counted and left alone.
func putJSONMessages(r *rewrite.Record, from, to rewrite.Key, role string) {
	text := textOf(r, from)
	if text == "" || settled(r, to) {
		return
	}
	s := scratches.Get().(*scratch)
	defer s.release()
	switch v, ok := messages.Parse(text); {
	case ok:
		s.list = messages.FromJSON(s.list, v, role)
	case text[0] == '[' || text[0] == '{':
		r.CountFailure()
		return
	default:
		s.list = append(s.list, messages.Message{Role: role, Parts: []messages.Part{{Type: messages.TypeText, Content: text}}})
	}
	if putMessages(r, to, s.list, role) {
		r.Consume(from)
	}
}

// putText writes a single message of text.
func putText(r *rewrite.Record, from, to rewrite.Key, role string) {
	text := r.Str(from)
	if text == "" || settled(r, to) {
		return
	}
	list := [1]messages.Message{{Role: role, Parts: []messages.Part{{Type: messages.TypeText, Content: text}}}}
	if putMessages(r, to, list[:], role) {
		r.Consume(from)
	}
}

// textOf returns a string, or bytes as one.
func textOf(r *rewrite.Record, k rewrite.Key) string {
	v, ok := r.Get(k)
	if !ok {
		return ""
	}
	switch v.Type() {
	case pcommon.ValueTypeStr:
		return v.Str()
	case pcommon.ValueTypeBytes:
		return string(v.Bytes().AsRaw())
	default:
		return ""
	}
}

// field1 is JSON of an object with one field.
func field1(name, value string) string {
	m := pcommon.NewValueMap()
	m.Map().PutStr(name, value)
	return messages.ToJSON(m)
}

// putDecoded writes a value that may be JSON in a string, such as the arguments
// of a tool call, and reports whether it did.
func putDecoded(r *rewrite.Record, to rewrite.Key, text string) bool {
	if text == "" {
		return false
	}
	v, ok := r.PutEmpty(to)
	if !ok {
		return holds(r, to, messages.Decode(text).WriteTo)
	}
	messages.Decode(text).WriteTo(v)
	return true
}

// decodeTo moves an attribute that may be JSON in a string.
func decodeTo(r *rewrite.Record, to, from rewrite.Key) {
	if putDecoded(r, to, r.Str(from)) {
		r.Consume(from)
	}
}

// putSpanName writes a name that only the name of the span tells.
func putSpanName(r *rewrite.Record, to rewrite.Key) {
	r.Put(to, rewrite.Str(r.SpanName()))
}

// putCallArguments writes the arguments of a tool that is a decorated function,
// which are recorded as {"args":[…],"kwargs":{…}}, or by LangChain as
// {"input_str":…,"inputs":{…}}.
func putCallArguments(r *rewrite.Record, from rewrite.Key) {
	text := r.Str(from)
	if text == "" || settled(r, toolCallArguments) {
		return
	}
	v, whole := messages.Decode(text), true
	if call, ok := messages.Parse(text); ok {
		args, kwargs := call.Get("args"), call.Get("kwargs")
		list := args.Array()
		only := len(call.Map()) <= 2
		switch {
		case args.IsArray() && len(list) == 0 && kwargs.IsObject():
			v, whole = messages.JSON(kwargs), only // smolagents has its own parameters beside
		case args.IsArray() && len(list) == 1 && (!kwargs.Exists() || len(kwargs.Map()) == 0) && only:
			v = messages.JSON(list[0])
		case call.Get("input_str").Exists() && call.Get("inputs").IsObject():
			v = messages.JSON(call.Get("inputs"))
		}
	}
	to, ok := r.PutEmpty(toolCallArguments)
	if ok {
		v.WriteTo(to)
	}
	if whole && (ok || holds(r, toolCallArguments, v.WriteTo)) {
		r.Consume(from)
	}
}

// putDefinitions writes tool definitions from JSON.
func putDefinitions(r *rewrite.Record, v gjson.Result) bool {
	if settled(r, toolDefinitions) {
		return false
	}
	list := pcommon.NewSlice()
	messages.WriteDefinitions(list, v)
	return putSlice(r, toolDefinitions, list)
}

// maxParts bounds the parts of a message, the tools of a request and the documents
// of a retrieval that are read from attributes: far beyond real ones, and small
// enough to look through. The rest stays as it is.
const maxParts = 512

// partIndex splits "3.role" as [rewrite.Index] does, for what maxParts bounds.
func partIndex(rest string) (n int, field string, ok bool) {
	n, field, ok = rewrite.Index(rest)
	return n, field, ok && n < maxParts
}

// tool is a flattened tool definition: its fields, or JSON of the whole.
type tool struct {
	messages.Definition
	schema string
}

// putTools writes the tool definitions that a family of attributes flattens.
// set sets one field and reports whether it knows it; what it knows is consumed
// if the definitions were written.
func putTools(r *rewrite.Record, family rewrite.Key, set func(t *tool, name, value string) bool) {
	if settled(r, toolDefinitions) || !hasAny(r, family) {
		return
	}
	var tools sorted[tool]
	var taken []rewrite.Indexed
	r.Indexed(family, func(i rewrite.Indexed) {
		n, name, ok := partIndex(i.Rest)
		if ok && i.Value.Type() == pcommon.ValueTypeStr && set(tools.at(n), name, i.Value.Str()) {
			taken = append(taken, i)
		}
	})
	list := pcommon.NewSlice()
	for _, t := range tools.all() {
		switch v, ok := messages.Parse(t.schema); {
		case *t == (tool{}): // of this index no field is known
		case t.schema == "":
			t.Write(list)
		case ok:
			messages.WriteDefinitions(list, v)
		default:
			r.CountFailure()
			return
		}
	}
	if putSlice(r, toolDefinitions, list) {
		for _, i := range taken {
			r.ConsumeIndexed(i)
		}
	}
}

func putSlice(r *rewrite.Record, to rewrite.Key, list pcommon.Slice) bool {
	if list.Len() == 0 {
		return false
	}
	v, ok := r.PutEmpty(to)
	if !ok {
		return holds(r, to, func(v pcommon.Value) { list.MoveAndAppendTo(v.SetEmptySlice()) })
	}
	list.MoveAndAppendTo(v.SetEmptySlice())
	return true
}

// putInstructions writes system instructions from a string or a list of
// blocks.
func putInstructions(r *rewrite.Record, v gjson.Result) bool {
	parts := messages.Content(v)
	if len(parts) == 0 {
		return false
	}
	to, ok := r.PutEmpty(systemInstructions)
	if !ok {
		return holds(r, systemInstructions, func(v pcommon.Value) { messages.WriteParts(v.SetEmptySlice(), parts) })
	}
	messages.WriteParts(to.SetEmptySlice(), parts)
	return true
}

// contentToJSON writes content that is structured as JSON in a string.
func contentToJSON(r *rewrite.Record) {
	for _, k := range [...]rewrite.Key{
		inputMessages, outputMessages, systemInstructions, toolDefinitions, toolCallArguments, toolCallResult, retrievalDocuments,
	} {
		v, ok := r.Get(k)
		if ok && (v.Type() == pcommon.ValueTypeSlice || v.Type() == pcommon.ValueTypeMap) {
			r.Replace(k, rewrite.Str(messages.ToJSON(v)))
		}
	}
}
