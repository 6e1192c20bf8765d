// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package costconnector

import (
	"math/bits"

	"github.com/otelcol-genai/otelcol-genai/connector/costconnector/internal/ledger"
	"github.com/otelcol-genai/otelcol-genai/connector/costconnector/internal/namehash"
	"github.com/otelcol-genai/otelcol-genai/connector/costconnector/internal/pricebook"
)

// callCache remembers what names, as spans have them, mean: the price and the
// account. So names are matched and labels are put together once, not per span.
type callCache struct {
	namehash.Hasher
	// slots are a power of two, at most half of them in use.
	slots []cachedCall
	mask  uint64
	used  int
	// generation of the ledger that the accounts are of.
	generation uint64
}

// cachedCall is unused if account is nil.
type cachedCall struct {
	names    namehash.Hash
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

// minCachedCalls is enough for the names of a small system, whatever its limit of
// label sets is.
const minCachedCalls = 4096

func newCallCache(labelSets int) *callCache {
	size := 2 * max(minCachedCalls, 2*labelSets)
	slots := make([]cachedCall, 1<<bits.Len(uint(size-1)))
	return &callCache{
		Hasher: namehash.New(),
		slots:  slots,
		mask:   uint64(len(slots)) - 1,
	}
}

// clear forgets all, for another book or after accounts were dropped.
func (c *callCache) clear(generation uint64) {
	clear(c.slots)
	c.used, c.generation = 0, generation
}

// at returns the place of a call: the one that it is in or, if its account is nil,
// the one that is free for it. When the cache is full it starts afresh: the names
// in use are back after one request each.
func (c *callCache) at(names namehash.Hash) *cachedCall {
	for i := names.A & c.mask; ; i = (i + 1) & c.mask {
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
