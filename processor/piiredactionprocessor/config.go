// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package piiredactionprocessor

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/config/configopaque"
	"go.opentelemetry.io/collector/config/configoptional"
	"go.opentelemetry.io/collector/confmap"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/carrier"
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/keyring"
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/operator"
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/placeholder"
)

// Config is the configuration of the pii_redaction processor.
type Config struct {
	// Channels says which attributes are scanned: those that carry content
	// ("prompt"), or all but names, counts and ids ("all"). Bodies, span names,
	// event names and status messages always are. Default: prompt.
	Channels Channels `mapstructure:"channels"`

	// IncludeKeys are further attributes to scan, for example "acme.note" or
	// "acme.*". Default: none.
	IncludeKeys []string `mapstructure:"include_keys"`

	// ExcludeKeys are attributes, and fields in structured values and JSON, that
	// are never scanned. Default: none.
	ExcludeKeys []string `mapstructure:"exclude_keys"`

	// NumberKeys are the attributes and fields whose numbers are scanned as well
	// as strings. Case does not matter, of dotted names the last part counts.
	// Default: the keys for numbers of phones, cards, accounts and people in the
	// README.
	NumberKeys []string `mapstructure:"number_keys"`

	// ResourceAttributes also scans the attributes of resources. Default: false.
	ResourceAttributes bool `mapstructure:"resource_attributes"`

	// TenantAttribute is the attribute of a record, or else of its resource, that
	// names its tenant. Pseudonyms of different tenants differ. Default: tenant.
	TenantAttribute string `mapstructure:"tenant_attribute"`

	// Default is what happens to values of the types that Entities does not name.
	Default RuleConfig `mapstructure:"default"`

	// Entities is what happens to values, by entity type. Default: empty.
	Entities map[string]RuleConfig `mapstructure:"entities"`

	// DisabledEntities are types, and families of types, that are not looked for.
	// Default: none.
	DisabledEntities []string `mapstructure:"disabled_entities"`

	// CueWords also looks for names and addresses behind words such as "my name
	// is" and "Frau". Best effort: it misses most of those that have no such word.
	// Default: false.
	CueWords bool `mapstructure:"cue_words"`

	// PhoneRegions are the countries, as ISO 3166 codes, whose phone numbers are
	// recognised without a country code. Default: those in the README.
	PhoneRegions []string `mapstructure:"phone_regions"`

	// PrivateIPs also takes private, loopback and link-local IP addresses.
	// Default: false.
	PrivateIPs bool `mapstructure:"private_ips"`

	// DenyLists are words of your own, such as the names of customers. Default:
	// none.
	DenyLists []DenyListConfig `mapstructure:"deny_lists"`

	// Recognizers are regular expressions of your own. Default: none.
	Recognizers []RecognizerConfig `mapstructure:"recognizers"`

	// Keys are the keys for pseudonyms and encryption. Default: none.
	Keys []KeyConfig `mapstructure:"keys"`

	// NumberValues numbers the placeholders of the operator replace, [EMAIL_2],
	// so that the same value in a trace has the same number. Default: true.
	NumberValues bool `mapstructure:"number_values"`

	// MaxValueBytes is the length in bytes up to which a text is scanned. Of a
	// longer one the beginning is kept. Default: 1048576.
	MaxValueBytes int `mapstructure:"max_value_bytes"`

	// Timeout is how long a batch may take. What was not scanned by then is
	// replaced. Default: 10s.
	Timeout time.Duration `mapstructure:"timeout"`

	// OnError says what happens if a value could not be checked: "redact" puts
	// [REDACTED:error] in its place, "drop" drops the record. Default: redact.
	OnError OnError `mapstructure:"on_error"`

	// Analyzer is an external service that also looks for personal data, such as
	// names. Default: not set.
	Analyzer configoptional.Optional[AnalyzerConfig] `mapstructure:"analyzer"`

	// RecordAttributes stamps spans and log records with pii.redaction.version,
	// pii.redaction.ruleset_hash and pii.redaction.counts. Default: false.
	RecordAttributes bool `mapstructure:"record_attributes"`

	// prevent unkeyed literal initialization
	_ struct{}
}

// RuleConfig is what happens to the values of a type.
type RuleConfig struct {
	// Operator is one of replace, mask, pseudonym, encrypt, drop_value,
	// drop_content and keep. Default: replace.
	Operator operator.Kind `mapstructure:"operator"`
	// KeepLast is how many of the last letters and digits the operator mask
	// keeps. At least 6 are hidden. Default: 4.
	KeepLast *int `mapstructure:"keep_last"`

	// prevent unkeyed literal initialization
	_ struct{}
}

// KeyConfig is a key for pseudonyms and encryption.
type KeyConfig struct {
	// ID stands in every token that is made with the key: letters, digits, _ and
	// -, at most 16. Required.
	ID string `mapstructure:"id"`
	// Secret is at least 32 bytes long, for example ${env:PII_KEY_3} or
	// ${file:/etc/otelcol-genai/pii.key}. Required.
	Secret configopaque.String `mapstructure:"secret"`
	// NotBefore is when the key comes into use. Of those in use the one with the
	// latest makes the tokens. Default: always.
	NotBefore time.Time `mapstructure:"not_before"`

	// prevent unkeyed literal initialization
	_ struct{}
}

// Channels says which attributes are scanned.
type Channels string

const (
	// ChannelPrompt is the attributes that carry content.
	ChannelPrompt Channels = "prompt"
	// ChannelAll is all attributes but names, counts and ids.
	ChannelAll Channels = "all"
)

// UnmarshalText implements encoding.TextUnmarshaler.
func (c *Channels) UnmarshalText(text []byte) error {
	return unmarshalEnum(c, text, ChannelPrompt, ChannelAll)
}

// OnError says what happens if a value could not be checked.
type OnError string

const (
	// OnErrorRedact replaces the value.
	OnErrorRedact OnError = "redact"
	// OnErrorDrop drops the record.
	OnErrorDrop OnError = "drop"
)

// UnmarshalText implements encoding.TextUnmarshaler.
func (o *OnError) UnmarshalText(text []byte) error {
	return unmarshalEnum(o, text, OnErrorRedact, OnErrorDrop)
}

func unmarshalEnum[T ~string](dst *T, text []byte, values ...T) error {
	if v := T(text); slices.Contains(values, v) {
		*dst = v
		return nil
	}
	quoted := make([]string, len(values))
	for i, v := range values {
		quoted[i] = fmt.Sprintf("%q", string(v))
	}
	return fmt.Errorf("unknown value %q, use %s", text, strings.Join(quoted, " or "))
}

const (
	defaultKeepLast = 4
	defaultMaxValue = 1 << 20
	minMaxValue     = 4 << 10
	maxMaxValue     = 64 << 20
	maxKeys         = 1000
)

var (
	_ component.Config  = (*Config)(nil)
	_ confmap.Validator = (*Config)(nil)
)

func createDefaultConfig() component.Config {
	return &Config{
		Channels:        ChannelPrompt,
		TenantAttribute: "tenant",
		Default:         RuleConfig{Operator: operator.Replace},
		NumberKeys:      slices.Clone(carrier.Numbers),
		NumberValues:    true,
		MaxValueBytes:   defaultMaxValue,
		Timeout:         10 * time.Second,
		OnError:         OnErrorRedact,
		Analyzer:        configoptional.Default(defaultAnalyzerConfig()),
	}
}

// faults collects what is wrong with a configuration.
type faults []error

func (f *faults) add(format string, args ...any) { *f = append(*f, fmt.Errorf(format, args...)) }

// Validate implements confmap.Validator.
func (c *Config) Validate() error {
	var f faults
	for _, list := range []struct {
		name string
		keys []string
	}{{"include_keys", c.IncludeKeys}, {"exclude_keys", c.ExcludeKeys}, {"number_keys", c.NumberKeys}} {
		if len(list.keys) > maxKeys {
			f.add("%s: at most %d are possible (got %d)", list.name, maxKeys, len(list.keys))
		}
		for i, key := range list.keys {
			if err := carrier.Check(key); err != nil {
				f.add("%s[%d]: %w (got %q)", list.name, i, err, key)
			}
		}
	}
	if c.MaxValueBytes < minMaxValue || c.MaxValueBytes > maxMaxValue {
		f.add("max_value_bytes must be between %d and %d (got %d)", minMaxValue, maxMaxValue, c.MaxValueBytes)
	}
	if c.Timeout <= 0 {
		f.add("timeout must be positive (got %v)", c.Timeout)
	}
	c.validateKeys(&f)
	c.validateRules(&f)
	if _, err := c.scanner(); err != nil {
		f = append(f, err)
	}
	return errors.Join(f...)
}

func (c *Config) validateKeys(f *faults) {
	seen := map[string]bool{}
	for i, k := range c.Keys {
		if !placeholder.ValidKeyID(k.ID) {
			f.add("keys[%d]::id must be 1 to %d letters, digits, _ or - (got %q)", i, placeholder.MaxKeyID, k.ID)
		} else if seen[k.ID] {
			f.add("keys[%d]::id: %q is there twice", i, k.ID)
		}
		seen[k.ID] = true
		if n := len(k.Secret); n < keyring.MinSecret {
			f.add("keys[%d]::secret must have at least %d bytes (got %d): openssl rand -base64 32 makes one", i, keyring.MinSecret, n)
		}
	}
}

func (r RuleConfig) validate(name string, keys bool, f *faults) {
	if r.Operator.NeedsKey() && !keys {
		f.add("%s::operator: %s needs a key: set keys", name, r.Operator)
	}
	switch {
	case r.KeepLast == nil:
	case r.Operator != operator.Mask:
		f.add("%s::keep_last is for the operator mask only (got %s)", name, r.kind())
	case *r.KeepLast < 0:
		f.add("%s::keep_last must not be negative (got %d)", name, *r.KeepLast)
	}
}

func (r RuleConfig) kind() operator.Kind {
	if r.Operator == "" {
		return operator.Replace
	}
	return r.Operator
}

func (r RuleConfig) rule() operator.Rule {
	rule := operator.Rule{Kind: r.kind(), KeepLast: defaultKeepLast}
	if r.KeepLast != nil {
		rule.KeepLast = *r.KeepLast
	}
	return rule
}

// ring derives the keys. It is nil if there are none.
func (c *Config) ring() (*keyring.Ring, error) {
	if len(c.Keys) == 0 {
		return nil, nil
	}
	var keys []keyring.Key
	for _, k := range c.Keys {
		secret := []byte(k.Secret)
		defer clear(secret)
		keys = append(keys, keyring.Key{ID: k.ID, Secret: secret, NotBefore: k.NotBefore})
	}
	return keyring.New(keys)
}
