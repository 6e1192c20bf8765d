// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package provider

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"regexp"
	"sort"
	"strconv"
	"strings"
)

// createdAt is the creation time of every answer: 2026-01-01T00:00:00Z.
const createdAt = 1767225600

// digest is n lower-case hex digits that depend on the purpose and the request only.
func digest(n int, purpose string, request []byte) string {
	sum := sha256.Sum256(append([]byte(purpose+"\n"), request...))
	return hex.EncodeToString(sum[:])[:n]
}

func countTokens(text string) int { return (len(text) + 3) / 4 }

// cutTokens returns at most limit tokens of text and whether it was cut. A
// limit of 0 means none.
func cutTokens(text string, limit int) (string, bool) {
	if limit <= 0 || countTokens(text) <= limit {
		return text, false
	}
	return text[:4*limit], true
}

// conversation is what the choice of an answer depends on.
type conversation struct {
	user       string
	toolResult string
	hasResult  bool
	hasImage   bool
	tools      []tool
	choice     toolChoice
	parallel   bool
	jsonOutput bool
	schema     object
}

type tool struct {
	name   string
	schema object
}

// toolChoice says whether a tool must (force) or must not (none) be called.
// name limits the choice to one tool.
type toolChoice struct {
	none  bool
	force bool
	name  string
}

type toolCall struct {
	id        string
	name      string
	arguments object
}

// replyText is the text of choice number variant, counted from 0.
func (c conversation) replyText(variant int) string {
	text := c.firstReply()
	if variant > 0 && !c.jsonOutput {
		text += fmt.Sprintf(" (variant %d)", variant+1)
	}
	return text
}

func (c conversation) firstReply() string {
	lower := strings.ToLower(c.user)
	text := "Here is a short synthetic answer."
	switch {
	case c.hasResult:
		text = "The tool says: " + c.toolResult
	case c.hasImage:
		text = "The image shows one red pixel."
	case strings.Contains(lower, "capital of france"):
		text = "The capital of France is Paris."
	case strings.Contains(lower, "hello"):
		text = "Hello! How can I help you today?"
	case strings.Contains(lower, "17 times 23"):
		text = "17 times 23 is 391."
	case strings.Contains(lower, "haiku"):
		text = "A span opens wide\nTokens stream along the wire\nThe trace comes to rest"
	}
	if !c.jsonOutput {
		return text
	}
	if c.schema == nil {
		return marshal(object{"answer": text})
	}
	return marshal(fill(c.schema, nil, nil, text))
}

// toolCalls plans the calls of the answer; none means a text answer.
func (c conversation) toolCalls(idPrefix string, request []byte) []toolCall {
	if c.choice.none || (c.hasResult && !c.choice.force) {
		return nil
	}
	picked, ok := c.pickTool()
	if !ok {
		return nil
	}
	names, numbers := properNames(c.user), numberPattern.FindAllString(c.user, -1)
	count := 1
	if c.parallel && len(names) > 1 && hasFreeString(picked.schema) {
		count = 2
	}
	calls := make([]toolCall, 0, count)
	for i := range count {
		arguments, _ := fill(picked.schema, names[min(i, len(names)):], numbers, "example").(object)
		calls = append(calls, toolCall{
			id:        idPrefix + digest(24, "call "+strconv.Itoa(i), request),
			name:      picked.name,
			arguments: arguments,
		})
	}
	return calls
}

func (c conversation) pickTool() (tool, bool) {
	lower := strings.ToLower(c.user)
	for _, t := range c.tools {
		if c.choice.name != "" {
			if t.name == c.choice.name {
				return t, true
			}
			continue
		}
		for _, word := range strings.FieldsFunc(strings.ToLower(t.name), func(r rune) bool { return r < 'a' || r > 'z' }) {
			if len(word) >= 4 && strings.Contains(lower, word) {
				return t, true
			}
		}
	}
	if c.choice.force && len(c.tools) > 0 {
		return c.tools[0], true
	}
	return tool{}, false
}

var (
	namePattern   = regexp.MustCompile(`[a-z,] ([A-Z][a-z]+)`)
	numberPattern = regexp.MustCompile(`\d+`)
)

// properNames finds capitalised words inside a sentence, not at its start.
func properNames(text string) []string {
	var names []string
	for _, m := range namePattern.FindAllStringSubmatch(text, -1) {
		names = append(names, m[1])
	}
	return names
}

func hasFreeString(schema object) bool {
	properties, _ := schema["properties"].(object)
	for _, p := range properties {
		property, _ := p.(object)
		if property["type"] == "string" && property["enum"] == nil {
			return true
		}
	}
	return false
}

// fill makes a value that fits a JSON schema.
func fill(schema object, names, numbers []string, fallback string) any {
	if values, ok := schema["enum"].([]any); ok && len(values) > 0 {
		return values[0]
	}
	switch schema["type"] {
	case "string":
		if len(names) > 0 {
			return names[0]
		}
		return fallback
	case "integer", "number":
		if len(numbers) > 0 {
			n, _ := strconv.Atoi(numbers[0])
			return n
		}
		return 1
	case "boolean":
		return true
	case "array":
		items, _ := schema["items"].(object)
		return []any{fill(items, names, numbers, fallback)}
	case "object":
		out := object{}
		properties, _ := schema["properties"].(object)
		keys := make([]string, 0, len(properties))
		for key := range properties {
			keys = append(keys, key)
		}
		sort.Strings(keys)
		for _, key := range keys {
			property, _ := properties[key].(object)
			out[key] = fill(property, names, numbers, fallback)
			// Two numbers of a prompt belong to two properties.
			if t := property["type"]; (t == "integer" || t == "number") && len(numbers) > 1 {
				numbers = numbers[1:]
			}
		}
		return out
	}
	return nil
}

// pieces splits text the way a stream delivers it: word by word.
func pieces(text string) []string { return strings.SplitAfter(text, " ") }
