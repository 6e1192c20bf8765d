// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

// Package peerbench measures the genai processor beside the stock ways of
// renaming attributes, in one run. It is a module of its own so that their
// dependencies stay out of the processor's.
package peerbench
