// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package pricebook

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestBill(t *testing.T) {
	used := map[Class]uint64{Input: 1, CacheRead: 2, CacheWrite: 4, InputAudio: 8, Output: 16, Reasoning: 32}
	set := func(classes ...Class) (s ClassSet) {
		for _, class := range classes {
			s = s.With(class)
		}
		return s
	}
	for _, tt := range []struct {
		name   string
		priced ClassSet
		want   map[Class]uint64
	}{
		{"only the parents", set(Input, Output), map[Class]uint64{Input: 15, Output: 48}},
		{"some parts", set(Input, CacheRead, Output), map[Class]uint64{Input: 13, CacheRead: 2, Output: 48}},
		{"a part without its parent", set(Input, Reasoning), map[Class]uint64{Input: 15, Output: 16, Reasoning: 32}},
		{"nothing", 0, map[Class]uint64{Input: 15, Output: 48}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			table := Table{has: tt.priced}
			table.billedAs()
			var units [NumClasses]uint64
			var seen ClassSet
			for class, n := range used {
				units[class] = n
				seen = seen.With(class)
			}
			billed := table.Bill(&units, seen)
			got := map[Class]uint64{}
			for class, n := range units {
				require.Equal(t, n > 0, billed.Has(Class(class)))
				if n > 0 {
					got[Class(class)] = n
				}
			}
			require.Equal(t, tt.want, got)
		})
	}
}
