// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

//go:build presidio

package piiredactionprocessor

import (
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"go.opentelemetry.io/collector/config/configoptional"
)

// TestPresidioInTheProcessor redacts with the real analyzer alone: the scanner
// looks for nothing.
func TestPresidioInTheProcessor(t *testing.T) {
	cfg := defaults(func(c *Config) {
		a := defaultAnalyzerConfig()
		a.Endpoint, a.Timeout, a.EntityMap = os.Getenv("PRESIDIO_URL"), 30*time.Second, map[string]string{"EMAIL_ADDRESS": "EMAIL", "URL": "WEBSITE"}
		c.Analyzer, c.Timeout = configoptional.Some(a), time.Minute
		c.DisabledEntities = []string{"contact", "financial", "national_id", "network", "secret", "person", "custom"}
	})
	span := redactSpan(t, cfg, map[string]any{
		"input.value": `{"messages":[{"content":"Grüße 😀 an \u0061nna@example.org\nund Bob"}],"again":"{\"to\":\"write to anna@example.org\"}"}`,
	}, nil)
	assert.Equal(t, map[string]any{
		"input.value": `{"messages":[{"content":"Grüße 😀 an [EMAIL_1]\nund Bob"}],"again":"{\"to\":\"write to [EMAIL_1]\"}"}`,
	}, span.Attributes().AsRaw())
}
