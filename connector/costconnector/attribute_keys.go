// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package costconnector

import (
	"maps"
	"slices"

	"github.com/otelcol-genai/otelcol-genai/connector/costconnector/internal/usage"
)

// attributeKeys finds out what an attribute is read for, by a hash of the length and
// the last byte of its key. A use whose slot is taken is in the next free one. Most
// attributes are read for nothing: their slot is free.
type attributeKeys [256]attributeUse

// attributeUse is what an attribute is read for. It is free if it has no key.
type attributeUse struct {
	key        string
	dimensions dimensionSet
	field      usage.Field // or none
}

// dimensionSet has a bit for each of the dimensions.
type dimensionSet uint64

func newAttributeKeys(dimensions []dimension) *attributeKeys {
	keys := new(attributeKeys)
	for _, key := range slices.Sorted(maps.Keys(usage.Fields)) {
		keys.add(key).field = usage.Fields[key]
	}
	for i, d := range dimensions {
		keys.add(d.from).dimensions |= 1 << i
	}
	return keys
}

// add returns the use of a key, which is made if there is none.
func (k *attributeKeys) add(key string) *attributeUse {
	i := slotOf(key)
	for ; k[i].key != ""; i++ {
		if k[i].key == key {
			break
		}
	}
	k[i].key = key
	return &k[i]
}

// find returns the use of a key; nil, or for an empty key a free use, if it is read
// for nothing.
func (k *attributeKeys) find(key string) *attributeUse {
	for i := slotOf(key); ; i++ {
		use := &k[i]
		if use.key == key {
			return use
		}
		if use.key == "" {
			return nil
		}
	}
}

func slotOf(key string) uint8 {
	n := len(key)
	if n == 0 {
		return 0
	}
	return uint8(n)<<2 ^ key[n-1] //nolint:gosec // wraps on purpose
}
