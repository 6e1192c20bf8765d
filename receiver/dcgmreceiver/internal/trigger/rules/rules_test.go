// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package rules

import (
	"fmt"
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/confmap"
)

var epoch = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)

func TestEngine(t *testing.T) {
	type point struct {
		at    int // seconds
		value float64
	}
	for _, tt := range []struct {
		name   string
		rule   Config
		points []point
		// want is the time of each event: + fires, - ends.
		want []string
	}{
		{
			name:   "fires while the condition holds",
			rule:   Config{Comparison: Greater, Value: 80},
			points: []point{{0, 80}, {5, 81}, {10, 90}, {15, 80}, {20, 80}, {25, 81}},
			want:   []string{"+5", "+10", "-15", "+25"},
		},
		{
			name:   "for needs every sample of the time",
			rule:   Config{Comparison: Less, Value: 10, For: 10 * time.Second},
			points: []point{{0, 5}, {5, 5}, {8, 11}, {10, 5}, {15, 5}, {20, 5}, {25, 5}, {30, 11}},
			want:   []string{"+20", "+25", "-30"},
		},
		{
			name:   "for starts anew after a silence",
			rule:   Config{Comparison: Less, Value: 10, For: 10 * time.Second},
			points: []point{{0, 5}, {5, 5}, {66, 5}, {71, 5}, {76, 5}},
			want:   []string{"+76"},
		},
		{
			name:   "keep_firing_for leaves the end to the alert",
			rule:   Config{Comparison: NotEqual, KeepFiringFor: time.Minute},
			points: []point{{0, 79}, {5, 0}, {10, 0}, {15, 31}},
			want:   []string{"+0", "+15"},
		},
		{
			name:   "samples that are not newer are skipped, and so is NaN",
			rule:   Config{Comparison: GreaterOrEqual, Value: 1},
			points: []point{{5, 1}, {5, 0}, {4, 0}, {6, math.NaN()}, {7, 1}},
			want:   []string{"+5", "+7"},
		},
		{
			name: "bits",
			rule: Config{Comparison: HasBits, Value: 0x68},
			// Software power cap; hardware slowdown; idle and thermal slowdown; blank-like; negative.
			points: []point{{0, 0x4}, {1, 0x8}, {2, 0x41}, {3, math.MaxFloat64}, {4, 0x20}, {5, -8}},
			want:   []string{"+1", "+2", "-3", "+4", "-5"},
		},
		{
			name:   "equal",
			rule:   Config{Comparison: Equal, Value: 0},
			points: []point{{0, 0}, {1, 1}},
			want:   []string{"+0", "-1"},
		},
		{
			name:   "less or equal",
			rule:   Config{Comparison: LessOrEqual, Value: 1},
			points: []point{{0, 1}, {1, 1.5}},
			want:   []string{"+0", "-1"},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			tt.rule.Name, tt.rule.Field = "r", "DCGM_FI_TEST"
			e := NewEngine([]Config{tt.rule}, time.Minute)
			var got []string
			for _, p := range tt.points {
				at := epoch.Add(time.Duration(p.at) * time.Second)
				events := e.Observe([]Sample{
					{UUID: "g0", Field: "DCGM_FI_OTHER", Value: p.value, At: at},
					{UUID: "g0", Field: "DCGM_FI_TEST", Value: p.value, At: at},
				}, nil)
				for _, event := range events {
					sign := "-"
					if event.Firing {
						sign = "+"
					}
					assert.Equal(t, "g0", event.UUID)
					assert.Equal(t, "r", event.Rule.Name)
					got = append(got, fmt.Sprintf("%s%d", sign, p.at))
				}
			}
			assert.Equal(t, tt.want, got)
		})
	}
}

func TestEngineKeepsGPUsAndRulesApart(t *testing.T) {
	e := NewEngine([]Config{
		{Name: "high", Field: "DCGM_FI_A", Comparison: Greater, Value: 1},
		{Name: "higher", Field: "DCGM_FI_A", Comparison: Greater, Value: 2},
		{Name: "other", Field: "DCGM_FI_B", Comparison: Greater, Value: 2},
	}, time.Minute)
	assert.Equal(t, []string{"DCGM_FI_A", "DCGM_FI_B"}, e.Fields())
	events := e.Observe([]Sample{
		{UUID: "g0", Field: "DCGM_FI_A", Value: 2, At: epoch},
		{UUID: "g1", Field: "DCGM_FI_A", Value: 3, At: epoch},
		{UUID: "g1", Instance: "7", Field: "DCGM_FI_A", Value: 2, At: epoch},
	}, nil)
	var got []string
	for _, event := range events {
		got = append(got, event.Rule.Name+" "+event.UUID+event.Instance)
	}
	assert.Equal(t, []string{"high g0", "high g1", "higher g1", "high g17"}, got)
}

func TestConfig(t *testing.T) {
	var c Config
	require.NoError(t, confmap.NewFromStringMap(map[string]any{
		"name": "xid", "field": "DCGM_FI_DEV_XID_ERRORS", "comparison": "!=", "value": 0, "for": "0s",
		"keep_firing_for": "1m", "scope": "node",
	}).Unmarshal(&c))
	assert.Equal(t, Config{
		Name: "xid", Field: "DCGM_FI_DEV_XID_ERRORS", Comparison: NotEqual, KeepFiringFor: time.Minute, Scope: ScopeNode,
	}, c)
	require.NoError(t, c.Validate())

	c = Config{For: -1, KeepFiringFor: -1, Value: math.Inf(1), Field: "XID"}
	err := c.Validate()
	for _, want := range []string{
		"name: must have", `field: "XID" must be the name`, "comparison: must be set", "value: must be a finite number",
		"for: -1ns must not be negative", "keep_firing_for: -1ns must not be negative",
	} {
		require.ErrorContains(t, err, want)
	}
	for _, value := range []float64{0, 1.5, -8, 1 << 54} {
		c = Config{Name: "bits", Field: "DCGM_FI_X", Comparison: HasBits, Value: value}
		require.ErrorContains(t, c.Validate(), "value: must be a whole number", "%v", value)
	}
	for key, want := range map[string]string{"comparison": "must be one of >", "scope": "must be gpu or node"} {
		err := confmap.NewFromStringMap(map[string]any{key: "=>"}).Unmarshal(&c)
		require.ErrorContains(t, err, want)
	}
}
