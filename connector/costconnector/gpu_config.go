// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package costconnector

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"go.opentelemetry.io/collector/pdata/pcommon"

	"github.com/otelcol-genai/otelcol-genai/connector/costconnector/internal/gpucost"
	"github.com/otelcol-genai/otelcol-genai/connector/costconnector/internal/money"
	"github.com/otelcol-genai/otelcol-genai/connector/costconnector/internal/pricebook"
)

// GPUConfig says how the cost of GPU hours is computed, if the connector ends a
// metrics pipeline.
type GPUConfig struct {
	// MaxGap is the longest time between two points of a GPU in which it is charged,
	// and for which the last word of an engine on its requests holds. Default: 1m.
	// At least 1s.
	MaxGap time.Duration `mapstructure:"max_gap"`
	// Window is what effective prices of tokens are computed over. Default: 1h. At
	// least 1s.
	Window time.Duration `mapstructure:"window"`
	// ShareInterval is how often cost is shared among tenants, by the tokens that
	// they used in it. It should be longer than a long request. Default: 5m. At
	// least 1s.
	ShareInterval time.Duration `mapstructure:"share_interval"`
	// IdlePolicy says who pays for idle time: "proportional" (the tenants, by their
	// tokens), "separate" (nobody: tenant __idle__) or "reserved" (the tenants, by
	// their parts in reserved; the rest is __idle__). Default: proportional.
	IdlePolicy string `mapstructure:"idle_policy"`
	// Reserved are the parts of tenants in idle time, as quoted decimals with at most
	// 6 decimals and a sum of at most 1. Only with idle_policy reserved.
	Reserved map[string]string `mapstructure:"reserved"`

	// prevent unkeyed literal initialization
	_ struct{}
}

var idlePolicies = map[string]gpucost.IdlePolicy{
	"proportional": gpucost.Proportional,
	"separate":     gpucost.Separate,
	"reserved":     gpucost.Reserved,
}

const wholePart = 1_000_000

func (c *Config) validateGPU() error {
	var errs []error
	fault := func(format string, args ...any) { errs = append(errs, fmt.Errorf("gpu::"+format, args...)) }
	if c.GPU.MaxGap < time.Second {
		fault("max_gap must be at least 1s (got %v)", c.GPU.MaxGap)
	}
	if c.GPU.Window < time.Second {
		fault("window must be at least 1s (got %v)", c.GPU.Window)
	}
	if c.GPU.ShareInterval < time.Second {
		fault("share_interval must be at least 1s (got %v)", c.GPU.ShareInterval)
	}
	if _, ok := idlePolicies[c.GPU.IdlePolicy]; !ok {
		fault("idle_policy must be proportional, separate or reserved (got %q)", c.GPU.IdlePolicy)
	}
	if (len(c.GPU.Reserved) > 0) != (c.GPU.IdlePolicy == "reserved") {
		fault("reserved must be set if idle_policy is reserved, and only then")
	}
	if _, err := c.GPU.reservedParts(); err != nil {
		errs = append(errs, err)
	}
	return errors.Join(errs...)
}

// reservedParts are in millionths.
func (c *GPUConfig) reservedParts() (map[string]uint64, error) {
	parts, sum := map[string]uint64{}, uint64(0)
	for _, tenant := range slices.Sorted(maps.Keys(c.Reserved)) {
		d, err := money.ParseDecimal(c.Reserved[tenant])
		if err != nil {
			return nil, fmt.Errorf("gpu::reserved::%s %w", tenant, err)
		}
		part, err := money.NewRate(d, 1e12)
		if err != nil || part > wholePart {
			return nil, fmt.Errorf("gpu::reserved::%s must be at most 1", tenant)
		}
		parts[tenant] = uint64(part)
		sum += uint64(part)
	}
	if sum > wholePart {
		return nil, errors.New("gpu::reserved must be at most 1 in sum")
	}
	return parts, nil
}

func newGPUMeter(c *Config, common pcommon.Map, book *pricebook.Book, start time.Time) *gpucost.Meter {
	parts, _ := c.GPU.reservedParts() // validated
	return gpucost.New(gpucost.Settings{
		MaxGap:        c.GPU.MaxGap,
		Window:        c.GPU.Window,
		ShareInterval: c.GPU.ShareInterval,
		Idle:          idlePolicies[c.GPU.IdlePolicy],
		ReservedParts: parts,
		Limit:         c.AggregationCardinalityLimit,
		Currency:      c.Currency,
		Common:        common,
		Delta:         c.AggregationTemporality == temporalityDelta,
	}, book, pcommon.NewTimestampFromTime(start))
}
