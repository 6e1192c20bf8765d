// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

// Package redact tests the pii_redaction processor with every recording of
// tests/sdk: as they are, and with personal data planted where content is.
package redact
