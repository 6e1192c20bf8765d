// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package rewrite

import (
	"math/bits"
	"slices"

	"go.opentelemetry.io/collector/pdata/pcommon"
)

type compiledRule struct {
	from, to Key
	conv     Conv
	keep     bool
}

// ruleTable has rules in their order, in blocks that a word has bits for. Of nearly
// all rules the source is not there: they are not looked at.
type ruleTable []ruleBlock

type ruleBlock struct {
	rules   []compiledRule
	sources KeySet
	// bySource has, by Key up to the last source, a bit for each rule of that source.
	bySource []uint64
}

const blockSize = 64

func newRuleTable(rules []compiledRule) ruleTable {
	var t ruleTable
	for block := range slices.Chunk(rules, blockSize) {
		b := ruleBlock{rules: block}
		var sources []Key
		for i, r := range block {
			for int(r.from) >= len(b.bySource) {
				b.bySource = append(b.bySource, 0)
			}
			b.bySource[r.from] |= 1 << i
			sources = append(sources, r.from)
		}
		b.sources = Keys(sources...)
		t = append(t, b)
	}
	return t
}

// run applies rules in their order.
func (r *Record) run(t ruleTable) {
	for i := range t {
		b := &t[i]
		var due uint64
		for k := range b.sources.among(r.present) {
			due |= b.bySource[k]
		}
		for due != 0 {
			i := bits.TrailingZeros64(due)
			due &= due - 1
			c, before := &b.rules[i], r.written
			if r.convert(r.slots[c.from].value, c.to, c.conv) && !c.keep {
				r.Consume(c.from)
			}
			if r.written != before && int(c.to) < len(b.bySource) { // the rules behind it may read what it wrote
				due |= b.bySource[c.to] &^ (1<<(i+1) - 1)
			}
		}
	}
}

// rename applies rules that give targets another name. Those that stand among the
// attributes are sources like others; those that were added for this go again.
func (r *Record) rename(t ruleTable) {
	r.run(t)
	for i := range t {
		for _, c := range t[i].rules {
			if r.Has(c.from) && r.slots[c.from].pos < 0 {
				r.unplace(c.from)
			}
		}
	}
}

// convert writes a target unless it is there. It reports whether the target holds
// the source's value.
func (r *Record) convert(source pcommon.Value, to Key, conv Conv) bool {
	if conv == nil {
		o, ok := Coerce(source, r.facts[to].typ)
		return ok && r.Put(to, o)
	}
	o, ok := conv(source)
	return ok && r.Put(to, o)
}
