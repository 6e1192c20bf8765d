// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

// Package normalize tests the genai processor with every recording of
// tests/sdk: what it makes of them is compared with golden files, and held to
// the rules that it promises for all input.
package normalize
