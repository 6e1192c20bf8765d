// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package messages

import (
	"slices"
	"strings"

	"github.com/tidwall/gjson"
)

// Flattened collects messages that arrive as one attribute per field, such as
// "0.message.contents.1.text". Indices may come in any order, have gaps and
// start anywhere: what is collected is bounded by the number of attributes and
// not by their indices. The zero value is ready; Reset makes it reusable.
type Flattened struct {
	list []flat
	// places has, by index, the position in list plus one. Indices are of four
	// digits at most, so it stays small.
	places  []int32
	invalid bool
}

type flat struct {
	Message
	index int
}

// Groups of parts, in the order in which they stand in a message.
const (
	GroupReasoning uint8 = iota
	GroupContent
	GroupBlocks
	GroupCalls
)

// Reset forgets all messages and keeps the memory.
func (f *Flattened) Reset() {
	for i := range f.list {
		f.places[f.list[i].index] = 0
		parts := f.list[i].Parts
		clear(parts) // lets go of the batch's strings; what is behind is clear
		f.list[i] = flat{Message: Message{Parts: parts[:0]}}
	}
	f.list = f.list[:0]
	f.invalid = false
}

// Len returns the number of messages.
func (f *Flattened) Len() int { return len(f.list) }

// Invalid reports whether a field held JSON that was cut off or broken.
func (f *Flattened) Invalid() bool { return f.invalid }

// At returns the message of an index, new if there is none. It is valid until
// the next call.
func (f *Flattened) At(index int) *Message {
	if index < len(f.places) && f.places[index] > 0 {
		return &f.list[f.places[index]-1].Message
	}
	for len(f.places) <= index {
		f.places = append(f.places, 0)
	}
	n := len(f.list)
	if n == cap(f.list) {
		f.list = append(f.list, flat{})
	} else {
		f.list = f.list[:n+1] // the memory of its parts is used again
	}
	f.list[n].index = index
	f.places[index] = int32(n + 1) //nolint:gosec // as many as there are indices
	return &f.list[n].Message
}

// Part returns the message's part of an index within a group, new if there is
// none. It is valid until the next call.
func (m *Message) Part(group uint8, index int) *Part {
	for i := len(m.Parts) - 1; i >= 0; i-- {
		if p := &m.Parts[i]; p.group == group && p.index == index {
			return p
		}
	}
	m.Parts = append(m.Parts, Part{group: group, index: index})
	return &m.Parts[len(m.Parts)-1]
}

// SetContent sets the content of a message from a string: text, or a JSON list
// of content blocks.
func (f *Flattened) SetContent(m *Message, content string) {
	if content == "" {
		return
	}
	if strings.HasPrefix(content, "[") {
		blocks, ok := Parse(content)
		if !ok && looksLikeBlocks(content) {
			f.invalid = true
			return
		}
		if ok && areBlocks(blocks) {
			start := len(m.Parts)
			m.Parts = appendContent(m.Parts, blocks)
			for i := start; i < len(m.Parts); i++ {
				m.Parts[i].group, m.Parts[i].index = GroupContent, i-start
			}
			return
		}
	}
	m.Parts = append(m.Parts, Part{Type: TypeText, Content: content, group: GroupContent})
}

// areBlocks tells a list of content blocks from a text that happens to be JSON:
// each has a type, or is one of the blocks that show theirs by their only key.
func areBlocks(list gjson.Result) bool {
	all, n := true, 0
	Each(list, func(_, b gjson.Result) bool {
		n++
		all = b.IsObject() && (b.Get("type").Type == gjson.String || b.Get("text").Type == gjson.String ||
			First(b, "toolUse", "toolResult", "image", "document", "functionCall", "functionResponse", "inlineData").IsObject())
		return all
	})
	return all && n > 0
}

// looksLikeBlocks tells a list of content blocks that was cut off from text that
// happens to start with a bracket.
func looksLikeBlocks(s string) bool {
	rest, ok := strings.CutPrefix(s, "[")
	if !ok {
		return false
	}
	rest = strings.TrimLeft(rest, " \n")
	for _, head := range [...]string{"{\"type\"", "{\"text\"", "{ \"type\"", "{\"toolUse\"", "{\"toolResult\""} {
		if strings.HasPrefix(rest, head) {
			return true
		}
	}
	return false
}

// Messages returns what was collected, by index, without parts that say
// nothing and without repetitions. It is valid until Reset.
func (f *Flattened) Messages(dst []Message) []Message {
	// Almost all instrumentations write the messages in their order.
	byIndex := func(a, b flat) int { return a.index - b.index }
	if !slices.IsSortedFunc(f.list, byIndex) {
		slices.SortStableFunc(f.list, byIndex)
	}
	for i := range f.list {
		m := &f.list[i].Message
		m.tidy()
		if m.Role != "" || len(m.Parts) > 0 {
			dst = append(dst, *m)
		}
	}
	return dst
}

// tidy orders the parts and drops those that were never filled and those that
// instrumentations write twice: a text as content and as the only block, a tool
// call as block and as call.
func (m *Message) tidy() {
	if len(m.Parts) > 1 {
		slices.SortStableFunc(m.Parts, func(a, b Part) int {
			if a.group != b.group {
				return int(a.group) - int(b.group)
			}
			return a.index - b.index
		})
	}
	kept := 0
	for i := range m.Parts {
		p := &m.Parts[i]
		if p.empty() || repeats(m.Parts[:kept], p) {
			continue
		}
		if kept != i {
			m.Parts[kept] = *p
		}
		kept++
	}
	clear(m.Parts[kept:])
	m.Parts = m.Parts[:kept]
	m.respond()
}

func (p *Part) empty() bool {
	switch p.Type {
	case "":
		return true
	case TypeToolCall:
		return p.Name == "" && p.ID == "" && p.Value.Empty()
	case TypeToolCallResponse:
		return p.ID == "" && p.Value.Empty()
	default:
		return p.Content == "" && p.Raw == ""
	}
}

func repeats(parts []Part, p *Part) bool {
	for i := range parts {
		q := &parts[i]
		if q.group == p.group || q.Type != p.Type {
			continue
		}
		switch p.Type {
		case TypeText:
			if q.Content == p.Content {
				return true
			}
		case TypeToolCall:
			if q.ID != "" && q.ID == p.ID {
				return true
			}
		}
	}
	return false
}

// respond turns a message with the id of an answered call and a text into the
// response to that call.
func (m *Message) respond() {
	var response *Part
	for i := range m.Parts {
		if m.Parts[i].Type == TypeToolCallResponse {
			response = &m.Parts[i]
		}
	}
	if response == nil || !response.Value.Empty() {
		return
	}
	kept := m.Parts[:0]
	answer := *response
	for _, p := range m.Parts {
		switch p.Type {
		case TypeToolCallResponse:
		case TypeText:
			if answer.Value.Empty() {
				answer.Value = Decode(p.Content)
				continue
			}
			kept = append(kept, p)
		default:
			kept = append(kept, p)
		}
	}
	kept = append(kept, answer)
	clear(m.Parts[len(kept):])
	m.Parts = kept
	m.Name = ""
}
