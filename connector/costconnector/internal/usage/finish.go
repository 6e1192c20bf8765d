// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package usage

import "strings"

// FinishReasons are ends of a generation, in any case.
type FinishReasons []string

func (all FinishReasons) has(reason string) bool {
	for _, known := range all {
		if known == reason || len(known) == len(reason) && strings.EqualFold(known, reason) {
			return true
		}
	}
	return false
}
