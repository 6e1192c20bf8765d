// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package rewrite

// Rule maps one source attribute to one target. Rules of a dialect are tried in
// order and a target is written once, so of several sources of one target the
// first in the table wins.
type Rule struct {
	// From is the source attribute.
	From string
	// To is the target attribute.
	To string
	// Conv converts the value; nil converts to the type that the conventions
	// require of the target.
	Conv Conv
	// Keep keeps the source also where originals are removed: it says more than
	// the target.
	Keep bool
}

// Dialect is one way of naming GenAI telemetry.
type Dialect struct {
	// Name is what the configuration and the self-metrics call the dialect.
	Name string
	// Signals are attribute names, or prefixes ending in a dot, of which a
	// single one shows that the dialect is spoken.
	Signals []string
	// Scopes are prefixes of instrumentation scope names that show the same.
	Scopes []string
	// Rules is the mapping table.
	Rules []Rule
	// Calls are further rules, for the records of calls only: they run where Finish
	// asks for them by [Record.RunCalls].
	Calls []Rule
	// Finish does what a table cannot: rules that look at several attributes.
	// It runs after the rules and may be nil.
	Finish func(*Record)
}

// Mask is a set of dialects of one Engine, by their position.
type Mask uint64

// maxDialects is the number of dialects that fit a Mask.
const maxDialects = 64
