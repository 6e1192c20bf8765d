// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package pricebook

import (
	"regexp"
	"strings"
)

// rule says whether a name in lower case is a model's. Rules are for the
// built-in book only, whose source matches by parts of names: the first model of
// a provider with a rule that matches is meant.
type rule func(name string) bool

// rules reads a list of rules of which any may match.
func (r *reader) rules(to *[]rule) func(place) {
	return r.list(func(at place) { *to = append(*to, r.rule(at)) })
}

// rule reads a mapping of one key.
func (r *reader) rule(at place) (read rule) {
	var text string
	var nested []rule
	onText := func(match func(name, text string) bool) func(place) {
		return func(at place) {
			r.text(&text)(at)
			read = func(name string) bool { return match(name, text) }
		}
	}
	r.mapping(at, fields{
		"equals":      onText(func(name, text string) bool { return name == text }),
		"starts_with": onText(strings.HasPrefix),
		"ends_with":   onText(strings.HasSuffix),
		"contains":    onText(strings.Contains),
		"regex": func(at place) {
			r.text(&text)(at)
			expression, err := regexp.Compile(text)
			if err != nil {
				r.fault(at, "%v", err)
				return
			}
			read = expression.MatchString
		},
		"any": func(at place) {
			r.rules(&nested)(at)
			read = func(name string) bool { return anyOf(nested, name) }
		},
		"all": func(at place) {
			r.rules(&nested)(at)
			read = func(name string) bool {
				for _, matches := range nested {
					if !matches(name) {
						return false
					}
				}
				return true
			}
		},
		"not": func(at place) {
			matches := r.rule(at)
			read = func(name string) bool { return !matches(name) }
		},
	})
	if read == nil || len(at.Content) != 2 {
		r.fault(at, "must have one rule")
		return func(string) bool { return false }
	}
	return read
}

func anyOf(rules []rule, name string) bool {
	for _, matches := range rules {
		if matches(name) {
			return true
		}
	}
	return false
}
