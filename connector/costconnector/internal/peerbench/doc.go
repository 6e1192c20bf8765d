// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

// Package peerbench measures the cost connector beside the span metrics connector
// and the signal-to-metrics connector of opentelemetry-collector-contrib on the
// same spans, the latter with prices in its OTTL rules. It is a module of its own so
// that the component does not depend on its peers.
//
//	go test -run - -bench . -benchmem
package peerbench
