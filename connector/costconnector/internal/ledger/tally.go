// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package ledger

import (
	"math"
	"math/bits"

	"github.com/otelcol-genai/otelcol-genai/connector/costconnector/internal/sampling"
)

// tally is a count of requests or tokens, in units of 2^-32 because a sampled
// span may stand for a fraction of another. Additions are exact.
type tally struct {
	whole uint64
	part  uint32
}

func (t *tally) add(n uint64, w sampling.Weight) {
	if w == sampling.One {
		t.addWhole(n)
	} else {
		t.addWeighted(n, w)
	}
}

func (t *tally) addWeighted(n uint64, w sampling.Weight) {
	const shift, mask = 32, 1<<32 - 1
	hi, lo := bits.Mul64(n, uint64(w))
	part, carry := bits.Add32(t.part, uint32(lo&mask), 0)
	t.part = part
	if hi>>shift != 0 {
		t.whole = math.MaxUint64
		return
	}
	t.addWhole(hi<<shift | lo>>shift)
	t.addWhole(uint64(carry))
}

// addWhole stays at the largest count instead of wrapping.
func (t *tally) addWhole(n uint64) {
	t.whole += n
	if t.whole < n {
		t.whole = math.MaxUint64
	}
}

// value returns the count, rounded to the nearest whole number.
func (t tally) value() int64 {
	n := t.whole
	if t.part >= 1<<31 && n < math.MaxInt64 {
		n++
	}
	return int64(min(n, math.MaxInt64))
}

// since returns how much was added to base, rounded so that the parts of a
// tally add up to it.
func (t tally) since(base tally) int64 { return t.value() - base.value() }
