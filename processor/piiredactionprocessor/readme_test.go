// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package piiredactionprocessor

import (
	"flag"
	"fmt"
	"os"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/carrier"
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/operator"
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/redact"
)

var update = flag.Bool("update", false, "rewrite the golden files, and the parts of README.md that are made from the code")

func readme(t *testing.T) string {
	t.Helper()
	data, err := os.ReadFile("README.md")
	require.NoError(t, err)
	return string(data)
}

// section compares a part of the README with what the code says.
func section(t *testing.T, name, want string) {
	t.Helper()
	text := readme(t)
	begin, end := "<!-- "+name+" -->\n", "<!-- end "+name+" -->"
	before, rest, ok := strings.Cut(text, begin)
	require.True(t, ok)
	got, after, ok := strings.Cut(rest, end)
	require.True(t, ok)
	if *update {
		require.NoError(t, os.WriteFile("README.md", []byte(before+begin+want+end+after), 0o644))
		return
	}
	require.Equal(t, want, got, "run go test -run TestREADME -update .")
}

func quoted(keys []string) string { return "`" + strings.Join(keys, "`, `") + "`" }

func TestREADMECarriers(t *testing.T) {
	var b strings.Builder
	b.WriteString("| Convention | Attributes |\n| --- | --- |\n")
	for _, g := range carrier.Content {
		fmt.Fprintf(&b, "| %s | %s |\n", g.Name, quoted(g.Keys))
	}
	fmt.Fprintf(&b, "\nWith `channels: all`: every attribute but %s.\n", quoted(carrier.Protected))
	section(t, "carriers", b.String())
	section(t, "numbers", quoted(carrier.Numbers)+"\n")
}

func TestREADMEOperators(t *testing.T) {
	meaning := map[operator.Kind]string{
		operator.Replace: "the type, numbered within the trace", operator.Mask: "asterisks; separators and the last characters stay",
		operator.Pseudonym: "the same token for the same value and tenant; needs a key", operator.Encrypt: "a token that the key opens; needs a key",
		operator.DropValue: "the whole string that holds the value", operator.DropContent: "all content of the span, log record or data point that holds the value",
		operator.Keep: "nothing; the value is counted",
	}
	var b strings.Builder
	b.WriteString("| Operator | Result | What comes in place of a value |\n| --- | --- | --- |\n")
	for _, kind := range operator.Kinds() {
		span := redactSpan(t, defaults(withKeys, func(c *Config) { c.Default.Operator = kind }),
			map[string]any{"prompt": "Card " + card + ", mail " + mail}, nil)
		got := span.Attributes().AsRaw()["prompt"].(string)
		if kind == operator.Encrypt { // each is another
			got = regexp.MustCompile(`(:e1:.{6})[^\]]*`).ReplaceAllString(got, "$1…")
			got = regexp.MustCompile(`:e1:.{6}`).ReplaceAllString(got, ":e1:9xV2Kd")
		}
		require.NotEmpty(t, meaning[kind])
		fmt.Fprintf(&b, "| `%s` | `%s` | %s |\n", kind, got, meaning[kind])
	}
	section(t, "operators", b.String())
}

// TestREADMEConfiguration holds the tables to the fields of the configuration.
func TestREADMEConfiguration(t *testing.T) {
	text := readme(t)
	keys := map[string]bool{}
	for _, m := range regexp.MustCompile("(?m)^\\| ((?:`[a-z0-9_:<>]+`(?:, )?)+) \\| [^|]+(?:\\\\\\|[^|]+)* \\|").FindAllStringSubmatch(text, -1) {
		for key := range strings.SplitSeq(m[1], ", ") {
			keys[strings.Trim(key, "`")] = true
		}
	}
	want := map[string]bool{}
	add := func(prefix string, typ reflect.Type) {
		for i := range typ.NumField() {
			tag := typ.Field(i).Tag.Get("mapstructure")
			if tag != "" && tag != ",squash" {
				want[prefix+tag] = true
			}
		}
	}
	add("", reflect.TypeFor[Config]())
	add("default::", reflect.TypeFor[RuleConfig]())
	add("entities::<type>::", reflect.TypeFor[RuleConfig]())
	add("deny_lists::", reflect.TypeFor[DenyListConfig]())
	add("recognizers::", reflect.TypeFor[RecognizerConfig]())
	add("keys::", reflect.TypeFor[KeyConfig]())
	add("", reflect.TypeFor[AnalyzerConfig]())
	for _, nested := range []string{"default", "entities", "deny_lists", "recognizers", "keys"} {
		delete(want, nested)
	}
	for key := range want {
		assert.True(t, keys[key], "%s is not in the tables of the README", key)
	}
	for _, other := range []string{"endpoint", "timeout"} { // of the HTTP client
		want[other] = true
	}
	for _, kind := range operator.Kinds() {
		want[string(kind)] = true
	}
	for r := range redact.Reasons {
		assert.True(t, keys[r.String()], "reason %s is not in the README", r)
		want[r.String()] = true
	}
	for key := range keys {
		assert.True(t, want[key], "%s is in the README and not in the configuration", key)
	}
}
