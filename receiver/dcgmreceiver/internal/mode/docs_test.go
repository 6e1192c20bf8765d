// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package mode

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/confmap"
	"go.yaml.in/yaml/v3"

	"github.com/otelcol-genai/otelcol-genai/receiver/dcgmreceiver/internal/mode/scope"
	"github.com/otelcol-genai/otelcol-genai/receiver/dcgmreceiver/internal/trigger/alertmanager"
	"github.com/otelcol-genai/otelcol-genai/receiver/dcgmreceiver/internal/trigger/manual"
	"github.com/otelcol-genai/otelcol-genai/receiver/dcgmreceiver/internal/trigger/rules"
	"github.com/otelcol-genai/otelcol-genai/receiver/dcgmreceiver/internal/trigger/webhook"
)

func docs(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile("../../modes.md")
	require.NoError(t, err)
	return string(text)
}

// blocks returns the code blocks of a language.
func blocks(t *testing.T, language string) []string {
	t.Helper()
	var found []string
	for _, match := range regexp.MustCompile("(?s)```"+language+"\n(.*?)```").FindAllStringSubmatch(docs(t), -1) {
		found = append(found, match[1])
	}
	require.NotEmpty(t, found)
	return found
}

// TestDocsConfigurations loads every YAML block by what it is for.
func TestDocsConfigurations(t *testing.T) {
	seen := map[string]int{}
	for _, block := range blocks(t, "yaml") {
		var content map[string]any
		require.NoError(t, yaml.Unmarshal([]byte(block), &content), block)
		switch {
		case content["receivers"] != nil && content["route"] == nil:
			seen["collector"]++
			section, err := confmap.NewFromStringMap(content).Sub("receivers::dcgm::mode")
			require.NoError(t, err)
			_, err = load(t, section.ToStringMap())
			require.NoError(t, err, block)
		case content["route"] != nil:
			seen["alertmanager"]++
			checkAlertmanagerConfig(t, block)
		case content["groups"] != nil:
			seen["rules"]++
			assert.Contains(t, block, "dcgm_mode: incident")
		case content["contactPoints"] != nil:
			seen["grafana"]++
			assert.Contains(t, block, "/v1/alerts")
		default:
			assert.Fail(t, "nothing checks this block", block)
		}
	}
	assert.Equal(t, map[string]int{"collector": 4, "alertmanager": 1, "rules": 1, "grafana": 1}, seen)
}

func checkAlertmanagerConfig(t *testing.T, block string) {
	t.Helper()
	var config struct {
		Route struct {
			Routes []struct {
				RepeatInterval time.Duration `yaml:"repeat_interval"`
				GroupWait      time.Duration `yaml:"group_wait"`
			}
		}
	}
	require.NoError(t, yaml.Unmarshal([]byte(block), &config))
	require.Len(t, config.Route.Routes, 1)
	assert.Zero(t, config.Route.Routes[0].GroupWait)
	assert.Less(t, config.Route.Routes[0].RepeatInterval, DefaultConfig().AlertTTL/2, "one repeat may be lost")
	file := filepath.Join(t.TempDir(), "alertmanager.yml")
	require.NoError(t, os.WriteFile(file, []byte(block), 0o600))
	output, err := exec.CommandContext(t.Context(), binary(t, "amtool"), "check-config", file).CombinedOutput()
	assert.NoError(t, err, string(output))
}

// TestDocsOrders sends the requests of the curl commands.
func TestDocsOrders(t *testing.T) {
	c, _, _ := start(t, map[string]any{"webhook": map[string]any{"endpoint": "localhost:0"}})
	n := 0
	for line := range strings.Lines(blocks(t, "console")[0]) {
		line = strings.TrimSpace(line)
		match := regexp.MustCompile(`localhost:13143(/[^' ]*)(?:.* -d '(.*)')?`).FindStringSubmatch(line)
		require.NotNil(t, match, line)
		method := "GET"
		if match[2] != "" {
			method = "POST"
		}
		if strings.Contains(line, "-X DELETE") {
			method = "DELETE"
		}
		code, answer := call(t, method, "http://"+c.server.Addr().String()+match[1], match[2])
		assert.Equal(t, 200, code, "%s: %s", line, answer)
		n++
	}
	assert.Equal(t, 5, n)
}

func TestDocsStatus(t *testing.T) {
	block := blocks(t, "json")[0]
	decoder := json.NewDecoder(strings.NewReader(block))
	decoder.DisallowUnknownFields()
	var status manual.Status
	require.NoError(t, decoder.Decode(&status))
	again, err := json.Marshal(status)
	require.NoError(t, err)
	assert.JSONEq(t, block, string(again), "the block must show every key")
}

// TestDocsTables: the tables have every key of the configuration, with its default.
func TestDocsTables(t *testing.T) {
	text := docs(t)
	for _, config := range []any{DefaultConfig(), scope.DefaultConfig(), webhook.DefaultConfig(), alertmanager.DefaultConfig(), rules.Config{}} {
		value := reflect.ValueOf(config)
		for i := range value.NumField() {
			key := value.Type().Field(i).Tag.Get("mapstructure")
			if key == "" || strings.HasPrefix(key, ",") {
				continue
			}
			want := `.*?`
			switch v := value.Field(i).Interface().(type) {
			case time.Duration:
				want = "`" + strings.Replace(v.String(), "m0s", "m", 1) + "`"
			case int, string, bool:
				var b bytes.Buffer
				require.NoError(t, json.NewEncoder(&b).Encode(v))
				if text := strings.Trim(strings.TrimSpace(b.String()), `"`); text != "" {
					want = "`" + text + "`"
				}
			}
			assert.Regexp(t, "(?m)^\\| `"+key+"` \\| "+want+" \\|", text, "%T: row of %s", config, key)
		}
	}
	for _, word := range []string{
		"webhook", "alertmanager", "rule", "manual", "manual_expired", "resolved", "expired", "max_duration", "evicted",
		"accepted", "repeated", "unknown", "cooldown", "rate_limited", "muted", "no_match", "other_node", "unknown_gpu", "unscoped",
	} {
		assert.Regexp(t, `(?m)^\|[^|]*\x60`+word+`\x60`, text)
	}
}
