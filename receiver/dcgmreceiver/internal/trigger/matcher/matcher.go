// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

// Package matcher reads and applies matchers on labels, in the syntax of the
// configuration of Alertmanager: severity="critical", team!=infra, node=~"gpu-.+".
package matcher

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"
)

// maxLength bounds a matcher, so that one from outside cannot make a huge regexp.
const maxLength = 1024

// Matcher is a condition on one label.
type Matcher struct {
	name  string
	op    string
	value string
	re    *regexp.Regexp
}

var operators = []string{"=~", "!~", "!=", "="}

// Parse reads a matcher: a label name, one of = != =~ !~ and a value, which may
// stand in double quotes with the escapes \\ \" and \n. A regular expression is RE2
// and must match the whole value. A label that an alert lacks has the empty value.
func Parse(s string) (Matcher, error) {
	if len(s) > maxLength {
		return Matcher{}, fmt.Errorf("the matcher is longer than %d bytes", maxLength)
	}
	if !utf8.ValidString(s) {
		return Matcher{}, errors.New("the matcher is not valid UTF-8")
	}
	m, err := parse(s)
	if err != nil {
		return Matcher{}, fmt.Errorf("matcher %q: %w", s, err)
	}
	return m, nil
}

func parse(s string) (Matcher, error) {
	end := strings.IndexAny(s, "=!")
	if end < 0 {
		return Matcher{}, errors.New(`no operator; write name="value", with one of = != =~ !~`)
	}
	m := Matcher{name: strings.TrimSpace(s[:end])}
	if !isLabelName(m.name) {
		return Matcher{}, fmt.Errorf("%q is no label name: letters, digits, _, . and -, not a digit first", m.name)
	}
	for _, op := range operators {
		if strings.HasPrefix(s[end:], op) {
			m.op = op
			break
		}
	}
	if m.op == "" {
		return Matcher{}, errors.New("the operator must be one of = != =~ !~")
	}
	var err error
	if m.value, err = unquote(strings.TrimSpace(s[end+len(m.op):])); err != nil {
		return Matcher{}, err
	}
	if strings.HasSuffix(m.op, "~") {
		if m.re, err = regexp.Compile("^(?:" + m.value + ")$"); err != nil {
			return Matcher{}, err
		}
	}
	return m, nil
}

func isLabelName(s string) bool {
	for i, r := range s {
		switch {
		case r == '_' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z':
		case i > 0 && (r == '.' || r == '-' || r >= '0' && r <= '9'):
		default:
			return false
		}
	}
	return s != ""
}

var unescape = strings.NewReplacer(`\\`, `\`, `\"`, `"`, `\n`, "\n")

// unquote reads a value. Other escapes stay as they are: they belong to the
// regular expression.
func unquote(s string) (string, error) {
	if !strings.HasPrefix(s, `"`) {
		if strings.ContainsAny(s, "\"{},=!~ \t\r\n") {
			return "", fmt.Errorf("the value %q has special characters: put it in double quotes", s)
		}
		return unescape.Replace(s), nil
	}
	for i := 1; i < len(s); i++ {
		switch {
		case s[i] == '\\':
			i++
		case s[i] != '"':
		case i != len(s)-1:
			return "", fmt.Errorf("%q stands after the closing quote; write one matcher per list entry", s[i+1:])
		default:
			return unescape.Replace(s[1:i]), nil
		}
	}
	return "", errors.New("the closing quote is missing")
}

// UnmarshalText implements [encoding.TextUnmarshaler] for the configuration.
func (m *Matcher) UnmarshalText(text []byte) (err error) {
	*m, err = Parse(string(text))
	return err
}

var escape = strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`)

// String returns the matcher in the form that every version of Alertmanager reads.
func (m Matcher) String() string {
	return m.name + m.op + `"` + escape.Replace(m.value) + `"`
}

// Matches reports whether the value of the label meets the condition.
func (m Matcher) Matches(labels map[string]string) bool {
	value := labels[m.name]
	switch m.op {
	case "=":
		return value == m.value
	case "!=":
		return value != m.value
	case "=~":
		return m.re.MatchString(value)
	default:
		return !m.re.MatchString(value)
	}
}

// All reports whether every matcher matches; true if there is none.
func All(matchers []Matcher, labels map[string]string) bool {
	for _, m := range matchers {
		if !m.Matches(labels) {
			return false
		}
	}
	return true
}
