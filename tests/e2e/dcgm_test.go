// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"bufio"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const dcgmConfig = `
receivers:
  dcgm:
    naming: both
    hostname: gpu-1
    reconnect: {initial_interval: 50ms, max_interval: 100ms}
    steady: {interval: 1s}
    incident: {interval: 200ms}
    mode:
      min_duration: 0s
      webhook: {endpoint: %[1]s}
exporters:
  prometheus: {endpoint: %[2]s, send_timestamps: true}
  file: {path: %[3]s, flush_interval: 100ms}
service:
  telemetry:
    metrics:
      readers: [{pull: {exporter: {prometheus: {host: '%[4]s', port: %[5]s}}}}]
  pipelines:
    metrics: {receivers: [dcgm], exporters: [prometheus, file]}
`

const dcgmMachine = `driver 575.57.08
gpu 0 uuid=GPU-0a1b2c3d-1111-2222-3333-444455556666 fb=81559
gpu 1 uuid=GPU-0a1b2c3d-7777-8888-9999-aaaabbbbcccc fb=81559
val * 203 const 97
val * 1004 const 0.42
val * 155 const 688.5
val * 156 ramp 1000000 688500
`

// gpuCollector is the binary with the link to DCGM, on a simulated machine.
type gpuCollector struct {
	t                       *testing.T
	cmd                     *exec.Cmd
	output                  *lockedBuffer
	done                    chan struct{}
	webhook, metrics, own   string
	scenarioFile, pointFile string
}

func gpuBinary(t *testing.T) string {
	t.Helper()
	path := os.Getenv("OTELCOL_GENAI_GPU")
	if path == "" {
		path = filepath.Join(root, "bin", "otelcol-genai-gpu")
	}
	_, err := os.Stat(path)
	require.NoError(t, err, "build the collector for GPU nodes first: make build-gpu")
	return path
}

// fakeDCGM compiles the stand-in for libdcgm.so.4 and returns its directory.
func fakeDCGM(t *testing.T) string {
	t.Helper()
	module := filepath.Join(root, "receiver", "dcgmreceiver")
	list := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/NVIDIA/go-dcgm")
	list.Dir = module
	headers, err := list.Output()
	require.NoError(t, err)
	dir := t.TempDir()
	out, err := exec.Command("gcc", "-std=gnu11", "-O2", "-fPIC", "-shared", "-fvisibility=hidden", "-Wl,-soname,libdcgm.so.4",
		"-I"+filepath.Join(strings.TrimSpace(string(headers)), "pkg", "dcgm"), "-o", filepath.Join(dir, "libdcgm.so.4"),
		filepath.Join(module, "testdata", "fakedcgm", "fakedcgm.c"), "-lm", "-lpthread").CombinedOutput()
	require.NoError(t, err, "%s", out)
	return dir
}

func startGPUCollector(t *testing.T, library, scenario string) *gpuCollector {
	t.Helper()
	dir := t.TempDir()
	c := &gpuCollector{
		t: t, output: new(lockedBuffer), done: make(chan struct{}),
		webhook: freeAddress(t), metrics: freeAddress(t), own: freeAddress(t),
		scenarioFile: filepath.Join(dir, "scenario"), pointFile: filepath.Join(dir, "points.json"),
	}
	c.scenario(scenario)
	host, port, err := net.SplitHostPort(c.own)
	require.NoError(t, err)
	config := filepath.Join(dir, "config.yaml")
	require.NoError(t, os.WriteFile(config, fmt.Appendf(nil, dcgmConfig, c.webhook, c.metrics, c.pointFile, host, port), 0o600))
	c.cmd = exec.Command(gpuBinary(t), "--config", config)
	c.cmd.Env = append(os.Environ(), "LD_LIBRARY_PATH="+library, "DCGM_FAKE_SCENARIO="+c.scenarioFile)
	c.cmd.Stdout, c.cmd.Stderr = c.output, c.output
	require.NoError(t, c.cmd.Start())
	go func() {
		defer close(c.done)
		_ = c.cmd.Wait()
	}()
	t.Cleanup(func() {
		_ = c.cmd.Process.Kill()
		<-c.done
		if t.Failed() {
			t.Logf("collector:\n%s", c.output)
		}
	})
	return c
}

func (c *gpuCollector) scenario(text string) {
	c.t.Helper()
	require.NoError(c.t, os.WriteFile(c.scenarioFile+".next", []byte(text), 0o600))
	require.NoError(c.t, os.Rename(c.scenarioFile+".next", c.scenarioFile))
}

// page returns a page of metrics, empty while it cannot be had.
func (c *gpuCollector) page(address string) string {
	res, err := http.Get("http://" + address + "/metrics")
	if err != nil {
		return ""
	}
	defer res.Body.Close()
	var b strings.Builder
	_, _ = bufio.NewReader(res.Body).WriteTo(&b)
	return b.String()
}

func (c *gpuCollector) await(what string, ok func() bool) {
	c.t.Helper()
	require.Eventually(c.t, func() bool {
		select {
		case <-c.done:
			c.t.Errorf("the collector ended: %v", c.cmd.ProcessState)
			return true
		default:
			return ok()
		}
	}, patience, 50*time.Millisecond, what)
}

func (c *gpuCollector) awaitOwn(line string) {
	c.t.Helper()
	c.await(line, func() bool { return strings.Contains(c.page(c.own), line) })
}

// powerTimes returns the times of the points of hw.power of one GPU in the file.
func (c *gpuCollector) powerTimes(uuid string) []time.Time {
	c.t.Helper()
	text, err := os.ReadFile(c.pointFile)
	require.NoError(c.t, err)
	type attribute struct {
		Key   string
		Value struct{ StringValue string }
	}
	type point struct {
		Attributes   []attribute
		TimeUnixNano string
	}
	type metrics struct {
		ResourceMetrics []struct {
			ScopeMetrics []struct {
				Metrics []struct {
					Name  string
					Gauge struct{ DataPoints []point }
				}
			}
		}
	}
	var times []time.Time
	for line := range strings.Lines(string(text)) {
		var all metrics
		if json.Unmarshal([]byte(line), &all) != nil {
			continue // the last line may not be complete
		}
		for _, rm := range all.ResourceMetrics {
			for _, sm := range rm.ScopeMetrics {
				for _, m := range sm.Metrics {
					for _, p := range m.Gauge.DataPoints {
						mine := slices.ContainsFunc(p.Attributes, func(a attribute) bool {
							return a.Key == "gpu_uuid" && a.Value.StringValue == uuid
						})
						if m.Name == "hw.power" && mine {
							n, err := strconv.ParseInt(p.TimeUnixNano, 10, 64)
							require.NoError(c.t, err)
							times = append(times, time.Unix(0, n))
						}
					}
				}
			}
		}
	}
	return times
}

// alert posts what Alertmanager posts.
func (c *gpuCollector) alert(status string) {
	c.t.Helper()
	body := fmt.Sprintf(`{"version":"4","status":%[1]q,"receiver":"dcgm","groupKey":"{}","alerts":[{"status":%[1]q,
		"labels":{"alertname":"HighTTFT","gpu_uuid":"GPU-0a1b2c3d-7777-8888-9999-aaaabbbbcccc"},
		"startsAt":"2026-01-01T00:00:00Z","endsAt":"0001-01-01T00:00:00Z","fingerprint":"f00d"}]}`, status)
	res, err := http.Post("http://"+c.webhook+"/v1/alerts", "application/json", strings.NewReader(body))
	require.NoError(c.t, err)
	res.Body.Close()
	require.Equal(c.t, 2, res.StatusCode/100)
}

// TestDCGM drives the built binary through steady state, an incident that an alert
// begins and ends, and the death of the engine.
func TestDCGM(t *testing.T) {
	c := startGPUCollector(t, fakeDCGM(t), dcgmMachine)
	const cold, hot = "GPU-0a1b2c3d-1111-2222-3333-444455556666", "GPU-0a1b2c3d-7777-8888-9999-aaaabbbbcccc"
	c.await("profiling fields", func() bool { return strings.Contains(c.page(c.metrics), "DCGM_FI_PROF_PIPE_TENSOR_ACTIVE{") })
	page := c.page(c.metrics)
	for _, want := range []string{
		`DCGM_FI_DEV_GPU_UTIL{DCGM_FI_DRIVER_VERSION="575.57.08",UUID="` + cold + `",device="nvidia0",gpu="0",gpu_uuid="` + cold +
			`",hostname="gpu-1",modelName="NVIDIA H100 80GB HBM3",`,
		`pci_bus_id="00000000:01:00.0"`,
		"hw_power_watts{", "hw_energy_joules_total{", "dcgm_pipe_active_ratio{", "hw_gpu_memory_limit_bytes{",
	} {
		assert.Contains(t, page, want)
	}
	c.awaitOwn("otelcol_receiver_dcgm_engine_up")

	c.alert("firing")
	begin := time.Now()
	c.await("samples of the incident", func() bool { return len(c.powerTimes(hot)) > 15 })
	c.alert("resolved")
	incident := slices.DeleteFunc(c.powerTimes(hot), func(at time.Time) bool { return at.Before(begin.Add(time.Second)) })
	require.Greater(t, len(incident), 4)
	for i := 1; i < 4; i++ {
		assert.Equal(t, 200*time.Millisecond, incident[i].Sub(incident[i-1]), "by the clock of the engine")
	}
	assert.Less(t, len(c.powerTimes(cold)), len(c.powerTimes(hot))-5, "the alert is about the other GPU")
	c.await("the end of the incident", func() bool { return strings.Contains(c.page(c.own), `reason="resolved"`) })

	c.scenario(dcgmMachine + "dead 1\n")
	c.await("the death", func() bool { return strings.Contains(c.output.String(), "No connection to DCGM") })
	c.scenario(dcgmMachine)
	c.awaitOwn("otelcol_receiver_dcgm_engine_reconnects")
	died := time.Now()
	c.await("samples after it", func() bool {
		times := c.powerTimes(cold)
		return times[len(times)-1].After(died)
	})

	require.NoError(t, c.cmd.Process.Signal(os.Interrupt))
	select {
	case <-c.done:
	case <-time.After(patience):
		t.Fatal("the collector does not stop")
	}
	assert.Equal(t, 0, c.cmd.ProcessState.ExitCode())
	assert.NotContains(t, c.output.String(), "panic")
}

// TestDCGMAbsent: a node without DCGM keeps its collector.
func TestDCGMAbsent(t *testing.T) {
	c := startGPUCollector(t, t.TempDir(), dcgmMachine)
	c.await("the reason", func() bool { return strings.Contains(c.output.String(), "libdcgm.so.4 not found") })
	c.await("the self-metric", func() bool {
		for line := range strings.Lines(c.page(c.own)) {
			if strings.HasPrefix(line, "otelcol_receiver_dcgm_engine_up") {
				return strings.HasSuffix(strings.TrimSpace(line), " 0")
			}
		}
		return false
	})
}

// TestDCGMInTheStaticBinary: the configuration is understood, and the error says
// which binary to use.
func TestDCGMInTheStaticBinary(t *testing.T) {
	config := "yaml:{receivers: {dcgm: {}}, exporters: {debug: {}}, service: {pipelines: {metrics: {receivers: [dcgm], exporters: [debug]}}}}"
	out, err := run(t, nil, "validate", "--config", config)
	require.NoError(t, err, out)
	out, err = run(t, nil, "--config", config)
	require.Error(t, err)
	require.Contains(t, out, "use the binary otelcol-genai-gpu on nodes with GPUs")
}
