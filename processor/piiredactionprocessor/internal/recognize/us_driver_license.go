// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize

import (
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/check"
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

// Driver licenses of the states of the US. There are dozens of shapes, none with
// a check digit that all share.
func init() {
	register(Rule{
		Type:    entity.USDriverLicense,
		Cued:    []string{"addddddd", "adddddddd", "addddddddd", "addddddddddd", "adddddddddddd", "addddddddddddd", "adddddd", "addddd", "dddddddd", "ddddddddd", "ddddddd", "dddddddddd", "dddddddddddd", "aadddddd", "aaddddd", "aadddddda", "dddddddda", "addd-dddd-dddd", "addd-ddd-dd-ddd-d", "ddd-ddd-ddd", "dd-ddd-dddd", "addd-dddd-dddd-dd", "addd ddddd ddddd", "ddaaaddddd", "ddddddddaa", "dddaadddd", "dda dddd", "addd dddd dddd"},
		Check:   func(v check.Value) bool { return !v.Same() },
		Checked: "shape",
		Cues:    licenceWords,
		Weak:    true,
	})
}
