// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package jsontext

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// read returns the tokens as "key=text", keys as "key:".
func read(text string) (tokens []string, status Status) {
	var l Lexer
	l.Reset(text)
	for {
		t, ok := l.Next()
		if !ok {
			return tokens, l.Status()
		}
		s := text[t.NameStart:t.NameEnd] + "=" + text[t.Start:t.End]
		if t.Kind == Key {
			s = text[t.Start:t.End] + ":"
		}
		if t.Cut {
			s += "…"
		}
		tokens = append(tokens, s)
	}
}

func TestLexer(t *testing.T) {
	for name, tc := range map[string]struct {
		text   string
		want   []string
		status Status
	}{
		"object":             {`{"a":"b","c":1}`, []string{"a:", "a=b", "c:", "c=1"}, Complete},
		"white space":        {" {\n\"a\" :\t\"b\" , \"c\" : 1 }\r\n", []string{"a:", "a=b", "c:", "c=1"}, Complete},
		"array of a key":     {`{"a":["b",["c",2]],"d":"e"}`, []string{"a:", "a=b", "a=c", "a=2", "d:", "d=e"}, Complete},
		"key after object":   {`{"a":{"b":"c"},"d":["e",{"f":"g"},"h"]}`, []string{"a:", "b:", "b=c", "d:", "d=e", "f:", "f=g", "d=h"}, Complete},
		"words":              {`[true,false,null,NaN,-Infinity,Infinity]`, nil, Complete},
		"numbers":            {`[-1.5e+3,0]`, []string{"=-1.5e+3", "=0"}, Complete},
		"escapes":            {`["a\"b\\","\u00e4"]`, []string{`=a\"b\\`, `=\u00e4`}, Complete},
		"JSON lines":         {"{\"a\":1}\n{\"a\":2}[3]", []string{"a:", "a=1", "a:", "a=2", "=3"}, Complete},
		"a string":           {`"a"`, []string{"=a"}, Complete},
		"empty containers":   {`[{},[],""]`, []string{"="}, Complete},
		"cut in a string":    {`{"a":"b c`, []string{"a:", "a=b c…"}, Truncated},
		"cut in an escape":   {`{"a":"b\u00`, []string{"a:", "a=b…"}, Truncated},
		"cut after a slash":  {`{"a":"b\`, []string{"a:", "a=b…"}, Truncated},
		"cut in a key":       {`{"a":1,"b`, []string{"a:", "a=1", "b…:"}, Truncated},
		"cut in a number":    {`{"a":12`, []string{"a:", "a=12…"}, Truncated},
		"cut in a word":      {`{"a":tr`, []string{"a:"}, Truncated},
		"cut after a colon":  {`{"a":`, []string{"a:"}, Truncated},
		"cut after a comma":  {`["a",`, []string{"=a"}, Truncated},
		"cut in an array":    {`["a"`, []string{"=a"}, Truncated},
		"a log line":         {`[INFO] hello`, nil, Invalid},
		"a citation":         {`[1] hello`, []string{"=1"}, Invalid},
		"a quotation":        {`"a" said b`, nil, Invalid},
		"an open quotation":  {`"a said b`, nil, Invalid},
		"Python":             {`{'a': 1}`, nil, Invalid},
		"trailing comma":     {`["a",]`, []string{"=a"}, Invalid},
		"no colon":           {`{"a" "b"}`, []string{"a:"}, Invalid},
		"wrong bracket":      {`["a"}`, []string{"=a"}, Invalid},
		"unknown escape":     {`["\x41"]`, nil, Invalid},
		"bad unicode escape": {`["\u00g0"]`, nil, Invalid},
		"a number":           {`12`, nil, Invalid},
		"empty":              {``, nil, Invalid},
		"too deep":           {strings.Repeat("[", MaxDepth+1), nil, Invalid},
	} {
		t.Run(name, func(t *testing.T) {
			got, status := read(tc.text)
			for i := range tc.want { // a cut key is written before its colon
				tc.want[i] = strings.Replace(tc.want[i], "…:", ":…", 1)
			}
			assert.Equal(t, tc.want, got)
			assert.Equal(t, tc.status, status)
		})
	}
}

func TestEscapes(t *testing.T) {
	for escaped, want := range map[string]string{
		`a\"b\\c\/d\b\f\n\r\t`: "a\"b\\c/d\b\f\n\r\t",
		`\u0041\u00e4\u20AC`:   "Aä€",
		`\ud83d\ude00`:         "😀",
		`\ud83d`:               "\ufffd",
		`\ud83d\u0041`:         "\ufffdA",
		`\ude00\ud83d`:         "\ufffd\ufffd",
		`\x`:                   `\x`,
		`\`:                    `\`,
	} {
		assert.Equal(t, want, string(Unescape(nil, escaped)), escaped)
	}
	assert.Equal(t, `\"\\\n\r\t\u0001ä/`, string(Escape(nil, "\"\\\n\r\t\x01ä/")))
}

func TestOffsets(t *testing.T) {
	raw := `a\u00e4b\n\ud83d\ude00c`
	o := NewOffsets(raw)
	decoded := string(Unescape(nil, raw)) // "aäb\n😀c"
	for i, r := range decoded {
		at := o.Raw(i)
		rest := string(Unescape(nil, raw[at:]))
		assert.True(t, strings.HasPrefix(rest, string(r)), "%d: %q", i, rest)
	}
	assert.Equal(t, len(raw), o.Raw(len(decoded)))
}

// FuzzLexer holds the lexer to encoding/json: what that takes is Complete, every
// beginning of it is Complete or Truncated, and every string is found with what
// it means.
func FuzzLexer(f *testing.F) {
	for _, s := range []string{
		`{"a":"b","c":[1,2.5e-3,{"d":null}]}`, `["\u00e4\ud83d\ude00\ud83d","\"\\"]`, `{"a":"b\`, "{}\n[]", `"x"`, `[1`, `{"a":{"b":[`, "[\"\xff\"]", `[01,1.]`,
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		text := string(data)
		var l Lexer
		l.Reset(text)
		var got []string
		at := 0
		for {
			tok, ok := l.Next()
			if !ok {
				break
			}
			require.LessOrEqual(t, at, tok.Start)
			require.LessOrEqual(t, tok.Start, tok.End)
			at = tok.End
			if tok.Kind != Number {
				got = append(got, string(Unescape(nil, text[tok.Start:tok.End])))
			}
		}
		require.NotEqual(t, Open, l.Status())
		trimmed := bytes.TrimLeft(data, " \n\t\r")
		if len(trimmed) == 0 || !json.Valid(data) || strings.IndexByte(`{["`, trimmed[0]) < 0 {
			return
		}
		if strings.Count(text, "{")+strings.Count(text, "[") <= MaxDepth {
			require.Equal(t, Complete, l.Status())
		}
		d := json.NewDecoder(bytes.NewReader(data))
		d.UseNumber()
		var want []string
		for {
			tok, err := d.Token()
			if err != nil {
				break
			}
			if s, ok := tok.(string); ok {
				want = append(want, s)
			}
		}
		if l.Status() == Complete && strings.ToValidUTF8(text, "") == text {
			require.Equal(t, want, got)
		}
		for i := 0; i < len(text) && trimmed[0] != '"'; i++ { // every beginning can be read
			if _, status := read(text[:i]); status == Invalid && strings.TrimLeft(text[:i], " \n\t\r") != "" {
				t.Fatalf("%q is cut from JSON, and called invalid", text[:i])
			}
		}
	})
}

// FuzzEscape holds Escape to Unescape and to encoding/json, and Offsets to both.
func FuzzEscape(f *testing.F) {
	f.Add("a\"b\\\n\x01ä😀", `a\u00e4\n\ud83d\ude00\ud83d`)
	f.Fuzz(func(t *testing.T, text, raw string) {
		escaped := Escape(nil, text)
		require.Equal(t, text, string(Unescape(nil, string(escaped))))
		require.True(t, json.Valid([]byte(`"`+string(escaped)+`"`)))

		decoded := string(Unescape(nil, raw))
		o := NewOffsets(raw)
		last := 0
		for i := range decoded {
			at := o.Raw(i)
			require.GreaterOrEqual(t, at, last)
			require.Equal(t, decoded[:i], string(Unescape(nil, raw[:at])))
			last = at
		}
		require.Equal(t, len(raw), o.Raw(len(decoded)))
	})
}

func BenchmarkLexer(b *testing.B) {
	text := `[{"role":"user","parts":[{"type":"text","content":"` + strings.Repeat("Ein Satz mit Wörtern.\\n", 120) + `"}]}]`
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	var l Lexer
	for b.Loop() {
		l.Reset(text)
		for more := true; more; {
			_, more = l.Next()
		}
	}
}
