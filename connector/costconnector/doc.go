// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

// Package costconnector turns the token counts of inference spans into euros
// per tenant and model, at the prices of a price book.
package costconnector // import "github.com/otelcol-genai/otelcol-genai/connector/costconnector"

//go:generate mdatagen metadata.yaml
