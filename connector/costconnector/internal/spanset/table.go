// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package spanset

import "math/bits"

// noteBits are the low bits of an entry, in which it holds a note. The others are
// those of its key.
const (
	noteBits = 8
	noteMask = 1<<noteBits - 1
)

// table holds notes by key in buckets of one cache line each. A new key takes the
// place of the oldest one of its bucket.
type table struct {
	buckets []bucket // a power of two
	shift   int
}

// bucket has its newest entry first. An entry of 0 is empty.
type bucket [8]uint64

func newTable(buckets int) table {
	n := bits.Len(uint(max(buckets, 2) - 1))
	return table{buckets: make([]bucket, 1<<n), shift: 64 - n}
}

// bucketOf multiplies, since the high bits of the key are in the entry, too.
func (t *table) bucketOf(k Key) *bucket {
	const multiplier = 0x9e3779b97f4a7c15 // 2^64 divided by the golden ratio
	return &t.buckets[uint64(k)*multiplier>>t.shift]
}

// at returns the entry of k, for reading and writing its note. The pointer is
// valid until the next call.
func (t *table) at(k Key) *uint64 {
	b := t.bucketOf(k)
	for i := range b {
		if (b[i]^uint64(k))&^noteMask == 0 {
			return &b[i]
		}
	}
	copy(b[1:], b[:])
	b[0] = uint64(k) &^ noteMask
	return &b[0]
}

// note returns the note of k, 0 if there is none.
func (t *table) note(k Key) uint64 {
	b := t.bucketOf(k)
	for i := range b {
		if (b[i]^uint64(k))&^noteMask == 0 {
			return b[i] & noteMask
		}
	}
	return 0
}
