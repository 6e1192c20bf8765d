// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package numbering

import (
	"strconv"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"go.opentelemetry.io/collector/pdata/pcommon"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

func id(n int) (t pcommon.TraceID) {
	t[0], t[1], t[2], t[3] = 1, byte(n>>16), byte(n>>8), byte(n)
	return t
}

func TestNumbers(t *testing.T) {
	traces := NewTraces()
	a := traces.Scope(id(1))
	assert.Equal(t, 1, a.Number(entity.Email, "x"))
	assert.Equal(t, 2, a.Number(entity.Email, "y"))
	assert.Equal(t, 1, a.Number(entity.Phone, "x"), "types are numbered apart")
	assert.Equal(t, 1, traces.Scope(id(2)).Number(entity.Email, "y"), "traces are numbered apart")
	assert.Equal(t, 2, traces.Scope(id(1)).Number(entity.Email, "y"), "a later batch continues")
	none := pcommon.TraceID{}
	assert.Equal(t, 1, traces.Scope(none).Number(entity.Email, "x"))
	assert.Equal(t, 1, traces.Scope(none).Number(entity.Email, "z"), "records without a trace are numbered apart")
}

func TestMemoryIsBounded(t *testing.T) {
	traces := NewTraces()
	for i := range maxTraces + 10 {
		traces.Scope(id(i))
	}
	assert.Len(t, traces.scopes, maxTraces)
	assert.Equal(t, maxTraces, traces.recent.Len())

	s := traces.Scope(id(1))
	for i := range maxScopeValues {
		assert.Equal(t, i+1, s.Number(entity.Email, strconv.Itoa(i)))
	}
	assert.Equal(t, 0, s.Number(entity.Email, "one more"))
	assert.Equal(t, 7, s.Number(entity.Email, "6"))

	for i := range maxValues/maxScopeValues + 5 {
		s := traces.Scope(id(1_000_000 + i))
		for n := range maxScopeValues {
			s.Number(entity.Email, strconv.Itoa(n))
		}
	}
	traces.Scope(id(1))
	assert.LessOrEqual(t, traces.values, maxValues)
	values := 0
	for e := traces.recent.Front(); e != nil; e = e.Next() {
		values += len(e.Value.(*Scope).numbers)
	}
	assert.Equal(t, values, traces.values)
}

func TestConcurrentUse(t *testing.T) {
	traces := NewTraces()
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for i := range 500 {
				traces.Scope(id(i%7)).Number(entity.Email, strconv.Itoa(i%50))
			}
		})
	}
	wg.Wait()
	seen := map[int]bool{}
	for i := range 50 {
		seen[traces.Scope(id(0)).Number(entity.Email, strconv.Itoa(i))] = true
	}
	assert.Len(t, seen, 50)
}
