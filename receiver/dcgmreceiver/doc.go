// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

// Package dcgmreceiver reads NVIDIA GPUs through DCGM: every few seconds in
// steady state, several times a second during an incident.
package dcgmreceiver

//go:generate mdatagen metadata.yaml
