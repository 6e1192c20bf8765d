// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package phone

import (
	"hash/maphash"
	"sync/atomic"
)

const memoSize = 1 << 12

// memo keeps answers without keeping numbers: a slot holds a keyed hash of a
// number without its last three digits, and the answer. Numbering plans hand
// out blocks of a thousand numbers or more, so the answer is that of the
// whole block.
type memo struct {
	slots [memoSize]atomic.Uint64
}

func (m *memo) get(kind byte, digits string, compute func() Answer) Answer {
	const answerBits = 3
	var h maphash.Hash
	h.SetSeed(seed)
	_ = h.WriteByte(kind)
	_ = h.WriteByte(byte(len(digits)))
	_, _ = h.WriteString(digits[:len(digits)-3])
	sum := h.Sum64()
	slot := &m.slots[sum%memoSize]
	if old := slot.Load(); old != 0 && old&^answerBits == sum&^answerBits {
		return Answer(old & answerBits)
	}
	a := compute()
	slot.Store(sum&^answerBits | uint64(a))
	return a
}

var seed = maphash.MakeSeed()
