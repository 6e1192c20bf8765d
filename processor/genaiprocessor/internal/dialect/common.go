// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package dialect

import (
	"strings"

	"github.com/otelcol-genai/otelcol-genai/processor/genaiprocessor/internal/rewrite"
)

// Common applies to every record that holds a GenAI attribute, whoever wrote
// it: spellings of targets that are already there. It touches only values of
// the tables, so that it is a no-op on what it has written.
func Common(r *rewrite.Record) {
	if name := r.Str(providerName); name != "" {
		if known, ok := providers[strings.ToLower(name)]; ok && known != name {
			r.Replace(providerName, rewrite.Str(known))
		}
	}
	if op := r.Str(operationName); op != "" {
		if known := Operation(op); known != op {
			r.Replace(operationName, rewrite.Str(known))
		}
	}
}
