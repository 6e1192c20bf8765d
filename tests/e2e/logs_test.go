// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestStoredLogs: log lines of applications are stored without what is personal by
// its form, events of GenAI instrumentations without content, old and new ones.
func TestStoredLogs(t *testing.T) {
	c := startStandalone(t, "connectors.cost.metrics_flush_interval=200ms")
	status, answer := c.post(t, "/v1/logs", "application/json", []byte(`{"resourceLogs":[{"resource":{"attributes":[
		{"key":"service.name","value":{"stringValue":"shop"}}]},"scopeLogs":[{"logRecords":[
		{"body":{"stringValue":"order 4711 of kim@example.org failed"},"severityText":"ERROR",
			"attributes":[{"key":"card","value":{"stringValue":"4111 1111 1111 1111"}},{"key":"http.route","value":{"stringValue":"/orders"}}]},
		{"eventName":"gen_ai.user.message","body":{"kvlistValue":{"values":[{"key":"content","value":{"stringValue":"Call Kim tomorrow"}}]}},
			"attributes":[{"key":"gen_ai.system","value":{"stringValue":"openai"}}]},
		{"eventName":"gen_ai.client.inference.operation.details","attributes":[
			{"key":"gen_ai.operation.name","value":{"stringValue":"chat"}},
			{"key":"gen_ai.provider.name","value":{"stringValue":"openai"}},
			{"key":"gen_ai.request.model","value":{"stringValue":"gpt-4o"}},
			{"key":"gen_ai.usage.input_tokens","value":{"intValue":"1000"}},
			{"key":"gen_ai.usage.output_tokens","value":{"intValue":"10"}},
			{"key":"tenant","value":{"stringValue":"acme"}},
			{"key":"gen_ai.input.messages","value":{"stringValue":"[{\"role\":\"user\",\"parts\":[{\"type\":\"text\",\"content\":\"Call Kim tomorrow\"}]}]"}}]}
	]}]}]}`))
	require.Equal(t, http.StatusOK, status, answer)
	charged := regexp.MustCompile(`(?m)^genai_cost_requests_total\{.*model="gpt-4o".*outcome="priced".*tenant="acme".*\} 1`)
	require.Eventually(t, func() bool {
		return charged.MatchString(get(t, "http://"+c.prometheus+"/metrics"))
	}, patience, 100*time.Millisecond, "the usage of an event is charged")
	require.Equal(t, 0, c.stop(t), c.output)

	text, err := os.ReadFile(filepath.Join(c.dir, "logs.jsonl"))
	require.NoError(t, err)
	for _, gone := range []string{"kim@example.org", "4111", "Call Kim", "gen_ai.input.messages"} {
		assert.NotContains(t, string(text), gone)
	}
	for _, stays := range []string{
		`order 4711 of [EMAIL`, `"/orders"`, `[CREDIT_CARD`, `"gen_ai.user.message"`, `"gen_ai.client.inference.operation.details"`,
		`"gen_ai.usage.input_tokens","value":{"intValue":"1000"}`, `"acme"`,
	} {
		assert.Contains(t, string(text), stays)
	}
}
