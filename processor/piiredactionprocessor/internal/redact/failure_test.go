// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package redact

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/pcommon"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/operator"
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/scan"
)

// TestPanicAnywhere lets the scanner panic at each of its calls: whatever was
// done by then, nothing of the content stays.
func TestPanicAnywhere(t *testing.T) {
	raw := map[string]any{
		"gen_ai.input.messages": []any{map[string]any{"content": "I am a@x.org", "card_number": 4111111111111111}}, "input.value": `{"a":"{\"b\":\"a@x.org\"}"}`,
		"gen_ai.prompt.0.content": "a@x.org", "output.value": []byte("a@x.org"), "tool_input": []byte("\xff a@x.org"), "prompt": map[string]any{"a@x.org": "b"}, "other": "stays",
	}
	for _, drop := range []bool{false, true} {
		for n := range 20 {
			calls := 0
			thrown := 0
			o := options(func(o *Options) {
				o.DropOnFailure = drop
				o.Scanner = scanFunc(func(dst []scan.Finding, in scan.Input) []scan.Finding {
					if calls++; calls == n+1 {
						panic("holds " + in.Text)
					}
					return simple.Scan(dst, in)
				})
			})
			p := NewEngine(o).NewPass(t.Context())
			p.OnPanic = func(any) { thrown++ }
			attrs := pcommon.NewMap()
			require.NoError(t, attrs.FromRaw(raw))
			dropped := p.Record(Source{}, func() { p.Attributes(attrs, false) })
			failed := calls > n
			assert.Equal(t, failed && drop, dropped)
			if !failed {
				assert.Zero(t, p.Tally.Failures)
				continue
			}
			assert.Equal(t, int64(1), p.Tally.Failures[Panicked])
			assert.Equal(t, 1, thrown)
			if drop {
				assert.Equal(t, int64(1), p.Tally.Dropped)
				continue
			}
			for key, v := range attrs.All() {
				switch v.Type() {
				case pcommon.ValueTypeBytes:
					assert.Equal(t, "[REDACTED:error]", string(v.Bytes().AsRaw()), key)
				default:
					if key != "other" {
						assert.Equal(t, "[REDACTED:error]", v.AsString(), key)
					}
				}
			}
			p.Free()
		}
	}
}

// TestPanicWhileBlanking drops a record that cannot even be blanked.
func TestPanicWhileBlanking(t *testing.T) {
	p := NewEngine(options()).NewPass(t.Context())
	assert.True(t, p.Record(Source{}, func() { panic(errors.New("always")) }))
	assert.Equal(t, int64(1), p.Tally.Dropped)
	assert.False(t, p.Record(Source{}, func() {}), "the next record is not affected")
}

// TestSlowScanner: what was not scanned in time is replaced.
func TestSlowScanner(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := options(func(o *Options) {
			o.Timeout = time.Second
			o.Scanner = scanFunc(func(dst []scan.Finding, in scan.Input) []scan.Finding {
				time.Sleep(300 * time.Millisecond)
				return simple.Scan(dst, in)
			})
		})
		long := strings.Repeat("x ", 4<<10)
		in := []any{}
		for range 10 {
			in = append(in, long+"a@x.org", `{"a":"`+long+`\u0061@x.org"}`, []byte("\xff"+long))
		}
		got, tally := value(t, o, in)
		out := got.([]any)
		assert.Equal(t, long+"[EMAIL]", out[0])
		assert.Equal(t, "[REDACTED:error]", out[27])
		assert.JSONEq(t, `{"a":"[REDACTED:error]"}`, out[28].(string))
		assert.Equal(t, []byte("[REDACTED:error]"), out[29])
		assert.Positive(t, tally.Failures[TimedOut])
		for _, v := range out {
			if s, ok := v.(string); ok {
				assert.NotContains(t, s, "@x.org")
			}
		}
	})
}

func TestContextDeadline(t *testing.T) {
	ctx, cancel := context.WithDeadline(t.Context(), time.Now().Add(-time.Second))
	defer cancel()
	p := NewEngine(options()).NewPass(ctx)
	p.Record(Source{}, func() {
		got, _ := p.Text("", "a@x.org "+strings.Repeat("x", 8<<10))
		assert.Equal(t, "[REDACTED:error]", got)
	})
}

func TestOversize(t *testing.T) {
	const limit = 4 << 10
	o := options(func(o *Options) { o.MaxValue = limit }, numbered)
	for at := limit - overlap - 20; at < limit+20; at += 7 {
		in := strings.Repeat("x", at-1) + " a.long.address@example.org, " + strings.Repeat("y", 3*limit)
		got, tally := text(t, o, in)
		require.LessOrEqual(t, len(got), limit)
		require.NotContains(t, got, "@")
		require.NotContains(t, got, "a.l", "no part of a value is left at the end: %d", at)
		require.True(t, strings.HasSuffix(got, "[REDACTED:oversize]"), got[len(got)-40:])
		require.Equal(t, int64(1), tally.Failures[TooLong])
		again, _ := text(t, o, got)
		require.Equal(t, got, again)
	}
	in := strings.Repeat("ü😀", limit)
	got, _ := text(t, o, in)
	assert.True(t, utf8.ValidString(got))
	got, _ = text(t, o, `{"a":"`+strings.Repeat(`\u00fc`, limit)+`","b":"a@x.org"}`)
	assert.True(t, strings.HasSuffix(got, `[REDACTED:oversize]","b":"[EMAIL_1]"}`), "JSON stays JSON")
	o.DropOnFailure = true
	got, _ = text(t, o, in)
	assert.Equal(t, "(dropped)", got)
}

func TestInvalidUTF8(t *testing.T) {
	for in, want := range map[string]string{
		"a@x.org \xff":                 "[REDACTED:error]",
		"\xc3\x28 a@x.org":             "[REDACTED:error]",
		"a@x.org \xc3":                 "[EMAIL] ", // cut within a character
		"a@x.org \xf0\x9f\x98":         "[EMAIL] ",
		"{\"a\":\"b\",\"c\":\"\xff\"}": `{"a":"b","c":"[REDACTED:error]"}`,
	} {
		got, tally := text(t, options(), in)
		assert.Equal(t, want, got, "%q", in)
		assert.Equal(t, strings.Contains(want, "error"), tally.Failures[InvalidUTF8] == 1)
	}
}

func TestTooDeep(t *testing.T) {
	var deep any = "a@x.org"
	for range maxDepth + 5 {
		deep = []any{deep}
	}
	got, tally := value(t, options(), deep)
	assert.Equal(t, int64(1), tally.Failures[TooDeep])
	for range maxDepth {
		got = got.([]any)[0]
	}
	assert.Equal(t, "[REDACTED:error]", got)
}

// TestJSONDeeperThanLevels: strings of JSON in more levels than are unpacked are
// scanned with their escapes.
func TestJSONDeeperThanLevels(t *testing.T) {
	for levels := range 8 {
		in := "a@x.org"
		for range levels {
			in = `{"a":"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(in) + `"}`
		}
		got, _ := text(t, options(), in)
		assert.Equal(t, strings.Replace(in, "a@x.org", "[EMAIL]", 1), got)
	}
}

// TestScannerThatNeverSettles ends with an error, not in a loop.
func TestScannerThatNeverSettles(t *testing.T) {
	o := options(func(o *Options) {
		o.Default = operator.Rule{Kind: operator.Mask}
		o.Scanner = scanFunc(func(dst []scan.Finding, _ scan.Input) []scan.Finding {
			return append(dst, scan.Finding{End: 1, Type: entity.Email})
		})
	})
	got, tally := text(t, o, "a@x.org")
	assert.Equal(t, "[REDACTED:error]", got)
	assert.Equal(t, int64(1), tally.Failures[Unstable])
}

func TestKeyNotInUseYet(t *testing.T) {
	for _, k := range []operator.Kind{operator.Pseudonym, operator.Encrypt} {
		got, tally := text(t, options(rule(entity.Email, k)), "I am a@x.org")
		assert.Equal(t, "I am [REDACTED:error]", got)
		assert.Equal(t, int64(1), tally.Failures[NoKey])
	}
}

func TestAnalyzerAnswers(t *testing.T) {
	const in = "I am Jürgen Müller, a@x.org"
	walk := func(o Options, answer func(*Texts)) (string, *Tally) {
		p := NewEngine(o).NewPass(t.Context())
		texts := &Texts{MinBytes: 5, MaxBytes: 1 << 10}
		p.Collect(texts)
		out := ""
		one := func() { p.Record(Source{}, func() { out, _ = p.Text("", in) }) }
		one()
		assert.Equal(t, in, out, "nothing changes while texts are collected")
		assert.Equal(t, []string{in}, texts.List)
		answer(texts)
		p.Redact()
		one()
		return out, &p.Tally
	}
	got, _ := walk(options(), func(x *Texts) {
		x.Found = map[string][]scan.Finding{in: {{Start: 5, End: 20, Type: entity.PersonName}}}
	})
	assert.Equal(t, "I am [PERSON], [EMAIL]", got)
	got, _ = walk(options(), func(x *Texts) {
		x.Found = map[string][]scan.Finding{in: {{Start: 5, End: 24, Type: entity.PersonName}}}
	})
	assert.Equal(t, "I am [PERSON]", got, "what overlaps goes as one")
	for _, found := range []map[string][]scan.Finding{nil, {}, {"another text": nil}} {
		got, tally := walk(options(), func(x *Texts) { x.Found = found })
		assert.Equal(t, "[REDACTED:error]", got)
		assert.Equal(t, int64(1), tally.Failures[Analyzer])
	}
}

func TestTextsForTheAnalyzer(t *testing.T) {
	p := NewEngine(options()).NewPass(t.Context())
	texts := &Texts{MinBytes: 5, MaxBytes: 50}
	p.Collect(texts)
	p.Record(Source{}, func() {
		p.Text("", `{"a":"two\nwords here","b":"oneword","c":"two\nwords here","d":"1 2 3 4 5","e":"a b","f":"`+strings.Repeat("too long ", 9)+`"}`)
	})
	assert.Equal(t, []string{"two\nwords here"}, texts.List)
}

func TestMergedFindings(t *testing.T) {
	got := merge([]scan.Finding{{Start: 0, End: 4, Type: "A"}, {Start: 10, End: 20, Type: "A"}, {Start: 30, End: 32, Type: "A"}},
		[]scan.Finding{{Start: 2, End: 12, Type: "B"}, {Start: 31, End: 40, Type: "B"}, {Start: 50, End: 51, Type: "B"}})
	assert.Equal(t, []scan.Finding{{Start: 0, End: 20, Type: "B"}, {Start: 30, End: 40, Type: "B"}, {Start: 50, End: 51, Type: "B"}}, got)
}
