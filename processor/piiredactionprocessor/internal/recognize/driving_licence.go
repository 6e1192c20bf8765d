// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize

import (
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

// Driving licences of other states: known by context only.
func init() {
	register(Rule{
		Type:    entity.DrivingLicence,
		Cued:    []string{"addddddd", "aaddddddd", "aadddddd", "dddddddd", "ddddddddd", "dddddddddd", "dddddddddddd", "ddaaddddd", "xxxxxxxxxx", "xxxxxxxxxxx", "xxxxxxxxxxxx", "xxxxxxxxxxxxx", "ddddd/dd/dddd", "dddd dddd dddd", "dd dd dddddd", "aadd ddddddddddd", "aadd-ddddddddddd", "aa-ddddddd", "dddddddd-a", "dddddddda", "aaddddddda", "adddddddddd"},
		Check:   documentNumber,
		Checked: "at least five digits",
		Cues:    licenceWords,
		Weak:    true,
	})
}
