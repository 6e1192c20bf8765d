// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package ledger

import (
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/pmetric"

	"github.com/otelcol-genai/otelcol-genai/connector/costconnector/internal/sampling"
)

// direction of tokens.
type direction uint8

const (
	input direction = iota
	output
	numDirections
)

var directionNames = [numDirections]string{input: "input", output: "output"}

// Use counts all tokens of a request, priced or not, and whether they were useful.
func (a *Account) Use(inputTokens, outputTokens uint64, useful bool, w sampling.Weight) {
	a.used = true
	a.billed.add(inputTokens, outputTokens, w)
	if useful {
		a.useful.add(inputTokens, outputTokens, w)
	}
}

// tokens by direction.
type tokens [numDirections]tally

func (t *tokens) add(inputTokens, outputTokens uint64, w sampling.Weight) {
	if w != sampling.One {
		t[input].add(inputTokens, w)
		t[output].add(outputTokens, w)
		return
	}
	t[input].addWhole(inputTokens)
	t[output].addWhole(outputTokens)
}

// usefulness writes genai.tokens.billed and genai.tokens.useful. Both exist for
// every account that used tokens, so that their ratio does, too.
func (e *exporter) usefulness(accounts []*Account) {
	write := func(name, description string, of func(*totals) *tokens, since func(*Account) *[numDirections]pcommon.Timestamp) {
		e.sum(name, description, "{token}", func(points pmetric.NumberDataPointSlice) {
			for _, a := range accounts {
				if !a.used {
					continue
				}
				for d, name := range directionNames {
					e.count(points, &since(a)[d], a.attributes, Direction, name, of(&a.totals)[d].since(of(a.before())[d]))
				}
			}
		})
	}
	write("genai.tokens.billed", "Tokens of all requests, priced or not.",
		func(t *totals) *tokens { return &t.billed },
		func(a *Account) *[numDirections]pcommon.Timestamp { return &a.billedSince })
	write("genai.tokens.useful", "Tokens of the requests that ended as they should.",
		func(t *totals) *tokens { return &t.useful },
		func(a *Account) *[numDirections]pcommon.Timestamp { return &a.usefulSince })
}
