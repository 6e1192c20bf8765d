// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package redact

import (
	"bytes"
	"regexp"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/pcommon"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/carrier"
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/keyring"
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/numbering"
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/operator"
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/scan"
)

// patterns is a scanner whose findings are plain to see: what is under test here
// is what becomes of them.
type patterns []struct {
	typ entity.Type
	re  *regexp.Regexp
}

var simple = patterns{
	{entity.Email, regexp.MustCompile(`[A-Za-z0-9.ü]+@[A-Za-z0-9.]+\.[a-z]+`)},
	{entity.Phone, regexp.MustCompile(`\+[0-9 ]{8,}[0-9]`)},
	{entity.CreditCard, regexp.MustCompile(`[0-9]{16}`)},
	{entity.Secret, regexp.MustCompile(`[a-z*]{6}-[a-zA-Z0-9*]{8,}`)},
}

func (p patterns) Scan(dst []scan.Finding, in scan.Input) []scan.Finding {
	for _, r := range p {
		for _, m := range r.re.FindAllStringIndex(in.Text, -1) {
			dst = append(dst, scan.Finding{Start: m[0], End: m[1], Type: r.typ})
		}
	}
	slices.SortFunc(dst, func(a, b scan.Finding) int { return a.Start - b.Start })
	kept := dst[:0]
	for _, f := range dst {
		if n := len(kept); n == 0 || f.Start >= kept[n-1].End {
			kept = append(kept, f)
		}
	}
	return kept
}

// scanFunc is a scanner made of a function.
type scanFunc func(dst []scan.Finding, in scan.Input) []scan.Finding

func (f scanFunc) Scan(dst []scan.Finding, in scan.Input) []scan.Finding { return f(dst, in) }

func options(edits ...func(*Options)) Options {
	o := Options{
		Scanner: simple, Default: operator.Rule{Kind: operator.Replace}, Selection: carrier.Select(false, nil, nil),
		NumberKeys: carrier.NewKeys(carrier.Numbers), MaxValue: 64 << 10, Timeout: time.Minute, TenantAttribute: "tenant",
	}
	for _, i := range entity.All() {
		o.Types = append(o.Types, i.Type)
	}
	for _, edit := range edits {
		edit(&o)
	}
	return o
}

func rule(t entity.Type, k operator.Kind) func(*Options) {
	return func(o *Options) {
		if o.Rules == nil {
			o.Rules = map[entity.Type]operator.Rule{}
		}
		o.Rules[t] = operator.Rule{Kind: k, KeepLast: 4}
	}
}

func numbered(o *Options) { o.Traces = numbering.NewTraces() }

func withKey(o *Options) {
	o.Ring, _ = keyring.New([]keyring.Key{{ID: "1", Secret: bytes.Repeat([]byte{1}, 32)}})
}

// text sends one text through a pass of its own.
func text(tb testing.TB, o Options, in string) (string, *Tally) {
	tb.Helper()
	p := NewEngine(o).NewPass(tb.Context())
	out := in
	src := Source{Trace: [16]byte{1}, Numbered: true}
	if p.Record(src, func() { out, _ = p.Text("", in) }) {
		out = "(dropped)"
	}
	return out, &p.Tally
}

// value sends one value through a pass of its own.
func value(tb testing.TB, o Options, raw any) (any, *Tally) {
	tb.Helper()
	p := NewEngine(o).NewPass(tb.Context())
	v := pcommon.NewValueEmpty()
	require.NoError(tb, v.FromRaw(raw))
	if p.Record(Source{Numbered: true}, func() { p.Value("x", v) }) {
		return "(dropped)", &p.Tally
	}
	return v.AsRaw(), &p.Tally
}

func TestText(t *testing.T) {
	for name, tc := range map[string]struct{ in, want string }{
		"nothing":                  {"nothing here", "nothing here"},
		"plain":                    {"I am a@x.org, b@x.org; a@x.org!", "I am [EMAIL_1], [EMAIL_2]; [EMAIL_1]!"},
		"JSON":                     {`{"a": "a@x.org",  "b":[1, "b@x.org"]}`, `{"a": "[EMAIL_1]",  "b":[1, "[EMAIL_2]"]}`},
		"escapes stay":             {`{"a":"\u00e4\/\n\ta@x.org\u00e4\ud83d"}`, `{"a":"\u00e4\/\n\t[EMAIL_1]\u00e4\ud83d"}`},
		"escapes in the value":     {`{"a":"x a\u0040\u0078.org x"}`, `{"a":"x [EMAIL_1] x"}`},
		"JSON in JSON":             {`{"a":"{\"b\":\"\\na@x.org\\t\"}"}`, `{"a":"{\"b\":\"\\n[EMAIL_1]\\t\"}"}`},
		"cut JSON":                 {`{"a":"b@x.org","c":"\na@x.org and`, `{"a":"[EMAIL_1]","c":"\n[EMAIL_2] and`},
		"cut within the value":     {`{"c":"a@x.org\u00`, `{"c":"[EMAIL_1]\u00`},
		"cut JSON in JSON":         {`{"a":"{\"b\":\"\\na@x.org`, `{"a":"{\"b\":\"\\n[EMAIL_1]`},
		"cut within an address":    {`{"a":"I am a.meyer@exam`, `{"a":"I am [REDACTED:cut]`},
		"cut within a number":      {`{"a":"card\n4111 1111 1`, `{"a":"card\n[REDACTED:cut]`},
		"cut in nested JSON":       {`{"a":"{\"b\":\"to x@`, `{"a":"{\"b\":\"to [REDACTED:cut]`},
		"cut after a year":         {`{"a":"since 2024`, `{"a":"since 2024`},
		"cut after a placeholder":  {`{"a":"see [EMAIL_1234567]`, `{"a":"see [EMAIL_1234567]`},
		"cut id":                   {`{"id":"call_41111111`, `{"id":"call_41111111`},
		"JSON lines":               {"{\"a\":\"a@x.org\"}\n{\"a\":\"b@x.org\"}", "{\"a\":\"[EMAIL_1]\"}\n{\"a\":\"[EMAIL_2]\"}"},
		"JSON string":              {`"\u0061@x.org"`, `"[EMAIL_1]"`},
		"looks like JSON":          {`[INFO] a@x.org`, `[INFO] [EMAIL_1]`},
		"Python":                   {`{'a': 'a@x.org'}`, `{'a': '[EMAIL_1]'}`},
		"keys":                     {`{"a@x.org":1}`, `{"[EMAIL_1]":1}`},
		"ids stay":                 {`{"id":"call_4111111111111111","x":"4111111111111111"}`, `{"id":"call_4111111111111111","x":"[CREDIT_CARD_1]"}`},
		"number of a number key":   {`{"card_number": 4111111111111111, "cardNumber":4111111111111111}`, `{"card_number": 0, "cardNumber":0}`},
		"other numbers":            {`{"tokens": 4111111111111111}`, `{"tokens": 4111111111111111}`},
		"placeholders stay":        {"[EMAIL_3] [EMAIL:k1:ABCD2345ABCD2345] [REDACTED:error]", "[EMAIL_3] [EMAIL:k1:ABCD2345ABCD2345] [REDACTED:error]"},
		"a number in brackets":     {"[4111111111111111]", "[0]"},
		"what looks like one":      {"see [4111111111111111]", "see [[CREDIT_CARD_1]]"},
		"masked stays":             {"******-********1234", "******-********1234"},
		"white space before JSON":  {" \n{\"a\":\"\\u0061@x.org\"}", " \n{\"a\":\"[EMAIL_1]\"}"},
		"a raw tab in JSON":        {"{\"a\":\"\ta@x.org\"}", "{\"a\":\"\t[EMAIL_1]\"}"},
		"a URL with JSON behind":   {`GET /x {"a":"a@x.org"}`, `GET /x {"a":"[EMAIL_1]"}`},
		"a number of JSON as text": {`[1] a@x.org`, `[1] [EMAIL_1]`},
	} {
		t.Run(name, func(t *testing.T) {
			got, tally := text(t, options(numbered), tc.in)
			assert.Equal(t, tc.want, got)
			assert.Zero(t, tally.Failures)
			again, _ := text(t, options(numbered), got)
			assert.Equal(t, got, again, "a second pass changes nothing")
		})
	}
}

func TestOperators(t *testing.T) {
	const in = `{"note":"card 4111111111111111 of a@x.org","x":"y"}`
	for kind, want := range map[operator.Kind]string{
		operator.Replace:   `{"note":"card [CREDIT_CARD] of [EMAIL]","x":"y"}`,
		operator.Mask:      `{"note":"card ************1111 of [EMAIL]","x":"y"}`,
		operator.DropValue: `{"note":"[REDACTED:CREDIT_CARD]","x":"y"}`,
		operator.Keep:      `{"note":"card 4111111111111111 of [EMAIL]","x":"y"}`,
	} {
		got, tally := text(t, options(rule(entity.CreditCard, kind)), in)
		assert.Equal(t, want, got, kind)
		assert.Equal(t, int64(1), tally.Entities[Found{entity.CreditCard, kind, Attribute}], "%s is counted once", kind)
	}
	got, _ := text(t, options(withKey, rule(entity.CreditCard, operator.Pseudonym)), in)
	assert.Regexp(t, `"card \[CREDIT_CARD:k1:[A-Z2-7]{16}\] of \[EMAIL\]"`, got)
	got, _ = text(t, options(withKey, rule(entity.CreditCard, operator.Encrypt)), in)
	assert.Regexp(t, `"card \[CREDIT_CARD:e1:[A-Za-z0-9_-]+\] of \[EMAIL\]"`, got)
}

func TestDropContent(t *testing.T) {
	p := NewEngine(options(rule(entity.CreditCard, operator.DropContent))).NewPass(t.Context())
	attrs := pcommon.NewMap()
	require.NoError(t, attrs.FromRaw(map[string]any{
		"gen_ai.input.messages": []any{map[string]any{"content": "card 4111111111111111"}}, "input.value": "hello", "output.value": []byte("bytes"),
		"gen_ai.request.model": "gpt-4o", "other": "stays", "prompt": "", "tool_input": true,
	}))
	assert.False(t, p.Record(Source{}, func() { p.Attributes(attrs, false) }))
	assert.Equal(t, map[string]any{
		"gen_ai.input.messages": "[REDACTED:CREDIT_CARD]", "input.value": "[REDACTED:CREDIT_CARD]", "output.value": []byte("[REDACTED:CREDIT_CARD]"),
		"gen_ai.request.model": "gpt-4o", "other": "stays", "prompt": "", "tool_input": true,
	}, attrs.AsRaw())
}

func TestTenant(t *testing.T) {
	p := NewEngine(options(withKey, rule(entity.Email, operator.Pseudonym))).NewPass(t.Context())
	token := func(record, resource string) (out string) {
		src := Source{Attributes: pcommon.NewMap(), Resource: pcommon.NewMap()}
		if record != "" {
			src.Attributes.PutStr("tenant", record)
		}
		if resource != "" {
			src.Resource.PutStr("tenant", resource)
		}
		p.Record(src, func() { out, _ = p.Text("", "a@x.org") })
		return out
	}
	assert.Equal(t, token("acme", ""), token("", "acme"))
	assert.Equal(t, token("acme", "other"), token("acme", ""))
	assert.NotEqual(t, token("acme", ""), token("other", ""))
	assert.NotEqual(t, token("acme", ""), token("", ""))
}

func TestStructuredValues(t *testing.T) {
	got, tally := value(t, options(numbered), map[string]any{
		"text": "a@x.org", "list": []any{"b@x.org", 1, nil, []any{"a@x.org"}}, "bytes": []byte("a@x.org"), "n": 4111111111111111, "f": 1.5, "b": true,
		"phone": 4111111111111111, "pan": 4111111111111111.0, "c@x.org": "key", "JSON": `{"a":"\u0061@x.org"}`, "id": "call_4111111111111111",
	})
	m := got.(map[string]any)
	for _, name := range []string{"text", "list", "bytes", "n", "f", "b", "phone", "pan", "JSON", "id"} {
		assert.Contains(t, m, name)
	}
	assert.NotContains(t, m, "c@x.org")
	assert.Len(t, m, 11)
	assert.Equal(t, int64(4111111111111111), m["n"])
	assert.Equal(t, int64(0), m["phone"], "a number stays a number")
	assert.InDelta(t, 0.0, m["pan"], 0)
	assert.IsType(t, []byte{}, m["bytes"])
	assert.Equal(t, "call_4111111111111111", m["id"])
	assert.Equal(t, 1.5, m["f"]) //nolint:testifylint // it must be the very value
	assert.Zero(t, tally.Failures)
}

func TestRenamedKeysDoNotCollide(t *testing.T) {
	got, _ := value(t, options(), map[string]any{"a@x.org": "1", "b@x.org": "2", "[EMAIL]": "3"})
	m := got.(map[string]any)
	assert.Len(t, m, 3)
	assert.Equal(t, "3", m["[EMAIL]"])
	assert.ElementsMatch(t, []any{"1", "2"}, []any{m["[EMAIL]_2"], m["[EMAIL]_3"]})
}

func TestMapOfTooManyAddresses(t *testing.T) {
	m := map[string]any{}
	for i := range maxRenamed + 1 {
		m[strconv.Itoa(i)+"@x.org"] = 1
	}
	got, tally := value(t, options(), m)
	assert.Equal(t, "[REDACTED:error]", got)
	assert.Equal(t, int64(1), tally.Failures[TooLong])
}

// TestCopiesOfBytes: copies of pdata share the bytes of a value.
func TestCopiesOfBytes(t *testing.T) {
	p := NewEngine(options()).NewPass(t.Context())
	v, other := pcommon.NewValueBytes(), pcommon.NewValueEmpty()
	v.Bytes().FromRaw([]byte("a@x.org and more"))
	v.CopyTo(other)
	p.Record(Source{}, func() { p.Value("x", v) })
	assert.Equal(t, "[EMAIL] and more", string(v.Bytes().AsRaw()))
	assert.Equal(t, "a@x.org and more", string(other.Bytes().AsRaw()))
}

func TestExcludedFields(t *testing.T) {
	o := options(func(o *Options) { o.Selection = carrier.Select(false, nil, []string{"order"}) })
	got, _ := value(t, o, map[string]any{"order": "a@x.org", "JSON": `{"order":["a@x.org"],"x":"a@x.org"}`, "deep": map[string]any{"order": []any{"a@x.org"}}})
	assert.Equal(t, map[string]any{"order": "a@x.org", "JSON": `{"order":["a@x.org"],"x":"[EMAIL]"}`, "deep": map[string]any{"order": []any{"a@x.org"}}}, got)
}

func TestBinaryData(t *testing.T) {
	for name, tc := range map[string]struct{ in, want string }{
		"an image": {"\x89PNG\r\n\x1a\n\x00\xff\xfe", "\x89PNG\r\n\x1a\n\x00\xff\xfe"},
		"Latin-1":  {"f\xfcr a@x.org", "[REDACTED:EMAIL]"},
		"UTF-16":   {"\xff\xfea\x00@\x00x\x00.\x00o\x00r\x00g\x00", "[REDACTED:EMAIL]"},
		"UTF-8":    {"für a@x.org", "für [EMAIL]"},
		"empty":    {"", ""},
	} {
		t.Run(name, func(t *testing.T) {
			got, _ := value(t, options(), []byte(tc.in))
			if tc.in == "" {
				assert.Empty(t, got)
				return
			}
			assert.Equal(t, []byte(tc.want), got)
		})
	}
}
