// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

// Package peerbench measures the pii_redaction processor beside contrib's
// redaction processor, in one run. It is a module of its own so that contrib's
// dependencies stay out of the processor's.
package peerbench
