// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

// Package costconnector turns the token counts of inference spans and events, and
// the hours of GPUs, into euros per tenant and model, at the prices of a price
// book.
package costconnector

//go:generate mdatagen metadata.yaml
