// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package rewrite

import (
	"maps"
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

// lookup finds attribute names. Almost all attributes of almost all spans are
// of no interest, so a name is first tried against its length and first byte,
// which costs a tenth of hashing it.
type lookup struct {
	byName   map[string]Key
	lengths  [256]uint64
	families [256][]family
}

func newLookup(t *keyTable) *lookup {
	l := &lookup{byName: t.byName}
	for name := range t.byName {
		l.lengths[name[0]] |= lengthBit(name)
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

func lengthBit(name string) uint64 { return 1 << min(uint(len(name)), 63) }

// find returns the key of name; for a member of a family it returns the
// family's key and what follows the prefix.
func (l *lookup) find(name string) (k Key, rest string, ok bool) {
	if name == "" {
		return 0, "", false
	}
	first := name[0]
	if l.lengths[first]&lengthBit(name) != 0 {
		if k, ok = l.byName[name]; ok {
			return k, "", true
		}
	}
	for _, f := range l.families[first] {
		if strings.HasPrefix(name, f.prefix) {
			return f.key, name[len(f.prefix):], true
		}
	}
	return 0, "", false
}
