// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package spanset

import (
	"encoding/binary"
	"math/bits"

	"go.opentelemetry.io/collector/pdata/pcommon"
)

// Parents says which spans may have children in a batch: a Bloom filter, so
// that a yes may be wrong and a no is right.
type Parents struct {
	words []uint64 // a power of two
}

// Reset forgets all and makes room for a number of spans.
func (p *Parents) Reset(spans int) {
	size := 64
	for size*4 < spans {
		size *= 2
	}
	if size > len(p.words) {
		p.words = make([]uint64, size)
		return
	}
	clear(p.words)
}

// Add notes the parent of a span.
func (p *Parents) Add(parent pcommon.SpanID) {
	if !parent.IsEmpty() {
		word, bit := p.at(parent)
		p.words[word] |= bit
	}
}

// Has reports whether the span may have a child in the batch.
func (p *Parents) Has(span pcommon.SpanID) bool {
	word, bit := p.at(span)
	return p.words[word]&bit != 0
}

func (p *Parents) at(span pcommon.SpanID) (word int, bit uint64) {
	hi, lo := bits.Mul64(binary.BigEndian.Uint64(span[:]), multiplier)
	h := hi ^ lo
	return int(h>>32) & (len(p.words) - 1), 1 << (h & 63)
}
