// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package messages

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/pcommon"
)

func written(list []Message) any {
	s := pcommon.NewSlice()
	Write(s, list)
	return s.AsRaw()
}

func fromJSON(t *testing.T, s string) any {
	t.Helper()
	var v any
	require.NoError(t, json.Unmarshal([]byte(s), &v))
	return v
}

// assertJSON compares with JSON, in which every number is a float.
func assertJSON(t *testing.T, want string, got any) {
	t.Helper()
	text, err := json.Marshal(got)
	require.NoError(t, err)
	assert.Equal(t, fromJSON(t, want), fromJSON(t, string(text)))
}

func TestFromJSON(t *testing.T) {
	for name, tc := range map[string]struct{ in, want string }{
		"openai chat": {
			`[{"role":"developer","content":"Be brief."},{"role":"user","content":[{"type":"text","text":"What is this?"},{"type":"image_url","image_url":{"url":"https://example.com/a.png"}}]}]`,
			`[{"role":"system","parts":[{"type":"text","content":"Be brief."}]},{"role":"user","parts":[{"type":"text","content":"What is this?"},{"type":"uri","modality":"image","uri":"https://example.com/a.png"}]}]`,
		},
		"openai tool call and result": {
			`[{"role":"assistant","content":null,"tool_calls":[{"id":"c1","type":"function","function":{"name":"get","arguments":"{\"x\":1}"}}]},{"role":"tool","tool_call_id":"c1","content":"15"}]`,
			`[{"role":"assistant","parts":[{"type":"tool_call","id":"c1","name":"get","arguments":{"x":1}}]},{"role":"tool","parts":[{"type":"tool_call_response","id":"c1","response":"15"}]}]`,
		},
		"openai calls of several tools": {
			`[{"role":"assistant","content":"I look.","tool_calls":[{"id":"c1","type":"function","function":{"name":"get","arguments":"{}"}},{"id":"c2","type":"function","function":{"name":"put","arguments":"{}"}}]}]`,
			`[{"role":"assistant","parts":[{"type":"text","content":"I look."},{"type":"tool_call","id":"c1","name":"get","arguments":{}},{"type":"tool_call","id":"c2","name":"put","arguments":{}}]}]`,
		},
		"openai data URL and audio": {
			`[{"role":"user","content":[{"type":"image_url","image_url":{"url":"data:image/png;base64,AAAA"}},{"type":"input_audio","input_audio":{"data":"BBBB","format":"wav"}},{"type":"file","file":{"file_id":"f1"}}]}]`,
			`[{"role":"user","parts":[{"type":"blob","modality":"image","mime_type":"image/png","content":"AAAA"},{"type":"blob","modality":"audio","mime_type":"audio/wav","content":"BBBB"},{"type":"file","modality":"document","file_id":"f1"}]}]`,
		},
		"openai responses items": {
			`[{"role":"user","content":[{"type":"input_text","text":"Hi"}]},{"type":"reasoning","summary":[{"type":"summary_text","text":"Hm"}]},{"type":"function_call","call_id":"c1","name":"get","arguments":"{}"},{"type":"function_call_output","call_id":"c1","output":"ok"},{"type":"message","role":"assistant","content":[{"type":"output_text","text":"Done"}]}]`,
			`[{"role":"user","parts":[{"type":"text","content":"Hi"}]},{"role":"assistant","parts":[{"type":"reasoning","content":"Hm"}]},{"role":"assistant","parts":[{"type":"tool_call","id":"c1","name":"get","arguments":{}}]},{"role":"tool","parts":[{"type":"tool_call_response","id":"c1","response":"ok"}]},{"role":"assistant","parts":[{"type":"text","content":"Done"}]}]`,
		},
		"anthropic blocks": {
			`[{"role":"assistant","content":[{"type":"thinking","thinking":"Hm","signature":"s"},{"type":"text","text":"I look."},{"type":"tool_use","id":"t1","name":"get","input":{"a":[1,2.5,true,null]}}],"stop_reason":"tool_use"},{"role":"user","content":[{"type":"tool_result","tool_use_id":"t1","content":[{"type":"text","text":"15"}]},{"type":"image","source":{"type":"base64","media_type":"image/jpeg","data":"CCCC"}}]}]`,
			`[{"role":"assistant","parts":[{"type":"reasoning","content":"Hm","signature":"s"},{"type":"text","content":"I look."},{"type":"tool_call","id":"t1","name":"get","arguments":{"a":[1,2.5,true,null]}}],"finish_reason":"tool_call"},{"role":"user","parts":[{"type":"tool_call_response","id":"t1","response":"15"},{"type":"blob","modality":"image","mime_type":"image/jpeg","content":"CCCC"}]}]`,
		},
		"gemini": {
			`[{"role":"model","parts":[{"text":"Hi"},{"functionCall":{"name":"get","args":{"x":1}}}]},{"role":"user","parts":[{"functionResponse":{"name":"get","response":{"r":1}}},{"inlineData":{"mimeType":"image/png","data":"DDDD"}}]}]`,
			`[{"role":"assistant","parts":[{"type":"text","content":"Hi"},{"type":"tool_call","name":"get","arguments":{"x":1}}]},{"role":"user","parts":[{"type":"tool_call_response","response":{"r":1}},{"type":"blob","modality":"image","mime_type":"image/png","content":"DDDD"}]}]`,
		},
		"bedrock converse": {
			`[{"role":"assistant","content":[{"text":"Hi"},{"toolUse":{"toolUseId":"t1","name":"get","input":{"x":1}}}]},{"role":"user","content":[{"toolResult":{"toolUseId":"t1","content":[{"json":{"r":1}}]}}]}]`,
			`[{"role":"assistant","parts":[{"type":"text","content":"Hi"},{"type":"tool_call","id":"t1","name":"get","arguments":{"x":1}}]},{"role":"user","parts":[{"type":"tool_call_response","id":"t1","response":{"r":1}}]}]`,
		},
		"vercel": {
			`[{"role":"assistant","content":[{"type":"tool-call","toolCallId":"c1","toolName":"get","input":"{\"x\":1}"}]},{"role":"tool","content":[{"type":"tool-result","toolCallId":"c1","toolName":"get","output":{"type":"json","value":{"t":15}}}]}]`,
			`[{"role":"assistant","parts":[{"type":"tool_call","id":"c1","name":"get","arguments":{"x":1}}]},{"role":"tool","parts":[{"type":"tool_call_response","id":"c1","response":{"t":15}}]}]`,
		},
		"langchain": {
			`{"messages":[{"lc":1,"type":"constructor","id":["langchain","schema","messages","HumanMessage"],"kwargs":{"content":"Hi"}},{"type":"ai","content":"Hello"}]}`,
			`[{"role":"user","parts":[{"type":"text","content":"Hi"}]},{"role":"assistant","parts":[{"type":"text","content":"Hello"}]}]`,
		},
		"the conventions themselves": {
			`[{"role":"user","parts":[{"type":"text","content":"Hi"},{"type":"blob","modality":"image","content":"AAAA"},{"type":"anything","x":1}]}]`,
			`[{"role":"user","parts":[{"type":"text","content":"Hi"},{"type":"blob","modality":"image","content":"AAAA"},{"type":"anything","x":1}]}]`,
		},
		"what a part has no place for stays beside it": {
			`[{"role":"user","content":[{"type":"text","text":"Hi","cache_control":{"type":"ephemeral"},"annotations":[]}]}]`,
			`[{"role":"user","parts":[{"type":"text","content":"Hi","cache_control":{"type":"ephemeral"}}]}]`,
		},
		"a call in the content is not repeated": {
			`[{"role":"assistant","content":[{"type":"tool_use","id":"t1","name":"get","input":{}}],"tool_calls":[{"id":"t1","function":{"name":"get","arguments":"{}"}}]}]`,
			`[{"role":"assistant","parts":[{"type":"tool_call","id":"t1","name":"get","arguments":{}}]}]`,
		},
		"media without data say nothing": {
			`[{"role":"user","content":[{"type":"image"},{"type":"text","text":""}]}]`,
			`[{"role":"user","parts":[]}]`,
		},
		"big numbers": {
			`[{"role":"tool","tool_call_id":"c","content":{"big":9007199254740993,"huge":1e999}}]`,
			`[{"role":"tool","parts":[{"type":"tool_call_response","id":"c","response":{"big":9007199254740993,"huge":"1e999"}}]}]`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			v, ok := Parse(tc.in)
			require.True(t, ok)
			assertJSON(t, tc.want, written(FromJSON(nil, v, "user")))
		})
	}
}

func TestParseRefuses(t *testing.T) {
	for name, in := range map[string]string{
		"cut off":      `[{"role":"user","content":"Hel`,
		"text":         `Hello`,
		"number":       `12`,
		"empty":        ``,
		"too deep":     strings.Repeat("[", 100) + strings.Repeat("]", 100),
		"two values":   `{}{}`,
		"single quote": `[{'role': 'user'}]`,
	} {
		t.Run(name, func(t *testing.T) {
			_, ok := Parse(in)
			assert.False(t, ok)
		})
	}
}

func TestFlattened(t *testing.T) {
	var f Flattened
	// Indices out of order, with gaps, as text would sort them.
	f.At(10).Role = "assistant"
	f.SetContent(f.At(10), "ten")
	f.At(2).Role = "user"
	f.SetContent(f.At(2), `[{"type":"text","text":"two"}]`)
	for i, id := range []string{"b", "a"} {
		p := f.At(10).Part(GroupCalls, 1-i)
		p.Type, p.ID, p.Name, p.Value = TypeToolCall, id, "get", Decode(`{"x":1}`)
	}
	// A text that is content and block, a message with nothing in it.
	p := f.At(10).Part(GroupBlocks, 0)
	p.Type, p.Content = TypeText, "ten"
	f.At(7)
	assertJSON(t, `[
		{"role":"user","parts":[{"type":"text","content":"two"}]},
		{"role":"assistant","parts":[{"type":"text","content":"ten"},
			{"type":"tool_call","id":"a","name":"get","arguments":{"x":1}},
			{"type":"tool_call","id":"b","name":"get","arguments":{"x":1}}]}]`, written(f.Messages(nil)))
	assert.False(t, f.Invalid())

	f.Reset()
	assert.Zero(t, f.Len())
	f.SetContent(f.At(0), `[{"type":"text","text":"cut of`)
	assert.True(t, f.Invalid())
}

func TestDefinitions(t *testing.T) {
	const want = `[{"type":"function","name":"get","description":"d","parameters":{"type":"object"}}]`
	for name, in := range map[string]string{
		"openai chat":      `[{"type":"function","function":{"name":"get","description":"d","parameters":{"type":"object"}}}]`,
		"openai responses": `[{"type":"function","name":"get","description":"d","parameters":{"type":"object"}}]`,
		"anthropic":        `[{"name":"get","description":"d","input_schema":{"type":"object"}}]`,
		"bedrock":          `[{"toolSpec":{"name":"get","description":"d","inputSchema":{"json":{"type":"object"}}}}]`,
		"gemini":           `[{"functionDeclarations":[{"name":"get","description":"d","parameters":{"type":"object"}}]}]`,
		"strings":          `["{\"name\":\"get\",\"description\":\"d\",\"inputSchema\":{\"type\":\"object\"}}"]`,
	} {
		t.Run(name, func(t *testing.T) {
			v, ok := Parse(in)
			require.True(t, ok)
			s := pcommon.NewSlice()
			WriteDefinitions(s, v)
			assertJSON(t, want, s.AsRaw())
		})
	}
}

func TestWideObjectsStayJSON(t *testing.T) {
	fields := make([]string, maxFields+1)
	for i := range fields {
		fields[i] = `"k` + strings.Repeat("x", i%7) + string(rune('a'+i%26)) + strings.Repeat("y", i/26) + `":1`
	}
	object := "{" + strings.Join(fields, ",") + "}"
	v := pcommon.NewValueEmpty()
	Decode(object).WriteTo(v)
	assert.Equal(t, object, v.AsString())
	assert.Equal(t, pcommon.ValueTypeStr, v.Type())

	// Neither is a part lost that is as wide, nor what stands beside a text.
	for _, block := range []string{
		`{"type":"custom",` + object[1:],
		`{"type":"text","text":"Hi",` + object[1:],
	} {
		parsed, ok := Parse(`[{"role":"user","content":[` + block + `]}]`)
		require.True(t, ok)
		s := pcommon.NewSlice()
		Write(s, FromJSON(nil, parsed, "user"))
		part := s.At(0).Map().AsRaw()["parts"].([]any)[0].(map[string]any)
		assert.Contains(t, []any{part["content"], part["extra"]}, block)
	}
}

func TestRoles(t *testing.T) {
	for in, want := range map[string]string{
		"model": "assistant", "ai": "assistant", "human": "user", "Human": "user", "MessageRole.USER": "user",
		"function": "tool", "developer": "system", "critic": "critic",
	} {
		assert.Equal(t, want, Role(in), in)
	}
}

func TestFinishReason(t *testing.T) {
	for in, want := range map[string]string{
		"tool_calls": "tool_call", "tool_use": "tool_call", "end_turn": "stop", "COMPLETE": "stop", "FinishReason.STOP": "stop",
		"MAX_TOKENS": "length", "content-filter": "content_filter", "Whatever": "whatever",
	} {
		assert.Equal(t, want, FinishReason(in), in)
	}
}

// FuzzFromJSON feeds whatever parses: no panic, and what is written can be
// read again as the same messages.
func FuzzFromJSON(f *testing.F) {
	for _, s := range []string{
		`[{"role":"user","content":[{"type":"text","text":"x"},{"type":"image_url","image_url":{"url":"data:,x"}}]}]`,
		`{"messages":[{"lc":1,"type":"constructor","id":["AIMessage"],"kwargs":{"content":[{"type":"tool_use"}]}}]}`,
		`[{"type":"function_call_output","output":[{"text":"a"}]}]`, `[{"role":"tool","tool_call_id":"","content":{}}]`,
		`[{"parts":[{"functionCall":{"args":{"a":{"b":[1e400]}}}}]}]`, `[[[]]]`, `{"content":{"type":"reasoning","content":[{}]}}`,
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, in string) {
		v, ok := Parse(in)
		if !ok {
			return
		}
		once := written(FromJSON(nil, v, "user"))
		text, err := json.Marshal(once)
		require.NoError(t, err)
		again, ok := Parse(string(text))
		require.True(t, ok, "%s", text)
		FromJSON(nil, again, "user")
		defs := pcommon.NewSlice()
		WriteDefinitions(defs, v)
	})
}
