// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package mode

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/confmap"
)

func load(t *testing.T, section map[string]any) (Config, error) {
	t.Helper()
	config := DefaultConfig()
	if err := confmap.NewFromStringMap(section).Unmarshal(&config); err != nil {
		return config, err
	}
	return config, confmap.Validate(&config)
}

func TestConfigDefault(t *testing.T) {
	config, err := load(t, nil)
	require.NoError(t, err)
	assert.False(t, config.Webhook.HasValue())
	assert.False(t, config.Alertmanager.HasValue())
	for _, section := range []any{nil, map[string]any{}} {
		config, err = load(t, map[string]any{"webhook": section})
		require.NoError(t, err)
		require.True(t, config.Webhook.HasValue())
		assert.Equal(t, "localhost:13143", config.Webhook.Get().NetAddr.Endpoint)
		assert.Equal(t, int64(1<<20), config.Webhook.Get().MaxRequestBodySize)
	}
}

func TestConfigFull(t *testing.T) {
	config, err := load(t, map[string]any{
		"min_duration": "1s", "max_duration": "2s", "cooldown": "3s", "alert_ttl": "4s",
		"max_transitions_per_hour": 2, "max_alerts": 1,
		"scope":        map[string]any{"unscoped": "ignore"},
		"webhook":      map[string]any{"matchers": []any{"a=b"}},
		"alertmanager": map[string]any{"endpoint": "http://a", "interval": "2s", "matchers": []any{"a=b"}},
		"rules":        []any{map[string]any{"name": "x", "field": "DCGM_FI_X", "comparison": "<"}},
	})
	require.NoError(t, err)
	assert.Equal(t, time.Second, config.limits().MinDuration)
	assert.Equal(t, 2*time.Second, config.limits().MaxDuration)
	assert.Equal(t, 3*time.Second, config.limits().Cooldown)
	assert.Equal(t, 4*time.Second, config.limits().AlertTTL)
	assert.Equal(t, 2, config.limits().TransitionsPerHour)
	assert.Equal(t, 1, config.limits().MaxAlerts)
}

func TestConfigErrors(t *testing.T) {
	rule := map[string]any{"name": "x", "field": "DCGM_FI_X", "comparison": "<"}
	for _, tt := range []struct {
		name string
		in   map[string]any
		want []string
	}{
		{
			"all of them at once",
			map[string]any{"min_duration": "-1s", "max_duration": "0s", "cooldown": "-1s", "alert_ttl": "0s", "max_transitions_per_hour": 1, "max_alerts": 0},
			[]string{
				"min_duration: -1s must not be negative", "max_duration: 0s must be more than 0", "cooldown: -1s must not",
				"alert_ttl: 0s must be at least 1s", "max_transitions_per_hour: 1 must be at least 2", "max_alerts: 0 must be 1 to 100000",
			},
		},
		{"an incident without end", map[string]any{"max_duration": "25h"}, []string{"max_duration: 25h0m0s must be"}},
		{"min above max", map[string]any{"min_duration": "20m"}, []string{"min_duration: 20m0s must be at most max_duration, 15m0s"}},
		{
			"alerts that end between polls",
			map[string]any{"alert_ttl": "9s", "alertmanager": map[string]any{"endpoint": "http://a", "matchers": []any{"a=b"}}},
			[]string{"alert_ttl: 9s must be at least twice alertmanager::interval, 5s"},
		},
		{"two rules of one name", map[string]any{"rules": []any{rule, rule}}, []string{`rules::1::name: "x" is the name of rules::0 too`}},
		{"errors of the sections", map[string]any{
			"webhook": map[string]any{"endpoint": ":1"}, "alertmanager": map[string]any{}, "rules": []any{map[string]any{"name": "x"}},
			"scope": map[string]any{"gpu_labels": []any{""}},
		}, []string{
			"webhook: endpoint: other machines reach", "alertmanager: endpoint: must be the URL", "rules::0: field:", "scope: gpu_labels:",
		}},
		{"unknown key", map[string]any{"webhooks": nil}, []string{"invalid keys: webhooks"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := load(t, tt.in)
			for _, want := range tt.want {
				require.ErrorContains(t, err, want)
			}
		})
	}
}
