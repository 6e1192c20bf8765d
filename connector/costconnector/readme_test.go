// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package costconnector

import (
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/pcommon"

	"github.com/otelcol-genai/otelcol-genai/connector/costconnector/internal/pricebook"
)

func TestReadmeExample(t *testing.T) {
	readme, err := os.ReadFile("README.md")
	require.NoError(t, err)
	_, text, found := strings.Cut(string(readme), "```yaml\nversion: 1\n")
	require.True(t, found)
	text, _, found = strings.Cut(text, "```")
	require.True(t, found)
	book, err := pricebook.Parse([]byte("version: 1\n" + text))
	require.NoError(t, err)

	m := newMeter(createDefaultConfig().(*Config), pcommon.NewMap(), book, march)
	m.count(spanCase{
		Provider: "openai", Model: "gpt-4o-2024-08-06",
		Tokens: map[string]any{"input": 1000, "cache_read": 400, "output": 100},
	}.traces(t))
	account := m.call.account
	for class, want := range map[pricebook.Class]string{
		pricebook.Input: "0.00138", pricebook.CacheRead: "0.00046", pricebook.Output: "0.00092",
	} {
		got, _ := account.Cost(class)
		require.Equal(t, want, got.String(), class)
		require.Contains(t, string(readme), want)
	}
}
