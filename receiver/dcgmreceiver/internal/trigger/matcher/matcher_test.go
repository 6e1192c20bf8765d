// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package matcher

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestParse(t *testing.T) {
	for _, tt := range []struct {
		name, in, want string
	}{
		{"quoted", `severity="critical"`, `severity="critical"`},
		{"bare", `team!=infra`, `team!="infra"`},
		{"spaces", `  node =~ "gpu-.+"  `, `node=~"gpu-.+"`},
		{"negative regexp", `alertname!~"Watchdog|Info.*"`, `alertname!~"Watchdog|Info.*"`},
		{"empty quoted value", `team=""`, `team=""`},
		{"empty bare value", `team=`, `team=""`},
		{"escapes", `a="x\"y\\z\nw"`, `a="x\"y\\z\nw"`},
		{"class of a regexp", `a=~"\d+"`, `a=~"\\d+"`},
		{"same class, escaped", `a=~"\\d+"`, `a=~"\\d+"`},
		{"operator within the value", `a="b=c!~d"`, `a="b=c!~d"`},
		{"dots in the name", `k8s.node-name=x`, `k8s.node-name="x"`},
		{"not ASCII", `a="ü"`, `a="ü"`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			m, err := Parse(tt.in)
			require.NoError(t, err)
			assert.Equal(t, tt.want, m.String())
			again, err := Parse(m.String())
			require.NoError(t, err)
			assert.Equal(t, m.String(), again.String())
		})
	}
}

func TestParseErrors(t *testing.T) {
	for _, tt := range []struct {
		name, in, want string
	}{
		{"empty", "", "no operator"},
		{"no operator", "severity", "no operator"},
		{"lone exclamation mark", "a!b", "the operator must be"},
		{"no name", "=x", "is no label name"},
		{"digit first", "1a=x", "is no label name"},
		{"quote open", `a="x`, "the closing quote is missing"},
		{"quote escaped", `a="x\"`, "the closing quote is missing"},
		{"two matchers", `a="x",b="y"`, "one matcher per list entry"},
		{"two bare matchers", `a=x,b=y`, "put it in double quotes"},
		{"braces", `{a="x"}`, "is no label name"},
		{"double equals", `a=="x"`, "put it in double quotes"},
		{"bad regexp", `a=~"("`, "missing closing"},
		{"not UTF-8", "a=\xff", "UTF-8"},
		{"too long", "a=" + strings.Repeat("x", maxLength), "longer than 1024 bytes"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := Parse(tt.in)
			assert.ErrorContains(t, err, tt.want)
		})
	}
}

func TestMatches(t *testing.T) {
	labels := map[string]string{"severity": "critical", "node": "gpu-1", "text": "two\nlines"}
	for _, tt := range []struct {
		in   string
		want bool
	}{
		{`severity=critical`, true},
		{`severity=warning`, false},
		{`severity!=warning`, true},
		{`severity!=critical`, false},
		{`node=~"gpu-.+"`, true},
		{`node=~"gpu"`, false}, // the whole value must match
		{`node=~"a|gpu-1"`, true},
		{`node!~"gpu-.+"`, false},
		{`node!~"cpu-.+"`, true},
		{`absent=""`, true},
		{`absent!=""`, false},
		{`absent=~".+"`, false},
		{`absent!=x`, true},
		{`text="two\nlines"`, true},
	} {
		t.Run(tt.in, func(t *testing.T) {
			m, err := Parse(tt.in)
			require.NoError(t, err)
			assert.Equal(t, tt.want, m.Matches(labels))
		})
	}
}

func TestAll(t *testing.T) {
	var yes, no Matcher
	require.NoError(t, yes.UnmarshalText([]byte("a=1")))
	require.NoError(t, no.UnmarshalText([]byte("a=2")))
	require.Error(t, no.UnmarshalText([]byte("a")))
	require.NoError(t, no.UnmarshalText([]byte("a=2")))
	labels := map[string]string{"a": "1"}
	assert.True(t, All(nil, labels))
	assert.True(t, All([]Matcher{yes}, labels))
	assert.False(t, All([]Matcher{yes, no}, labels))
}

// FuzzParse: what parses, parses again from its own text and means the same.
func FuzzParse(f *testing.F) {
	for _, s := range []string{`a="b"`, `a!=b`, `a=~"\d+|\\"`, `a!~".*"`, `a="\n\""`, `a=\`, "a=\x00"} {
		f.Add(s, "b")
	}
	f.Fuzz(func(t *testing.T, s, value string) {
		m, err := Parse(s)
		if err != nil {
			return
		}
		again, err := Parse(m.String())
		if len(m.String()) > maxLength {
			return
		}
		require.NoError(t, err, "%q became %q", s, m.String())
		require.Equal(t, m.String(), again.String())
		labels := map[string]string{m.name: value}
		require.Equal(t, m.Matches(labels), again.Matches(labels))
	})
}
