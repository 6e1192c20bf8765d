// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package rules

import (
	"errors"
	"fmt"
	"math"
	"strings"
	"time"
)

// Config is one rule on the values that the receiver reads itself.
type Config struct {
	// Name identifies the rule in logs and in /v1/mode. Required, unique.
	Name string `mapstructure:"name"`
	// Field is the name of the DCGM field, such as DCGM_FI_DEV_XID_ERRORS. Required.
	Field string `mapstructure:"field"`
	// Comparison of the value of the field with Value. Required.
	Comparison Comparison `mapstructure:"comparison"`
	// Value is the threshold in the unit of DCGM, or the mask of has_bits. Default: 0.
	Value float64 `mapstructure:"value"`
	// For is how long every sample must meet the condition before the rule fires.
	// Default: 0, the first sample is enough.
	For time.Duration `mapstructure:"for"`
	// KeepFiringFor is how long the rule fires after the last sample that met the
	// condition. Default: 0, until a sample does not meet it.
	KeepFiringFor time.Duration `mapstructure:"keep_firing_for"`
	// Scope is what goes into incident mode: the GPU of the sample, or the node.
	// Default: gpu.
	Scope Scope `mapstructure:"scope"`

	// prevent unkeyed literal initialization
	_ struct{}
}

// Validate implements [confmap.Validator].
func (c *Config) Validate() error {
	var errs []error
	if c.Name == "" || len(c.Name) > 64 {
		errs = append(errs, errors.New("name: must have 1 to 64 bytes"))
	}
	if !strings.HasPrefix(c.Field, "DCGM_FI_") {
		errs = append(errs, fmt.Errorf("field: %q must be the name of a DCGM field, such as DCGM_FI_DEV_XID_ERRORS", c.Field))
	}
	if c.Comparison == "" {
		errs = append(errs, errors.New("comparison: must be set to one of "+comparisonList))
	}
	switch {
	case math.IsNaN(c.Value) || math.IsInf(c.Value, 0):
		errs = append(errs, errors.New("value: must be a finite number"))
	case c.Comparison == HasBits && (c.Value < 1 || c.Value > 1<<53 || c.Value != math.Trunc(c.Value)):
		errs = append(errs, errors.New("value: must be a whole number from 1 to 2^53, the bits of which has_bits looks for one"))
	}
	if c.For < 0 {
		errs = append(errs, fmt.Errorf("for: %s must not be negative", c.For))
	}
	if c.KeepFiringFor < 0 {
		errs = append(errs, fmt.Errorf("keep_firing_for: %s must not be negative", c.KeepFiringFor))
	}
	return errors.Join(errs...)
}

// Comparison is how a value is compared with the threshold.
type Comparison string

// The comparisons.
const (
	Greater        Comparison = ">"
	GreaterOrEqual Comparison = ">="
	Less           Comparison = "<"
	LessOrEqual    Comparison = "<="
	Equal          Comparison = "=="
	NotEqual       Comparison = "!="
	// HasBits is true if any bit of the mask is set in the value.
	HasBits Comparison = "has_bits"
)

const comparisonList = ">, >=, <, <=, ==, !=, has_bits"

// UnmarshalText implements [encoding.TextUnmarshaler].
func (c *Comparison) UnmarshalText(text []byte) error {
	switch v := Comparison(text); v {
	case Greater, GreaterOrEqual, Less, LessOrEqual, Equal, NotEqual, HasBits:
		*c = v
		return nil
	default:
		return fmt.Errorf("comparison %q must be one of %s", text, comparisonList)
	}
}

func (c Comparison) holds(value, threshold float64) bool {
	switch c {
	case Greater:
		return value > threshold
	case GreaterOrEqual:
		return value >= threshold
	case Less:
		return value < threshold
	case LessOrEqual:
		return value <= threshold
	case Equal:
		return value == threshold
	case NotEqual:
		return value != threshold
	default:
		return value > 0 && value < 1<<63 && uint64(value)&uint64(threshold) != 0
	}
}

// Scope is what a rule puts into incident mode.
type Scope string

// The scopes.
const (
	ScopeGPU  Scope = "gpu"
	ScopeNode Scope = "node"
)

// UnmarshalText implements [encoding.TextUnmarshaler].
func (s *Scope) UnmarshalText(text []byte) error {
	switch v := Scope(text); v {
	case ScopeGPU, ScopeNode:
		*s = v
		return nil
	default:
		return fmt.Errorf("scope %q must be gpu or node", text)
	}
}
