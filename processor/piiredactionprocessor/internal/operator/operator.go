// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

// Package operator writes what comes in place of a value that was found.
package operator

import (
	"fmt"
	"slices"
	"strings"
)

// Kind says what happens to a value.
type Kind string

// The operators.
const (
	// Replace writes the type, numbered within the trace.
	Replace Kind = "replace"
	// Mask writes asterisks and keeps separators and the last characters.
	Mask Kind = "mask"
	// Pseudonym writes a token that is the same for the same value and tenant.
	Pseudonym Kind = "pseudonym"
	// Encrypt writes a token that who has the key can turn back.
	Encrypt Kind = "encrypt"
	// DropValue replaces the whole string that holds the value.
	DropValue Kind = "drop_value"
	// DropContent replaces all content of the record that holds the value.
	DropContent Kind = "drop_content"
	// Keep leaves the value; it is only counted.
	Keep Kind = "keep"
)

var kinds = []Kind{Replace, Mask, Pseudonym, Encrypt, DropValue, DropContent, Keep}

// Kinds returns all operators.
func Kinds() []Kind { return slices.Clone(kinds) }

// NeedsKey says whether the operator works with a key.
func (k Kind) NeedsKey() bool { return k == Pseudonym || k == Encrypt }

// UnmarshalText implements encoding.TextUnmarshaler.
func (k *Kind) UnmarshalText(text []byte) error {
	if v := Kind(text); slices.Contains(kinds, v) {
		*k = v
		return nil
	}
	names := make([]string, len(kinds))
	for i, v := range kinds {
		names[i] = string(v)
	}
	return fmt.Errorf("unknown operator %q, use one of %s", text, strings.Join(names, ", "))
}

// Rule is an operator with its options.
type Rule struct {
	Kind Kind
	// KeepLast is how many of the last letters and digits Mask keeps.
	KeepLast int
}
