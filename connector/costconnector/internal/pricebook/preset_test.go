// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package pricebook

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// The examples in the comments of the presets' book are valid when their comment
// signs are taken away.
func TestPresetExamplesAreValid(t *testing.T) {
	data, err := os.ReadFile(presetBook)
	require.NoError(t, err)
	text := string(data)
	for _, section := range []string{"# self_hosted:\n", "# budgets:\n"} {
		begin := strings.Index(text, section)
		require.Positive(t, begin, section)
		end := begin + len(section)
		for strings.HasPrefix(text[end:], "#   ") {
			end += strings.Index(text[end:], "\n") + 1
		}
		text = text[:begin] + regexp.MustCompile(`(?m)^# `).ReplaceAllString(text[begin:end], "") + text[end:]
	}
	for _, provider := range []string{"  # - id: azure\n", "  # - id: own-cluster\n"} {
		begin := strings.Index(text, provider)
		require.Positive(t, begin, provider)
		end := begin + len(provider)
		for strings.HasPrefix(text[end:], "  #   ") {
			end += strings.Index(text[end:], "\n") + 1
		}
		text = text[:begin] + regexp.MustCompile(`(?m)^  # `).ReplaceAllString(text[begin:end], "  ") + text[end:]
	}
	book, err := Parse([]byte(text))
	require.NoError(t, err, text)
	require.Len(t, book.Budgets, 2)
	require.True(t, book.HasGPUs())
	require.Equal(t, Priced, book.Resolve(Query{Provider: "azure.ai.openai", RequestModel: "my-deployment"}).Reason)
	require.Equal(t, Priced, book.Resolve(Query{Provider: "vllm", ResponseModel: "meta-llama/Llama-3.3-70B-Instruct"}).Reason)
	require.NoError(t, compileSchema(t).Validate(asJSON(parseNode(t, []byte(text)))))
}
