// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package redact

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/scan"
)

// Texts are the texts of a batch that an analyzer looks at, each once. Collect
// fills it, the analyzer answers, and Redact uses the answers.
type Texts struct {
	// MinBytes is the least length in bytes of a text that is worth the request.
	MinBytes int
	// MaxBytes is the longest text that is sent; longer ones are not analysed,
	// and fail.
	MaxBytes int
	// List has the texts.
	List []string
	// Found has the findings in each of List. What is missing fails.
	Found map[string][]scan.Finding
}

func (t *Texts) eligible(text string) bool {
	if len(text) < t.MinBytes {
		return false
	}
	space, letter := false, false
	for _, r := range text {
		space = space || r == ' '
		letter = letter || unicode.IsLetter(r)
		if space && letter {
			return true
		}
	}
	return false
}

func (t *Texts) add(text string) {
	if !t.eligible(text) || len(text) > t.MaxBytes || !utf8.ValidString(text) {
		return
	}
	if _, ok := t.Found[text]; ok {
		return
	}
	text = strings.Clone(text) // it may be a buffer that is used again
	t.List = append(t.List, text)
	t.Found[text] = nil
}

// Collect makes the next walks collect texts instead of changing values.
func (p *Pass) Collect(t *Texts) {
	t.Found = map[string][]scan.Finding{}
	p.mode, p.texts = collecting, t
}

// Redact makes the next walks change values. The answers to the texts that were
// collected are used; those that are missing fail.
func (p *Pass) Redact() { p.mode = redacting }

// analyzed merges the findings of the analyzer in a text. It reports false if
// the text should have been analysed and was not.
func (p *Pass) analyzed(text string) bool {
	if !p.texts.eligible(text) {
		return true
	}
	found, ok := p.texts.Found[text]
	if ok && len(found) > 0 {
		p.findings = merge(p.findings, found)
	}
	return ok
}

// Collecting says whether walks collect texts.
func (p *Pass) Collecting() bool { return p.mode == collecting }
