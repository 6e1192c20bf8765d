// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package rewrite

import (
	"iter"
	"math/bits"
)

// KeySet is a set of keys: a bit for each.
type KeySet []uint64

// Keys returns the set of some keys.
func Keys(keys ...Key) KeySet {
	var s KeySet
	for _, k := range keys {
		for int(k/64) >= len(s) {
			s = append(s, 0)
		}
		s.add(k)
	}
	return s
}

func (s KeySet) add(k Key)      { s[k/64] |= 1 << (k % 64) }
func (s KeySet) remove(k Key)   { s[k/64] &^= 1 << (k % 64) }
func (s KeySet) has(k Key) bool { return s[k/64]&(1<<(k%64)) != 0 }

// among returns the keys of s that are in a larger set, too.
func (s KeySet) among(larger KeySet) iter.Seq[Key] {
	return func(yield func(Key) bool) {
		for i, word := range s {
			for both := word & larger[i]; both != 0; both &= both - 1 {
				if !yield(Key(i*64 + bits.TrailingZeros64(both))) { //nolint:gosec // s has as many bits as there are keys
					return
				}
			}
		}
	}
}
