// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize

import (
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/check"
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

// Bank account numbers of the US: 8 to 17 digits, known by context only.
func init() {
	register(Rule{
		Type:    entity.USBankAccount,
		Cued:    []string{"dddddddd", "ddddddddd", "dddddddddd", "ddddddddddd", "dddddddddddd", "ddddddddddddd", "dddddddddddddd", "ddddddddddddddd", "dddddddddddddddd", "ddddddddddddddddd"},
		Check:   func(v check.Value) bool { return !v.Same() && !v.Sequence() },
		Checked: "shape",
		Cues:    []string{"bank account", "bank account number", "account number", "account no", "account num", "acct", "acct no", "acct number", "checking account", "savings account", "debit account", "bank acct", "bank", "checking", "savings", "iban"},
		Weak:    true,
	})
}
