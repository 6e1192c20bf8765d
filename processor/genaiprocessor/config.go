// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package genaiprocessor

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/config/configoptional"
	"go.opentelemetry.io/collector/confmap"

	"github.com/otelcol-genai/otelcol-genai/internal/gpumap"
	"github.com/otelcol-genai/otelcol-genai/internal/semconv"
	"github.com/otelcol-genai/otelcol-genai/processor/genaiprocessor/internal/dialect"
	"github.com/otelcol-genai/otelcol-genai/processor/genaiprocessor/internal/rewrite"
)

// Config is the configuration of the genai processor.
type Config struct {
	// Dialects are the dialects to recognise. Default: empty, which means all.
	Dialects []string `mapstructure:"dialects"`

	// Mappings are mappings of your own. They go before those of the dialects.
	// Default: none.
	Mappings []MappingConfig `mapstructure:"mappings"`

	// RemoveOriginals says which of the attributes of a dialect to remove, and
	// whether engine metrics are renamed or get a copy under the canonical name.
	// Default: none.
	RemoveOriginals RemoveOriginals `mapstructure:"remove_originals"`

	// SemconvVersion is the version of the conventions to write: "current" or
	// "1.41", the last one within the general conventions. Default: current.
	SemconvVersion SemconvVersion `mapstructure:"semconv_version"`

	// Content is the form of messages, tool definitions and the like:
	// "structured" values, or "json" in strings. Default: structured.
	Content ContentFormat `mapstructure:"content"`

	// SpanNames says whether spans get the names of the conventions, such as
	// "chat gpt-4o". The old name is kept in genai.original.span_name.
	// Default: keep.
	SpanNames SpanPolicy `mapstructure:"span_names"`

	// SpanKinds says whether spans get the kinds of the conventions.
	// Default: keep.
	SpanKinds SpanPolicy `mapstructure:"span_kinds"`

	// Tenant says who a request belongs to.
	Tenant IdentityConfig `mapstructure:"tenant"`

	// RequestID says what joins a client's span with the engine's and with log
	// lines. The prefixes and suffixes that vLLM adds are stripped.
	RequestID IdentityConfig `mapstructure:"request_id"`

	// GPUs says who runs on which GPU. Server spans, log records and the metrics of
	// inference engines get gpu_uuid. Default: not set, nothing is stamped.
	GPUs configoptional.Optional[gpumap.Config] `mapstructure:"gpus"`

	// EngineMetrics says how the metrics of inference engines are treated.
	EngineMetrics EngineMetricsConfig `mapstructure:"engine_metrics"`

	// prevent unkeyed literal initialization
	_ struct{}
}

// MappingConfig is a mapping of the user's own.
type MappingConfig struct {
	// From is the source attribute. Required.
	From string `mapstructure:"from"`
	// To is the target attribute. Required.
	To string `mapstructure:"to"`
	// Values replaces values; a value that is not in it is taken as it is.
	// Default: none.
	Values map[string]string `mapstructure:"values"`

	// prevent unkeyed literal initialization
	_ struct{}
}

// IdentityConfig says where an identity comes from and where it goes.
type IdentityConfig struct {
	// Attribute is the attribute to write. Empty: none is written.
	Attribute string `mapstructure:"attribute"`
	// From are the sources, the first one that is there wins: of the span, or
	// else of its resource.
	From []string `mapstructure:"from"`

	// prevent unkeyed literal initialization
	_ struct{}
}

// EngineMetricsConfig says how the metrics of inference engines are treated.
type EngineMetricsConfig struct {
	// DropCreated drops the series *_created of the Prometheus text format, which
	// only hold the start time of their counter. Default: true.
	DropCreated bool `mapstructure:"drop_created"`

	// prevent unkeyed literal initialization
	_ struct{}
}

// RemoveOriginals says which attributes of a dialect are removed.
type RemoveOriginals string

const (
	// RemoveNone keeps all attributes.
	RemoveNone RemoveOriginals = "none"
	// RemoveMapped removes an attribute once its content stands under a name of
	// the conventions.
	RemoveMapped RemoveOriginals = "mapped"
)

// UnmarshalText implements encoding.TextUnmarshaler.
func (r *RemoveOriginals) UnmarshalText(text []byte) error {
	return unmarshalEnum(r, text, RemoveNone, RemoveMapped)
}

// SemconvVersion is a version of the GenAI conventions.
type SemconvVersion string

const (
	// SemconvCurrent is the state of the repository semantic-conventions-genai.
	SemconvCurrent SemconvVersion = "current"
	// Semconv141 is the last version within the general conventions.
	Semconv141 SemconvVersion = "1.41"
)

// UnmarshalText implements encoding.TextUnmarshaler.
func (v *SemconvVersion) UnmarshalText(text []byte) error {
	return unmarshalEnum(v, text, SemconvCurrent, Semconv141)
}

// ContentFormat is the form of messages.
type ContentFormat string

const (
	// ContentStructured writes lists and maps.
	ContentStructured ContentFormat = "structured"
	// ContentJSON writes JSON in strings.
	ContentJSON ContentFormat = "json"
)

// UnmarshalText implements encoding.TextUnmarshaler.
func (f *ContentFormat) UnmarshalText(text []byte) error {
	return unmarshalEnum(f, text, ContentStructured, ContentJSON)
}

// SpanPolicy says what happens to the name or the kind of a span.
type SpanPolicy string

const (
	// SpanKeep leaves it.
	SpanKeep SpanPolicy = "keep"
	// SpanConventions makes it what the conventions want.
	SpanConventions SpanPolicy = "conventions"
)

// UnmarshalText implements encoding.TextUnmarshaler.
func (p *SpanPolicy) UnmarshalText(text []byte) error {
	return unmarshalEnum(p, text, SpanKeep, SpanConventions)
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

var (
	_ component.Config  = (*Config)(nil)
	_ confmap.Validator = (*Config)(nil)
)

func createDefaultConfig() component.Config {
	return &Config{
		RemoveOriginals: RemoveNone,
		SemconvVersion:  SemconvCurrent,
		Content:         ContentStructured,
		SpanNames:       SpanKeep,
		SpanKinds:       SpanKeep,
		Tenant: IdentityConfig{
			Attribute: semconv.Tenant,
			From: []string{
				"tenant.id", "tenant.name", "tenant_id", "traceloop.association.properties.tenant",
				"ai.telemetry.metadata.tenant", "langsmith.metadata.tenant", "k8s.pod.label.tenant", "k8s.pod.labels.tenant",
			},
		},
		GPUs:          configoptional.Default(gpumap.DefaultConfig()),
		EngineMetrics: EngineMetricsConfig{DropCreated: true},
		RequestID: IdentityConfig{
			Attribute: semconv.RequestID,
			From:      []string{"gen_ai.request.id", "http.request.header.x-request-id", "x-request-id", "request.id", semconv.ResponseID},
		},
	}
}

// maxMappings bounds the user's mappings and sources; every one of them takes
// memory in every record.
const maxMappings = 1000

// Validate implements confmap.Validator.
func (c *Config) Validate() error {
	var errs []error
	fault := func(format string, args ...any) { errs = append(errs, fmt.Errorf(format, args...)) }
	known := dialectNames()
	for i, name := range c.Dialects {
		if !slices.Contains(known, name) {
			fault("dialects[%d]: unknown dialect %q, use one of %s", i, name, strings.Join(known, ", "))
		}
		if slices.Contains(c.Dialects[:i], name) {
			fault("dialects[%d]: %q is listed twice", i, name)
		}
	}
	if len(c.Mappings) > maxMappings {
		fault("mappings: at most %d are possible (got %d)", maxMappings, len(c.Mappings))
	}
	for i, m := range c.Mappings {
		switch {
		case m.From == "":
			fault("mappings[%d]::from must name the source attribute", i)
		case m.To == "":
			fault("mappings[%d]::to must name the target attribute", i)
		case m.From == m.To:
			fault("mappings[%d]: from and to are both %q", i, m.From)
		}
	}
	c.Tenant.validate("tenant", fault)
	c.RequestID.validate("request_id", fault)
	return errors.Join(errs...)
}

func (c *IdentityConfig) validate(key string, fault func(string, ...any)) {
	if len(c.From) > maxMappings {
		fault("%s::from: at most %d sources are possible (got %d)", key, maxMappings, len(c.From))
	}
	for i, from := range c.From {
		if from == "" || from == c.Attribute {
			fault("%s::from[%d] must name an attribute other than %s::attribute (got %q)", key, i, key, from)
		}
	}
}

func dialectNames() []string {
	all := dialect.All()
	names := make([]string, len(all))
	for i, d := range all {
		names[i] = d.Name
	}
	return names
}

// dialects returns the configured dialects in their order of precedence, the
// user's own mappings first.
func (c *Config) dialects() []rewrite.Dialect {
	all := dialect.All()
	if len(c.Dialects) > 0 {
		all = slices.DeleteFunc(all, func(d rewrite.Dialect) bool { return !slices.Contains(c.Dialects, d.Name) })
	}
	if len(c.Mappings) == 0 {
		return all
	}
	own := rewrite.Dialect{Name: "custom"}
	for _, m := range c.Mappings {
		own.Signals = append(own.Signals, m.From)
		own.Rules = append(own.Rules, rewrite.Rule{From: m.From, To: m.To, Conv: dialect.Replace(m.Values, semconv.TypeOf(m.To))})
	}
	return append([]rewrite.Dialect{own}, all...)
}
