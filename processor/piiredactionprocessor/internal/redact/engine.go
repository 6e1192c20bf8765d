// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

// Package redact takes what a scanner finds out of values: of text, of JSON in
// text, and of the values of attributes and bodies. It fails closed: what it
// could not check never stays.
package redact

import (
	"strings"
	"time"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/carrier"
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/keyring"
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/numbering"
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/operator"
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/scan"
)

// Scanner finds personal data and secrets in text. It appends to dst what it
// finds, sorted and without overlaps, and is used concurrently.
type Scanner interface {
	Scan(dst []scan.Finding, in scan.Input) []scan.Finding
}

// Options are the parts of an Engine.
type Options struct {
	Scanner Scanner
	// Default is the rule for types that Rules does not have.
	Default operator.Rule
	Rules   map[entity.Type]operator.Rule
	// Types are all types that placeholders may name.
	Types     []entity.Type
	Selection carrier.Selection
	// NumberKeys are the keys, in lower case, whose numbers are scanned.
	NumberKeys carrier.Keys
	// MaxValue is the length in bytes up to which text is scanned.
	MaxValue int
	// Timeout is how long a batch may take.
	Timeout time.Duration
	// DropOnFailure drops a record of which something could not be checked.
	DropOnFailure bool
	// Ring is nil without keys.
	Ring *keyring.Ring
	// Traces is nil if values are not numbered.
	Traces *numbering.Traces
	// TenantAttribute names the tenant of a record.
	TenantAttribute string
}

// Engine makes Passes. It is safe for concurrent use.
type Engine struct {
	Options
	types map[string]struct{}
}

// NewEngine makes an Engine.
func NewEngine(o Options) *Engine {
	e := &Engine{Options: o, types: map[string]struct{}{}}
	for _, t := range o.Types {
		e.types[string(t)] = struct{}{}
	}
	return e
}

func (e *Engine) known(typ string) bool {
	_, ok := e.types[typ]
	return ok
}

func (e *Engine) rule(t entity.Type) operator.Rule {
	if r, ok := e.Rules[t]; ok {
		return r
	}
	return e.Default
}

// numberKey says whether the numbers of a key are scanned: the last part of the
// name of an attribute, or the key of a field.
func (e *Engine) numberKey(key string) bool {
	if i := strings.LastIndexByte(key, '.'); i >= 0 {
		key = key[i+1:]
	}
	if len(key) > 64 {
		return false
	}
	for i := range len(key) {
		if c := key[i]; c >= 'A' && c <= 'Z' {
			key = strings.ToLower(key)
			break
		}
	}
	return e.NumberKeys.Has(key)
}
