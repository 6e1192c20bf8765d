// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package dcgmreceiver

import (
	"fmt"
	"reflect"
	"strings"

	"github.com/otelcol-genai/otelcol-genai/receiver/dcgmreceiver/internal/metadata"
)

// Naming chooses the names of the metrics.
type Naming uint8

// Namings.
const (
	// NamingOTel is hw.* and dcgm.* in base units.
	NamingOTel Naming = iota
	// NamingDCGM is DCGM_FI_* with the units and labels of dcgm-exporter.
	NamingDCGM
	// NamingBoth is both.
	NamingBoth
)

// UnmarshalText implements encoding.TextUnmarshaler.
func (n *Naming) UnmarshalText(text []byte) error {
	switch string(text) {
	case "otel":
		*n = NamingOTel
	case "dcgm":
		*n = NamingDCGM
	case "both":
		*n = NamingBoth
	default:
		return fmt.Errorf("naming %q must be otel, dcgm or both", text)
	}
	return nil
}

// MarshalText implements encoding.TextMarshaler.
func (n Naming) MarshalText() ([]byte, error) {
	return []byte([]string{"otel", "dcgm", "both"}[n]), nil
}

// apply enables the metrics of the naming and disables the others.
func (n Naming) apply(c *metadata.MetricsConfig) {
	for name, enabled := range metricSwitches(c) {
		if strings.HasPrefix(name, "DCGM_FI_") {
			enabled.SetBool(n != NamingOTel)
		} else {
			enabled.SetBool(n != NamingDCGM)
		}
	}
}

// enabledMetrics returns which metrics are enabled, by name.
func enabledMetrics(c *metadata.MetricsConfig) map[string]bool {
	enabled := map[string]bool{}
	for name, value := range metricSwitches(c) {
		enabled[name] = value.Bool()
	}
	return enabled
}

// metricSwitches returns the fields Enabled of the generated configuration, which
// has one struct for each metric.
func metricSwitches(c *metadata.MetricsConfig) map[string]reflect.Value {
	switches := map[string]reflect.Value{}
	v := reflect.ValueOf(c).Elem()
	for i := range v.NumField() {
		if name := v.Type().Field(i).Tag.Get("mapstructure"); name != "" {
			switches[name] = v.Field(i).FieldByName("Enabled")
		}
	}
	return switches
}
