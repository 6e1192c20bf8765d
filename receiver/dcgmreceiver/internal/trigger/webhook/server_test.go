// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package webhook

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/component/componenttest"
	"go.opentelemetry.io/collector/config/configauth"
	"go.opentelemetry.io/collector/config/confighttp"
	"go.opentelemetry.io/collector/config/confignet"
	"go.opentelemetry.io/collector/config/configoptional"
	"go.opentelemetry.io/collector/config/configtls"
	"go.opentelemetry.io/collector/extension/extensionauth"
	"go.uber.org/goleak"
	"go.uber.org/zap"
	"go.uber.org/zap/zaptest/observer"

	"github.com/otelcol-genai/otelcol-genai/receiver/dcgmreceiver/internal/trigger"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// fixture is a server on a free port, with what it has handed on.
type fixture struct {
	server *Server
	url    string
	client *http.Client

	mu       sync.Mutex
	alerts   []trigger.Alert
	requests []string
}

func start(t *testing.T, config Config, host component.Host, logger *zap.Logger) *fixture {
	t.Helper()
	f := &fixture{client: &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}}
	settings := componenttest.NewNopTelemetrySettings()
	settings.Logger = logger
	f.server = NewServer(config, settings, func(alerts []trigger.Alert) trigger.Outcomes {
		f.mu.Lock()
		defer f.mu.Unlock()
		f.alerts = append(f.alerts, alerts...)
		return trigger.Outcomes{"accepted": len(alerts)}
	}, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.WriteString(w, "mode "+r.Method)
	}), func(endpoint string, code int) {
		f.mu.Lock()
		defer f.mu.Unlock()
		f.requests = append(f.requests, fmt.Sprint(endpoint, " ", code))
	})
	require.NoError(t, f.server.Start(t.Context(), host))
	t.Cleanup(func() { assert.NoError(t, f.server.Shutdown(context.Background())) })
	f.url = "http://" + f.server.Addr().String()
	return f
}

func freePort() Config {
	config := DefaultConfig()
	config.NetAddr.Endpoint = "localhost:0"
	return config
}

func (f *fixture) do(t *testing.T, r *http.Request) (int, string) {
	t.Helper()
	response, err := f.client.Do(r)
	require.NoError(t, err)
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	require.NoError(t, err)
	return response.StatusCode, strings.TrimSpace(string(body))
}

func (f *fixture) request(t *testing.T, method, path string, body io.Reader, headers ...string) *http.Request {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, f.url+path, body)
	require.NoError(t, err)
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	return r
}

var jsonType = []string{"Content-Type", "application/json"}

func TestServer(t *testing.T) {
	f := start(t, freePort(), componenttest.NewNopHost(), zap.NewNop())
	firing := string(read(t, "alertmanager_firing.json"))
	zipped := func() string {
		var b bytes.Buffer
		w := gzip.NewWriter(&b)
		_, _ = io.WriteString(w, firing)
		_ = w.Close()
		return b.String()
	}()
	bomb := func() string {
		var b bytes.Buffer
		w := gzip.NewWriter(&b)
		_, _ = io.Copy(w, io.LimitReader(zeros{}, 1<<21))
		_ = w.Close()
		return b.String()
	}()
	for _, tt := range []struct {
		name, method, path, body string
		headers                  []string
		code                     int
		answer                   string
		counted                  string
		alerts                   int
	}{
		{"Alertmanager", "POST", "/v1/alerts", firing, jsonType, 200, `{"alerts":1,"outcomes":{"accepted":1}}`, "alerts 200", 1},
		{"Grafana with PUT", "PUT", "/v1/alerts", string(read(t, "grafana_firing.json")), []string{"Content-Type", "application/json; charset=utf-8"}, 200, `{"alerts":1,"outcomes":{"accepted":1}}`, "alerts 200", 1},
		{"zipped", "POST", "/v1/alerts", zipped, append([]string{"Content-Encoding", "gzip"}, jsonType...), 200, `{"alerts":1,"outcomes":{"accepted":1}}`, "alerts 200", 1},
		{"no alert", "POST", "/v1/alerts", `{"alerts":[]}`, jsonType, 200, `{"alerts":0,"outcomes":{"accepted":0}}`, "alerts 200", 0},
		{"garbage", "POST", "/v1/alerts", "\x00\xff", jsonType, 400, "the body is not valid JSON", "alerts 400", 0},
		{"one bad alert spoils the request", "POST", "/v1/alerts", `{"alerts":[{"status":"firing","fingerprint":"a"},{}]}`, jsonType, 400, "alerts[1].status", "alerts 400", 0},
		{"not zipped", "POST", "/v1/alerts", "{}", append([]string{"Content-Encoding", "gzip"}, jsonType...), 400, "unexpected EOF", "alerts 400", 0},
		{"unknown encoding", "POST", "/v1/alerts", "{}", append([]string{"Content-Encoding", "br"}, jsonType...), 400, "unsupported Content-Encoding: br", "alerts 400", 0},
		{"too large", "POST", "/v1/alerts", strings.Repeat(" ", 1<<20+1), jsonType, 413, "the body is larger than 1048576 bytes", "alerts 413", 0},
		{"too large when unzipped", "POST", "/v1/alerts", bomb, append([]string{"Content-Encoding", "gzip"}, jsonType...), 413, "the body is larger than 1048576 bytes", "alerts 413", 0},
		{"form of a web page", "POST", "/v1/alerts", firing, []string{"Content-Type", "text/plain"}, 415, "Content-Type: must be application/json", "alerts 415", 0},
		{"no content type", "POST", "/v1/alerts", firing, nil, 415, "Content-Type: must be application/json", "alerts 415", 0},
		{"script of a web page", "POST", "/v1/alerts", firing, append([]string{"Origin", "https://evil.example", "Sec-Fetch-Site", "cross-site"}, jsonType...), 403, "cross-origin request", "alerts 403", 0},
		{"wrong method", "GET", "/v1/alerts", "", nil, 405, "Method Not Allowed", "alerts 405", 0},
		{"wrong path", "POST", "/", firing, jsonType, 404, "404 page not found", "other 404", 0},
		{"mode", "GET", "/v1/mode", "", nil, 200, "mode GET", "mode 200", 0},
		{"mode order", "POST", "/v1/mode", "", nil, 200, "mode POST", "mode 200", 0},
		{"mode release", "DELETE", "/v1/mode", "", nil, 200, "mode DELETE", "mode 200", 0},
		{"mode with a wrong method", "PUT", "/v1/mode", "", nil, 405, "Method Not Allowed", "mode 405", 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			f.alerts, f.requests = nil, nil
			code, answer := f.do(t, f.request(t, tt.method, tt.path, strings.NewReader(tt.body), tt.headers...))
			assert.Equal(t, tt.code, code, answer)
			assert.Contains(t, answer, tt.answer)
			// The last bytes of an answer may arrive before the handler has returned.
			require.NoError(t, f.server.Shutdown(context.Background()))
			assert.Equal(t, []string{tt.counted}, f.requests)
			assert.Len(t, f.alerts, tt.alerts)
			require.NoError(t, f.server.Start(t.Context(), componenttest.NewNopHost()))
			f.url = "http://" + f.server.Addr().String()
		})
	}
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}

// TestServerRefusesForeignHost: a page whose DNS name was changed to 127.0.0.1 is of
// the same origin for the browser, but the Host header gives it away.
func TestServerRefusesForeignHost(t *testing.T) {
	f := start(t, freePort(), componenttest.NewNopHost(), zap.NewNop())
	for host, want := range map[string]int{
		"evil.example:13143": 403, "evil.example": 403, "10.0.0.1:13143": 403, "localhost.evil.example": 403, "": 403,
		"localhost:1": 200, "127.0.0.1": 200, "[::1]:13143": 200, "[::1]": 200, "LOCALHOST": 200,
	} {
		recorder := httptest.NewRecorder()
		r := httptest.NewRequest(http.MethodGet, "/v1/mode", http.NoBody)
		r.Host = host
		f.server.server.Handler.ServeHTTP(recorder, r)
		assert.Equal(t, want, recorder.Code, host)
	}
}

func TestServerLogsTruncationOnce(t *testing.T) {
	core, logs := observer.New(zap.WarnLevel)
	f := start(t, freePort(), componenttest.NewNopHost(), zap.New(core))
	for range 3 {
		code, _ := f.do(t, f.request(t, "POST", "/v1/alerts", bytes.NewReader(read(t, "alertmanager_mixed.json")), jsonType...))
		assert.Equal(t, 200, code)
	}
	require.Equal(t, 1, logs.Len())
	assert.Contains(t, logs.All()[0].Message, "leaves some out")
}

// authHost has an authentication extension that knows one bearer token.
type authHost struct{ component.Host }

type authExtension struct {
	component.StartFunc
	component.ShutdownFunc
	extensionauth.ServerAuthenticateFunc
}

func (authHost) GetExtensions() map[component.ID]component.Component {
	return map[component.ID]component.Component{
		component.MustNewID("bearertokenauth"): authExtension{
			ServerAuthenticateFunc: func(ctx context.Context, sources map[string][]string) (context.Context, error) {
				if values := http.Header(sources).Values("Authorization"); len(values) != 1 || values[0] != "Bearer t0ken" {
					return ctx, errors.New("not authenticated")
				}
				return ctx, nil
			},
		},
	}
}

func auth() configoptional.Optional[confighttp.AuthConfig] {
	return configoptional.Some(confighttp.AuthConfig{
		Config: configauth.Config{AuthenticatorID: component.MustNewID("bearertokenauth")},
	})
}

func TestServerAuthenticates(t *testing.T) {
	config := freePort()
	config.Auth = auth()
	f := start(t, config, authHost{componenttest.NewNopHost()}, zap.NewNop())
	for _, path := range []string{"/v1/alerts", "/v1/mode"} {
		for token, want := range map[string]int{"": 401, "Bearer wrong": 401, "Bearer t0ken": 200} {
			headers := append([]string{"Authorization", token}, jsonType...)
			code, _ := f.do(t, f.request(t, "POST", path, strings.NewReader(`{"alerts":[]}`), headers...))
			assert.Equal(t, want, code, "%s %s", path, token)
		}
	}
	// Who is authenticated may call the machine as they like, such as through a proxy.
	r := f.request(t, "GET", "/v1/mode", http.NoBody, "Authorization", "Bearer t0ken")
	r.Host = "gpu-node-1.example"
	code, _ := f.do(t, r)
	assert.Equal(t, 200, code)
	require.NoError(t, f.server.Shutdown(t.Context()))
	assert.Contains(t, f.requests, "alerts 401")
}

func TestServerWithoutItsAuthExtension(t *testing.T) {
	config := freePort()
	config.Auth = auth()
	server := NewServer(config, componenttest.NewNopTelemetrySettings(), nil, http.NotFoundHandler(), nil)
	require.ErrorContains(t, server.Start(t.Context(), componenttest.NewNopHost()), "bearertokenauth")
	require.NoError(t, server.Shutdown(t.Context()))
}

func TestServerWithClientCertificates(t *testing.T) {
	ca := newCA(t)
	config := freePort()
	config.TLS = configoptional.Some(configtls.ServerConfig{
		Config:       configtls.Config{CertFile: ca.certFile, KeyFile: ca.keyFile},
		ClientCAFile: ca.certFile,
	})
	f := start(t, config, componenttest.NewNopHost(), zap.NewNop())
	f.url = "https://" + f.server.Addr().String()
	get := func(certificates ...tls.Certificate) error {
		f.client.Transport = &http.Transport{DisableKeepAlives: true, TLSClientConfig: &tls.Config{
			RootCAs: ca.pool, Certificates: certificates, ServerName: "localhost",
		}}
		response, err := f.client.Do(f.request(t, "GET", "/v1/mode", http.NoBody))
		if err == nil {
			assert.Equal(t, 200, response.StatusCode)
			err = response.Body.Close()
		}
		return err
	}
	require.NoError(t, get(ca.pair))
	require.ErrorContains(t, get(), "certificate")
}

func TestServerOnUnixSocket(t *testing.T) {
	config := freePort()
	config.NetAddr.Transport = confignet.TransportTypeUnix
	config.NetAddr.Endpoint = filepath.Join(t.TempDir(), "mode.sock")
	require.NoError(t, config.Validate())
	f := start(t, config, componenttest.NewNopHost(), zap.NewNop())
	f.client.Transport = &http.Transport{
		DisableKeepAlives: true,
		DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
			return new(net.Dialer).DialContext(ctx, "unix", config.NetAddr.Endpoint)
		},
	}
	f.url = "http://unix"
	code, _ := f.do(t, f.request(t, "GET", "/v1/mode", http.NoBody))
	assert.Equal(t, 200, code)
}

func TestServerStartFails(t *testing.T) {
	f := start(t, freePort(), componenttest.NewNopHost(), zap.NewNop())
	config := freePort()
	config.NetAddr.Endpoint = f.server.Addr().String()
	second := NewServer(config, componenttest.NewNopTelemetrySettings(), nil, http.NotFoundHandler(), nil)
	require.ErrorContains(t, second.Start(t.Context(), componenttest.NewNopHost()), "address already in use")
	require.NoError(t, second.Shutdown(t.Context()))
}

func TestServerServesOnlyTheConfiguredPaths(t *testing.T) {
	config := freePort()
	config.AlertsPath, config.ModePath = "/hooks/gpu", ""
	f := start(t, config, componenttest.NewNopHost(), zap.NewNop())
	for path, want := range map[string]int{"/hooks/gpu": 200, "/v1/alerts": 404, "/v1/mode": 404} {
		code, _ := f.do(t, f.request(t, "POST", path, strings.NewReader(`{"alerts":[]}`), jsonType...))
		assert.Equal(t, want, code, path)
	}
}
