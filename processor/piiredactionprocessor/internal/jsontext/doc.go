// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

// Package jsontext finds the strings and numbers in JSON text by their
// position, so that some of them can be replaced and every other byte stays.
// Nothing is parsed into a tree. JSON that was cut off is read to its end.
package jsontext
