// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

// Package analyzer asks an external service for the personal data in texts that
// patterns cannot find, such as names. It speaks the /analyze API of Presidio.
package analyzer
