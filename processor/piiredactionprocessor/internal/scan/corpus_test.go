// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package scan

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/corpus"
)

// Least shares that the corpus must reach.
const (
	leastRecall    = 0.99 // values every byte of which is covered
	leastPrecision = 0.99 // findings that overlap a value by half of themselves
	mostNegatives  = 0.02 // texts without a value in which something was found
)

// TestCorpus scans all rows with the default types.
func TestCorpus(t *testing.T) {
	s, err := New(Options{})
	require.NoError(t, err)
	for _, name := range []string{"national", "contact", "secrets", "negative"} {
		t.Run(name, func(t *testing.T) {
			rows, err := corpus.Rows(name)
			require.NoError(t, err)
			require.NotEmpty(t, rows)
			values, covered, findings, right, hit := 0, 0, 0, 0, 0
			for _, row := range rows {
				found := s.Scan(nil, Input{Text: row.Text})
				for _, v := range row.Values {
					values++
					if covers(found, v) {
						covered++
					} else {
						t.Logf("%s: missed %s %q", row.ID, v.Type, row.Text[v.Start:v.End])
					}
				}
				for _, f := range found {
					findings++
					if half(row.Values, f) {
						right++
					} else {
						t.Logf("%s: wrong %s %q", row.ID, f.Type, row.Text[f.Start:f.End])
					}
				}
				if len(row.Values) == 0 && len(found) > 0 {
					hit++
				}
			}
			if name == "negative" {
				assert.LessOrEqual(t, float64(hit), mostNegatives*float64(len(rows)), "texts hit")
				return
			}
			assert.GreaterOrEqual(t, float64(covered), leastRecall*float64(values), "recall")
			assert.GreaterOrEqual(t, float64(right), leastPrecision*float64(findings), "precision")
		})
	}
}

func covers(found []Finding, v corpus.Value) bool {
	at := v.Start
	for _, f := range found {
		if f.Start <= at && at < f.End {
			at = f.End
		}
	}
	return at >= v.End
}

func half(values []corpus.Value, f Finding) bool {
	for _, v := range values {
		if 2*(min(f.End, v.End)-max(f.Start, v.Start)) >= f.End-f.Start {
			return true
		}
	}
	return false
}
