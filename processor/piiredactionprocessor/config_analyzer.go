// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package piiredactionprocessor

import (
	"errors"
	"net/url"
	"strings"
	"time"

	"go.opentelemetry.io/collector/config/confighttp"
	"go.opentelemetry.io/collector/confmap"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

// AnalyzerConfig is an external service with the API of Presidio's analyzer.
type AnalyzerConfig struct {
	// ClientConfig has the endpoint, the base URL of the service, for example
	// http://localhost:5002. The timeout is that of a request. Required: endpoint.
	confighttp.ClientConfig `mapstructure:",squash"`

	// Language is the language of the texts, as the service knows it. Default: en.
	Language string `mapstructure:"language"`

	// MinScore is the least score of a finding that counts, 0 to 1. Default: 0.5.
	MinScore float64 `mapstructure:"min_score"`

	// EntityMap maps the service's entity types to ours; no others are asked for.
	// A name that is not built in makes a type of your own. Default: PERSON to
	// PERSON, LOCATION to ADDRESS.
	EntityMap map[string]string `mapstructure:"entity_map"`

	// MinTextBytes is the least length of a text that is sent. Only text with a
	// letter and a space is. Default: 12.
	MinTextBytes int `mapstructure:"min_text_bytes"`

	// MaxTextBytes is the longest text that is sent. A longer one cannot be
	// checked, which counts as an error. Default: 65536.
	MaxTextBytes int `mapstructure:"max_text_bytes"`

	// BatchTexts is how many texts go into one request at most. Default: 32.
	BatchTexts int `mapstructure:"batch_texts"`

	// BatchBytes is how much text goes into one request at most, unless one text
	// alone is longer. Default: 131072.
	BatchBytes int `mapstructure:"batch_bytes"`

	// Concurrency is how many requests run at a time. Default: 4.
	Concurrency int `mapstructure:"concurrency"`

	// BreakAfter is how many failed requests in a row stop further ones for
	// BreakFor. Default: 5.
	BreakAfter int `mapstructure:"break_after"`

	// BreakFor is how long no requests are sent then. Default: 10s.
	BreakFor time.Duration `mapstructure:"break_for"`

	// prevent unkeyed literal initialization
	_ struct{}
}

func defaultAnalyzerConfig() AnalyzerConfig {
	c := AnalyzerConfig{
		ClientConfig: confighttp.NewDefaultClientConfig(),
		Language:     "en",
		MinScore:     0.5,
		MinTextBytes: 12,
		MaxTextBytes: 64 << 10,
		BatchTexts:   32,
		BatchBytes:   128 << 10,
		Concurrency:  4,
		BreakAfter:   5,
		BreakFor:     10 * time.Second,
	}
	c.Timeout = 2 * time.Second
	return c
}

var _ confmap.Validator = (*AnalyzerConfig)(nil)

// Validate implements confmap.Validator.
func (c *AnalyzerConfig) Validate() error {
	var f faults
	u, err := url.Parse(c.Endpoint)
	switch {
	case c.Endpoint == "":
		f.add("endpoint must be the base URL of the service, such as http://localhost:5002")
	case err != nil, u.Host == "", u.Scheme != "http" && u.Scheme != "https":
		f.add("endpoint must be an http or https URL (got %q)", c.Endpoint)
	}
	if c.Language == "" {
		f.add("language must not be empty")
	}
	if c.MinScore < 0 || c.MinScore > 1 {
		f.add("min_score must be between 0 and 1 (got %v)", c.MinScore)
	}
	if c.Timeout <= 0 {
		f.add("timeout must be positive (got %v)", c.Timeout)
	}
	for _, v := range []struct {
		name  string
		value int
	}{
		{"min_text_bytes", c.MinTextBytes},
		{"max_text_bytes", c.MaxTextBytes},
		{"batch_texts", c.BatchTexts},
		{"batch_bytes", c.BatchBytes},
		{"concurrency", c.Concurrency},
		{"break_after", c.BreakAfter},
	} {
		if v.value < 1 {
			f.add("%s must be at least 1 (got %d)", v.name, v.value)
		}
	}
	if c.BreakFor <= 0 {
		f.add("break_for must be positive (got %v)", c.BreakFor)
	}
	for from, to := range c.EntityMap {
		if _, err := typeNamed(to); err != nil {
			f.add("entity_map::%s: %w", from, err)
		}
	}
	return errors.Join(f...)
}

// entities returns the map of types.
func (c *AnalyzerConfig) entities() map[string]entity.Type {
	if len(c.EntityMap) == 0 {
		return map[string]entity.Type{"PERSON": entity.PersonName, "LOCATION": entity.Address}
	}
	types := map[string]entity.Type{}
	for from, to := range c.EntityMap {
		types[from], _ = typeNamed(to) // Validate looked
	}
	return types
}

// url returns that of the /analyze endpoint.
func (c *AnalyzerConfig) url() string {
	return strings.TrimSuffix(strings.TrimSuffix(c.Endpoint, "/"), "/analyze") + "/analyze"
}
