// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package dialect

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/tidwall/gjson"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"

	"github.com/otelcol-genai/otelcol-genai/internal/semconv"
	"github.com/otelcol-genai/otelcol-genai/processor/genaiprocessor/internal/messages"
	"github.com/otelcol-genai/otelcol-genai/processor/genaiprocessor/internal/rewrite"
)

var (
	errorType   = rewrite.K(semconv.ErrorType)
	requestUser = rewrite.K("gen_ai.request.user")
	eventName   = rewrite.K("event.name")
)

// Common returns what applies to every record that holds a GenAI attribute,
// whoever wrote it: to the targets themselves. Content is written as JSON in
// strings if asked for.
func Common(asJSON bool) func(*rewrite.Record) {
	return func(r *rewrite.Record) {
		if r.Changed() { // mappings of the user's own do neither
			foldValues(r)
			reshape(r, false)
		}
		correctProvider(r)
		normalizeTokens(r)
		consumeTotals(r)
		splitServerAddress(r)
		if r.HasSpan {
			spanEvents(r)
			putErrorType(r)
		}
		putFinishReasons(r)
		if asJSON {
			contentToJSON(r)
		}
	}
}

// splitServerAddress makes the address and the port of a URL, which Microsoft's
// frameworks write as the address.
func splitServerAddress(r *rewrite.Record) {
	address := r.Str(serverAddress)
	if !strings.Contains(address, "://") {
		return
	}
	if host := hostOf(address); host != "" {
		if port := portOf(address); port > 0 {
			r.Put(serverPort, rewrite.Int(port))
		}
		r.Replace(serverAddress, rewrite.Str(host))
	}
}

// First is what applies to the targets that are there before the dialects
// are read: spellings and forms are corrected, and what says nothing makes room.
func First(r *rewrite.Record) {
	foldValues(r)
	dropSentinels(r)
	reshape(r, true)
}

// foldValues corrects spellings of targets that are there. It touches only
// values of the tables, so that it is a no-op on what it has written.
func foldValues(r *rewrite.Record) {
	if name := r.Str(providerName); name != "" {
		known, ok := providers[name]
		if !ok {
			known, ok = providers[strings.ToLower(name)]
		}
		if !ok {
			known, ok = vercelProvider(name)
		}
		if ok && known != name {
			r.Replace(providerName, rewrite.Str(known))
		}
	}
	if op := r.Str(operationName); op != "" {
		if known := Operation(op); known != op {
			r.Replace(operationName, rewrite.Str(known))
		}
	}
	if v, ok := r.Get(finishReasons); ok && v.Type() == pcommon.ValueTypeSlice {
		for _, reason := range v.Slice().All() {
			if reason.Type() == pcommon.ValueTypeStr && bareReason(reason.Str()) != reason.Str() {
				if o, ok := finishReason(v); ok {
					r.Replace(finishReasons, o)
				}
				return
			}
		}
	}
}

// dropSentinels removes values that stand for "not set" where the conventions
// want the attribute to be absent.
func dropSentinels(r *rewrite.Record) {
	if v, ok := r.Get(requestMaxTokens); ok && isNegative(v) {
		r.Remove(requestMaxTokens)
	}
	for k := range r.Among(maybeUnset) {
		// Micrometer's word for nothing is a level of reasoning, too.
		if v, _ := r.Get(k); saysNothing(v) || k != requestReasoning && v.Type() == pcommon.ValueTypeStr && v.Str() == "none" {
			r.Remove(k)
		}
	}
	putPythonList(r, requestStop)
	// A word that stands for nothing elsewhere may end an answer.
	if v, ok := r.Get(requestStop); ok && (v.Type() == pcommon.ValueTypeStr && v.Str() == "" || v.Type() == pcommon.ValueTypeSlice && onlyStrings(v.Slice(), isBlank)) {
		r.Remove(requestStop)
	}
	if v, ok := r.Get(requestStream); ok && v.Type() == pcommon.ValueTypeBool && !v.Bool() {
		r.Remove(requestStream)
	}
	if v, ok := r.Get(requestChoices); ok && v.Type() == pcommon.ValueTypeInt && v.Int() == 1 {
		r.Remove(requestChoices)
	}
}

func isBlank(s string) bool { return s == "" }

// isNegative tells a number below zero, also in a string.
func isNegative(v pcommon.Value) bool {
	switch v.Type() {
	case pcommon.ValueTypeInt:
		return v.Int() < 0
	case pcommon.ValueTypeDouble:
		return v.Double() < 0
	case pcommon.ValueTypeStr:
		n, err := strconv.ParseFloat(v.Str(), 64)
		return err == nil && n < 0
	default:
		return false
	}
}

// putPythonList makes a list of one that stands in a string as Python prints it; one
// without entries goes.
func putPythonList(r *rewrite.Record, k rewrite.Key) {
	text := r.Str(k)
	if !strings.HasPrefix(text, "[") {
		return
	}
	list, ok := messages.ParseEither(text)
	if !ok || !list.IsArray() {
		return
	}
	switch all, ok := stringsOf(list); {
	case !ok:
	case len(all) == 0:
		r.Remove(k)
	default:
		r.Replace(k, rewrite.Many(all))
	}
}

// maybeUnset are the attributes that instrumentations write also where nothing was
// given.
var maybeUnset = rewrite.Keys(
	requestModel, requestTemperature, requestTopP, requestTopK, requestMaxTokens, requestFrequency, requestPresence, requestSeed,
	requestChoices, requestReasoning, requestUser, requestTier, responseTier, responseFingerprint, responseModel, responseID, finishReasons,
	conversationID, usageInputTokens, usageOutputTokens,
)

// onlyStrings tells a list that is empty, or only has strings of one kind.
func onlyStrings(list pcommon.Slice, kind func(string) bool) bool {
	for _, e := range list.All() {
		if e.Type() != pcommon.ValueTypeStr || !kind(e.Str()) {
			return false
		}
	}
	return true
}

// saysNothing tells an empty string or one that stands for it, a number that is
// none, an empty list, or one of such strings.
func saysNothing(v pcommon.Value) bool {
	switch v.Type() {
	case pcommon.ValueTypeStr:
		return rewrite.Unset(v.Str())
	case pcommon.ValueTypeDouble:
		return math.IsNaN(v.Double())
	case pcommon.ValueTypeSlice:
		return onlyStrings(v.Slice(), rewrite.Unset)
	default:
		return false
	}
}

// reshape brings content that stands under the right name into the form of the
// conventions, where an instrumentation passed on the provider's own. JSON that
// cannot be read is counted the first time.
func reshape(r *rewrite.Record, count bool) {
	if !r.HasAny(structured) {
		return
	}
	if v, ok := foreign(r, systemInstructions, isInstructions, count); ok {
		if parts := messages.Content(v); len(parts) > 0 {
			messages.WriteParts(r.Rewrite(systemInstructions).SetEmptySlice(), parts)
		}
	} else if s := r.Str(systemInstructions); s != "" && s[0] != '[' && s[0] != '{' {
		messages.WriteParts(r.Rewrite(systemInstructions).SetEmptySlice(), []messages.Part{{Type: messages.TypeText, Content: s}})
	}
	if v, ok := foreign(r, toolDefinitions, isDefinitions, count); ok {
		list := pcommon.NewSlice()
		messages.WriteDefinitions(list, v)
		if list.Len() > 0 {
			list.MoveAndAppendTo(r.Rewrite(toolDefinitions).SetEmptySlice())
		}
	}
	reshapeMessages(r, inputMessages, roleUser, count)
	reshapeMessages(r, outputMessages, roleAssistant, count)
}

// structured are the attributes that reshape reads.
var structured = rewrite.Keys(inputMessages, outputMessages, systemInstructions, toolDefinitions)

func reshapeMessages(r *rewrite.Record, k rewrite.Key, role string, count bool) {
	v, ok := foreign(r, k, isMessages, count)
	if !ok {
		return
	}
	if list := messages.FromJSON(nil, v, role); len(list) > 0 {
		messages.Write(r.Rewrite(k).SetEmptySlice(), list)
		r.CountMessages(len(list))
	}
}

// form tells whether content has the form of the conventions, by a glance at
// JSON in a string, or by the first entry of a list. nested tells a list that has
// it but for its texts, which are lists of blocks.
type form struct {
	text   func(string) bool
	entry  func(pcommon.Map) bool
	nested func(pcommon.Slice) bool
}

var (
	isInstructions = form{
		text:   func(s string) bool { return strings.Contains(s, `"content"`) && !nested(s, `#(type=="text")#.content`) },
		entry:  func(m pcommon.Map) bool { return has(m, "content") },
		nested: nestedParts,
	}
	isDefinitions = form{
		text: func(s string) bool {
			return strings.Contains(s, `"type"`) && !strings.Contains(s, `"function":{`) && !strings.Contains(s, `"function": {`) &&
				!strings.Contains(s, `"input_schema"`) && !strings.Contains(s, `"toolSpec"`) &&
				!strings.Contains(s, `"function_declarations"`) && !strings.Contains(s, `"functionDeclarations"`) && !untyped(s)
		},
		entry:  func(m pcommon.Map) bool { return has(m, "type") && !has(m, "function") && !has(m, "input_schema") },
		nested: func(pcommon.Slice) bool { return false },
	}
	isMessages = form{
		text: func(s string) bool {
			return strings.Contains(s, `"parts"`) && !nested(s, `#.parts.#(type=="text")#.content|@flatten`)
		},
		entry:  func(m pcommon.Map) bool { return has(m, "parts") },
		nested: nestedMessages,
	}
)

// nested tells content where the text of a part is a list of blocks. path has the
// texts.
func nested(s, path string) bool {
	if !strings.Contains(s, `"content":[{`) && !strings.Contains(s, `"content": [{`) {
		return false
	}
	return slices.ContainsFunc(gjson.Get(s, path).Array(), gjson.Result.IsArray)
}

func nestedMessages(list pcommon.Slice) bool {
	for _, m := range list.All() {
		if m.Type() != pcommon.ValueTypeMap {
			continue
		}
		if parts, ok := m.Map().Get("parts"); ok && parts.Type() == pcommon.ValueTypeSlice && nestedParts(parts.Slice()) {
			return true
		}
	}
	return false
}

func nestedParts(parts pcommon.Slice) bool {
	for _, p := range parts.All() {
		if p.Type() != pcommon.ValueTypeMap {
			continue
		}
		content, ok := p.Map().Get("content")
		if kind, is := p.Map().Get("type"); is && ok && kind.AsString() == messages.TypeText && content.Type() == pcommon.ValueTypeSlice {
			return true
		}
	}
	return false
}

// untyped tells a list of definitions whose first begins with its name and has no
// type: that of a parameter comes later.
func untyped(s string) bool {
	return gjson.Get(s, "0.name").Exists() && !gjson.Get(s, "0.type").Exists()
}

func has(m pcommon.Map, name string) bool {
	_, ok := m.Get(name)
	return ok
}

// foreign returns content that has not the form of the conventions, parsed.
func foreign(r *rewrite.Record, k rewrite.Key, f form, count bool) (gjson.Result, bool) {
	v, ok := r.Get(k)
	if !ok {
		return gjson.Result{}, false
	}
	var text string
	switch v.Type() {
	case pcommon.ValueTypeStr:
		if text = v.Str(); text == "" || text[0] != '[' && text[0] != '{' || f.text(text) {
			return gjson.Result{}, false
		}
	case pcommon.ValueTypeSlice:
		list := v.Slice()
		if list.Len() == 0 {
			return gjson.Result{}, false
		}
		switch head := list.At(0); head.Type() {
		case pcommon.ValueTypeMap:
			if f.entry(head.Map()) && !f.nested(list) {
				return gjson.Result{}, false
			}
		case pcommon.ValueTypeStr:
		default:
			return gjson.Result{}, false
		}
		text = messages.ToJSON(v)
	default:
		return gjson.Result{}, false
	}
	parsed, ok := messages.ParseEither(text)
	if !ok {
		if count {
			r.CountFailure()
		}
		return parsed, false
	}
	// A list of anything but objects and texts is left alone.
	head := parsed.Get("0")
	return parsed, parsed.IsObject() || head.IsObject() || head.Type == gjson.String
}

// Names of span events that carry content.
const (
	eventContentPrompt     = "gen_ai.content.prompt"
	eventContentCompletion = "gen_ai.content.completion"
	eventChoice            = "gen_ai.choice"
)

var eventRoles = map[string]string{
	"gen_ai.system.message": "system", "gen_ai.user.message": roleUser,
	"gen_ai.assistant.message": roleAssistant, "gen_ai.tool.message": "tool",
}

var firstTokenEvents = map[string]bool{
	"First Token Stream Event": true, "llm.content.completion.chunk": true, "gen_ai.content.completion.chunk": true,
	"ai.stream.firstChunk": true,
}

var timeToFirstChunk = rewrite.K(semconv.ResponseTimeToFirstChunk)

// spanEvents reads what instrumentations say in events: the time of the first
// chunk, and messages. The events stay.
func spanEvents(r *rewrite.Record) {
	events := r.Span.Events()
	if events.Len() == 0 {
		return
	}
	var s *scratch
	defer func() {
		if s != nil {
			s.release()
		}
	}()
	tool := r.Str(operationName) == opExecuteTool
	var output []messages.Message
	var reasons []string
	for _, e := range events.All() {
		name := e.Name()
		switch {
		case tool && eventRoles[name] == "tool":
			eventDecoded(r, e, "content", toolCallArguments)
		case tool && name == eventChoice:
			eventDecoded(r, e, "message", toolCallResult)
		case tool && eventRoles[name] != "":
		case name == eventDetails:
			eventContent(r, e)
		case firstTokenEvents[name]:
			if e.Timestamp() > r.Span.StartTimestamp() {
				r.Put(timeToFirstChunk, rewrite.Double(float64(e.Timestamp()-r.Span.StartTimestamp())/1e9))
				r.Put(requestStream, rewrite.Bool(true))
			}
		case name == eventContentPrompt && !r.Has(inputMessages):
			putMessages(r, inputMessages, eventTranscript(e, "gen_ai.prompt", roleUser), roleUser)
		case name == eventContentCompletion && !r.Has(outputMessages): // one for each choice
			output = append(output, eventTranscript(e, "gen_ai.completion", roleAssistant)...)
		case name == eventChoice:
			output = append(output, eventMessage(e, "message", roleAssistant)...)
			reason := ""
			if v, ok := e.Attributes().Get("finish_reason"); ok {
				reason = v.AsString()
			} else if body, ok := eventJSON(e); ok {
				reason = body.Get("finish_reason").String()
			}
			if !rewrite.Unset(reason) {
				reasons = append(reasons, bareReason(reason))
			}
		case eventRoles[name] != "":
			if s == nil {
				s = scratches.Get().(*scratch)
			}
			s.list = append(s.list, eventMessage(e, "content", eventRoles[name])...)
		}
	}
	if s != nil {
		putMessages(r, inputMessages, s.list, roleUser)
	}
	putMessages(r, outputMessages, output, roleAssistant)
	if len(reasons) > 0 {
		r.Put(finishReasons, rewrite.Many(reasons))
	}
}

// eventDecoded reads what went into a tool or came out of it from the event that
// would be a message elsewhere.
func eventDecoded(r *rewrite.Record, e ptrace.SpanEvent, attribute string, to rewrite.Key) {
	if v, ok := e.Attributes().Get(attribute); ok && v.Type() == pcommon.ValueTypeStr {
		putDecoded(r, to, v.Str())
	}
}

// eventContent takes the content that stands in an event, under the names of the
// conventions, and not on the span.
func eventContent(r *rewrite.Record, e ptrace.SpanEvent) {
	for _, c := range [...]struct {
		key  rewrite.Key
		name string
	}{
		{inputMessages, semconv.InputMessages},
		{outputMessages, semconv.OutputMessages},
		{systemInstructions, semconv.SystemInstructions},
		{toolDefinitions, semconv.ToolDefinitions},
	} {
		v, ok := e.Attributes().Get(c.name)
		if !ok || v.Type() == pcommon.ValueTypeEmpty {
			continue
		}
		if v.Type() == pcommon.ValueTypeStr {
			putDecoded(r, c.key, v.Str())
		} else if to, ok := r.PutEmpty(c.key); ok {
			v.CopyTo(to)
		}
	}
}

func eventTranscript(e ptrace.SpanEvent, attribute, role string) []messages.Message {
	v, ok := e.Attributes().Get(attribute)
	if !ok || v.Type() != pcommon.ValueTypeStr || v.Str() == "" {
		return nil
	}
	if parsed, ok := messages.Parse(v.Str()); ok {
		if list := messages.FromJSON(nil, parsed, role); len(list) > 0 {
			return list
		}
	}
	return transcript(v.Str(), role)
}

// eventMessage is the message of a gen_ai.*.message event: its content is text,
// or JSON of the provider's blocks or message.
func eventMessage(e ptrace.SpanEvent, attribute, role string) []messages.Message {
	v, ok := e.Attributes().Get(attribute)
	if !ok || v.Type() != pcommon.ValueTypeStr || v.Str() == "" {
		if body, ok := eventJSON(e); ok {
			return bodyMessages(body, role)
		}
		return nil
	}
	m := messages.Message{Role: role}
	if reason, ok := e.Attributes().Get("finish_reason"); ok {
		m.FinishReason = messages.FinishReason(reason.AsString())
	}
	parsed, ok := messages.Parse(v.Str())
	switch {
	case !ok:
		m.Parts = []messages.Part{{Type: messages.TypeText, Content: v.Str()}}
	case parsed.IsObject() && (parsed.Get("role").Exists() || parsed.Get("tool_calls").Exists()):
		return messages.FromJSON(nil, parsed, role)
	default:
		m.Parts = messages.Content(parsed)
	}
	return []messages.Message{m}
}

// eventJSON returns the body of a message event that is an event of a span, where
// it stands as JSON in an attribute: so write Azure's SDKs and Semantic Kernel for
// .NET.
func eventJSON(e ptrace.SpanEvent) (gjson.Result, bool) {
	v, ok := e.Attributes().Get("gen_ai.event.content")
	if !ok || v.Type() != pcommon.ValueTypeStr {
		return gjson.Result{}, false
	}
	body, ok := messages.Parse(v.Str())
	return body, ok && body.IsObject()
}

// bodyMessages returns the message of the body of a message event.
func bodyMessages(body gjson.Result, role string) []messages.Message {
	reason := body.Get("finish_reason")
	if inner := body.Get("message"); inner.IsObject() {
		body = inner
	}
	if role == "tool" && !body.Get("tool_call_id").Exists() {
		return []messages.Message{{Role: role, Parts: []messages.Part{{
			Type: messages.TypeToolCallResponse, ID: body.Get("id").String(), Value: messages.JSON(body.Get("content")),
		}}}}
	}
	list := messages.FromJSON(nil, body, role)
	if len(list) == 1 && reason.Type == gjson.String && list[0].FinishReason == "" {
		list[0].FinishReason = messages.FinishReason(reason.Str)
	}
	return list
}

// putFinishReasons lists the finish reasons that stand only in the messages.
func putFinishReasons(r *rewrite.Record) {
	if r.Has(finishReasons) {
		return
	}
	v, ok := r.Get(outputMessages)
	if !ok {
		return
	}
	var reasons []string
	add := func(reason string) {
		if reason != "" {
			reasons = append(reasons, reason)
		}
	}
	switch v.Type() {
	case pcommon.ValueTypeSlice:
		for _, m := range v.Slice().All() {
			if m.Type() != pcommon.ValueTypeMap {
				continue
			}
			if reason, ok := m.Map().Get("finish_reason"); ok {
				add(reason.AsString())
			}
		}
	case pcommon.ValueTypeStr:
		if !strings.Contains(v.Str(), `"finish_reason"`) {
			return
		}
		if list, ok := messages.Parse(v.Str()); ok {
			for _, reason := range list.Get("#.finish_reason").Array() {
				add(reason.String())
			}
		}
	default:
	}
	if len(reasons) > 0 {
		r.Put(finishReasons, rewrite.Many(reasons))
	}
}

// putErrorType says what a failed operation failed with, which the conventions
// require: the exception's type if there is one.
func putErrorType(r *rewrite.Record) {
	if r.Span.Status().Code() != ptrace.StatusCodeError || r.Has(errorType) || !r.Has(operationName) {
		return
	}
	kind := "_OTHER"
	for _, e := range r.Span.Events().All() {
		if v, ok := e.Attributes().Get("exception.type"); ok && e.Name() == "exception" && v.AsString() != "" {
			kind = v.AsString()
		}
	}
	r.Put(errorType, rewrite.Str(kind))
}
