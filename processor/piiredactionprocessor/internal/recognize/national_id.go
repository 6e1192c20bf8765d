// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize

import (
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

// Identity documents of other states: known by context only.
func init() {
	register(Rule{
		Type:    entity.NationalIDNumber,
		Cued:    []string{"addddddd", "aaddddddd", "aaadddddd", "aadddddd", "dddddddd", "ddddddddd", "dddddddddd", "ddddddddddd", "dddddddddddd", "ddddddddddddd", "xxxxxxxxx", "xxxxxxxxxx", "aadddddda", "dddddddda"},
		Check:   documentNumber,
		Checked: "at least five digits",
		Cues:    identityWords,
		Weak:    true,
	})
}
