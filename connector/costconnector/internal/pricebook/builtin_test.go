// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package pricebook

import (
	"testing"

	"github.com/stretchr/testify/require"
)

const extending = `
version: 1
id: mine
currency: EUR
extends: builtin
fx:
  - {from: USD, rate: "1", effective_from: 2020-01-01}
providers:
  - id: openai
    names: [openai]
    currency: USD
    models:
      - id: gpt-4o
        match: [gpt-4o]
        prices:
          - effective_from: 2026-01-01
            per_mtok: {input: "99", output: "99"}
  - id: my-azure
    names: [azure.ai.openai]
    currency: USD
    discount: "0.5"
    inherit_models_from: [openai]
    aliases: {prod: gpt-4o, mini: gpt-4o-mini}
  - id: my-vertex
    names: [gcp.vertex_ai]
    currency: USD
    models:
      - id: claude-3-opus
        match: [claude-3-opus]
        versions: true
        prices:
          - effective_from: 2026-01-01
            per_mtok: {input: "77", output: "77"}
  - id: my-mistral
    names: [resold]
    currency: USD
    inherit_models_from: [mistral]
`

func TestExtendsBuiltin(t *testing.T) {
	book, err := Parse([]byte(extending))
	require.NoError(t, err)
	input := func(provider, model string) string {
		t.Helper()
		match := book.Resolve(Query{Provider: provider, ResponseModel: model})
		require.Equal(t, Priced, match.Reason, "%s %s", provider, model)
		table, reason := match.Plan.At(at(t, "2026-11-20T00:00:00Z"), 0)
		require.Equal(t, Priced, reason)
		return table.Rate(Input).Times(1_000_000).String()
	}
	require.Equal(t, "99", input("openai", "gpt-4o"), "the book's own model")
	require.Equal(t, "0.15", input("openai", "gpt-4o-mini"), "a built-in model of a provider of the book")
	require.Equal(t, "49.5", input("azure.ai.openai", "prod"))
	require.Equal(t, "0.075", input("azure.ai.openai", "mini"), "an alias of an inherited built-in model, at the discount")
	require.Equal(t, "3", input("anthropic", "claude-sonnet-4-5-20250929"), "a provider that the book does not have")
	require.Equal(t, input("mistral_ai", "mistral-large-latest"), input("resold", "mistral-large-latest"))
	require.Equal(t, "77", input("gcp.vertex_ai", "publishers/anthropic/models/claude-3-opus@20240229"), "the book's own model, of which a built-in rule knows the whole path")
	require.Len(t, book.Models(), 2, "reference prices are of the book's own models")

	plain, err := Parse([]byte(valid))
	require.NoError(t, err)
	require.Equal(t, UnknownProvider, plain.Resolve(Query{Provider: "anthropic", ResponseModel: "claude-sonnet-4-5"}).Reason)
}

// TestNamesOfBuiltin resolves names as gateways and SDKs write them.
func TestNamesOfBuiltin(t *testing.T) {
	book, err := Parse([]byte(extending))
	require.NoError(t, err)
	for _, tt := range []struct{ provider, name, model string }{
		{"litellm", "perplexity/sonar", "sonar"}, // perplexity itself sells another of that whole name
		{"perplexity", "perplexity/sonar", "perplexity/sonar"},
		{"litellm", "bedrock/converse/us.anthropic.claude-3-5-sonnet-20241022-v2:0", "regional.anthropic.claude-3-5-sonnet-20241022-v2:0"},
		{"litellm", "bedrock/arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-3-haiku-20240307-v1:0", "regional.anthropic.claude-3-haiku-20240307-v1:0"},
		{"bedrock", "arn:aws:bedrock:us-east-1:111122223333:custom-model/anthropic.claude-3-haiku-20240307-v1:0/abc", ""},
		{"litellm", "bedrock/arn:aws:bedrock:us-east-1:111122223333:custom-model/anthropic.claude-3-haiku-20240307-v1:0/abc", ""},
		{"aws.bedrock", "nova-lite-v1:0", "amazon.nova-lite-v1:0"},
		{"aws.bedrock", "us.nova-lite-v1:0", ""},
		{"", "openrouter/openai/gpt-4o", "openai/gpt-4o"},
		{"", "groq/openai/gpt-oss-120b", "openai/gpt-oss-120b"},
		{"litellm", "fireworks_ai/accounts/fireworks/models/llama-v3p1-8b-instruct", "llama-v3p1-8b-instruct"},
		{"deepinfra", "openai/gpt-oss-120b", ""},
		{"vllm", "mistralai/Mixtral-8x7B-Instruct-v0.1", ""},
		{"openai.responses", "gpt-4o-mini", "gpt-4o-mini"},
		{"azure_ai", "gpt-4o-mini", "gpt-4o-mini"},
		{"google.vertex.chat", "gemini-2.5-flash", "gemini-2.5-flash"},
	} {
		t.Run(tt.provider+" "+tt.name, func(t *testing.T) {
			require.Equal(t, tt.model, book.Resolve(Query{Provider: tt.provider, ResponseModel: tt.name}).Model)
		})
	}
}

func TestStandardTiersOfBuiltin(t *testing.T) {
	book, err := Parse([]byte(extending))
	require.NoError(t, err)
	for provider, model := range map[string]string{"openai": "gpt-4o-mini", "azure": "gpt-5-mini", "anthropic": "claude-sonnet-4-5", "groq": "llama-3.3-70b-versatile"} {
		match := book.Resolve(Query{Provider: provider, ResponseModel: model, Tier: "auto"})
		require.Equal(t, Priced, match.Reason, provider)
		require.Empty(t, match.Tier, provider)
	}
	require.Equal(t, Priced, book.Resolve(Query{Provider: "groq", ResponseModel: "llama-3.3-70b-versatile", Tier: "on_demand"}).Reason)
	require.Equal(t, UnknownServiceTier, book.Resolve(Query{Provider: "groq", ResponseModel: "llama-3.3-70b-versatile", Tier: "performance"}).Reason)
}

func BenchmarkParseExtendingBuiltin(b *testing.B) {
	for b.Loop() {
		if _, err := Parse([]byte(extending)); err != nil {
			b.Fatal(err)
		}
	}
}
