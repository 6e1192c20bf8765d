// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package ledger

import "go.opentelemetry.io/collector/pdata/pmetric"

// Outcome says how much of a request could be priced.
type Outcome uint8

// Outcomes.
const (
	Priced Outcome = iota
	PartlyPriced
	NotPriced
	NoUsage
	numOutcomes
)

var outcomeNames = [numOutcomes]string{
	Priced:       "priced",
	PartlyPriced: "partly_priced",
	NotPriced:    "unpriced",
	NoUsage:      "no_usage",
}

// String returns the value of the outcome attribute.
func (o Outcome) String() string { return outcomeNames[o] }

// requests writes genai.cost.requests.
func (e *exporter) requests(accounts []*Account) {
	e.sum("genai.cost.requests", "Inference requests, by whether they could be priced.", "{request}", func(points pmetric.NumberDataPointSlice) {
		for _, a := range accounts {
			for outcome, n := range a.results {
				if n != (tally{}) {
					e.count(points, &a.resultSince[outcome], a.attributes, OutcomeKey, outcomeNames[outcome], n.since(a.before().results[outcome]))
				}
			}
		}
	})
}
