// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package genaiprocessor

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/confmap"

	"github.com/otelcol-genai/otelcol-genai/processor/genaiprocessor/internal/dialect"
	"github.com/otelcol-genai/otelcol-genai/processor/genaiprocessor/internal/rewrite"
)

// Config is the configuration of the genai processor.
type Config struct {
	// Dialects are the dialects to recognise. Default: empty, which means all.
	Dialects []string `mapstructure:"dialects"`

	// RemoveOriginals says which of the attributes of a dialect to remove.
	// Default: none.
	RemoveOriginals RemoveOriginals `mapstructure:"remove_originals"`

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
	switch v := RemoveOriginals(text); v {
	case RemoveNone, RemoveMapped:
		*r = v
		return nil
	default:
		return fmt.Errorf("unknown value %q, use %q or %q", text, RemoveNone, RemoveMapped)
	}
}

var (
	_ component.Config  = (*Config)(nil)
	_ confmap.Validator = (*Config)(nil)
)

func createDefaultConfig() component.Config {
	return &Config{RemoveOriginals: RemoveNone}
}

// Validate implements confmap.Validator.
func (c *Config) Validate() error {
	var errs []error
	known := dialectNames()
	for i, name := range c.Dialects {
		if !slices.Contains(known, name) {
			errs = append(errs, fmt.Errorf("dialects[%d]: unknown dialect %q, use one of %s", i, name, strings.Join(known, ", ")))
		}
		if slices.Contains(c.Dialects[:i], name) {
			errs = append(errs, fmt.Errorf("dialects[%d]: %q is listed twice", i, name))
		}
	}
	return errors.Join(errs...)
}

func dialectNames() []string {
	all := dialect.All()
	names := make([]string, len(all))
	for i, d := range all {
		names[i] = d.Name
	}
	return names
}

// dialects returns the configured dialects in their order of precedence.
func (c *Config) dialects() []rewrite.Dialect {
	all := dialect.All()
	if len(c.Dialects) == 0 {
		return all
	}
	return slices.DeleteFunc(all, func(d rewrite.Dialect) bool { return !slices.Contains(c.Dialects, d.Name) })
}
