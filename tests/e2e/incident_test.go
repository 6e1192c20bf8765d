// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"encoding/json"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// postAlert sends an alert that ends by itself in a minute unless it is ended now.
func postAlert(t *testing.T, alertmanager string, labels map[string]string, ends time.Time) {
	t.Helper()
	body, err := json.Marshal([]map[string]any{{"labels": labels, "startsAt": time.Now().Add(-time.Minute), "endsAt": ends}})
	require.NoError(t, err)
	res, err := http.Post(alertmanager+"/api/v2/alerts", "application/json", strings.NewReader(string(body)))
	require.NoError(t, err)
	res.Body.Close()
	require.Equal(t, http.StatusOK, res.StatusCode)
}

// samplesIn returns the samples of the last minute by series.
func samplesIn(t *testing.T, prometheus, selector string) map[string][][2]any {
	t.Helper()
	var data struct {
		Result []struct {
			Metric map[string]string
			Values [][2]any
		}
	}
	ask(t, prometheus, "/api/v1/query", url.Values{"query": {selector + "[1m]"}}, &data)
	series := map[string][][2]any{}
	for _, r := range data.Result {
		series[r.Metric["gpu_uuid"]] = r.Values
	}
	return series
}

// TestIncidentModeExample runs the example as it is shipped: the alert is
// Alertmanager's, the samples are those that Prometheus stored.
func TestIncidentModeExample(t *testing.T) {
	const cold, hot = "GPU-0a1b2c3d-1111-2222-3333-444455556666", "GPU-0a1b2c3d-7777-8888-9999-aaaabbbbcccc"
	alertmanager, prometheus := startAlertmanager(t), startPrometheus(t)
	scenario := filepath.Join(t.TempDir(), "scenario")
	require.NoError(t, os.WriteFile(scenario, []byte(dcgmMachine), 0o600))
	orders := freeAddress(t)
	collector := exec.Command(gpuBinary(t), "--config", filepath.Join(root, "examples", "incident-mode", "collector.yaml"),
		"--set", "receivers.dcgm.mode.webhook.endpoint="+orders,
		"--set", "extensions.health_check.endpoint="+freeAddress(t),
		"--set", "service.telemetry.metrics.level=none",
	)
	collector.Env = append(os.Environ(),
		"LD_LIBRARY_PATH="+fakeDCGM(t), "DCGM_FAKE_SCENARIO="+scenario,
		"ALERTMANAGER_URL="+alertmanager, "REMOTE_WRITE_URL=http://"+prometheus+"/api/v1/write")
	output := start(t, collector)

	require.Eventually(t, func() bool { return len(samplesIn(t, prometheus, "hw_power_watts")[hot]) > 2 }, patience, 100*time.Millisecond)
	alerted := float64(time.Now().UnixMilli()) / 1000
	labels := map[string]string{"alertname": "GPUPowerBrake", "dcgm_mode": "incident", "UUID": hot}
	postAlert(t, alertmanager, labels, time.Now().Add(time.Minute))
	require.Eventually(t, func() bool { return len(samplesIn(t, prometheus, "DCGM_FI_PROF_PIPE_TENSOR_ACTIVE")[hot]) > 20 }, patience, 100*time.Millisecond)

	for _, metric := range []string{"hw_power_watts", `DCGM_FI_DEV_POWER_USAGE`, `dcgm_pipe_active_ratio{dcgm_pipe="tensor"}`} {
		series := samplesIn(t, prometheus, metric)
		require.Greater(t, len(series[hot]), 12, metric)
		assert.Less(t, len(series[cold]), len(series[hot])/2, "%s: the alert is about the other GPU", metric)
		last := series[hot][len(series[hot])-10:]
		for i := 1; i < len(last); i++ {
			assert.InDelta(t, 0.25, last[i][0].(float64)-last[i-1][0].(float64), 0.01, "%s: seconds by the clock of the engine", metric)
		}
	}

	before := 0
	for _, sample := range samplesIn(t, prometheus, "hw_power_watts")[hot] {
		if sample[0].(float64) < alerted {
			before++
		}
	}
	assert.Greater(t, before, 15, "the flight recorder has at least 5 s before the alert")

	var state struct {
		GPUs []struct{ UUID, Mode, Reason string }
	}
	require.NoError(t, json.Unmarshal([]byte(get(t, "http://"+orders+"/v1/mode")), &state))
	require.Len(t, state.GPUs, 2)
	for _, gpu := range state.GPUs {
		want := "steady"
		if gpu.UUID == hot {
			want = "incident"
			assert.Equal(t, "alertmanager", gpu.Reason)
		}
		assert.Equal(t, want, gpu.Mode, gpu.UUID)
	}

	require.NoError(t, collector.Process.Signal(os.Interrupt))
	ended, err := collector.Process.Wait()
	require.NoError(t, err)
	assert.Equal(t, 0, ended.ExitCode(), output)
	assert.NotContains(t, output.String(), "out of order", "Prometheus must take the samples of the flight recorder")
}

// TestIncidentModeRules tests the rules of the example.
func TestIncidentModeRules(t *testing.T) {
	out, err := exec.Command(program(t, "promtool"), "test", "rules", filepath.Join(root, "examples", "incident-mode", "rules.test.yml")).CombinedOutput()
	require.NoError(t, err, "%s", out)
}
