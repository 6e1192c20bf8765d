// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package mode

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
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
	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/component/componenttest"
	"go.opentelemetry.io/collector/extension/extensionauth"

	"github.com/otelcol-genai/otelcol-genai/receiver/dcgmreceiver/internal/trigger/matcher"
)

// binary finds a program of the Debian package prometheus-alertmanager.
func binary(t *testing.T, names ...string) string {
	t.Helper()
	for _, name := range names {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	message := fmt.Sprintf("none of %v is in PATH: install the Debian package prometheus-alertmanager", names)
	if os.Getenv("CI") == "true" {
		require.Fail(t, message)
	}
	t.Skip(message)
	return ""
}

// alertmanagerProcess is a running Alertmanager.
type alertmanagerProcess struct {
	t       *testing.T
	url     string
	command *exec.Cmd
}

func startAlertmanager(t *testing.T, config string) *alertmanagerProcess {
	t.Helper()
	path := binary(t, "prometheus-alertmanager", "alertmanager")
	dir := t.TempDir()
	file := filepath.Join(dir, "alertmanager.yml")
	require.NoError(t, os.WriteFile(file, []byte(config), 0o600))
	listener, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	require.NoError(t, err)
	address := listener.Addr().String()
	require.NoError(t, listener.Close())
	log, err := os.Create(filepath.Join(dir, "log"))
	require.NoError(t, err)
	a := &alertmanagerProcess{t: t, url: "http://" + address}
	a.command = exec.Command(path, "--config.file="+file, "--storage.path="+filepath.Join(dir, "data"),
		"--web.listen-address="+address, "--cluster.listen-address=")
	a.command.Stdout, a.command.Stderr = log, log
	require.NoError(t, a.command.Start())
	t.Cleanup(func() {
		a.stop()
		_ = log.Close()
		if t.Failed() {
			text, _ := os.ReadFile(log.Name())
			t.Logf("Alertmanager: %s", text)
		}
	})
	require.Eventually(t, func() bool {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, a.url+"/-/ready", http.NoBody)
		if err != nil {
			return false
		}
		response, err := client.Do(r)
		if err != nil {
			return false
		}
		_ = response.Body.Close()
		return response.StatusCode == http.StatusOK
	}, 30*time.Second, 50*time.Millisecond, "Alertmanager must become ready")
	return a
}

func (a *alertmanagerProcess) stop() {
	if a.command.ProcessState == nil {
		_ = a.command.Process.Kill()
		_ = a.command.Wait()
	}
}

// send reports an alert as Prometheus does.
func (a *alertmanagerProcess) send(firing bool, labels map[string]string) {
	a.t.Helper()
	alert := map[string]any{"labels": labels, "startsAt": time.Now().Add(-time.Minute)}
	if !firing {
		alert["endsAt"] = time.Now().Add(-time.Second)
	}
	body, err := json.Marshal([]any{alert})
	require.NoError(a.t, err)
	code, answer := call(a.t, "POST", a.url+"/api/v2/alerts", string(body))
	require.Equal(a.t, 200, code, answer)
}

// silence silences an alert by its name.
func (a *alertmanagerProcess) silence(name string) {
	a.t.Helper()
	body, err := json.Marshal(map[string]any{
		"matchers": []any{map[string]any{"name": "alertname", "value": name, "isRegex": false, "isEqual": true}},
		"startsAt": time.Now(), "endsAt": time.Now().Add(time.Hour), "createdBy": "test", "comment": "test",
	})
	require.NoError(a.t, err)
	code, answer := call(a.t, "POST", a.url+"/api/v2/silences", string(body))
	require.Equal(a.t, 200, code, answer)
}

// tokenHost has an authentication extension that knows one bearer token.
type tokenHost struct{ component.Host }

type tokenExtension struct {
	component.StartFunc
	component.ShutdownFunc
	extensionauth.ServerAuthenticateFunc
}

func (tokenHost) GetExtensions() map[component.ID]component.Component {
	return map[component.ID]component.Component{component.MustNewID("bearertokenauth"): tokenExtension{
		ServerAuthenticateFunc: func(ctx context.Context, sources map[string][]string) (context.Context, error) {
			if strings.Join(http.Header(sources).Values("Authorization"), ",") != "Bearer t0ken" {
				return ctx, errors.New("not authenticated")
			}
			return ctx, nil
		},
	}}
}

// TestAlertmanager lets a real Alertmanager fire and resolve against a webhook with
// authentication and against a poller.
func TestAlertmanager(t *testing.T) {
	section := func(key string, value map[string]any) map[string]any {
		return map[string]any{
			"min_duration": "0s", "alert_ttl": "10s", "max_transitions_per_hour": 20,
			"scope": map[string]any{"node_names": []any{"gpu-node-1"}}, key: value,
		}
	}
	pushed, pushedTo, _ := startIn(t, tokenHost{componenttest.NewNopHost()}, section("webhook", map[string]any{
		"endpoint": "localhost:0", "auth": map[string]any{"authenticator": "bearertokenauth"},
	}))
	a := startAlertmanager(t, fmt.Sprintf(`
route:
  receiver: nobody
  routes:
    - matchers: [dcgm_mode="incident"]
      receiver: dcgm
      group_by: ["..."]
      group_wait: 0s
      group_interval: 1s
      repeat_interval: 1s
receivers:
  - name: nobody
  - name: dcgm
    webhook_configs:
      - url: http://%s/v1/alerts
        http_config:
          authorization: {credentials: t0ken}
`, pushed.server.Addr()))
	polled, polledFrom, logs := start(t, section("alertmanager", map[string]any{
		"endpoint": a.url, "interval": "1s", "matchers": []any{`dcgm_mode="incident"`, `severity!~"info|none"`},
	}))
	eventually := func(what string, want0, want1 Mode, controllers ...*Controller) {
		t.Helper()
		for _, c := range controllers {
			require.Eventually(t, func() bool { return c.ModeOf(uuid0) == want0 && c.ModeOf(uuid1) == want1 },
				30*time.Second, 20*time.Millisecond, what)
		}
	}
	hot := map[string]string{"alertname": "GPU hot", "dcgm_mode": "incident", "UUID": uuid1, "instance": "10.0.0.7:9400"}
	slow := map[string]string{"alertname": "TTFT high", "dcgm_mode": "incident", "instance": "gpu-node-1:8000"}

	a.send(true, map[string]string{"alertname": "Watchdog", "severity": "none"})
	a.send(true, map[string]string{"alertname": "TTFT high", "dcgm_mode": "incident", "instance": "gpu-node-2:8000"})
	a.send(true, hot)
	eventually("an alert about one GPU", Steady, Incident, pushed, polled)
	a.send(true, slow)
	eventually("an alert about the node", Incident, Incident, pushed, polled)
	require.Eventually(t, func() bool { return pushedTo.get("alert webhook repeated") > 0 }, 30*time.Second, 20*time.Millisecond)
	a.send(false, slow)
	eventually("its end", Steady, Incident, pushed, polled)
	a.send(false, hot)
	eventually("the end of all", Steady, Steady, pushed, polled)

	a.send(true, slow)
	eventually("it fires anew", Incident, Incident, pushed, polled)
	a.silence("TTFT high")
	eventually("a silence", Steady, Steady, polled)

	a.send(true, hot)
	eventually("one more alert", Steady, Incident, polled)
	a.stop()
	require.Eventually(t, func() bool { return polledFrom.get("poll unreachable") > 0 }, 10*time.Second, 10*time.Millisecond)
	assert.Equal(t, Incident, polled.ModeOf(uuid1), "an Alertmanager that is down ends no incident")
	eventually("alert_ttl", Steady, Steady, pushed, polled)
	assert.Equal(t, 1, polledFrom.get("transition 1 steady expired"))
	assert.Equal(t, 1, logs.FilterMessageSnippet("cannot be asked").Len())

	assert.Positive(t, pushedTo.get("request alerts 200"))
	assert.Zero(t, pushedTo.get("request alerts 401"))
	assert.Positive(t, pushedTo.get("alert webhook other_node"))
	assert.Positive(t, polledFrom.get("alert alertmanager repeated"))
	assert.Equal(t, 4, polledFrom.get("alert alertmanager accepted"))
	assert.Equal(t, 3, polledFrom.get("alert alertmanager resolved"), "two ends and a silence")
}

// TestMatchersAgreeWithAlertmanager: our matchers, in the text that the poller sends,
// choose the same alerts here and there.
func TestMatchersAgreeWithAlertmanager(t *testing.T) {
	a := startAlertmanager(t, "route: {receiver: nobody}\nreceivers: [{name: nobody}]\n")
	values := []string{"", "critical", "info", `a"b`, `a\b`, "a\nb", "gpu-1", "gpu-10", "ü", "a.b", "axb", "1"}
	for i, value := range values {
		a.send(true, map[string]string{"alertname": fmt.Sprint(i), "l": value})
	}
	for _, text := range []string{
		`l="critical"`, `l!="critical"`, `l=critical`, `l=""`, `l!=""`, `l=~".+"`, `l=~""`, `l!~"critical|info"`, `l=~"gpu-1"`,
		`l=~"gpu-\\d+"`, `l=~"gpu-\d+"`, `l=~"a.b"`, `l=~"a\.b"`, `l="a\"b"`, `l="a\\b"`, `l=~"a\\\\b"`, `l="a\nb"`, `l="ü"`,
		`l=~"(?i)CRITICAL"`, `l=~"[^a-z]"`, `missing=""`, `missing=~"x?"`, `missing!="x"`,
	} {
		m, err := matcher.Parse(text)
		require.NoError(t, err)
		code, answer := call(t, "GET", a.url+"/api/v2/alerts?"+url.Values{"filter": {m.String()}}.Encode(), "")
		require.Equal(t, 200, code, "%s: %s", m, answer)
		var alerts []struct{ Labels map[string]string }
		require.NoError(t, json.Unmarshal([]byte(answer), &alerts))
		var want, got []string
		for _, alert := range alerts {
			want = append(want, alert.Labels["l"])
		}
		for _, value := range values {
			if m.Matches(map[string]string{"l": value}) {
				got = append(got, value)
			}
		}
		assert.ElementsMatch(t, want, got, "%s, sent as %s", text, m)
	}
}
