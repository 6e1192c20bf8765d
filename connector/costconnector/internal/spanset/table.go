// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package spanset

import "math/bits"

// noteBits are the low bits of an entry, in which it holds a note. The others are
// those of its key.
const (
	noteBits = 8
	noteMask = 1<<noteBits - 1
)

// table holds notes by key in buckets of one cache line each. A new key takes the
// place of the oldest one of its bucket.
type table struct {
	buckets []bucket // a power of two
	shift   int
}

// bucket is a ring of entries. An entry of 0 is empty.
type bucket struct {
	tags    tags
	entries [bucketSize]uint64
}

const bucketSize = 7

// tags are a byte of the key of each entry and, in the highest byte, the number of
// the oldest entry. Nearly all keys are new, which is seen by one look at the tags.
type tags uint64

func newTable(buckets int) table {
	n := bits.Len(uint(max(buckets, 2) - 1))
	return table{buckets: make([]bucket, 1<<n), shift: 64 - n}
}

// bucketOf multiplies, since the high bits of the key are in the entry, too.
func (t *table) bucketOf(k Key) *bucket {
	const multiplier = 0x9e3779b97f4a7c15 // 2^64 divided by the golden ratio
	return &t.buckets[uint64(k)*multiplier>>t.shift]
}

// tag of a key, in each byte.
func (k Key) tag() tags { return tags(k>>noteBits&0xff) * 0x0101010101010101 }

// alike has the highest bit of each byte set that equals the tag, and maybe of bytes
// after one that does.
func (t tags) alike(tag tags) tags {
	const lowest, highest = 0x0101010101010101, 0x80808080808080 // but the number's
	differs := t ^ tag
	return (differs - lowest) &^ differs & highest
}

// find returns the entry of k, nil if there is none.
func (b *bucket) find(k Key) *uint64 {
	for alike := b.tags.alike(k.tag()); alike != 0; alike &= alike - 1 {
		if e := &b.entries[bits.TrailingZeros64(uint64(alike))/8]; (*e^uint64(k))&^noteMask == 0 {
			return e
		}
	}
	return nil
}

// add returns the entry that k is given.
func (b *bucket) add(k Key) *uint64 {
	const number = 8 * bucketSize
	oldest := b.tags >> number
	next := oldest + 1
	if next == bucketSize {
		next = 0
	}
	place := tags(0xff) << (8 * oldest)
	b.tags = b.tags&(1<<number-1)&^place | k.tag()&place | next<<number
	e := &b.entries[oldest]
	*e = uint64(k) &^ noteMask
	return e
}

// at returns the entry of k, for reading and writing its note. The pointer is
// valid until the next call.
func (t *table) at(k Key) *uint64 {
	b := t.bucketOf(k)
	if e := b.find(k); e != nil {
		return e
	}
	return b.add(k)
}

// note returns the note of k, 0 if there is none.
func (t *table) note(k Key) uint64 {
	if e := t.bucketOf(k).find(k); e != nil {
		return *e & noteMask
	}
	return 0
}
