// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package pricebook

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/otelcol-genai/otelcol-genai/connector/costconnector/internal/money"
)

const testBook = "../../testdata/prices.yaml"

func loadTestBook(tb testing.TB) *Book {
	tb.Helper()
	book, err := Load(testBook)
	require.NoError(tb, err)
	return book
}

// presetBook is the price book that the presets ship.
const presetBook = "../../../../distribution/config/prices.yaml"

func TestPresetBookLoads(t *testing.T) {
	book, err := Load(presetBook)
	require.NoError(t, err)
	require.NotEmpty(t, book.ID)
	for provider, models := range map[string][]string{
		"openai":     {"gpt-4o-2024-11-20", "gpt-4o-mini", "gpt-4.1-2025-04-14", "gpt-5", "o4-mini", "text-embedding-3-small"},
		"anthropic":  {"claude-sonnet-4-20250514", "claude-sonnet-4-5-20250929", "claude-haiku-4-5", "claude-3-5-haiku-latest"},
		"gcp.gemini": {"gemini-2.5-flash", "models/gemini-2.5-pro"},
		// Of the built-in book.
		"groq":        {"llama-3.3-70b-versatile"},
		"mistral_ai":  {"mistral-large-latest"},
		"aws.bedrock": {"us.anthropic.claude-sonnet-4-5-20250929-v1:0"},
	} {
		for _, model := range models {
			match := book.Resolve(Query{Provider: provider, ResponseModel: model})
			require.Equal(t, Priced, match.Reason, "%s %s", provider, model)
			_, reason := match.Plan.At(at(t, "2026-11-23T00:00:00Z"), 0)
			require.Equal(t, Priced, reason, "%s %s", provider, model)
		}
	}
	// Its price was twice that of later snapshots.
	require.Equal(t, "gpt-4o-2024-05-13", book.Resolve(Query{Provider: "openai", ResponseModel: "gpt-4o-2024-05-13"}).Model)
}

func TestResolve(t *testing.T) {
	book := loadTestBook(t)
	for _, tt := range []struct {
		name     string
		query    Query
		provider string
		model    string
		tier     string
		reason   Reason
	}{
		{name: "exact id", query: Query{Provider: "openai", ResponseModel: "gpt-4o"}, provider: "openai", model: "gpt-4o"},
		{name: "any case", query: Query{Provider: "OpenAI", ResponseModel: "GPT-4o"}, provider: "openai", model: "gpt-4o"},
		{name: "second name of the provider is kept", query: Query{Provider: "gcp.gemini", ResponseModel: "gemini-2.5-flash"}, provider: "gcp.gemini", model: "gemini-2.5-flash"},
		{name: "dated version", query: Query{Provider: "openai", ResponseModel: "gpt-4o-2024-08-06"}, provider: "openai", model: "gpt-4o"},
		{name: "compact version", query: Query{Provider: "anthropic", ResponseModel: "claude-sonnet-4-5-20250929"}, provider: "anthropic", model: "claude-sonnet-4-5"},
		{name: "version of another spelling", query: Query{Provider: "anthropic", ResponseModel: "claude-sonnet-4.5-20250929"}, provider: "anthropic", model: "claude-sonnet-4-5"},
		{name: "version after an at sign", query: Query{Provider: "anthropic", ResponseModel: "claude-sonnet-4-5@20250929"}, provider: "anthropic", model: "claude-sonnet-4-5"},
		{name: "latest", query: Query{Provider: "openai", ResponseModel: "gpt-4o-latest"}, provider: "openai", model: "gpt-4o"},
		{name: "version of a model without versions", query: Query{Provider: "openai", ResponseModel: "embed-small-2026-01-01"}, provider: "openai", reason: UnknownModel},
		{name: "mini is not the large model", query: Query{Provider: "openai", ResponseModel: "gpt-4o-mini-2024-07-18"}, provider: "openai", model: "gpt-4o-mini"},
		{name: "longer unknown name", query: Query{Provider: "openai", ResponseModel: "gpt-4o-audio-preview"}, provider: "openai", reason: UnknownModel},
		{name: "pattern", query: Query{Provider: "openai", ResponseModel: "ft:gpt-4o-2024-08-06:org::abc"}, provider: "openai", model: "ft:gpt-4o"},
		{name: "longest pattern", query: Query{Provider: "openai", ResponseModel: "ft:gpt-4o-mini-2024-07-18:org::abc"}, provider: "openai", model: "ft:gpt-4o-mini"},
		{name: "response before request", query: Query{Provider: "openai", ResponseModel: "gpt-4o-mini", RequestModel: "gpt-4o"}, provider: "openai", model: "gpt-4o-mini"},
		{name: "request if there is no response", query: Query{Provider: "openai", RequestModel: "gpt-4o"}, provider: "openai", model: "gpt-4o"},
		{name: "unknown response is not replaced by the request", query: Query{Provider: "openai", ResponseModel: "gpt-4o-audio-preview", RequestModel: "gpt-4o"}, provider: "openai", reason: UnknownModel},
		{name: "alias in the request", query: Query{Provider: "azure.ai.openai", RequestModel: "Chat-Prod-WEU"}, provider: "azure.ai.openai", model: "gpt-4o"},
		{name: "alias for an unknown response", query: Query{Provider: "azure", ResponseModel: "gpt-x", RequestModel: "chat-prod-weu"}, provider: "azure", model: "gpt-4o"},
		{name: "inherited model", query: Query{Provider: "azure.ai.openai", ResponseModel: "gpt-4o-mini-2024-07-18", RequestModel: "chat-prod-weu"}, provider: "azure.ai.openai", model: "gpt-4o-mini"},
		{name: "region prefix", query: Query{Provider: "aws.bedrock", RequestModel: "eu.anthropic.claude-sonnet-4-5-20250929-v1:0"}, provider: "aws.bedrock", model: "anthropic.claude-sonnet-4-5"},
		{name: "unknown region prefix", query: Query{Provider: "aws.bedrock", RequestModel: "mars.anthropic.claude-sonnet-4-5-20250929-v1:0"}, provider: "aws.bedrock", reason: UnknownModel},
		{name: "inference profile ARN", query: Query{Provider: "aws.bedrock", RequestModel: "arn:aws:bedrock:us-west-2:111122223333:inference-profile/us.anthropic.claude-sonnet-4-5-20250929-v1:0"}, provider: "aws.bedrock", model: "anthropic.claude-sonnet-4-5"},
		{name: "foundation model ARN", query: Query{Provider: "aws.bedrock", RequestModel: "arn:aws:bedrock:us-west-2::foundation-model/anthropic.claude-sonnet-4-5-20250929-v1:0"}, provider: "aws.bedrock", model: "anthropic.claude-sonnet-4-5"},
		{name: "custom model ARN", query: Query{Provider: "aws.bedrock", RequestModel: "arn:aws:bedrock:us-west-2:111122223333:custom-model/anthropic.claude-sonnet-4-5-20250929-v1:0/abc"}, provider: "aws.bedrock", reason: UnknownModel},
		{name: "application inference profile ARN", query: Query{Provider: "aws.bedrock", RequestModel: "arn:aws:bedrock:us-west-2:111122223333:application-inference-profile/abc"}, provider: "aws.bedrock", reason: UnknownModel},
		{name: "publisher path", query: Query{Provider: "gcp.vertex_ai", ResponseModel: "publishers/google/models/gemini-2.5-flash"}, provider: "gcp.vertex_ai", model: "gemini-2.5-flash"},
		{name: "models path", query: Query{Provider: "gcp.gemini", ResponseModel: "models/gemini-2.5-flash"}, provider: "gcp.gemini", model: "gemini-2.5-flash"},
		{name: "gateway prefix, unknown provider", query: Query{Provider: "litellm", ResponseModel: "openai/gpt-4o"}, provider: "openai", model: "gpt-4o"},
		{name: "gateway prefix in the request only", query: Query{Provider: "litellm", ResponseModel: "gpt-4o", RequestModel: "openai/gpt-4o"}, provider: "openai", model: "gpt-4o"},
		{name: "gateway prefix, same provider", query: Query{Provider: "openai", RequestModel: "openai/gpt-4o"}, provider: "openai", model: "gpt-4o"},
		{name: "an engine is no gateway", query: Query{Provider: "SGLang", RequestModel: "openai/gpt-4o"}, reason: UnknownProvider},
		{name: "slash in the model's own name", query: Query{Provider: "vllm", RequestModel: "meta-llama/Llama-3.3-70B-Instruct"}, provider: "vllm", model: "llama-3.3-70b"},
		{name: "unknown provider", query: Query{Provider: "nobody", ResponseModel: "gpt-4o"}, reason: UnknownProvider},
		{name: "no provider", query: Query{ResponseModel: "gpt-4o"}, reason: UnknownProvider},
		{name: "no model", query: Query{Provider: "openai"}, provider: "openai", reason: UnknownModel},
		{name: "standard tier", query: Query{Provider: "openai", ResponseModel: "gpt-4o", Tier: "default"}, provider: "openai", model: "gpt-4o"},
		{name: "tier named standard by the book", query: Query{Provider: "openai", ResponseModel: "gpt-4o", Tier: "AUTO"}, provider: "openai", model: "gpt-4o"},
		{name: "inherited standard tier", query: Query{Provider: "azure", ResponseModel: "gpt-4o", Tier: "auto"}, provider: "azure", model: "gpt-4o"},
		{name: "tier", query: Query{Provider: "openai", ResponseModel: "gpt-4o", Tier: "Batch"}, provider: "openai", model: "gpt-4o", tier: "batch"},
		{name: "inherited tier", query: Query{Provider: "azure", ResponseModel: "gpt-4o", Tier: "batch"}, provider: "azure", model: "gpt-4o", tier: "batch"},
		{name: "unknown tier", query: Query{Provider: "openai", ResponseModel: "gpt-4o", Tier: "turbo"}, provider: "openai", model: "gpt-4o", tier: "turbo", reason: UnknownServiceTier},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := book.Resolve(tt.query)
			require.Equal(t, tt.reason == Priced, got.Plan != nil)
			got.Plan = nil
			require.Equal(t, Match{Provider: tt.provider, Model: tt.model, Tier: tt.tier, Reason: tt.reason}, got)
		})
	}
}

func at(tb testing.TB, s string) int64 {
	tb.Helper()
	instant, err := time.Parse(time.RFC3339Nano, s)
	require.NoError(tb, err)
	return instant.UnixNano()
}

// eur returns the rate that is written as so many EUR per million tokens.
func eur(tb testing.TB, perMillion string) money.Rate {
	tb.Helper()
	d, err := money.ParseDecimal(perMillion)
	require.NoError(tb, err)
	rate, err := money.NewRate(d, 1_000_000)
	require.NoError(tb, err)
	return rate
}

func TestPlanAt(t *testing.T) {
	book := loadTestBook(t)
	const noon = "2026-03-15T12:00:00Z"
	for _, tt := range []struct {
		name   string
		query  Query
		at     string
		tokens uint64
		input  string // EUR per million
		reason Reason
	}{
		{name: "list price times exchange rate", query: Query{Provider: "openai", ResponseModel: "gpt-4o"}, at: noon, input: "2.3"},
		{name: "before the first price", query: Query{Provider: "openai", ResponseModel: "gpt-4o"}, at: "2025-12-31T23:59:59.999999999Z", reason: NoPriceAtTime},
		{name: "no start time", query: Query{Provider: "openai", ResponseModel: "gpt-4o"}, at: "1970-01-01T00:00:00Z", reason: NoPriceAtTime},
		{name: "first instant of the first price", query: Query{Provider: "openai", ResponseModel: "gpt-4o"}, at: "2026-01-01T00:00:00Z", input: "2.3"},
		{name: "last instant of the first price", query: Query{Provider: "openai", ResponseModel: "gpt-4o"}, at: "2026-06-30T23:59:59.999999999Z", input: "2.3"},
		{name: "price and rate change together", query: Query{Provider: "openai", ResponseModel: "gpt-4o"}, at: "2026-07-01T00:00:00Z", input: "1.8"},
		{name: "only the rate changes", query: Query{Provider: "openai", ResponseModel: "gpt-4o-mini"}, at: "2026-07-01T00:00:00Z", input: "0.135"},
		{name: "own currency", query: Query{Provider: "mistral_ai", ResponseModel: "mistral-large"}, at: "2026-07-01T00:00:00Z", input: "1.8"},
		{name: "no exchange rate", query: Query{Provider: "gbp-vendor", ResponseModel: "tea-1"}, at: noon, reason: NoFXRate},
		{name: "discount", query: Query{Provider: "vllm", ResponseModel: "meta-llama/llama-3.3-70b-instruct"}, at: noon, input: "0.4"},
		{name: "after effective_to", query: Query{Provider: "vllm", ResponseModel: "meta-llama/llama-3.3-70b-instruct"}, at: "2026-09-01T00:00:00Z", reason: NoPriceAtTime},
		{name: "tier multiplier", query: Query{Provider: "openai", ResponseModel: "gpt-4o", Tier: "priority"}, at: noon, input: "4.6"},
		{name: "tier with its own prices", query: Query{Provider: "openai", ResponseModel: "prio-model", Tier: "priority"}, at: noon, input: "3.22"},
		{name: "region", query: Query{Provider: "aws.bedrock", ResponseModel: "us.anthropic.claude-sonnet-4-5-20250929-v1:0"}, at: noon, input: "3.036"},
		{name: "global region", query: Query{Provider: "aws.bedrock", ResponseModel: "global.anthropic.claude-sonnet-4-5-20250929-v1:0"}, at: noon, input: "2.76"},
		{name: "no region", query: Query{Provider: "aws.bedrock", ResponseModel: "anthropic.claude-sonnet-4-5-20250929-v1:0"}, at: noon, input: "3.036"},
		{name: "at the long context threshold", query: Query{Provider: "anthropic", ResponseModel: "claude-sonnet-4-5"}, at: noon, tokens: 200_000, input: "2.76"},
		{name: "above the long context threshold", query: Query{Provider: "anthropic", ResponseModel: "claude-sonnet-4-5"}, at: noon, tokens: 200_001, input: "5.52"},
		{name: "batch of long context", query: Query{Provider: "anthropic", ResponseModel: "claude-sonnet-4-5", Tier: "batch"}, at: noon, tokens: 300_000, input: "2.76"},
		{name: "before the daily window", query: Query{Provider: "deepseek", ResponseModel: "deepseek-chat"}, at: "2026-03-15T16:29:59.999999999Z", input: "0.2484"},
		{name: "start of the daily window", query: Query{Provider: "deepseek", ResponseModel: "deepseek-chat"}, at: "2026-03-15T16:30:00Z", input: "0.1242"},
		{name: "daily window after midnight", query: Query{Provider: "deepseek", ResponseModel: "deepseek-chat"}, at: "2026-03-15T00:29:59Z", input: "0.1242"},
		{name: "end of the daily window", query: Query{Provider: "deepseek", ResponseModel: "deepseek-chat"}, at: "2026-03-15T00:30:00Z", input: "0.2484"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			match := book.Resolve(tt.query)
			require.Equal(t, Priced, match.Reason)
			table, reason := match.Plan.At(at(t, tt.at), tt.tokens)
			require.Equal(t, tt.reason, reason)
			if reason == Priced {
				require.Equal(t, eur(t, tt.input), table.Rate(Input))
			}
		})
	}
}

func TestAPriceOfZeroIsAPrice(t *testing.T) {
	match := loadTestBook(t).Resolve(Query{Provider: "freebie", ResponseModel: "free-model"})
	table, reason := match.Plan.At(at(t, "2026-03-15T12:00:00Z"), 0)
	require.Equal(t, Priced, reason)
	require.True(t, table.Has().Has(Input))
	require.False(t, table.Has().Has(CacheRead))
	require.Zero(t, table.Rate(Input))
}

func TestCallsArePricedApartFromTokens(t *testing.T) {
	match := loadTestBook(t).Resolve(Query{Provider: "perplexity", ResponseModel: "sonar"})
	table, _ := match.Plan.At(at(t, "2026-03-15T12:00:00Z"), 0)
	require.Equal(t, money.Rate(4_600_000_000_000_000), table.Rate(Call))
}

// A price that begins before the first exchange rate is unpriced until then.
func TestExchangeRateBeginsLater(t *testing.T) {
	book, err := Parse([]byte(`
version: 1
id: x
currency: EUR
fx: [{from: USD, rate: "0.5", effective_from: 2026-02-01}]
providers:
  - id: p
    names: [p]
    currency: USD
    models:
      - id: m
        match: [m]
        prices: [{effective_from: 2026-01-01, per_mtok: {input: "1"}}]
`))
	require.NoError(t, err)
	plan := book.Resolve(Query{Provider: "p", ResponseModel: "m"}).Plan
	_, reason := plan.At(at(t, "2026-01-31T23:59:59Z"), 0)
	require.Equal(t, NoFXRate, reason)
	table, reason := plan.At(at(t, "2026-02-01T00:00:00Z"), 0)
	require.Equal(t, Priced, reason)
	require.Equal(t, eur(t, "0.5"), table.Rate(Input))
}

func TestLoad(t *testing.T) {
	_, err := Load(filepath.Join(t.TempDir(), "missing.yaml"))
	require.ErrorIs(t, err, os.ErrNotExist)

	bad := filepath.Join(t.TempDir(), "bad.yaml")
	require.NoError(t, os.WriteFile(bad, []byte("version: 2\n"), 0o600))
	_, err = Load(bad)
	require.ErrorContains(t, err, bad)
	require.ErrorContains(t, err, "version: must be 1")
}

func TestHashFollowsTheFile(t *testing.T) {
	data, err := os.ReadFile(testBook)
	require.NoError(t, err)
	a, err := Parse(data)
	require.NoError(t, err)
	b, err := Parse(append(data, "# changed\n"...))
	require.NoError(t, err)
	require.Len(t, a.Hash, 12)
	require.NotEqual(t, a.Hash, b.Hash)
}
