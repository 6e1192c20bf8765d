// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

// Package namehash hashes names, so that tables of them need not keep the names.
package namehash

import (
	"encoding/binary"
	"hash/maphash"
	"math/bits"
)

// Hash stands for a sequence of names. Two that differ have the same hash with a
// probability below 2^-100, and a sender who does not know the seeds cannot choose
// them so.
type Hash struct{ A, B uint64 }

// Hasher has the seeds.
type Hasher struct{ seeds Hash }

// New returns a hasher with seeds of its own.
func New() Hasher {
	random := maphash.MakeSeed()
	return Hasher{Hash{maphash.Comparable(random, 1), maphash.Comparable(random, 2)}}
}

// Add returns the hash of the names before and one more.
func (h *Hasher) Add(before Hash, name string) Hash {
	length := secretLength(name)
	hash := Hash{before.A ^ length*h.seeds.B, before.B ^ length*h.seeds.A}
	text := []byte(name)
	for ; len(text) > 16; text = text[16:] {
		hash = h.Mix(hash, binary.LittleEndian.Uint64(text), binary.LittleEndian.Uint64(text[8:]))
	}
	low, high := last(text)
	return h.Mix(hash, low, high)
}

// Of returns half a hash, of one name.
func (h *Hasher) Of(name string) uint64 {
	hash := secretLength(name) * h.seeds.B
	text := []byte(name)
	for ; len(text) > 16; text = text[16:] {
		hash = Fold(binary.LittleEndian.Uint64(text)^h.seeds.A, binary.LittleEndian.Uint64(text[8:])^hash)
	}
	low, high := last(text)
	return Fold(low^h.seeds.A, high^hash)
}

// Mix returns the hash of what was hashed before and two numbers.
func (h *Hasher) Mix(before Hash, low, high uint64) Hash {
	return Hash{Fold(low^h.seeds.A, high^before.A), Fold(low^h.seeds.B, high^before.B)}
}

// secretLength returns what a seed is to be multiplied by to tell names apart by their
// length: the length itself could make up for the difference between two texts.
func secretLength(name string) uint64 { return uint64(len(name)) + 1 }

// last returns up to 16 bytes as numbers, which overlap if there are fewer.
func last(text []byte) (low, high uint64) {
	switch n := len(text); {
	case n >= 8:
		return binary.LittleEndian.Uint64(text), binary.LittleEndian.Uint64(text[n-8:])
	case n >= 4:
		return uint64(binary.LittleEndian.Uint32(text)), uint64(binary.LittleEndian.Uint32(text[n-4:]))
	case n > 0:
		return uint64(text[0])<<16 | uint64(text[n>>1])<<8 | uint64(text[n-1]), 0
	default:
		return 0, 0
	}
}

// Fold multiplies to 128 bits and folds the halves, so that each bit of the result
// depends on all bits.
func Fold(a, b uint64) uint64 {
	hi, lo := bits.Mul64(a, b)
	return hi ^ lo
}
