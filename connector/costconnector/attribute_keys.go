// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package costconnector

import (
	"maps"
	"slices"

	"github.com/otelcol-genai/otelcol-genai/connector/costconnector/internal/usage"
)

// attributeKeys finds out what an attribute is read for. Most attributes are read
// for nothing, which it says after a look at three bytes of the key.
type attributeKeys struct {
	// first has, by slot of a key, the number of the first use in uses. Number 0 is
	// no use.
	first [256]uint8
	uses  []attributeUse
}

// attributeUse is what an attribute is read for.
type attributeUse struct {
	key        string
	next       uint8 // of the same slot
	hasField   bool
	field      usage.Field
	dimensions []int
}

func newAttributeKeys(dimensions []dimension) *attributeKeys {
	keys := &attributeKeys{uses: make([]attributeUse, 1)}
	for _, key := range slices.Sorted(maps.Keys(usage.Fields)) {
		use := keys.use(key)
		use.field, use.hasField = usage.Fields[key], true
	}
	for i, d := range dimensions {
		use := keys.use(d.from)
		use.dimensions = append(use.dimensions, i)
	}
	return keys
}

// use returns the use of a key, which is made if there is none. The pointer is
// valid until the next call.
func (k *attributeKeys) use(key string) *attributeUse {
	if use := k.find(key); use != nil {
		return use
	}
	slot := &k.first[slotOf(key)]
	k.uses = append(k.uses, attributeUse{key: key, next: *slot})
	*slot = uint8(len(k.uses) - 1) //nolint:gosec // fields and dimensions are far fewer
	return &k.uses[*slot]
}

// find returns nil for a key that is read for nothing.
func (k *attributeKeys) find(key string) *attributeUse {
	for n := k.first[slotOf(key)]; n != 0; {
		use := &k.uses[n]
		if use.key == key {
			return use
		}
		n = use.next
	}
	return nil
}

func slotOf(key string) uint8 {
	n := len(key)
	if n == 0 {
		return 0
	}
	return uint8(n)*5 + key[n-1]*7 + key[n>>1]*29 //nolint:gosec // wraps on purpose
}
