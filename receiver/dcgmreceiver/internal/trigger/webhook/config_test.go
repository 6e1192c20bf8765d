// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package webhook

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/confmap"
)

func TestConfigValidate(t *testing.T) {
	for _, tt := range []struct {
		name string
		in   map[string]any
		want []string // nothing: valid
	}{
		{name: "default"},
		{name: "IPv6 loopback", in: map[string]any{"endpoint": "[::1]:13143"}},
		{name: "everywhere", in: map[string]any{"endpoint": "0.0.0.0:13143"}, want: []string{`endpoint: other machines reach "0.0.0.0:13143"`}},
		{name: "everywhere, in short", in: map[string]any{"endpoint": ":13143"}, want: []string{"endpoint: other machines reach"}},
		{name: "a name", in: map[string]any{"endpoint": "gpu-node-1:13143"}, want: []string{"endpoint: other machines reach"}},
		{name: "everywhere with auth", in: map[string]any{"endpoint": ":13143", "auth": map[string]any{"authenticator": "basicauth"}}},
		{name: "everywhere with client certificates", in: map[string]any{"endpoint": ":13143", "tls": map[string]any{"client_ca_file": "ca.pem", "cert_file": "c", "key_file": "k"}}},
		{name: "everywhere with TLS only", in: map[string]any{"endpoint": ":13143", "tls": map[string]any{"cert_file": "c", "key_file": "k"}}, want: []string{"endpoint: other machines reach"}},
		{name: "everywhere on purpose", in: map[string]any{"endpoint": ":13143", "insecure_no_auth": true}},
		{name: "no port", in: map[string]any{"endpoint": "localhost"}, want: []string{`endpoint: "localhost" must be host:port`}},
		{name: "UDP", in: map[string]any{"transport": "udp"}, want: []string{`transport: "udp" must be tcp`}},
		{name: "unix socket", in: map[string]any{"transport": "unix", "endpoint": "/run/dcgm.sock"}},
		{name: "unix socket without a path", in: map[string]any{"transport": "unix", "endpoint": ""}, want: []string{"endpoint: must be the path"}},
		{name: "CORS", in: map[string]any{"cors": map[string]any{"allowed_origins": []any{"*"}}}, want: []string{"cors: is not supported"}},
		{name: "body", in: map[string]any{"max_request_body_size": 0}, want: []string{"max_request_body_size: 0 must be 1 to 20971520 bytes"}},
		{name: "no path", in: map[string]any{"alerts_path": "", "mode_path": ""}, want: []string{"alerts_path and mode_path are both empty"}},
		{name: "one path", in: map[string]any{"mode_path": ""}},
		{name: "one path for both", in: map[string]any{"mode_path": "/v1/alerts"}, want: []string{"they must differ"}},
		{
			name: "bad paths, all of them reported", in: map[string]any{"alerts_path": "v1/alerts", "mode_path": "/{x}", "endpoint": "x"},
			want: []string{`alerts_path: "v1/alerts" must be a path`, `mode_path: "/{x}" must be a path`, "endpoint:"},
		},
		{name: "trailing slash", in: map[string]any{"mode_path": "/v1/mode/"}, want: []string{"mode_path:"}},
		{name: "dots", in: map[string]any{"mode_path": "/../mode"}, want: []string{"mode_path:"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			config := DefaultConfig()
			require.NoError(t, confmap.NewFromStringMap(tt.in).Unmarshal(&config))
			err := confmap.Validate(&config)
			if tt.want == nil {
				require.NoError(t, err)
			}
			for _, want := range tt.want {
				require.ErrorContains(t, err, want)
			}
		})
	}
}

func TestConfigMatchers(t *testing.T) {
	config := DefaultConfig()
	require.NoError(t, confmap.NewFromStringMap(map[string]any{
		"matchers": []any{`severity="critical"`, `team!=infra`},
	}).Unmarshal(&config))
	require.Len(t, config.Matchers, 2)
	assert.Equal(t, `team!="infra"`, config.Matchers[1].String())
	err := confmap.NewFromStringMap(map[string]any{"matchers": []any{"severity"}}).Unmarshal(&config)
	require.ErrorContains(t, err, `matcher "severity": no operator`)
	require.ErrorContains(t, err, "matchers[0]")
}
