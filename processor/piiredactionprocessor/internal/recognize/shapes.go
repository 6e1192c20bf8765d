// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize

import (
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
)

// The alphabet of shapes.
const (
	clsOther = iota
	clsDigit
	clsLetter
	clsSpace
	clsDash
	clsDot
	clsSlash
	clsPlus
	clsCount
)

// maxShape bounds the bytes one walk reads.
const maxShape = 40

var shapeClass = func() (t [256]uint8) {
	for c := range 256 {
		switch {
		case c >= '0' && c <= '9':
			t[c] = clsDigit
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z':
			t[c] = clsLetter
		case c == ' ':
			t[c] = clsSpace
		case c == '-':
			t[c] = clsDash
		case c == '.':
			t[c] = clsDot
		case c == '/':
			t[c] = clsSlash
		case c == '+':
			t[c] = clsPlus
		}
	}
	return t
}()

// need is the context that a shape needs.
type need uint8

const (
	needNone need = iota
	needWhole
	needCue
)

// accept says that a rule's shape ends in a state.
type accept struct {
	rule int
	need need
}

// shapes is a deterministic automaton over the shapes of all rules.
type shapes struct {
	next []uint16 // state*clsCount+class, 0 is dead
	acc  []uint16 // state -> index into sets, 0 is none
	sets [][]accept
}

type position struct{ shape, at int }

type compiledShape struct {
	text   string
	accept accept
}

const startState = 1

func compileShapes(rules []Rule) (*shapes, error) {
	var all []compiledShape
	for i := range rules {
		for kind, list := range [][]string{needNone: rules[i].Free, needWhole: rules[i].Whole, needCue: rules[i].Cued} {
			for _, s := range list {
				all = append(all, compiledShape{s, accept{i, need(kind)}})
			}
		}
	}
	m := &shapes{next: make([]uint16, 2*clsCount), acc: make([]uint16, 2), sets: [][]accept{nil}}
	var start []position
	for i, s := range all {
		if len(s.text) > maxShape {
			return nil, fmt.Errorf("shape %q of %s is longer than %d bytes", s.text, rules[s.accept.rule].Type, maxShape)
		}
		start = append(start, position{i, 0})
	}
	states := map[string]uint16{key(start): startState}
	work := [][]position{start}
	for id := startState; id-startState < len(work); id++ {
		for class := 1; class < clsCount; class++ {
			var to []position
			for _, p := range work[id-startState] {
				s := all[p.shape].text
				if p.at < len(s) && matches(s[p.at], class) {
					to = append(to, position{p.shape, p.at + 1})
				}
			}
			if len(to) == 0 {
				continue
			}
			k := key(to)
			target, ok := states[k]
			if !ok {
				if len(m.acc) > 65000 {
					return nil, errors.New("too many shapes: the automaton would exceed 65000 states")
				}
				target = uint16(len(m.acc)) //nolint:gosec // G115: checked above
				states[k] = target
				work = append(work, to)
				m.next = append(m.next, make([]uint16, clsCount)...)
				m.acc = append(m.acc, m.accepting(all, to))
			}
			m.next[id*clsCount+class] = target
		}
	}
	return m, nil
}

func matches(symbol byte, class int) bool {
	switch symbol {
	case 'd':
		return class == clsDigit
	case 'a':
		return class == clsLetter
	case 'x':
		return class == clsDigit || class == clsLetter
	default:
		return class == int(shapeClass[symbol])
	}
}

func (m *shapes) accepting(all []compiledShape, to []position) uint16 {
	var set []accept
	for _, p := range to {
		if p.at == len(all[p.shape].text) {
			set = append(set, all[p.shape].accept)
		}
	}
	if len(set) == 0 {
		return 0
	}
	m.sets = append(m.sets, set)
	return uint16(len(m.sets) - 1) //nolint:gosec // G115: fewer sets than states
}

func key(ps []position) string {
	slices.SortFunc(ps, func(a, b position) int {
		if a.shape != b.shape {
			return a.shape - b.shape
		}
		return a.at - b.at
	})
	var b []byte
	for _, p := range ps {
		b = binary.AppendUvarint(b, uint64(p.shape)) //nolint:gosec // G115: an index
		b = binary.AppendUvarint(b, uint64(p.at))    //nolint:gosec // G115: an index
	}
	return string(b)
}
