// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package engine

import (
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/otelcol-genai/otelcol-genai/receiver/dcgmreceiver/internal/field"
)

// TestMergeIsDisjointAndComplete: whatever clients ask for, each field of a set is
// in one record, at the shortest interval and the longest time that anyone wants.
func TestMergeIsDisjointAndComplete(t *testing.T) {
	type key struct {
		set string
		id  field.ID
	}
	for seed := range uint64(60) {
		rng := rand.New(rand.NewPCG(seed, 1))
		var requests [][]Watch
		wanted := map[key]record{}
		for range 1 + rng.IntN(3) {
			var watches []Watch
			for range 1 + rng.IntN(5) {
				w := Watch{
					Set:      []string{"gpu 0", "gpu 1", "switches"}[rng.IntN(3)],
					Interval: time.Duration(1+rng.IntN(4)) * time.Second,
					Keep:     time.Duration(rng.IntN(3)) * time.Minute,
				}
				for range 1 + rng.IntN(200) {
					w.Fields = append(w.Fields, field.ID(rng.IntN(400)))
				}
				for _, id := range w.Fields {
					k := key{w.Set, id}
					have, ok := wanted[k]
					if !ok {
						have.interval = w.Interval
					}
					wanted[k] = record{interval: min(have.interval, w.Interval), keep: max(have.keep, w.Keep)}
				}
				watches = append(watches, w)
			}
			requests = append(requests, watches)
		}
		records, sets, groups := merge(requests)
		got := map[key]record{}
		for r := range records {
			require.Contains(t, sets, r.set)
			require.LessOrEqual(t, len(groups[r.fields]), maxFieldsPerGroup)
			for _, id := range groups[r.fields] {
				k := key{r.set, id}
				require.NotContains(t, got, k, "two records watch the same")
				got[k] = record{interval: r.interval, keep: r.keep}
			}
		}
		require.Equal(t, wanted, got)
	}
}

// TestMergeKeepsRecordsThatDoNotChange: another interval of one watch must not
// change the records of the others, or the engine would be disturbed.
func TestMergeKeepsRecordsThatDoNotChange(t *testing.T) {
	rest := Watch{Set: "gpu 0", Fields: []field.ID{1, 2}, Interval: 5 * time.Second}
	hot := Watch{Set: "gpu 0", Fields: []field.ID{3}, Interval: 5 * time.Second}
	before, _, _ := merge([][]Watch{{rest, hot}})
	require.Len(t, before, 2, "same interval, but apart")
	hot.Interval = 250 * time.Millisecond
	after, _, _ := merge([][]Watch{{rest, hot}})
	assert.True(t, after[record{"gpu 0", "1 2 ", 5 * time.Second, 0}])
	assert.True(t, after[record{"gpu 0", "3 ", 250 * time.Millisecond, 0}])
}
