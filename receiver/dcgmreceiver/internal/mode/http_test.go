// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package mode

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/component/componenttest"

	"github.com/otelcol-genai/otelcol-genai/receiver/dcgmreceiver/internal/trigger/manual"
)

var client = &http.Client{Transport: &http.Transport{DisableKeepAlives: true}, Timeout: 10 * time.Second}

func call(t *testing.T, method, url, body string) (int, string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, url, strings.NewReader(body))
	require.NoError(t, err)
	r.Header.Set("Content-Type", "application/json")
	response, err := client.Do(r)
	require.NoError(t, err)
	defer response.Body.Close()
	answer, err := io.ReadAll(response.Body)
	require.NoError(t, err)
	return response.StatusCode, strings.TrimSpace(string(answer))
}

// webhookBody is the body of one alert.
func webhookBody(status, fingerprint string, labels map[string]string) string {
	l, err := json.Marshal(labels)
	if err != nil {
		panic(err)
	}
	return fmt.Sprintf(`{"version":"4","status":%q,"alerts":[{"status":%q,"labels":%s,"fingerprint":%q}]}`, status, status, l, fingerprint)
}

func TestWebhookToMode(t *testing.T) {
	c, recorder, logs := start(t, map[string]any{
		"min_duration": "0s",
		"scope":        map[string]any{"node_names": []any{"gpu-node-1"}, "unscoped": "ignore"},
		"webhook":      map[string]any{"endpoint": "localhost:0", "matchers": []any{`dcgm_mode="incident"`}},
	})
	url := "http://" + c.server.Addr().String()
	post := func(status, fingerprint string, labels map[string]string) string {
		t.Helper()
		labels["dcgm_mode"] = "incident"
		code, answer := call(t, "POST", url+"/v1/alerts", webhookBody(status, fingerprint, labels))
		require.Equal(t, 200, code, answer)
		return answer
	}
	type labels = map[string]string

	// The mode is set before the answer, so that a script can rely on it.
	assert.JSONEq(t, `{"alerts":1,"outcomes":{"accepted":1}}`, post("firing", "a", labels{"alertname": "Hot", "UUID": uuid1}))
	assert.Equal(t, Steady, c.ModeOf(uuid0))
	assert.Equal(t, Incident, c.ModeOf(uuid1))
	assert.JSONEq(t, `{"alerts":1,"outcomes":{"repeated":1}}`, post("firing", "a", labels{"alertname": "Hot", "UUID": uuid1}))
	assert.JSONEq(t, `{"alerts":1,"outcomes":{"accepted":1}}`, post("firing", "b", labels{"instance": "gpu-node-1:8000"}))
	assert.Equal(t, Incident, c.ModeOf(uuid0))
	assert.JSONEq(t, `{"alerts":1,"outcomes":{"other_node":1}}`, post("firing", "c", labels{"instance": "gpu-node-2:8000"}))
	assert.JSONEq(t, `{"alerts":1,"outcomes":{"unknown_gpu":1}}`, post("firing", "d", labels{"gpu": "9", "node": "gpu-node-1"}))
	assert.JSONEq(t, `{"alerts":1,"outcomes":{"unscoped":1}}`, post("firing", "e", labels{"service": "chat"}))
	code, answer := call(t, "POST", url+"/v1/alerts", webhookBody("firing", "f", labels{"node": "gpu-node-1"}))
	require.Equal(t, 200, code)
	assert.JSONEq(t, `{"alerts":1,"outcomes":{"no_match":1}}`, answer)

	code, answer = call(t, "GET", url+"/v1/mode", "")
	require.Equal(t, 200, code)
	var status manual.Status
	require.NoError(t, json.Unmarshal([]byte(answer), &status))
	require.Len(t, status.GPUs, 2)
	assert.Equal(t, "incident", status.GPUs[1].Mode)
	assert.Equal(t, &manual.AlertID{Source: "webhook", Alertname: "Hot", Fingerprint: "a"}, status.GPUs[1].Alert)
	assert.Equal(t, 2, status.AlertsTotal)
	assert.Equal(t, []string{uuid1}, status.Alerts[0].GPUs)
	assert.Nil(t, status.Alerts[1].GPUs)

	assert.JSONEq(t, `{"alerts":1,"outcomes":{"resolved":1}}`, post("resolved", "b", labels{"instance": "gpu-node-1:8000"}))
	assert.Equal(t, Steady, c.ModeOf(uuid0))
	assert.Equal(t, Incident, c.ModeOf(uuid1))
	assert.JSONEq(t, `{"alerts":1,"outcomes":{"unknown":1}}`, post("resolved", "b", labels{"instance": "gpu-node-1:8000"}))

	code, _ = call(t, "POST", url+"/v1/mode", `{"mode":"steady","duration":"1m","gpus":[1]}`)
	assert.Equal(t, 200, code)
	assert.Equal(t, Steady, c.ModeOf(uuid1), "an order stands above an alert")
	assert.JSONEq(t, `{"alerts":1,"outcomes":{"muted":1}}`, post("firing", "g", labels{"UUID": uuid1}))
	code, _ = call(t, "DELETE", url+"/v1/mode?gpu=1", "")
	assert.Equal(t, 200, code)
	assert.Equal(t, Incident, c.ModeOf(uuid1), "the alert still fires")
	code, answer = call(t, "POST", url+"/v1/mode", `{"mode":"incident","gpus":["9"]}`)
	assert.Equal(t, 400, code)
	assert.Contains(t, answer, "this node has no GPU")

	require.NoError(t, c.Shutdown(t.Context()))
	for line, want := range map[string]int{
		"alert webhook accepted": 2, "alert webhook repeated": 1, "alert webhook other_node": 1, "alert webhook no_match": 1,
		"alert webhook muted": 1, "request mode 400": 1, "transition 1 steady manual": 1, "transition 0 steady resolved": 1,
	} {
		assert.Equal(t, want, recorder.get(line), line)
	}
	assert.Equal(t, 5, logs.FilterMessage("GPU sampling mode changed").Len())
}

func TestWebhookKeepsNamesShort(t *testing.T) {
	c, _, _ := start(t, map[string]any{"webhook": map[string]any{"endpoint": "localhost:0"}})
	url := "http://" + c.server.Addr().String()
	call(t, "POST", url+"/v1/alerts", webhookBody("firing", "a", map[string]string{"alertname": strings.Repeat("ü", 500) + "x"}))
	alerts := orders{c}.Status().Alerts
	require.Len(t, alerts, 1)
	assert.Equal(t, strings.Repeat("ü", maxNameBytes/2), alerts[0].Alertname)
	call(t, "POST", url+"/v1/alerts", webhookBody("firing", "a", map[string]string{"alertname": "x" + strings.Repeat("ü", 500)}))
	assert.Equal(t, "x"+strings.Repeat("ü", maxNameBytes/2-1), orders{c}.Status().Alerts[0].Alertname, "no half characters")
}

// TestWebhookAndPollerAreAUnion: an incident lasts until the last trigger lets go.
func TestWebhookAndPollerAreAUnion(t *testing.T) {
	firing := make(chan string, 1)
	firing <- `[{"fingerprint":"p","labels":{"gpu":"0"},"startsAt":"2026-01-01T00:00:00Z","status":{"state":"active"}}]`
	alertmanager := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		answer := <-firing
		firing <- answer
		_, _ = io.WriteString(w, answer)
	}))
	defer alertmanager.Close()
	c, recorder, _ := start(t, map[string]any{
		"min_duration": "0s",
		"webhook":      map[string]any{"endpoint": "localhost:0"},
		"alertmanager": map[string]any{"endpoint": alertmanager.URL, "interval": "1s", "matchers": []any{`gpu=~".+"`}},
	})
	eventually := func(want Mode) {
		t.Helper()
		require.Eventually(t, func() bool { return c.ModeOf(uuid0) == want }, 20*time.Second, 10*time.Millisecond)
	}
	eventually(Incident)
	url := "http://" + c.server.Addr().String() + "/v1/alerts"
	// The same fingerprint from somewhere else is another alert.
	_, answer := call(t, "POST", url, webhookBody("firing", "p", map[string]string{"gpu": "0"}))
	assert.JSONEq(t, `{"alerts":1,"outcomes":{"accepted":1}}`, answer)
	<-firing
	firing <- "[]"
	require.Eventually(t, func() bool { return recorder.get("alert alertmanager resolved") == 1 }, 20*time.Second, 10*time.Millisecond)
	assert.Equal(t, Incident, c.ModeOf(uuid0))
	call(t, "POST", url, webhookBody("resolved", "p", map[string]string{"gpu": "0"}))
	assert.Equal(t, Steady, c.ModeOf(uuid0))
}

func TestStartFailsWithoutLeaks(t *testing.T) {
	first, _, _ := start(t, map[string]any{"webhook": map[string]any{"endpoint": "localhost:0"}})
	config := DefaultConfig()
	config.Webhook.GetOrInsertDefault().NetAddr.Endpoint = first.server.Addr().String()
	config.Alertmanager.GetOrInsertDefault().Endpoint = "http://127.0.0.1:1"
	second, err := NewController(config, componenttest.NewNopTelemetrySettings(), nil)
	require.NoError(t, err)
	require.ErrorContains(t, second.Start(t.Context(), componenttest.NewNopHost()), "address already in use")
}
