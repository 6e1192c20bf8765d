// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package piiredactionprocessor

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/ptrace"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/operator"
)

// prose is about 1 KB of four languages without personal data, but with numbers.
const prose = `Please summarise the attached report in three bullet points. Revenue grew by 12.5 % to 3,480,000 EUR in Q3 2025, while costs fell.
Die Lieferung besteht aus 24 Kartons zu je 18 kg; bitte prüfen Sie die Angaben auf Seite 7 und antworten Sie bis Freitag um 14:30 Uhr.
Le rapport contient 42 pages et couvre la période de janvier à juin. Merci de vérifier les chiffres du tableau 3 avant la réunion de 9 h.
El pedido llegó a tiempo, pero faltaban dos piezas de la referencia X-200. ¿Puede confirmar la nueva fecha de entrega, por favor?
The function returns 200 on success and 404 otherwise; see section 4.2.1 of the manual, version 2.14.3, for details about retries.
Use temperature 0.7 and at most 512 tokens. Explain why the sky is blue, then compare it with the colours of a sunset on Mars.
Antworte bitte in höchstens zwei Sätzen, ohne Fachwörter, und nenne am Ende eine Quelle, die ich nachlesen kann. Danke!
`

// benchSpan is a span of a call with 3 KB of messages, in the structured form or
// as JSON, and the usual attributes around them.
func benchSpan(tb testing.TB, asJSON bool, answer string) ptrace.Traces {
	tb.Helper()
	messages := func(role, text string) any {
		return []any{map[string]any{"role": role, "parts": []any{map[string]any{"type": "text", "content": text}}}}
	}
	in, out := messages("user", prose+prose), messages("assistant", answer)
	if asJSON {
		a, err := json.Marshal(in)
		require.NoError(tb, err)
		b, err := json.Marshal(out)
		require.NoError(tb, err)
		in, out = string(a), string(b)
	}
	return oneSpan(tb, map[string]any{
		"gen_ai.operation.name": "chat", "gen_ai.provider.name": "openai", "gen_ai.request.model": "gpt-4o", "gen_ai.response.model": "gpt-4o-2024-08-06",
		"gen_ai.response.id": "chatcmpl-9f1c2d3e4f5061728394a5b6", "gen_ai.usage.input_tokens": 512, "gen_ai.usage.output_tokens": 128,
		"gen_ai.request.temperature": 0.7, "gen_ai.response.finish_reasons": []any{"stop"}, "server.address": "api.openai.com", "server.port": 443,
		"gen_ai.input.messages": in, "gen_ai.output.messages": out,
	}, func(s ptrace.Span) { s.SetName("chat gpt-4o") })
}

// TestNoAllocations: a span without findings costs no memory, whatever its form.
func TestNoAllocations(t *testing.T) {
	p, err := newRedaction(settings(), defaults())
	require.NoError(t, err)
	for name, asJSON := range map[string]bool{"structured": false, "JSON": true} {
		t.Run(name, func(t *testing.T) {
			td := benchSpan(t, asJSON, prose)
			span := firstSpan(td)
			resource := td.ResourceSpans().At(0).Resource().Attributes()
			pass := p.engine.NewPass(t.Context())
			defer pass.Free()
			allocs := testing.AllocsPerRun(100, func() { p.span(pass, span, resource) })
			require.LessOrEqual(t, allocs, float64(poolMisses))
			require.Empty(t, pass.Tally.Entities)
		})
	}
}

func BenchmarkTraces(b *testing.B) {
	for _, bc := range []struct {
		name   string
		json   bool
		answer string
		rule   operator.Kind
	}{
		{"structured/nothing", false, prose, operator.Replace},
		{"json/nothing", true, prose, operator.Replace},
		{"structured/3 findings", false, prose + mail + " " + card + " " + iban, operator.Replace},
		{"json/3 findings", true, prose + mail + " " + card + " " + iban, operator.Replace},
		{"json/3 pseudonyms", true, prose + mail + " " + card + " " + iban, operator.Pseudonym},
	} {
		b.Run(strings.ReplaceAll(bc.name, " ", "_"), func(b *testing.B) {
			p, err := newRedaction(settings(), defaults(withKeys, func(c *Config) { c.Default.Operator = bc.rule }))
			require.NoError(b, err)
			td := benchSpan(b, bc.json, bc.answer)
			b.ReportAllocs()
			b.SetBytes(int64(3 * len(prose)))
			copied := ptrace.NewTraces()
			for b.Loop() {
				td.CopyTo(copied)
				if _, err := p.processTraces(b.Context(), copied); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	b.Run("copy_alone", func(b *testing.B) {
		td := benchSpan(b, true, prose)
		copied := ptrace.NewTraces()
		for b.Loop() {
			td.CopyTo(copied)
		}
	})
}

// BenchmarkHostile is text made to be slow, 1 MB each: whatever is not linear
// stands out.
func BenchmarkHostile(b *testing.B) {
	const size = 1 << 20
	for name, unit := range map[string]string{
		"brackets": "[", "braces": `{"a":`, "quotes": `"`, "placeholders": "[EMAIL_1] a@x.org ", "half_placeholders": "[EMAIL", "addresses": "a@x.org,", "at": "@",
		"cards": "4111111111111111 ", "digits": "1 ", "keys": "password=", "private_keys": "-----BEGIN PRIVATE KEY-----", "base64": "QUJD", "uuids": "ce26c61a-4875-4151-8944-c08e587b0f63 ",
	} {
		text := strings.Repeat(unit, size/len(unit)-1)
		for form, text := range map[string]string{"text": text, "cut_json": `["` + strings.ReplaceAll(text, `"`, `\"`)} {
			b.Run(name+"/"+form, func(b *testing.B) {
				p, err := newRedaction(settings(), defaults())
				require.NoError(b, err)
				b.SetBytes(int64(len(text)))
				for b.Loop() {
					if _, err := p.processTraces(b.Context(), oneSpan(b, map[string]any{"prompt": text}, nil)); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}
