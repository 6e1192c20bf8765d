// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package redact

import (
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/operator"
)

// Carrier is where in the data a value is.
type Carrier uint8

// The carriers.
const (
	Attribute Carrier = iota
	Body
	SpanName
	StatusMessage
	EventName
	EventAttribute
	LinkAttribute
	ScopeAttribute
	ResourceAttribute
	Exemplar
	carriers
)

var carrierNames = [carriers]string{
	"attribute", "body", "span_name", "status_message", "event_name", "event_attribute", "link_attribute", "scope_attribute",
	"resource_attribute", "exemplar",
}

// String returns the value of the metric attribute.
func (c Carrier) String() string { return carrierNames[c] }

// Reason is why a value could not be checked.
type Reason uint8

// The reasons.
const (
	Panicked Reason = iota
	TimedOut
	TooLong
	TooDeep
	InvalidUTF8
	Unstable
	Analyzer
	NoKey
	Reasons
)

var reasonNames = [Reasons]string{"panic", "timeout", "oversize", "depth", "invalid_utf8", "unstable", "analyzer", "key"}

// String returns the value of the metric attribute.
func (r Reason) String() string { return reasonNames[r] }

// Found is the key of a count of findings.
type Found struct {
	Type    entity.Type
	Action  operator.Kind
	Carrier Carrier
}

// Tally counts what happened in a pass.
type Tally struct {
	// Entities counts findings.
	Entities map[Found]int64
	// Failures counts values that could not be checked.
	Failures [Reasons]int64
	// Values and Bytes are what was scanned.
	Values, Bytes int64
	// Dropped counts records that were dropped.
	Dropped int64
}

func (t *Tally) reset() {
	entities := t.Entities
	clear(entities)
	*t = Tally{Entities: entities}
}

// Count is how often a type was found in a record.
type Count struct {
	Type entity.Type
	N    int64
}
