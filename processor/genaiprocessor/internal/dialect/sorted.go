// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package dialect

import "slices"

// sorted collects values by index, in any order and with any gaps. The zero
// value is ready.
type sorted[T any] struct {
	entries []entry[T]
}

type entry[T any] struct {
	index int
	value T
}

// at returns the value of an index, new if there is none. It is valid until the
// next call.
func (s *sorted[T]) at(index int) *T {
	for i := len(s.entries) - 1; i >= 0; i-- {
		if s.entries[i].index == index {
			return &s.entries[i].value
		}
	}
	s.entries = append(s.entries, entry[T]{index: index})
	return &s.entries[len(s.entries)-1].value
}

// all returns the values by index.
func (s *sorted[T]) all() []*T {
	slices.SortStableFunc(s.entries, func(a, b entry[T]) int { return a.index - b.index })
	values := make([]*T, len(s.entries))
	for i := range s.entries {
		values[i] = &s.entries[i].value
	}
	return values
}
