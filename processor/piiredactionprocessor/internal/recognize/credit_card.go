// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize

import (
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/check"
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

var cardWords = []string{
	"card", "cards", "card number", "card no", "credit", "credit card", "debit", "debit card", "creditcard", "cc", "pan", "visa", "mastercard", "amex", "american express",
	"maestro", "discover", "diners", "jcb", "unionpay", "uatp", "*kreditkarte*", "*karte*", "kartennummer", "carte", "carte bancaire", "carte bleue", "cb", "tarjeta", "carta di credito", "carta", "creditcardnummer", "kaart",
	"karta", "karty", "kartę", "cartão", "kort", "kortnummer", "kortti", "cardnumber", "card num", "payment",
}

// Payment cards, ISO/IEC 7812: issuer ranges of the networks, Luhn check digit.
// Lengths other than 15 and 16, and numbers of 15 digits without groups,
// collide with order and reservation numbers and need a context word.
func init() {
	register(Rule{
		Type:    entity.CreditCard,
		Free:    []string{"dddd dddd dddd dddd", "dddd-dddd-dddd-dddd", "dddd.dddd.dddd.dddd", "dddddddddddddddd", "dddd dddddd ddddd", "dddd-dddddd-ddddd"},
		Whole:   []string{"dddddddddddd", "ddddddddddddd", "dddddddddddddd", "ddddddddddddddd", "ddddddddddddddddd", "dddddddddddddddddd", "ddddddddddddddddddd", "dddd dddddd dddd", "dddd-dddddd-dddd", "dddd dddd dddd dddd ddd", "dddd dddd dddd", "dddd dddd dddd d"},
		Check:   creditCard,
		Checked: "issuer range, Luhn",
		Cues:    cardWords,
	})
}

func creditCard(v check.Value) bool {
	return !v.Same() && cardIssuer(v) && check.Luhn(v)
}

// cardIssuer knows the issuer ranges and the lengths they use.
func cardIssuer(v check.Value) bool {
	n, two, three, four := v.Len(), v.Num(0, 2), v.Num(0, 3), v.Num(0, 4)
	six := v.Num(0, 6)
	switch {
	case v.D(0) == 4: // Visa
		return n == 13 || n == 16 || n == 19
	case two >= 51 && two <= 55, six >= 222100 && six <= 272099: // Mastercard
		return n == 16
	case two == 34 || two == 37: // American Express
		return n == 15
	case four == 6011, two == 65, three >= 644 && three <= 649: // Discover
		return n >= 16
	case three >= 300 && three <= 305, three == 309, two == 36, two == 38, two == 39: // Diners Club
		return n == 14 || n == 16
	case two == 35: // JCB
		return n >= 16
	case four == 2131, four == 1800: // JCB, old
		return n == 15
	case two == 62, two == 81: // UnionPay
		return n >= 16
	case v.D(0) == 1: // UATP
		return n == 15
	case four == 604, two == 50, two >= 56 && two <= 58, two == 63, two == 67, two == 60, two == 61, two == 69: // Maestro and national debit cards
		return n >= 12
	case four >= 2200 && four <= 2204: // Mir
		return n >= 16
	default:
		return false
	}
}
