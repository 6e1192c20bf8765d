// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package spanset

import (
	"hash/maphash"
	"math/bits"
)

// knowledge of a span, as bits.
type knowledge uint8

const (
	// seen: the span itself was judged.
	seen knowledge = 1 << iota
	// covered: usage was counted at this span or at one around it.
	covered
	// around: a span that reports usage has this one as its parent.
	around

	allKnowledge  = seen | covered | around
	knowledgeBits = 3
)

// table holds what is known of spans in buckets of one cache line each. A new
// span takes the place of the oldest one of its bucket.
type table struct {
	seed    [2]uint64
	buckets []bucket
	mask    uint64 // number of buckets, a power of two, less 1
}

// bucket has its newest entry first.
type bucket [4]entry

// entry is the span id, and 61 bits of the trace id with the knowledge in the
// lowest bits.
type entry struct {
	span, trace uint64
}

func newTable(buckets int) table {
	// Senders that choose their ids cannot choose their buckets.
	random := maphash.MakeSeed()
	return table{
		seed:    [2]uint64{maphash.String(random, "span"), maphash.String(random, "trace")},
		mask:    1<<bits.Len(uint(buckets-1)) - 1,
		buckets: make([]bucket, 1<<bits.Len(uint(buckets-1))),
	}
}

// at returns what is known of k, for reading and writing. The pointer is valid
// until the next call.
func (t *table) at(k key) *entry {
	const mask = uint64(allKnowledge)
	hi, lo := bits.Mul64(k.span^t.seed[0], k.trace^t.seed[1])
	b := &t.buckets[(hi^lo)*multiplier>>32&t.mask]
	for i := range b {
		if b[i].span == k.span && (b[i].trace^k.trace)&^mask == 0 {
			return &b[i]
		}
	}
	copy(b[1:], b[:])
	b[0] = entry{k.span, k.trace}
	return &b[0]
}

func (e *entry) has(known knowledge) bool { return e.trace&uint64(known) != 0 }

func (e *entry) add(known knowledge) { e.trace |= uint64(known) }
