// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

// Package spanset makes sure that a model call is counted once, although
// several spans may tell of it: the same span delivered again, or the span of
// an instrumentation around the span of the SDK it instruments.
package spanset
