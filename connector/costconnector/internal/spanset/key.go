// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package spanset

import (
	"encoding/binary"
	"hash/maphash"

	"go.opentelemetry.io/collector/pdata/pcommon"

	"github.com/otelcol-genai/otelcol-genai/connector/costconnector/internal/namehash"
)

// Key stands for a span: a hash of its trace and span id. A new span has the key of
// one of 2^17 that are remembered with a probability of 2^-47. The zero key stands
// for no span.
type Key uint64

// Trace stands for a trace: a hash of its id. Zero stands for no trace.
type Trace uint64

// hasher makes keys. Senders that choose their ids cannot choose the keys.
type hasher struct{ seeds [4]uint64 }

func newHasher() (h hasher) {
	random := maphash.MakeSeed()
	for i := range h.seeds {
		h.seeds[i] = maphash.Comparable(random, i)
	}
	return h
}

// Trace returns what stands for a trace.
func (h *hasher) Trace(id pcommon.TraceID) Trace {
	high, low := binary.LittleEndian.Uint64(id[:8]), binary.LittleEndian.Uint64(id[8:])
	if high|low == 0 {
		return 0
	}
	return Trace(namehash.Fold(high^h.seeds[0], low^h.seeds[1]))
}

func (h *hasher) span(trace Trace, id pcommon.SpanID) Key {
	span := binary.LittleEndian.Uint64(id[:])
	if trace == 0 || span == 0 {
		return 0
	}
	return Key(namehash.Fold(uint64(trace)^h.seeds[2], span^h.seeds[3]))
}

// Key returns the key of a span.
func (h *hasher) Key(trace pcommon.TraceID, span pcommon.SpanID) Key {
	return h.span(h.Trace(trace), span)
}
