// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

// Package peerbench measures the cost connector beside the span metrics
// connector of opentelemetry-collector-contrib on the same spans. It is a module
// of its own so that the component does not depend on its peer.
//
//	go test -run - -bench . -benchmem
package peerbench
