// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

//go:build presidio

package analyzer

import (
	"net/http"
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

// TestPresidio asks the real analyzer; tests/presidio/test.sh starts it.
func TestPresidio(t *testing.T) {
	var l log
	c := New(Options{
		HTTP: &http.Client{}, URL: os.Getenv("PRESIDIO_URL") + "/analyze", Language: "en", MinScore: 0.5,
		Entities:   map[string]entity.Type{"EMAIL_ADDRESS": entity.Email, "CREDIT_CARD": entity.CreditCard, "IBAN_CODE": entity.IBAN},
		BatchTexts: 2, BatchBytes: 1 << 16, Concurrency: 2, Timeout: 30 * time.Second, BreakAfter: 5, BreakFor: time.Second, OnRequest: l.add,
	})
	want := map[string][]string{
		"Grüße 😀 an anna.meyer@example.org, bitte":         {"anna.meyer@example.org"},
		"😀😀 card 4111 1111 1111 1111 of bob@example.com ü": {"4111 1111 1111 1111", "bob@example.com"},
		"IBAN DE89370400440532013000":                      {"DE89370400440532013000"},
		"nothing to be found here":                         nil,
		"ü":                                                nil,
	}
	var texts []string
	for text := range want {
		texts = append(texts, text)
	}
	got := c.Analyze(t.Context(), texts)
	require.Len(t, got, len(texts), "%v", l.errs)
	for text, values := range want {
		var found []string
		for _, f := range got[text] {
			found = append(found, text[f.Start:f.End])
		}
		assert.Equal(t, values, found, text)
	}
	assert.Equal(t, []Outcome{OK, OK, OK}, l.outcomes)

	c.Language = "tlh"
	assert.Empty(t, c.Analyze(t.Context(), []string{"a language that it does not speak"}))
	assert.Equal(t, Failed, l.outcomes[3])
}
