// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package dcgmreceiver

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/confmap"
	"go.yaml.in/yaml/v3"

	"github.com/otelcol-genai/otelcol-genai/receiver/dcgmreceiver/internal/field"
)

func readme(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile("README.md")
	require.NoError(t, err)
	return string(text)
}

// TestReadmeListsTheFields: with DCGM's unit, the metric and the profile.
func TestReadmeListsTheFields(t *testing.T) {
	rows := map[string][]string{}
	for line := range strings.Lines(readme(t)) {
		if cells := strings.Split(line, " | "); strings.HasPrefix(line, "| `DCGM_FI_") {
			rows[strings.Trim(cells[0], "| `")] = cells
		}
	}
	assert.Len(t, rows, len(field.All()))
	for _, f := range field.All() {
		cells := rows[f.Name]
		require.Len(t, cells, 5, f.Name)
		assert.Equal(t, f.Unit, cells[1], f.Name)
		if m := f.Metric; m != nil {
			assert.Contains(t, cells[2], "`"+m.Name+"`", f.Name)
			assert.True(t, strings.HasSuffix(cells[2], ", "+m.Unit), f.Name)
			assert.Contains(t, cells[2], f.Value, f.Name)
		}
		profile := "opt-in"
		switch {
		case slices.Contains(defaultIncidentFields(), f.Name):
			profile = "steady, incident"
		case slices.Contains(defaultSteadyFields(), f.Name):
			profile = "steady"
		}
		assert.Equal(t, profile, strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(cells[4]), "|")), f.Name)
	}
}

// TestReadmeExamplesAreValid loads every example of a receiver.
func TestReadmeExamplesAreValid(t *testing.T) {
	n := 0
	for _, block := range regexp.MustCompile("(?s)```yaml\n(.*?)```").FindAllStringSubmatch(readme(t), -1) {
		var example struct{ Receivers map[string]map[string]any }
		require.NoError(t, yaml.Unmarshal([]byte(block[1]), &example))
		if cfg, ok := example.Receivers["dcgm"]; ok {
			n++
			parsed := createDefaultConfig().(*Config)
			require.NoError(t, confmap.NewFromStringMap(cfg).Unmarshal(parsed))
			require.NoError(t, confmap.Validate(parsed))
		}
	}
	assert.Positive(t, n)
}
