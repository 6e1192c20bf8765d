// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize

import (
	"strings"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

// findSpokenSecret takes the word after "password is".
func findSpokenSecret(c *Cursor, start, end int) {
	t := c.Text
	if n := end - start; n >= 10 && n < longRun && start > 0 && (t[start-1] == '"' || t[start-1] == '\'' || t[start-1] == '>' || t[start-1] == '`') {
		if c.assigned(start) && keySecret(t[start:end]) {
			c.emit(entity.Secret, start, end, rankCued)
			return
		}
	}
	from := start
	for from > 0 && start-from < 64 && t[from-1] > ' ' && t[from-1] != '"' && t[from-1] != '\'' && t[from-1] != '`' {
		from--
	}
	if from < 4 || from < c.spokenEnd {
		return
	}
	gap := from
	for gap > 0 && from-gap < 2 && (t[gap-1] == '"' || t[gap-1] == '\'' || t[gap-1] == '`') {
		gap--
	}
	if gap < 4 || t[gap-1] != ' ' {
		return
	}
	var verb int
	switch {
	case strings.HasSuffix(t[:gap], " is "), strings.HasSuffix(t[:gap], " to "):
		verb = gap - 4
	case strings.HasSuffix(t[:gap], " ist "), strings.HasSuffix(t[:gap], " est "), strings.HasSuffix(t[:gap], " was "):
		verb = gap - 5
	case strings.HasSuffix(t[:gap], " es "):
		verb = gap - 4
	case strings.HasSuffix(t[:gap], " è "), strings.HasSuffix(t[:gap], " é "):
		verb = gap - 4
	case strings.HasSuffix(t[:gap], " lautet "):
		verb = gap - 8
	default:
		return
	}
	to := start
	for to < len(t) && to-from < 128 && t[to] > ' ' && t[to] != '"' && t[to] != '\'' && t[to] != '`' {
		to++
	}
	for to > from && strings.IndexByte(".,;:)?", t[to-1]) >= 0 {
		to--
	}
	c.spokenEnd = to
	value := t[from:to]
	if len(value) < minSecret || !passwordLike(value) || placeholder(value) {
		return
	}
	lo := max(0, verb-24)
	c.scratch = c.set.cues.Find(c.scratch[:0], t, lo, verb)
	for k := range c.scratch {
		if h := &c.scratch[k]; h.Groups.Has(groupSecret) && h.End >= verb-1 && !strict(t[h.Start:h.End]) {
			c.emit(entity.Secret, from, to, rankCued)
			return
		}
	}
}

// curlUser reports whether the colon at i parts user and password of curl -u.
func (c *Cursor) curlUser(i int) bool {
	t := c.Text
	if c.curl == 0 {
		c.curl = 1 + strings.Index(t, "curl")
		if c.curl == 0 {
			c.curl = -1
		}
	}
	if c.curl < 0 || i < c.curl || t[i] != ':' {
		return false
	}
	from := userStart(t, i)
	k := from
	for k > 0 && from-k < 3 && (t[k-1] == '"' || t[k-1] == '\'' || t[k-1] == ' ' || t[k-1] == '=') {
		k--
	}
	return from < i && (strings.HasSuffix(t[:k], " -u") || strings.HasSuffix(t[:k], " --user"))
}

func userStart(t string, i int) int {
	from := i
	for from > 0 && i-from < 64 && t[from-1] > ' ' && t[from-1] != '"' && t[from-1] != '\'' && t[from-1] != '=' {
		from--
	}
	return from
}
