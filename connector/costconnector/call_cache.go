// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package costconnector

import (
	"encoding/binary"
	"hash/maphash"
	"math/bits"

	"github.com/otelcol-genai/otelcol-genai/connector/costconnector/internal/ledger"
	"github.com/otelcol-genai/otelcol-genai/connector/costconnector/internal/pricebook"
)

// callCache remembers what names, as spans have them, mean: the price and the
// account. So names are matched and labels are put together once, not per span.
type callCache struct {
	seeds namesHash
	// slots are a power of two, at most half of them in use.
	slots []cachedCall
	mask  uint64
	used  int
	// generation of the ledger that the accounts are of.
	generation uint64
}

// cachedCall is unused if account is nil.
type cachedCall struct {
	names    namesHash
	account  *ledger.Account
	plan     *pricebook.Plan // of the match, so that a call with a price need not look there
	match    *pricebook.Match
	overflow bool
}

// table returns the prices of a call that started at the given time (Unix nanoseconds)
// and had inputTokens tokens of input.
func (c *cachedCall) table(start int64, inputTokens uint64) (*pricebook.Table, pricebook.Reason) {
	if c.plan == nil {
		return nil, c.match.Reason
	}
	return c.plan.At(start, inputTokens)
}

// namesHash stands for all names of a call. Two that differ have the same hash
// with a probability below 2^-100, and a sender who does not know the seeds cannot
// choose them so.
type namesHash struct{ a, b uint64 }

// minCachedCalls is enough for the names of a small system, whatever its limit of
// label sets is.
const minCachedCalls = 4096

func newCallCache(labelSets int) *callCache {
	size := 2 * max(minCachedCalls, 2*labelSets)
	slots := make([]cachedCall, 1<<bits.Len(uint(size-1)))
	random := maphash.MakeSeed()
	return &callCache{
		seeds: namesHash{maphash.Comparable(random, 1), maphash.Comparable(random, 2)},
		slots: slots,
		mask:  uint64(len(slots)) - 1,
	}
}

// clear forgets all, for another book or after accounts were dropped.
func (c *callCache) clear(generation uint64) {
	clear(c.slots)
	c.used, c.generation = 0, generation
}

// hash of a name and of those before it.
func (c *callCache) hash(before namesHash, name string) namesHash {
	text := []byte(name)
	h := namesHash{before.a ^ uint64(len(text)), before.b ^ uint64(len(text))}
	for ; len(text) > 16; text = text[16:] {
		h = c.mix(h, binary.LittleEndian.Uint64(text), binary.LittleEndian.Uint64(text[8:]))
	}
	var low, high uint64
	switch n := len(text); {
	case n >= 8:
		low, high = binary.LittleEndian.Uint64(text), binary.LittleEndian.Uint64(text[n-8:])
	case n >= 4:
		low, high = uint64(binary.LittleEndian.Uint32(text)), uint64(binary.LittleEndian.Uint32(text[n-4:]))
	case n > 0:
		low = uint64(text[0])<<16 | uint64(text[n>>1])<<8 | uint64(text[n-1])
	}
	return c.mix(h, low, high)
}

func (c *callCache) mix(h namesHash, low, high uint64) namesHash {
	return namesHash{fold(low^c.seeds.a, high^h.a), fold(low^c.seeds.b, high^h.b)}
}

// fold multiplies to 128 bits and folds the halves.
func fold(a, b uint64) uint64 {
	hi, lo := bits.Mul64(a, b)
	return hi ^ lo
}

// at returns the place of a call: the one that it is in or, if its account is nil,
// the one that is free for it. When the cache is full it starts afresh: the names
// in use are back after one request each.
func (c *callCache) at(names namesHash) *cachedCall {
	for i := names.a & c.mask; ; i = (i + 1) & c.mask {
		call := &c.slots[i]
		if call.names == names && call.account != nil {
			return call
		}
		if call.account != nil {
			continue
		}
		if 2*c.used >= len(c.slots) {
			c.clear(c.generation)
			return c.at(names)
		}
		return call
	}
}
