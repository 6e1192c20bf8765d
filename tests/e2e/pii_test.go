// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// canaries are personal data that must leave nowhere.
var canaries = []string{"anna.meyer@example.org", "4111 1111 1111 1111", "DE89 3704 0044 0532 0130 00", "hunter2hunter2X9"}

const piiConfig = `
extensions:
  health_check: {endpoint: "%[1]s"}
  zpages: {endpoint: "%[2]s"}
receivers:
  otlp: {protocols: {http: {endpoint: "%[3]s"}}}
processors:
  pii_redaction:
    record_attributes: true
    entities:
      CREDIT_CARD: {operator: mask}
      IBAN: {operator: pseudonym}
    keys:
      - {id: "1", secret: "${env:PII_KEY}"}
exporters:
  file: {path: "%[4]s", flush_interval: 10ms}
  debug: {verbosity: detailed}
service:
  extensions: [health_check, zpages]
  telemetry:
    logs: {level: debug}
    traces: {processors: [{simple: {exporter: {console: {}}}}]}
    metrics: {readers: [{pull: {exporter: {prometheus: {host: "%[5]s", port: %[6]s}}}}]}
  pipelines:
    traces: {receivers: [otlp], processors: [pii_redaction], exporters: [file, debug]}
    logs: {receivers: [otlp], processors: [pii_redaction], exporters: [file, debug]}
    metrics: {receivers: [otlp], processors: [pii_redaction], exporters: [file, debug]}
`

// TestPersonalDataLeavesNowhere sends personal data in every signal, and looks
// for it in all that the process writes and shows: output, log, own metrics,
// zpages, and what it answers to requests.
func TestPersonalDataLeavesNowhere(t *testing.T) {
	dir := t.TempDir()
	file, config := filepath.Join(dir, "out.jsonl"), filepath.Join(dir, "config.yaml")
	health, zpages, otlp, metrics := freeAddress(t), freeAddress(t), freeAddress(t), freeAddress(t)
	host, port, _ := strings.Cut(metrics, ":")
	secret := strings.Repeat("0123456789abcdef", 2)
	require.NoError(t, os.WriteFile(config, fmt.Appendf(nil, piiConfig, health, zpages, otlp, file, host, port), 0o600))
	c := &collector{otlpHTTP: otlp, output: new(lockedBuffer), done: make(chan struct{})}
	c.cmd = exec.Command(binary(t), "--config", config)
	c.cmd.Env = append(os.Environ(), "PII_KEY="+secret)
	c.cmd.Stdout, c.cmd.Stderr = c.output, c.output
	require.NoError(t, c.cmd.Start())
	go func() {
		defer close(c.done)
		_ = c.cmd.Wait() // the test reads the output
	}()
	t.Cleanup(func() {
		_ = c.cmd.Process.Signal(syscall.SIGKILL)
		<-c.done
	})
	require.Eventually(t, func() bool {
		res, err := http.Get("http://" + health)
		if err != nil {
			return false
		}
		res.Body.Close()
		return res.StatusCode == http.StatusOK
	}, patience, 20*time.Millisecond, "%s", c.output)

	content := "mail " + canaries[0] + " card " + canaries[1] + " iban " + canaries[2] + " password=" + canaries[3]
	attrs := `[{"key":"gen_ai.input.messages","value":{"arrayValue":{"values":[{"kvlistValue":{"values":[{"key":"content","value":{"stringValue":"` + content + `"}}]}}]}}},` +
		`{"key":"input.value","value":{"stringValue":"{\"a\":\"\\n` + content + `\"}"}},{"key":"gen_ai.usage.input_tokens","value":{"intValue":"12"}}]`
	for path, body := range map[string]string{
		"/v1/traces": `{"resourceSpans":[{"scopeSpans":[{"spans":[{"traceId":"8b4c9d6a09e2fb5af6a2e8585877b53c","spanId":"2e6a0255096d489b","name":"` + content +
			`","status":{"message":"` + content + `"},"attributes":` + attrs + `,"events":[{"name":"` + content + `","attributes":` + attrs + `}]}]}]}]}`,
		"/v1/logs":    `{"resourceLogs":[{"scopeLogs":[{"logRecords":[{"body":{"stringValue":"` + content + `"},"attributes":` + attrs + `}]}]}]}`,
		"/v1/metrics": `{"resourceMetrics":[{"scopeMetrics":[{"metrics":[{"name":"m","gauge":{"dataPoints":[{"asInt":"1","attributes":` + attrs + `}]}}]}]}]}`,
	} {
		status, answer := c.post(t, path, "application/json", []byte(body))
		require.Equal(t, http.StatusOK, status, answer)
		clean(t, "answer of "+path, answer, secret)
	}
	// To bad input the receiver answers with a piece of it: that goes to who sent it.
	status, _ := c.post(t, "/v1/traces", "application/json", []byte(`{"resourceSpans":"`+content+`"}`))
	require.Equal(t, http.StatusBadRequest, status)

	var out string
	require.Eventually(t, func() bool {
		data, err := os.ReadFile(file)
		out = string(data)
		return err == nil && strings.Count(out, "\n") >= 3
	}, patience, 20*time.Millisecond)
	clean(t, "output", out, secret)
	for _, want := range []string{"[EMAIL_1]", "**** **** **** 1111", "[IBAN:k1:", "[SECRET_1]", "pii.redaction.ruleset_hash", `"intValue":"12"`, "8b4c9d6a09e2fb5af6a2e8585877b53c"} {
		assert.Contains(t, out, want)
	}
	own := get(t, "http://"+metrics+"/metrics")
	clean(t, "own metrics", own, secret)
	assert.Regexp(t, `(?m)^otelcol_processor_pii_redaction_entities(_total)?\{.*action="mask".*type="CREDIT_CARD".*\} [1-9]`, own)
	for _, page := range []string{"tracez", "servicez", "pipelinez", "tracez?zspanname=processor%2Fpii_redaction%2Ftraces&ztype=0&zsubtype=0"} {
		clean(t, page, get(t, "http://"+zpages+"/debug/"+page), secret)
	}
	assert.Zero(t, c.stop(t))
	clean(t, "log", c.output.String(), secret)
	assert.Contains(t, c.output.String(), "[EMAIL_1]", "the debug exporter writes what was redacted")
	assert.Contains(t, c.output.String(), `"SpanContext"`, "its own spans are in the output, too")
}

func clean(t *testing.T, what, text, secret string) {
	t.Helper()
	for _, c := range append([]string{secret}, canaries...) {
		if i := strings.Index(text, c); i >= 0 {
			t.Errorf("%s holds %q: %s", what, c, text[max(0, i-200):min(len(text), i+100)])
		}
	}
}
