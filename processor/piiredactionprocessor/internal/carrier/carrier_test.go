// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package carrier

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestKeys(t *testing.T) {
	s := NewKeys([]string{"a", "b.*", "b.c.*", "c*", "d.e"})
	for _, key := range []string{"a", "b.", "b.x", "b.c.d", "c", "cat", "d.e"} {
		assert.True(t, s.Has(key), key)
	}
	for _, key := range []string{"", "a.b", "b", "d", "d.e.f", "aa", "bb.x", "zzz"} {
		assert.False(t, s.Has(key), key)
	}
	assert.False(t, NewKeys(nil).Has("x"))
	assert.True(t, NewKeys([]string{"*"}).Has("x"))
}

func FuzzKeys(f *testing.F) {
	f.Add("a*,ab*,b", "abc")
	f.Fuzz(func(t *testing.T, list, key string) {
		keys := strings.Split(list, ",")
		want := false
		for _, k := range keys {
			prefix, ok := strings.CutSuffix(k, "*")
			want = want || k == key && !ok || ok && strings.HasPrefix(key, prefix)
		}
		require.Equal(t, want, NewKeys(keys).Has(key))
	})
}

func TestCheck(t *testing.T) {
	for _, key := range []string{"a", "a.*", "*", "a.b.c"} {
		require.NoError(t, Check(key))
	}
	for _, key := range []string{"", "a.*.b", "**"} {
		assert.Error(t, Check(key), key)
	}
}

func TestSelection(t *testing.T) {
	prompt := Select(false, []string{"acme.*", "gen_ai.request.model"}, []string{"acme.id", "input.value"})
	all := Select(true, nil, []string{"acme.id"})
	for key, want := range map[string][2]bool{ // prompt, all
		"gen_ai.input.messages":                  {true, true},
		"gen_ai.prompt.0.content":                {true, true},
		"llm.input_messages.3.message.content":   {true, true},
		"input.value":                            {false, true},
		"acme.note":                              {true, true},
		"acme.id":                                {false, false},
		"other":                                  {false, true},
		"gen_ai.request.model":                   {true, false},
		"gen_ai.response.id":                     {false, false},
		"gen_ai.usage.input_tokens":              {false, false},
		"gpu_uuid":                               {false, false},
		"k8s.pod.name":                           {false, false},
		"pii.redaction.counts":                   {false, false},
		"traceloop.association.properties.x":     {true, true},
		"exception.stacktrace":                   {true, true},
		"user.email":                             {true, true},
		"http.request.header.authorization":      {true, true},
		"gen_ai.input.messages.but.another.name": {false, true},
		"gen_ai.tool.arguments":                  {true, true},
		"gen_ai.tool.parameters":                 {true, true},
		"gen_ai.agent.instructions":              {true, true},
		"gen_ai.agent.thinking":                  {true, true},
		"gen_ai.task.description":                {true, true},
		"gen_ai.vectordb.search.query":           {true, true},
		"gen_ai.guardrail.match":                 {true, true},
		"db.search.result.entity":                {true, true},
		"mcp.params":                             {true, true},
		"mcp.tool.result":                        {true, true},
		"mcp.tool.name":                          {false, true},
		"input.images.0.image.url":               {true, true},
		"evaluations.0.evaluation.explanation":   {true, true},
	} {
		assert.Equal(t, want[0], prompt.Attribute(key, false), key)
		assert.Equal(t, want[1], all.Attribute(key, false), key)
	}
	assert.True(t, prompt.Attribute("other", true))
	assert.False(t, prompt.Attribute("gen_ai.response.id", true))
	assert.True(t, prompt.Excluded("acme.id"))
}

// TestTables holds the tables to their form.
func TestTables(t *testing.T) {
	seen := map[string]bool{}
	for _, g := range Content {
		require.NotEmpty(t, g.Keys, g.Name)
		for _, key := range g.Keys {
			require.NoError(t, Check(key))
			require.False(t, seen[key], "%s is there twice", key)
			seen[key] = true
		}
	}
	for _, key := range Protected {
		require.NoError(t, Check(key))
		require.False(t, seen[key], "%s is both", key)
	}
	for _, key := range Numbers {
		require.NoError(t, Check(key))
		require.Equal(t, strings.ToLower(key), key)
	}
}

func TestOpaque(t *testing.T) {
	for _, tc := range [][2]string{
		{"id", "call_4111111111111111"},
		{"id", "toolu_01A09q90qw90lq917835lq9"},
		{"id", "chatcmpl-4111111111111111"},
		{"tool_call_id", "call-1"},
		{"gen_ai.prompt.0.tool_calls.0.id", "fc_1ba8"},
		{"id", "63dce53c-f6ef-4b31-a370-cda9b35a6075"},
		{"trace_id", "8b4c9d6a09e2fb5af6a2e8585877b53c"},
		{"spanId", "2e6a0255096d489b"},
		{"embedding.vector", "[0.1]"},
		{"llm.output_messages.0.message.contents.0.message_content.signature", strings.Repeat("aB3+", 20) + "=="},
		{"encrypted_content", strings.Repeat("aB3_", 20)},
	} {
		assert.True(t, Opaque(tc[0], tc[1]), tc)
	}
	for _, tc := range [][2]string{
		{"id", "anna@example.org"},
		{"id", "4111111111111111"},
		{"id", "DE89370400440532013000"},
		{"id", "sk-proj-abcdefghijklmnopqrstuvwxyz012345"},
		{"id", "ghp_abcdefghijklmnopqrstuvwxyz0123456789"},
		{"content", "call_4111111111111111"},
		{"id", ""},
		{"id", "call_1 anna@example.org"},
		{"signature", "Anna Meyer, anna@example.org"},
		{"signature", "short"},
		{"", "call_1"},
		{"tax_id", "DE123456789"},
		{"id", "call_" + strings.Repeat("1", 200)},
	} {
		assert.False(t, Opaque(tc[0], tc[1]), tc)
	}
}

func TestBlobs(t *testing.T) {
	long := strings.Repeat("iVBORw0KGgo4111111111111111", 300)
	assert.True(t, WholeBlob(long))
	assert.True(t, WholeBlob("data:image/png;base64,"+long[:400]))
	for _, text := range []string{
		"", "short", long[:1000], long + " and anna@example.org", "data:image/png;base64," + long[:400] + " anna@example.org",
		"data:text/plain," + strings.Repeat("anna@example.org ", 20), "data:anna@example.org;base64," + long[:400], "data:" + strings.Repeat("x", 300),
	} {
		assert.False(t, WholeBlob(text), text[:min(len(text), 40)])
	}

	text := "see " + long + " and " + long[:100]
	assert.True(t, WithinBlob(text, 4+11, 4+27), "a card number by chance")
	assert.False(t, WithinBlob(text, 4, 4+len(long)), "all of it")
	assert.False(t, WithinBlob(text, len(text)-20, len(text)), "a short run")
	assert.False(t, WithinBlob("4111 1111 1111 1111", 0, 19))
}

func TestWithinUUID(t *testing.T) {
	const text = "id_=ce26c61a-4875-4151-8944-c08e587b0f63), 4875-4151-8944"
	assert.True(t, WithinUUID(text, 13, 27))
	assert.True(t, WithinUUID(text, 4, 40))
	assert.False(t, WithinUUID(text, 3, 40))
	assert.False(t, WithinUUID(text, 43, len(text)))
	assert.False(t, WithinUUID("4875-4151-8944", 0, 14))
}
