// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize

import "github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/check"

// findShapes walks the automaton of all rules from a run of letters and
// digits, and from the one or two short words in front of it ("AB 12 34 56 C",
// "ABC DEF 12G34 H567I").
func findShapes(c *Cursor, start, _ int) {
	walkShapes(c, start)
	t := c.Text
	for range 2 {
		if start < 2 {
			return
		}
		switch t[start-1] {
		case ' ', '-', '.':
		default:
			return
		}
		first := start - 1
		for first > 0 && isAlpha(t[first-1]) {
			if first--; start-1-first > 5 {
				return
			}
		}
		if first == start-1 {
			return
		}
		walkShapes(c, first)
		start = first
	}
}

func walkShapes(c *Cursor, start int) {
	if c.joinedLeft(start) {
		return
	}
	t, m := c.Text, c.set.shapes
	state := uint16(startState)
	width := 0
	for i := start; i < len(t) && width < maxShape; width++ {
		class, size := shapeClass[t[i]], 1
		if class == clsOther && t[i] == 0xC2 && i+1 < len(t) && t[i+1] == 0xA0 {
			class, size = clsSpace, 2
		}
		if state = m.next[int(state)*clsCount+int(class)]; state == 0 {
			return
		}
		i += size
		if set := m.acc[state]; set != 0 && !c.joinedRight(i) {
			c.judge(m.sets[set], start, i)
		}
	}
}

// judge asks check and context of all rules whose shape is text[start:end].
func (c *Cursor) judge(set []accept, start, end int) {
	v := check.Of(c.Text[start:end])
	for _, a := range set {
		r := &c.set.rules[a.rule]
		if r.Check != nil && !r.Check(v) {
			continue
		}
		rank := rankFree
		switch c.context(groupRules+a.rule, start, end) {
		case verdictFor:
			rank = rankCued
		case verdictAgainst:
			continue
		case verdictNone:
			if r.Upper && v.Lower && !c.bare(start, end) {
				continue
			}
			switch a.need {
			case needNone:
			case needWhole:
				if !c.bare(start, end) {
					continue
				}
				rank = rankShape
			case needCue:
				continue
			}
		}
		if r.Weak {
			rank -= rankWeak - 1
		}
		c.emit(r.Type, start, end, rank)
	}
}
