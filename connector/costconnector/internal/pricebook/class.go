// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package pricebook

import (
	"iter"
	"math/bits"
)

// Class is a kind of billed unit. Classes are exclusive: a token is billed in
// one of them.
type Class uint8

// Input-side classes, output-side classes, and classes billed per call.
const (
	Input Class = iota
	CacheRead
	Output
	CacheWrite1h
	CacheWrite
	InputAudio
	InputImage
	Reasoning
	OutputAudio
	OutputImage
	Call
	WebSearch
	NumClasses
)

var classNames = [NumClasses]string{
	Input:        "input",
	CacheRead:    "cache_read",
	CacheWrite1h: "cache_write_1h",
	CacheWrite:   "cache_write",
	InputAudio:   "input_audio",
	InputImage:   "input_image",
	Output:       "output",
	Reasoning:    "reasoning",
	OutputAudio:  "output_audio",
	OutputImage:  "output_image",
	Call:         "request",
	WebSearch:    "web_search",
}

// String returns the name used in price books and in the token_class attribute.
func (c Class) String() string { return classNames[c] }

// IsToken reports whether c counts tokens rather than calls.
func (c Class) IsToken() bool { return c != Call && c != WebSearch }

// Parent returns the class that c is a part of and is billed as when it has no
// price of its own; it comes later in the order of classes, or is Input or
// Output. Classes that are no part of another return themselves.
func (c Class) Parent() Class {
	switch c {
	case CacheWrite1h:
		return CacheWrite
	case CacheRead, CacheWrite, InputAudio, InputImage:
		return Input
	case Reasoning, OutputAudio, OutputImage:
		return Output
	default:
		return c
	}
}

// ClassSet is a set of classes.
type ClassSet uint32

// Has reports whether c is in the set.
func (s ClassSet) Has(c Class) bool { return s&(1<<c) != 0 }

// With returns the set with c added.
func (s ClassSet) With(c Class) ClassSet { return s | 1<<c }

// Without returns the set with c removed.
func (s ClassSet) Without(c Class) ClassSet { return s &^ (1 << c) }

// First returns the first class of a set that is not empty.
func (s ClassSet) First() Class { return Class(bits.TrailingZeros32(uint32(s)) & 31) }

// Rest returns the set without its first class.
func (s ClassSet) Rest() ClassSet { return s & (s - 1) }

// All yields the classes of the set in ascending order.
func (s ClassSet) All() iter.Seq[Class] {
	return func(yield func(Class) bool) {
		for rest := s; rest != 0; rest = rest.Rest() {
			if !yield(rest.First()) {
				return
			}
		}
	}
}

var tokenClasses, callClasses = classesByName()

func classesByName() (tokens, calls map[string]Class) {
	tokens, calls = map[string]Class{}, map[string]Class{}
	for c := range NumClasses {
		if c.IsToken() {
			tokens[c.String()] = c
		} else {
			calls[c.String()] = c
		}
	}
	return tokens, calls
}

// Classes that the book format defines but that no span attribute feeds: their
// prices are read, reported as unused, and change nothing.
var (
	unfedTokenClasses = []string{
		"cache_read_audio", "input_video", "input_document", "input_tool",
		"output_video", "output_citation",
	}
	unfedCallClasses = []string{
		"file_search", "code_execution", "rerank", "image", "audio_second", "document_page",
	}
)
