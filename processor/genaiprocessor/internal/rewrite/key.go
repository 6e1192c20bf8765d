// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package rewrite

import (
	"maps"
	"math/bits"
	"slices"
	"strings"
)

// Key numbers an attribute name, or the head of a family of indexed names, so
// that tables are walked by array index and not by string.
type Key uint16

// keyTable assigns keys. The package-level one serves the tables that are
// compiled in; an Engine works on a copy to which it adds the names of its
// configuration.
type keyTable struct {
	names    []string
	byName   map[string]Key
	families []family
}

type family struct {
	prefix string
	key    Key
}

var builtin = &keyTable{byName: map[string]Key{}}

// K returns the key of an attribute name. It is meant for package variables:
// it is not safe for concurrent use.
func K(name string) Key { return builtin.key(name) }

// Family returns the key under which [Record.Indexed] lists the attributes
// whose names start with prefix, such as "llm.input_messages.".
func Family(prefix string) Key {
	k := builtin.key(prefix)
	for _, f := range builtin.families {
		if f.key == k {
			return k
		}
	}
	builtin.families = append(builtin.families, family{prefix: prefix, key: k})
	return k
}

func (t *keyTable) key(name string) Key {
	if k, ok := t.byName[name]; ok {
		return k
	}
	k := Key(len(t.names)) //nolint:gosec // the tables hold hundreds of names, configuration is bounded by Validate
	t.names = append(t.names, name)
	t.byName[name] = k
	return k
}

func (t *keyTable) clone() *keyTable {
	return &keyTable{names: slices.Clone(t.names), byName: maps.Clone(t.byName), families: slices.Clone(t.families)}
}

// lookup finds attribute names, by a hash of their length and their ends, which is
// all it takes to tell those of the tables apart. The slot of nearly all others is
// free.
type lookup struct {
	names []string
	// slots have the keys of names plus one, 0 if free. A name whose slot is taken
	// has the next free one.
	slots    []Key
	families [256][]family
}

func newLookup(t *keyTable) *lookup {
	l := &lookup{names: t.names, slots: make([]Key, lookupSlots(len(t.names)))}
	for k, name := range t.names {
		i := l.slot(name)
		for l.slots[i] != 0 {
			i = l.next(i)
		}
		l.slots[i] = Key(k) + 1
	}
	for _, f := range t.families {
		l.families[f.prefix[0]] = append(l.families[f.prefix[0]], f)
	}
	// A family within another comes first.
	for i := range l.families {
		slices.SortStableFunc(l.families[i], func(a, b family) int { return len(b.prefix) - len(a.prefix) })
	}
	return l
}

// lookupSlots returns the power of two that leaves at least seven of eight slots free.
func lookupSlots(names int) int { return 1 << bits.Len(uint(8*names)) }

func (l *lookup) slot(name string) int { return int(hash(name) & uint64(len(l.slots)-1)) } //nolint:gosec // masked

func (l *lookup) next(slot int) int { return (slot + 1) & (len(l.slots) - 1) }

// hash is cheap, and no danger with hostile names: they are only looked up.
func hash(name string) uint64 {
	n := len(name)
	if n < 8 {
		return uint64(n)
	}
	e := name[n-8:]
	end := uint64(e[0]) | uint64(e[1])<<8 | uint64(e[2])<<16 | uint64(e[3])<<24 |
		uint64(e[4])<<32 | uint64(e[5])<<40 | uint64(e[6])<<48 | uint64(e[7])<<56
	high, low := bits.Mul64(end^uint64(n)<<56^uint64(name[n/2])<<48, 0x9E3779B97F4A7C15) // 2^64 over the golden ratio
	return high ^ low
}

// find returns the key of name; for a member of a family it returns the
// family's key and what follows the prefix.
func (l *lookup) find(name string) (k Key, rest string, ok bool) {
	for i := l.slot(name); l.slots[i] != 0; i = l.next(i) {
		if k := l.slots[i] - 1; l.names[k] == name {
			return k, "", true
		}
	}
	if name == "" {
		return 0, "", false
	}
	for _, f := range l.families[name[0]] {
		if strings.HasPrefix(name, f.prefix) {
			return f.key, name[len(f.prefix):], true
		}
	}
	return 0, "", false
}
