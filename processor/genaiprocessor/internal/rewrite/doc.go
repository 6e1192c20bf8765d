// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

// Package rewrite turns the attributes of one dialect into those of the
// OpenTelemetry GenAI conventions. It knows no dialect itself: each is a
// [Dialect], a table of rules and at most one function for what a table cannot
// say. An [Engine] compiles the tables once; per record it scans the attributes
// once, then walks the tables of the dialects it recognised.
package rewrite
