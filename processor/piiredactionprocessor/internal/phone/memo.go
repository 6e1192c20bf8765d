// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package phone

import (
	"hash/maphash"
	"sync/atomic"
)

const memoSize = 1 << 12

// memo keeps answers without keeping numbers: an entry holds a keyed hash of a
// number without its last three digits, and the answer. Numbering plans hand
// out blocks of a thousand numbers or more, so the answer is that of the
// whole block.
type memo struct {
	entries [memoSize]entry
}

type entry struct{ value atomic.Uint64 }

const answerBits = 3

var seed = maphash.MakeSeed()

func (m *memo) slot(kind byte, digits []byte) (*entry, uint64) {
	var h maphash.Hash
	h.SetSeed(seed)
	_ = h.WriteByte(kind)
	_ = h.WriteByte(byte(len(digits))) //nolint:gosec // G115: at most 20 digits
	_, _ = h.Write(digits[:len(digits)-3])
	sum := h.Sum64()
	return &m.entries[sum%memoSize], sum &^ answerBits
}

func (e *entry) get(hash uint64) (Answer, bool) {
	v := e.value.Load()
	return Answer(v & answerBits), v != 0 && v&^answerBits == hash
}

func (e *entry) put(hash uint64, a Answer) { e.value.Store(hash | uint64(a)) }
