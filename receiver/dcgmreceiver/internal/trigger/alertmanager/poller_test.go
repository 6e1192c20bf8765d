// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package alertmanager

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/component/componenttest"
	"go.opentelemetry.io/collector/config/configauth"
	"go.opentelemetry.io/collector/config/configopaque"
	"go.opentelemetry.io/collector/config/configoptional"
	"go.opentelemetry.io/collector/confmap"
	"go.uber.org/goleak"
	"go.uber.org/zap"
	"go.uber.org/zap/zaptest/observer"

	"github.com/otelcol-genai/otelcol-genai/receiver/dcgmreceiver/internal/trigger"
	"github.com/otelcol-genai/otelcol-genai/receiver/dcgmreceiver/internal/trigger/matcher"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// answer is what Alertmanager 0.25 returns: one alert that fires, one suppressed.
const answer = `[
  {"annotations":{"summary":"x"},"endsAt":"2026-11-23T10:10:40.353Z","fingerprint":"72bb1cbc4926ed9c",
   "receivers":[{"name":"dcgm"}],"startsAt":"2026-11-23T10:05:40.353Z",
   "status":{"inhibitedBy":[],"silencedBy":[],"state":"active"},"updatedAt":"2026-11-23T10:05:40.353Z",
   "generatorURL":"http://prometheus.example/graph","labels":{"alertname":"VLLMCacheThrash","dcgm_mode":"incident"}},
  {"annotations":{},"endsAt":"2026-11-23T10:10:40.353Z","fingerprint":"82bb1cbc4926ed9c",
   "receivers":[{"name":"dcgm"}],"startsAt":"2026-11-23T10:05:40.353Z",
   "status":{"inhibitedBy":[],"silencedBy":["s1"],"state":"suppressed"},"updatedAt":"2026-11-23T10:05:40.353Z",
   "labels":{"alertname":"VLLMCacheThrash","dcgm_mode":"incident","node":"n2"}}]`

func config(urls ...string) Config {
	c := DefaultConfig()
	c.Endpoints = urls
	c.Interval = 20 * time.Millisecond
	c.Timeout = 2 * time.Second
	m, err := matcher.Parse(`dcgm_mode="incident"`)
	if err != nil {
		panic(err)
	}
	c.Matchers = []matcher.Matcher{m}
	return c
}

type poll struct {
	endpoint int
	alerts   []trigger.Alert
}

// run polls until stop is called, and gives what came out.
func run(t *testing.T, c Config, host component.Host) (polls chan poll, results chan string, logs *observer.ObservedLogs) {
	t.Helper()
	polls, results = make(chan poll, 1000), make(chan string, 1000)
	core, logs := observer.New(zap.InfoLevel)
	settings := componenttest.NewNopTelemetrySettings()
	settings.Logger = zap.New(core)
	p := NewPoller(c, settings,
		func(endpoint int, alerts []trigger.Alert) { polls <- poll{endpoint, alerts} },
		func(result string) { results <- result })
	require.NoError(t, p.Start(t.Context(), host))
	t.Cleanup(p.Shutdown)
	return polls, results, logs
}

func receive[T any](t *testing.T, ch chan T) T {
	t.Helper()
	select {
	case v := <-ch:
		return v
	case <-time.After(10 * time.Second):
		require.FailNow(t, "nothing came")
		panic("unreachable")
	}
}

func TestPoll(t *testing.T) {
	requests := make(chan *http.Request, 1000)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		requests <- r.Clone(r.Context())
		_, _ = io.WriteString(w, answer)
	}))
	defer server.Close()
	c := config(server.URL + "/prefix/")
	c.Headers = configopaque.MapList{{Name: "X-Scope-OrgID", Value: "gpu"}}
	polls, results, _ := run(t, c, componenttest.NewNopHost())

	got := receive(t, polls)
	assert.Equal(t, poll{0, []trigger.Alert{{
		Fingerprint: "72bb1cbc4926ed9c", Firing: true, StartsAt: time.Date(2026, 11, 23, 10, 5, 40, 353e6, time.UTC),
		Labels: map[string]string{"alertname": "VLLMCacheThrash", "dcgm_mode": "incident"},
	}}}, got)
	assert.Equal(t, "ok", receive(t, results))
	r := receive(t, requests)
	assert.Equal(t, "/prefix/api/v2/alerts", r.URL.Path)
	assert.Equal(t, map[string][]string{
		"active": {"true"}, "silenced": {"false"}, "inhibited": {"false"}, "unprocessed": {"true"},
		"filter": {`dcgm_mode="incident"`},
	}, map[string][]string(r.URL.Query()))
	assert.Equal(t, "gpu", r.Header.Get("X-Scope-OrgID"))
	receive(t, polls) // and it goes on
}

func TestPollFailures(t *testing.T) {
	slow := make(chan struct{})
	defer close(slow)
	for _, tt := range []struct {
		name    string
		handler http.HandlerFunc
		result  string
		logged  string
	}{
		{"status", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusServiceUnavailable) }, "status", "status 503"},
		{"redirect", func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "http://other.example/", http.StatusFound)
		}, "status", "status 302"},
		{"not JSON", func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "<html>") }, "invalid", "not that of Alertmanager"},
		{"null", func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "null") }, "invalid", "it must be a list"},
		{"no fingerprint", func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "[{}]") }, "invalid", "alert 0 has no fingerprint of 1 to 128 bytes"},
		{"too large", func(w http.ResponseWriter, _ *http.Request) {
			_, _ = io.WriteString(w, "["+strings.Repeat(" ", maxBodyBytes))
		}, "too_large", "choose fewer alerts"},
		{"cut off", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "100")
			_, _ = io.WriteString(w, "[")
		}, "unreachable", "unexpected EOF"},
		{"slow", func(_ http.ResponseWriter, r *http.Request) {
			select {
			case <-slow:
			case <-r.Context().Done():
			}
		}, "timeout", "/api/v2/alerts"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var healthy atomic.Bool
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if healthy.Load() {
					_, _ = io.WriteString(w, "[]")
					return
				}
				tt.handler(w, r)
			}))
			defer server.Close()
			c := config(server.URL)
			if tt.result == "timeout" {
				c.Timeout = 50 * time.Millisecond
			}
			polls, results, logs := run(t, c, componenttest.NewNopHost())
			for range 3 {
				assert.Equal(t, tt.result, receive(t, results))
			}
			assert.Empty(t, polls, "a failed poll hands nothing on: it resolves no alert")
			healthy.Store(true)
			assert.Empty(t, receive(t, polls).alerts)
			require.Eventually(t, func() bool { return logs.Len() == 2 }, 5*time.Second, time.Millisecond)
			failure := logs.All()[0]
			assert.Equal(t, zap.WarnLevel, failure.Level)
			assert.Equal(t, tt.result, failure.ContextMap()["result"])
			assert.Contains(t, failure.ContextMap()["error"], tt.logged)
			assert.Equal(t, "Alertmanager answers again", logs.All()[1].Message)
		})
	}
}

func TestPollEveryEndpoint(t *testing.T) {
	one := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, answer) }))
	defer one.Close()
	two := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "[]") }))
	defer two.Close()
	polls, _, _ := run(t, config(one.URL, two.URL, "http://127.0.0.1:1"), componenttest.NewNopHost())
	seen := map[int]int{}
	for len(seen) < 2 {
		p := receive(t, polls)
		seen[p.endpoint] = len(p.alerts)
	}
	assert.Equal(t, map[int]int{0: 1, 1: 0}, seen)
}

func TestPollerWithoutItsAuthExtension(t *testing.T) {
	c := config("http://127.0.0.1:1")
	c.Auth = configoptional.Some(configauth.Config{AuthenticatorID: component.MustNewID("oauth2client")})
	p := NewPoller(c, componenttest.NewNopTelemetrySettings(), nil, nil)
	require.ErrorContains(t, p.Start(t.Context(), componenttest.NewNopHost()), "oauth2client")
	p.Shutdown()
}

func TestConfigValidate(t *testing.T) {
	matchers := []any{`severity="critical"`}
	for _, tt := range []struct {
		name string
		in   map[string]any
		want []string // nothing: valid
	}{
		{"one", map[string]any{"endpoint": "http://alertmanager:9093", "matchers": matchers}, nil},
		{"several, with a path", map[string]any{"endpoints": []any{"https://a/alertmanager", "https://b/"}, "matchers": matchers}, nil},
		{"nothing", nil, []string{"endpoint: must be the URL", "matchers: must have an entry"}},
		{"both", map[string]any{"endpoint": "http://a", "endpoints": []any{"http://b"}, "matchers": matchers}, []string{"use one of them"}},
		{"no scheme", map[string]any{"endpoint": "alertmanager:9093", "matchers": matchers}, []string{`endpoint: "alertmanager:9093" must be http://host:port`}},
		{"no host", map[string]any{"endpoints": []any{"http://a", "http://"}, "matchers": matchers}, []string{`endpoints::1: "http://" must be`}},
		{"twice", map[string]any{"endpoints": []any{"http://a", "http://b", "http://a"}, "matchers": matchers}, []string{"endpoints::2: is the same as endpoints::0"}},
		{"query", map[string]any{"endpoint": "http://a?x=1", "matchers": matchers}, []string{"must have no query"}},
		{"times", map[string]any{"endpoint": "http://a", "matchers": matchers, "interval": "10ms", "timeout": 0}, []string{"interval: 10ms must be at least 1s", "timeout: 0s must be more than 0"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := DefaultConfig()
			require.NoError(t, confmap.NewFromStringMap(tt.in).Unmarshal(&c))
			err := confmap.Validate(&c)
			if tt.want == nil {
				require.NoError(t, err)
			}
			for _, want := range tt.want {
				require.ErrorContains(t, err, want)
			}
		})
	}
}

func TestConfigKeepsPasswordsOutOfErrors(t *testing.T) {
	for _, endpoint := range []string{"http://user:s3cret@a:9093", "http://user:s3cret@a:port"} {
		c := config(endpoint)
		err := c.Validate()
		require.Error(t, err)
		assert.NotContains(t, fmt.Sprint(err), "s3cret")
	}
}

func FuzzDecode(f *testing.F) {
	f.Add([]byte(answer))
	f.Add([]byte("[]"))
	f.Add([]byte("[null]"))
	f.Fuzz(func(t *testing.T, body []byte) {
		alerts, err := decode(body)
		if err != nil {
			require.Empty(t, alerts)
			return
		}
		for _, a := range alerts {
			require.NotEmpty(t, a.Fingerprint)
			require.True(t, a.Firing)
		}
	})
}
