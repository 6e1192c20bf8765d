// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package pricebook

import (
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// valid is a book in which each case of TestParseRefuses changes one thing.
const valid = `version: 1
id: test
currency: EUR
fx:
  - {from: USD, rate: "0.9", effective_from: 2026-01-01}
providers:
  - id: p
    names: [p]
    currency: USD
    aliases: {short: m}
    service_tiers: {batch: {multiplier: "0.5"}}
    models:
      - id: m
        match: [m]
        prices:
          - effective_from: 2026-01-01
            per_mtok: {input: "1", output: "2"}
            input_over: [{tokens: 1000, per_mtok: {input: "2", output: "4"}}]
      - id: n
        match: ["n-*"]
        prices:
          - effective_from: 2026-01-01
            per_mtok: {input: "1"}
            daily: [{from: "16:30", to: "00:30", per_mtok: {input: "0.5"}}]
`

// gpus has a price of A100s from 2026-01-01, and one of another model or date.
func gpus(model, from string) string {
	return "self_hosted:\n  gpus:\n    - {match: {model: A100}, per_hour: \"2\", currency: EUR, effective_from: 2026-01-01}\n" +
		"    - {match: {model: " + model + "}, per_hour: \"3\", currency: EUR, effective_from: " + from + "}\n"
}

func TestParseTakes(t *testing.T) {
	for name, change := range map[string]string{
		"prices of two GPUs of one date": gpus("H100", "2026-01-01"),
		"two prices of a GPU":            gpus("A100", "2026-02-01"),
	} {
		t.Run(name, func(t *testing.T) {
			book, err := Parse([]byte(strings.Replace(valid, "fx:", change+"fx:", 1)))
			require.NoError(t, err)
			require.True(t, book.HasGPUs())
		})
	}
	book, err := Parse([]byte(valid))
	require.NoError(t, err)
	require.False(t, book.HasGPUs())

	book, err = Parse([]byte(strings.Replace(valid, `match: ["n-*"]`, `match: ["n-*", other]`, 1)))
	require.NoError(t, err)
	require.Equal(t, "n", book.Resolve(Query{Provider: "p", ResponseModel: "other"}).Model, "a name after the start of one")
}

func TestParseRefuses(t *testing.T) {
	_, err := Parse([]byte(valid))
	require.NoError(t, err)

	for _, tt := range []struct {
		name, old, new string
		want           string
	}{
		{"unknown key at the top", "id: test", "id: test\nmodels: []", "models: unknown key (line 3)"},
		{"unknown key of a provider", "names: [p]", "names: [p]\n    name: p", "providers[0].name: unknown key"},
		{"unknown key of a price", "per_mtok: {input: \"1\"}", "per_mtok: {input: \"1\"}\n            per_tok: {}", "providers[0].models[1].prices[0].per_tok: unknown key"},
		{"unknown class", "{input: \"1\"}", "{inputs: \"1\"}", "providers[0].models[1].prices[0].per_mtok.inputs: unknown class"},
		{"unused class that is no money", "{input: \"1\"}", "{input: \"1\", input_video: 2}", "prices[0].per_mtok.input_video: must be a quoted string"},
		{"budget without a period", "fx:", "budgets: [{match: {tenant: a}, limit: \"1\"}]\nfx:", "budgets[0]: period is required"},
		{"budget of a week", "fx:", "budgets: [{match: {tenant: a}, limit: \"1\", period: week}]\nfx:", "budgets[0].period: must be one of day, month"},
		{"money as a float", "input: \"1\", output: \"2\"", "input: 2.5, output: \"2\"", "providers[0].models[0].prices[0].per_mtok.input: must be a quoted string: write \"2.5\" instead of 2.5 (line 17)"},
		{"money as an integer", "rate: \"0.9\"", "rate: 1", "fx[0].rate: must be a quoted string: write \"1\" instead of 1"},
		{"money with an exponent", "rate: \"0.9\"", "rate: \"9e-1\"", "fx[0].rate: \"9e-1\" must be a plain decimal"},
		{"negative money", "rate: \"0.9\"", "rate: \"-0.9\"", "fx[0].rate: \"-0.9\" must be a plain decimal"},
		{"money that is a list", "rate: \"0.9\"", "rate: []", "fx[0].rate: must be a quoted decimal"},
		{"price too high", "input: \"1\", output: \"2\"", "input: \"1\", output: \"99999999\"", "providers[0].models[0].prices[0]: the price of output is more than 18.4 EUR"},
		{"rate of zero", "rate: \"0.9\"", "rate: \"0\"", "fx[0]: rate must not be 0"},
		{"missing key", "    currency: USD\n", "", "providers[0]: currency is required"},
		{"no version", "version: 1\n", "", "price book: version is required"},
		{"later version", "version: 1", "version: 2", "version: must be 1"},
		{"bad currency", "    currency: USD", "    currency: dollars", "providers[0].currency: must be a currency code"},
		{"bad date", "effective_from: 2026-01-01}", "effective_from: 1.1.2026}", "fx[0].effective_from: must be a date"},
		{"date in a zone", "effective_from: 2026-01-01}", "effective_from: \"2026-01-01T00:00:00+02:00\"}", "fx[0].effective_from: must be a date"},
		{"date before 1970", "effective_from: 2026-01-01}", "effective_from: 1066-10-14}", "fx[0].effective_from: must be a date"},
		{"bad time of day", "from: \"16:30\"", "from: \"25:00\"", "daily[0].from: must be a quoted UTC time of day"},
		{"two prices of one date", "        prices:\n          - effective_from: 2026-01-01\n            per_mtok: {input: \"1\"}", "        prices:\n          - {effective_from: 2026-01-01, per_mtok: {input: \"3\"}}\n          - effective_from: 2026-01-01\n            per_mtok: {input: \"1\"}", "providers[0].models[1].prices[1]: another price of the model has the same effective_from"},
		{"price that ends before it begins", "            per_mtok: {input: \"1\"}", "            effective_to: 2026-01-01\n            per_mtok: {input: \"1\"}", "providers[0].models[1].prices[0]: effective_to must be after effective_from"},
		{"price that ends after the next began", "        prices:\n          - effective_from: 2026-01-01\n            per_mtok: {input: \"1\"}", "        prices:\n          - {effective_from: 2025-01-01, effective_to: 2026-01-02, per_mtok: {input: \"3\"}}\n          - effective_from: 2026-01-01\n            per_mtok: {input: \"1\"}", "providers[0].models[1].prices[0]: effective_to is after the effective_from of the next price"},
		{"two prices of one GPU and date", "fx:", gpus("A100", "2026-01-01") + "fx:", "self_hosted.gpus[0]: another price of the same GPUs has the same effective_from"},
		{"switch that is no switch", "match: [m]", "match: [m]\n        versions: \"yes\"", "providers[0].models[0].versions: must be true or false"},
		{"switch that is a list", "match: [m]", "match: [m]\n        versions: []", "providers[0].models[0].versions: must be true or false"},
		{"empty daily window", "to: \"00:30\"", "to: \"16:30\"", "daily[0]: from and to must differ"},
		{"key twice", "id: test", "id: test\nid: other", "id: the key is given twice"},
		{"alias to nothing", "{short: m}", "{short: mm}", "providers[0]: alias \"short\": the provider sells no model with the id \"mm\""},
		{"two models of one name", "match: [\"n-*\"]", "match: [m]", "providers[0].models[1]: another model of the provider also matches \"m\""},
		{"two models of one id", "id: n", "id: m", "providers[0].models[1]: another model of the provider has the id \"m\""},
		{"star in the middle", "n-*", "n*x", "match \"n*x\" must be a name"},
		{"star alone", "n-*", "*", "match \"*\" must be a name"},
		{"no name", "names: [p]", "names: []", "providers[0].names: must have at least one entry"},
		{"no price", "per_mtok: {input: \"1\"}", "per_mtok: {}", "per_mtok: must name at least one class"},
		{"tier without a price", "batch: {multiplier: \"0.5\"}", "batch: {}", "providers[0].service_tiers.batch: must have one of multiplier, per_mtok and prices"},
		{"price for the standard tier", "batch: {multiplier", "default: {multiplier", "providers[0].service_tiers.default: \"default\" names the standard tier"},
		{"long context without a class", "{input: \"2\", output: \"4\"}", "{input: \"2\"}", "input_over[0]: per_mtok has no price for output"},
		{"inherits from nobody", "aliases: {short: m}", "inherit_models_from: [q]", "providers[0]: inherit_models_from: no other provider has the id \"q\""},
		{"list for a mapping", "fx:\n  - {from: USD, rate: \"0.9\", effective_from: 2026-01-01}", "fx: [USD]", "fx[0]: must be a mapping"},
		{"mapping for a list", "names: [p]", "names: {p: p}", "providers[0].names: must be a list"},
		{"YAML alias", "names: [p]", "names: &n [p]\n    standard_tiers: *n", "providers[0].standard_tiers: must be a list"},
		{"second document", "version: 1", "---\nversion: 1\n---\nversion: 1", "must be one YAML document"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			require.Contains(t, valid, tt.old, "the case must change the book")
			_, err := Parse([]byte(strings.Replace(valid, tt.old, tt.new, 1)))
			require.ErrorContains(t, err, tt.want)
		})
	}
}

func TestParseReportsEveryFaultOnce(t *testing.T) {
	book := strings.NewReplacer(`"0.9"`, "0.9", "currency: USD", "currency: usd", `{input: "1"}`, `{imput: "1"}`).Replace(valid)
	_, err := Parse([]byte(book))
	require.EqualError(t, err, strings.Join([]string{
		`fx[0].rate: must be a quoted string: write "0.9" instead of 0.9 (line 5)`,
		`providers[0].currency: must be a currency code of three capital letters such as USD (line 9)`,
		`providers[0].models[1].prices[0].per_mtok.imput: unknown class: it must be one of cache_read, cache_write, cache_write_1h, input, input_audio, input_image, output, output_audio, output_image, reasoning, cache_read_audio, input_video, input_document, input_tool, output_video, output_citation (line 23)`,
	}, "\n"))

	// Wrong in every service tier, told once.
	_, err = Parse([]byte(strings.Replace(valid, `output: "2"`, `output: "99999999"`, 1)))
	require.Equal(t, 1, strings.Count(err.Error(), "18.4 EUR"))
}

func TestParseJSON(t *testing.T) {
	book, err := Parse([]byte(`{
  "version": 1, "id": "json", "currency": "EUR",
  "providers": [{"id": "p", "names": ["p"], "currency": "EUR", "models": [
    {"id": "m", "match": ["m"], "prices": [{"effective_from": "2026-01-01", "per_mtok": {"input": "1.5"}}]}]}]}`))
	require.NoError(t, err)
	require.Equal(t, Priced, book.Resolve(Query{Provider: "p", ResponseModel: "m"}).Reason)
}

func TestParseEmpty(t *testing.T) {
	for _, text := range []string{"", "\n", "# nothing\n"} {
		_, err := Parse([]byte(text))
		require.ErrorContains(t, err, "empty")
	}
	_, err := Parse(make([]byte, maxSize+1))
	require.ErrorContains(t, err, "larger")
}

func FuzzParse(f *testing.F) {
	data, err := os.ReadFile(testBook)
	require.NoError(f, err)
	f.Add(data)
	f.Add([]byte(valid))
	f.Add([]byte("a: &a [*a]"))
	f.Add([]byte("? {a: b}\n: c"))
	f.Fuzz(func(t *testing.T, data []byte) {
		book, err := Parse(data)
		if (book == nil) != (err != nil) {
			t.Fatalf("book %v, error %v", book, err)
		}
		if book != nil {
			book.Resolve(Query{Provider: "openai", ResponseModel: "gpt-4o"})
		}
	})
}

func FuzzResolve(f *testing.F) {
	f.Add("openai", "gpt-4o-2024-08-06", "", "batch")
	f.Add("aws.bedrock", "arn:aws:bedrock:x/eu.anthropic", "", "")
	f.Add("", "publishers/models/", "models/", "auto")
	book := loadTestBook(f)
	f.Fuzz(func(t *testing.T, provider, response, request, tier string) {
		match := book.Resolve(Query{provider, response, request, tier})
		if (match.Plan == nil) == (match.Reason == Priced) {
			t.Fatalf("plan %v, reason %q", match.Plan, match.Reason)
		}
	})
}

// Prices of what no span reports are read and named, and change nothing.
func TestUnusedPrices(t *testing.T) {
	text := strings.Replace(valid, "{input: \"1\"}", "{input: \"1\", input_video: \"2\"}\n            per_call: {file_search: \"0.01\"}", 1)
	book, err := Parse([]byte(text))
	require.NoError(t, err)
	require.Equal(t, []string{"providers[0].models[1].prices[0].per_mtok.input_video", "providers[0].models[1].prices[0].per_call.file_search"}, book.Unused)
	require.NoError(t, compileSchema(t).Validate(asJSON(parseNode(t, []byte(text)))))

	plain, err := Parse([]byte(valid))
	require.NoError(t, err)
	require.Empty(t, plain.Unused)
}
