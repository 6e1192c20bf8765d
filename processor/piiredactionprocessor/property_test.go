// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package piiredactionprocessor

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/operator"
)

// pieces are values of many types, and what stands between them.
var pieces = []string{
	mail, card, iban, "+49 30 901820", "192.0.2.44", "8.8.4.4", "password=hunter2hunter2X9", "https://u:p4ssw0rd@example.org/x?q=a%40example.org", "Ich heiße",
	"geboren am 12.03.1981", "ghp_" + strings.Repeat("aB3x", 9), "[EMAIL_1]", "[EMAIL:k1:ABCDABCDABCDABCD]", "[REDACTED:error]", "[AKIAIOSFODNN7EXAMPLE]", "call_4111111111111111",
	"Bearer", "token:", " ", " ", "\n", "\t", "\\", "\"", "{", "}", "[", "]", "\\n", "\\u00e4", "ü", "😀", "a", "7", ", ", ": ", "1.2.3.4", "v1.2.3", "IBAN", "Kreditkarte", "Tel.", "-----BEGIN PRIVATE KEY-----",
	"756.9217.0769.85", "Steuer-ID 86095742719", "1999-12-31", "0x52908400098527886E0F7030069857D2E4169EE7", "4111-1111", "@", "@example.org", "%40", "+", "***", "X",
}

func randomText(r *rand.Rand) string {
	var b strings.Builder
	for range 1 + r.IntN(12) {
		b.WriteString(pieces[r.IntN(len(pieces))])
		if r.IntN(2) == 0 {
			b.WriteByte(' ')
		}
	}
	return b.String()
}

func randomValue(r *rand.Rand, depth int) any {
	switch n := r.IntN(10); {
	case n < 5 || depth == 0:
		return randomText(r)
	case n == 5:
		return r.IntN(1 << 40)
	case n == 6:
		return r.Float64()
	case n == 7:
		return r.IntN(2) == 0
	case n == 8:
		list := []any{}
		for range r.IntN(4) {
			list = append(list, randomValue(r, depth-1))
		}
		return list
	default:
		m := map[string]any{}
		for i := range r.IntN(4) {
			m[fmt.Sprintf("k%d", i)] = randomValue(r, depth-1)
		}
		return m
	}
}

func randomAttributes(r *rand.Rand) map[string]any {
	inJSON, _ := json.Marshal(randomValue(r, 3))
	twice, _ := json.Marshal(map[string]any{"a": string(inJSON), "id": "call_4111111111111111"})
	return map[string]any{
		"gen_ai.input.messages": randomValue(r, 4), "input.value": string(inJSON), "output.value": string(twice), "prompt": randomText(r),
		"tool_input": []byte(randomText(r)), "gen_ai.usage.input_tokens": r.IntN(1 << 50),
	}
}

func withKeys(c *Config) {
	c.Keys = []KeyConfig{{ID: "1", Secret: "0123456789abcdef0123456789abcdef"}}
}

// TestProperties: redacting twice is redacting once, JSON stays JSON, UTF-8 stays
// UTF-8, and types, ids and counts stay, whatever the operator.
func TestProperties(t *testing.T) {
	for _, kind := range operator.Kinds() {
		t.Run(string(kind), func(t *testing.T) {
			cfg := defaults(withKeys, func(c *Config) { c.Default.Operator = kind })
			p, err := newRedaction(settings(), cfg)
			require.NoError(t, err)
			r := rand.New(rand.NewPCG(1, 2))
			for range 150 {
				raw := randomAttributes(r)
				td := oneSpan(t, raw, func(s ptrace.Span) { s.SetName(randomText(r)) })
				before := ptrace.NewTraces()
				td.CopyTo(before)
				_, err := p.processTraces(t.Context(), td)
				require.NoError(t, err)
				once := firstSpan(td).Attributes().AsRaw()
				if kind == operator.Keep {
					require.Equal(t, firstSpan(before).Attributes().AsRaw(), once)
				}
				if kind != operator.DropContent {
					sameShape(t, firstSpan(before).Attributes(), firstSpan(td).Attributes())
				}
				assert.Equal(t, int64(raw["gen_ai.usage.input_tokens"].(int)), once["gen_ai.usage.input_tokens"])
				again := ptrace.NewTraces()
				td.CopyTo(again)
				_, err = p.processTraces(t.Context(), again)
				require.NoError(t, err)
				require.Equal(t, once, firstSpan(again).Attributes().AsRaw(), "before: %v", raw)
				require.Equal(t, firstSpan(td).Name(), firstSpan(again).Name())
			}
		})
	}
}

// sameShape compares all but the text.
func sameShape(t *testing.T, before, after pcommon.Map) {
	t.Helper()
	require.Equal(t, before.Len(), after.Len())
	for key, v := range before.All() {
		got, ok := after.Get(key)
		require.True(t, ok, key)
		sameValue(t, v, got)
	}
}

func sameValue(t *testing.T, before, after pcommon.Value) {
	t.Helper()
	require.Equal(t, before.Type(), after.Type())
	switch before.Type() {
	case pcommon.ValueTypeMap:
		sameShape(t, before.Map(), after.Map())
	case pcommon.ValueTypeSlice:
		require.Equal(t, before.Slice().Len(), after.Slice().Len())
		for i, v := range before.Slice().All() {
			sameValue(t, v, after.Slice().At(i))
		}
	case pcommon.ValueTypeStr:
		if strings.HasPrefix(before.Str(), "{") || strings.HasPrefix(before.Str(), "[") {
			require.Equal(t, json.Valid([]byte(before.Str())), json.Valid([]byte(after.Str())), "%q became %q", before.Str(), after.Str())
		}
		require.True(t, utf8.ValidString(after.Str()))
		if strings.Contains(before.Str(), `"id":"call_4111111111111111"`) {
			require.Contains(t, after.Str(), `"id":"call_4111111111111111"`)
		}
	case pcommon.ValueTypeBytes:
		require.True(t, utf8.Valid(after.Bytes().AsRaw()))
	default:
		require.True(t, before.Equal(after))
	}
}

// TestEscapes puts an e-mail address behind and before every escape of JSON, in
// up to three levels.
func TestEscapes(t *testing.T) {
	escapes := []string{`\n`, `\t`, `\r`, `\b`, `\f`, `\"`, `\\`, `\/`, `\u0009`, `\u000a`, `\u00a0`, `\u2028`, `\u003c`, `\u201c`, `\ud83d\ude00`, `\ud83d`}
	forms := []string{mail, strings.Replace(mail, "@", `\u0040`, 1), strings.Replace(mail, "a", `\u0061`, 1), strings.Replace(mail, "e", `\u0065`, 2)}
	p, err := newRedaction(settings(), defaults())
	require.NoError(t, err)
	n := 0
	for _, before := range escapes {
		for _, after := range escapes {
			for _, form := range forms {
				text := `{"content":"write to` + before + form + after + `now"}`
				for range 3 {
					for _, cut := range []int{0, 2, 4} {
						in := text[:len(text)-cut]
						td := oneSpan(t, map[string]any{"input.value": in}, nil)
						_, err := p.processTraces(t.Context(), td)
						require.NoError(t, err)
						got := firstSpan(td).Attributes().AsRaw()["input.value"].(string)
						decoded := got
						for strings.Contains(decoded, `\`) {
							decoded = strings.NewReplacer(`\u0040`, "@", `\u0061`, "a", `\u0065`, "e", `\`, "").Replace(decoded)
						}
						require.NotContains(t, decoded, mail, in)
						require.NotContains(t, decoded, "meyer", in)
						require.Contains(t, got, "[EMAIL_1]", in)
						if cut == 0 {
							require.True(t, json.Valid([]byte(got)), "%s became %s", in, got)
						}
						n++
					}
					quoted, err := json.Marshal(text)
					require.NoError(t, err)
					text = `{"arguments":` + string(quoted) + `}`
				}
			}
		}
	}
	t.Logf("%d texts", n)
}

func TestBytesOutsideStay(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	words := []string{"Hallo", "the", "señora", "été", "\u00a0", "—", "😀", "\\u00e9", "[x]", "{y}", "1,234.50", "v2.10.3", "'q'", "<b>", "&amp;", "\r\n"}
	p, err := newRedaction(settings(), defaults())
	require.NoError(t, err)
	for range 300 {
		var parts []string
		for range 20 {
			parts = append(parts, words[r.IntN(len(words))])
		}
		in := slices.Insert(slices.Clone(parts), 10, mail)
		td := oneSpan(t, map[string]any{"prompt": strings.Join(in, " ")}, nil)
		_, err := p.processTraces(t.Context(), td)
		require.NoError(t, err)
		want := slices.Insert(slices.Clone(parts), 10, "[EMAIL_1]")
		require.Equal(t, strings.Join(want, " "), firstSpan(td).Attributes().AsRaw()["prompt"])
	}
}

// FuzzTraces sends whatever is OTLP: no panic, no span lost, and a second pass
// changes nothing.
func FuzzTraces(f *testing.F) {
	marshaler := &ptrace.ProtoMarshaler{}
	r := rand.New(rand.NewPCG(5, 6))
	for range 20 {
		seed, err := marshaler.MarshalTraces(oneSpan(f, randomAttributes(r), func(s ptrace.Span) { s.SetName(randomText(r)) }))
		require.NoError(f, err)
		f.Add(seed)
	}
	p, err := newRedaction(settings(), defaults(withKeys, func(c *Config) {
		c.Channels = ChannelAll
		c.Entities = map[string]RuleConfig{"CREDIT_CARD": {Operator: operator.Mask}, "IBAN": {Operator: operator.Pseudonym}, "PHONE": {Operator: operator.DropValue}}
	}))
	require.NoError(f, err)
	f.Fuzz(func(t *testing.T, data []byte) {
		td, err := (&ptrace.ProtoUnmarshaler{}).UnmarshalTraces(data)
		if err != nil {
			return
		}
		spans := td.SpanCount()
		_, err = p.processTraces(t.Context(), td)
		require.NoError(t, err)
		require.Equal(t, spans, td.SpanCount())
		once, err := marshaler.MarshalTraces(td)
		require.NoError(t, err)
		_, err = p.processTraces(t.Context(), td)
		require.NoError(t, err)
		twice, err := marshaler.MarshalTraces(td)
		require.NoError(t, err)
		require.Equal(t, once, twice)
	})
}
