// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package dialect

import (
	"strconv"
	"strings"

	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/plog"

	"github.com/otelcol-genai/otelcol-genai/internal/semconv"
	"github.com/otelcol-genai/otelcol-genai/processor/genaiprocessor/internal/messages"
	"github.com/otelcol-genai/otelcol-genai/processor/genaiprocessor/internal/rewrite"
)

// eventDetails is the event of today's conventions; some emitters put into its
// body what belongs into its attributes.
const eventDetails = "gen_ai.client.inference.operation.details"

// EventResult says what Event did.
type EventResult struct {
	Written, Messages, Failures int
}

// Event brings the body of a GenAI event into the attributes that the
// conventions have for it: the message events of v1.28 to v1.36
// (gen_ai.user.message, gen_ai.choice, ...) become gen_ai.input.messages or
// gen_ai.output.messages. The body is cleared if all that it said stands in an
// attribute and originals are to be removed.
func Event(record plog.LogRecord, removeOriginals bool) EventResult {
	name := record.EventName()
	if name == "" {
		v, ok := record.Attributes().Get("event.name")
		if !ok {
			return EventResult{}
		}
		name = v.AsString()
	}
	var res EventResult
	whole := false
	switch role, isMessage := eventRoles[name]; {
	case name == eventDetails:
		whole = liftBody(record, eventBody(record), &res)
	case name == eventChoice:
		whole = choiceBody(record, eventBody(record), &res)
	case isMessage:
		whole = messageBody(record, semconv.InputMessages, role, eventBody(record), &res)
	}
	if whole && removeOriginals {
		pcommon.NewValueEmpty().CopyTo(record.Body())
	}
	return res
}

// eventBody returns the body, which some write as JSON in a string.
func eventBody(record plog.LogRecord) pcommon.Value {
	body := record.Body()
	if body.Type() != pcommon.ValueTypeStr {
		return body
	}
	parsed, ok := messages.Parse(body.Str())
	if !ok || !parsed.IsObject() {
		return body
	}
	decoded := pcommon.NewValueEmpty()
	messages.WriteJSON(decoded, parsed)
	if decoded.Type() != pcommon.ValueTypeMap {
		return body // too wide for a map
	}
	return decoded
}

// liftBody moves the fields of a body that are attributes of the conventions.
func liftBody(record plog.LogRecord, body pcommon.Value, res *EventResult) (whole bool) {
	if body.Type() != pcommon.ValueTypeMap {
		return false
	}
	whole = true
	for name, v := range body.Map().All() {
		if len(name) < len("gen_ai.") || name[:len("gen_ai.")] != "gen_ai." {
			whole = false
			continue
		}
		if there, ok := record.Attributes().Get(name); ok {
			whole = whole && there.Equal(v)
			continue
		}
		v.CopyTo(record.Attributes().PutEmpty(name))
		res.Written++
	}
	return whole
}

// The fields of bodies that a message has a place for, by kind of message. The
// index of a choice has none: nothing depends on it.
var (
	messageFields     = map[string]bool{"content": true, "role": true, "name": true, "tool_calls": true}
	toolMessageFields = map[string]bool{"content": true, "role": true, "id": true}
	choiceFields      = map[string]bool{"message": true, "index": true, "finish_reason": true}
)

func messageBody(record plog.LogRecord, target, role string, body pcommon.Value, res *EventResult) (whole bool) {
	var list []messages.Message
	whole = true
	switch body.Type() {
	case pcommon.ValueTypeStr:
		list = messageOfText(body.Str(), role)
	case pcommon.ValueTypeMap:
		fields := messageFields
		if role == "tool" {
			fields = toolMessageFields
		}
		for name := range body.Map().All() {
			whole = whole && (fields[name] || target == semconv.OutputMessages && name != "message" && choiceFields[name])
		}
		parsed, ok := messages.Parse(messages.ToJSON(body))
		if !ok {
			res.Failures++
			return false
		}
		list = bodyMessages(parsed, role)
	default:
		return false
	}
	if len(list) == 0 {
		return false
	}
	for i := range list {
		whole = whole && len(list[i].Parts) > 0
	}
	if there, ok := record.Attributes().Get(target); ok {
		// Perhaps from another processor before this one.
		return whole && isWritten(there, func(v pcommon.Value) { messages.Write(v.SetEmptySlice(), list) })
	}
	messages.Write(record.Attributes().PutEmptySlice(target), list)
	res.Written++
	res.Messages += len(list)
	return whole
}

func messageOfText(text, role string) []messages.Message {
	if text == "" {
		return nil
	}
	if parsed, ok := messages.Parse(text); ok {
		return messages.FromJSON(nil, parsed, role)
	}
	return transcript(text, role)
}

// choiceBody is {index, finish_reason, message}, or in the earliest version the
// message itself.
func choiceBody(record plog.LogRecord, body pcommon.Value, res *EventResult) (whole bool) {
	if body.Type() != pcommon.ValueTypeMap {
		return messageBody(record, semconv.OutputMessages, roleAssistant, body, res)
	}
	inner, whole := choiceMessage(body)
	if reason, ok := body.Map().Get("finish_reason"); ok && reason.AsString() != "" {
		bare := bareReason(reason.AsString())
		if there, ok := record.Attributes().Get(semconv.ResponseFinishReasons); !ok {
			rewrite.One(bare).PutTo(record.Attributes(), semconv.ResponseFinishReasons)
			res.Written++
		} else if there.AsString() != bare && !strings.Contains(there.AsString(), strconv.Quote(bare)) {
			whole = false
		}
	}
	return messageBody(record, semconv.OutputMessages, roleAssistant, inner, res) && whole
}

// choiceMessage returns the message of a choice. OpenLLMetry puts the tool calls
// beside it.
func choiceMessage(body pcommon.Value) (message pcommon.Value, whole bool) {
	message, ok := body.Map().Get("message")
	if !ok {
		return body, true
	}
	whole, owned := true, false
	for name, v := range body.Map().All() {
		if choiceFields[name] {
			continue
		}
		if !messageFields[name] || message.Type() != pcommon.ValueTypeMap {
			whole = false
			continue
		}
		there, ok := message.Map().Get(name)
		if ok && there.Type() != pcommon.ValueTypeEmpty {
			whole = whole && there.Equal(v)
			continue
		}
		if !owned { // the record's own is left as it is
			inner := message
			message, owned = pcommon.NewValueEmpty(), true
			inner.CopyTo(message)
		}
		v.CopyTo(message.Map().PutEmpty(name))
	}
	return message, whole
}
