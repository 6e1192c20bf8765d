// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

// Package dialect holds what is known about each way of naming GenAI
// telemetry: one file per dialect, with its mapping table and the few functions
// for what a table cannot say. To add a dialect, write its file, name it in
// [All], and add golden cases.
package dialect
