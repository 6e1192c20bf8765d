// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package pricebook

// Reason says why tokens have no price. The empty reason means that they have
// one.
type Reason string

// Reasons for unpriced tokens.
const (
	Priced             Reason = ""
	UnknownProvider    Reason = "unknown_provider"
	UnknownModel       Reason = "unknown_model"
	UnknownServiceTier Reason = "unknown_service_tier"
	MissingRate        Reason = "missing_rate"
	NoPriceAtTime      Reason = "no_price_at_time"
	NoFXRate           Reason = "no_fx_rate"
)
