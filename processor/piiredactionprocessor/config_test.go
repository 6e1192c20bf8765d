// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package piiredactionprocessor

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/config/configopaque"
	"go.opentelemetry.io/collector/config/configoptional"
	"go.opentelemetry.io/collector/confmap"
	"go.opentelemetry.io/collector/confmap/confmaptest"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/metadata"
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/operator"
)

func loadConfig(t *testing.T, name string) (*Config, error) {
	t.Helper()
	cm, err := confmaptest.LoadConf(filepath.Join("testdata", "config.yaml"))
	require.NoError(t, err)
	sub, err := cm.Sub(component.NewIDWithName(metadata.Type, name).String())
	require.NoError(t, err)
	cfg := createDefaultConfig().(*Config)
	if err := sub.Unmarshal(cfg); err != nil {
		return cfg, err
	}
	return cfg, confmap.Validate(cfg)
}

func TestLoadConfig(t *testing.T) {
	cfg, err := loadConfig(t, "")
	require.NoError(t, err)
	assert.Equal(t, createDefaultConfig(), cfg)

	cfg, err = loadConfig(t, "all")
	require.NoError(t, err)
	two := 2
	analyzer := defaultAnalyzerConfig()
	analyzer.Endpoint, analyzer.Timeout, analyzer.Language, analyzer.MinScore = "http://localhost:5002", time.Second, "de", 0.6
	analyzer.EntityMap = map[string]string{"PERSON": "PERSON", "NRP": "NRP"}
	analyzer.MinTextBytes, analyzer.MaxTextBytes, analyzer.BatchTexts, analyzer.BatchBytes = 20, 10000, 8, 20000
	analyzer.Concurrency, analyzer.BreakAfter, analyzer.BreakFor = 2, 3, 30*time.Second
	assert.Equal(t, &Config{
		Channels: ChannelAll, IncludeKeys: []string{"acme.note", "acme.text.*"}, ExcludeKeys: []string{"acme.order"}, NumberKeys: []string{"phone"},
		ResourceAttributes: true, TenantAttribute: "team", Default: RuleConfig{Operator: operator.Mask, KeepLast: &two},
		Entities: map[string]RuleConfig{
			"EMAIL": {Operator: operator.Pseudonym}, "IBAN": {Operator: operator.Encrypt}, "CUSTOMER": {Operator: operator.DropContent},
			"NRP": {Operator: operator.DropValue}, "TICKET": {Operator: operator.Keep},
		},
		DisabledEntities: []string{"IP_ADDRESS", "national_id"}, CueWords: true, PhoneRegions: []string{"DE", "US"}, PrivateIPs: true,
		DenyLists:   []DenyListConfig{{Type: "CUSTOMER", Words: []string{"Acme Ltd"}, File: "testdata/customers.txt"}},
		Recognizers: []RecognizerConfig{{Type: "TICKET", Pattern: `TCK-(\d{6})`, Group: 1, Context: []string{"ticket"}, Validator: "luhn"}},
		Keys: []KeyConfig{
			{ID: "1", Secret: "0123456789abcdef0123456789abcdef"},
			{ID: "2", Secret: "fedcba9876543210fedcba9876543210", NotBefore: time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC)},
		},
		MaxValueBytes: 65536, Timeout: 3 * time.Second, OnError: OnErrorDrop, Analyzer: configoptional.Some(analyzer), RecordAttributes: true,
	}, cfg)
}

func TestBadConfigs(t *testing.T) {
	for name, want := range map[string][]string{
		"keys": {
			`include_keys[0]: must not be empty`, `include_keys[1]: * is possible only at the end (got "a.*.b")`, `exclude_keys[0]: * is possible only at the end`,
			`number_keys[0]: must not be empty`, `max_value_bytes must be between 4096 and 67108864 (got 10)`, `timeout must be positive (got 0s)`,
		},
		"rules": {
			`default::operator: pseudonym needs a key: set keys`, `entities::EMAIL::operator: encrypt needs a key`, `entities::EMIAL: no such type`,
			`entities::IBAN::keep_last is for the operator mask only (got replace)`, `entities::PHONE::keep_last must not be negative (got -1)`,
			`disabled_entities[0]: "EMIAL" is neither a type nor a family`, `phone_regions: phone region "XX"`,
			`deny_lists[0]: entity type "customer" must hold only A-Z`, `deny_lists[1]: there are no words: set words or file`, `deny_lists[2]: file: open testdata/not_there.txt`,
			`recognizers[0]: rule 0 (EMAIL): pattern: error parsing regexp`, `recognizers[1]: rule 0 (ANY): pattern matches the empty text`,
			`recognizers[2]: rule 0 (WORD): pattern cannot be bounded`, `recognizers[3]: rule 0 (TICKET): validator "crc"`,
		},
		"secrets": {
			`keys[0]::id must be 1 to 16 letters, digits, _ or - (got "a b")`, `keys[0]::secret must have at least 32 bytes (got 5)`, `keys[2]::id: "x" is there twice`,
		},
		"analyzer": {
			`analyzer: endpoint must be an http or https URL (got "localhost:5002")`, `language must not be empty`, `min_score must be between 0 and 1 (got 2)`,
			`timeout must be positive`, `batch_texts must be at least 1 (got 0)`, `break_for must be positive`, `entity_map::PERSON: entity type "person"`,
		},
		"no_endpoint": {`analyzer: endpoint must be the base URL of the service`},
		"operator":    {`unknown operator "hash", use one of replace, mask`},
		"channels":    {`unknown value "prompts", use "prompt" or "all"`},
		"on_error":    {`unknown value "ignore", use "redact" or "drop"`},
		"unknown_key": {`invalid keys: operators`},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := loadConfig(t, name)
			for _, part := range want {
				require.ErrorContains(t, err, part)
			}
			assert.NotContains(t, err.Error(), "short", "a secret")
			assert.NotContains(t, err.Error(), "0123456789abcdef")
		})
	}
}

func TestStampDependsOnTheRules(t *testing.T) {
	one := newStamp("1", createDefaultConfig().(*Config))
	assert.Equal(t, one, newStamp("1", createDefaultConfig().(*Config)))
	assert.Len(t, one.ruleset, 16)
	seen := map[string]bool{one.ruleset: true}
	four := 4
	for _, edit := range []func(*Config){
		func(c *Config) { c.Channels = ChannelAll },
		func(c *Config) { c.Default.Operator = operator.Mask },
		func(c *Config) { c.Default.KeepLast = &four },
		func(c *Config) { c.DisabledEntities = []string{"EMAIL"} },
		func(c *Config) { c.DenyLists = []DenyListConfig{{Words: []string{"a"}}} },
		func(c *Config) { c.DenyLists = []DenyListConfig{{File: "testdata/customers.txt"}} },
		func(c *Config) { c.Recognizers = []RecognizerConfig{{Type: "X"}} },
		func(c *Config) { c.Keys = []KeyConfig{{ID: "1"}} },
		func(c *Config) { c.Analyzer = configoptional.Some(defaultAnalyzerConfig()) },
	} {
		hash := newStamp("1", defaults(edit)).ruleset
		assert.False(t, seen[hash])
		seen[hash] = true
	}
	assert.NotEqual(t, one.ruleset, newStamp("2", createDefaultConfig().(*Config)).ruleset)
	secret := func(s string) string {
		return newStamp("1", defaults(func(c *Config) { c.Keys = []KeyConfig{{ID: "1", Secret: configopaque.String(s)}} })).ruleset
	}
	assert.Equal(t, secret(strings.Repeat("a", 32)), secret(strings.Repeat("b", 32)), "the hash says nothing of a secret")
}
