// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package webhook

import (
	"errors"
	"fmt"
	"net"
	"regexp"
	"strings"
	"time"

	"go.opentelemetry.io/collector/config/confighttp"
	"go.opentelemetry.io/collector/config/confignet"

	"github.com/otelcol-genai/otelcol-genai/receiver/dcgmreceiver/internal/trigger/matcher"
)

// maxBodySize is the largest request body that can be configured.
const maxBodySize = 20 << 20

var pathPattern = regexp.MustCompile(`^(/[A-Za-z0-9._~-]*[A-Za-z0-9_~-])+$`)

// Config configures the HTTP server of the mode control.
type Config struct {
	confighttp.ServerConfig `mapstructure:",squash"`

	// AlertsPath takes the webhooks of Alertmanager and Grafana. Empty: not served.
	// Default: /v1/alerts.
	AlertsPath string `mapstructure:"alerts_path"`
	// ModePath shows the modes and takes orders. Empty: not served. Default: /v1/mode.
	ModePath string `mapstructure:"mode_path"`
	// Matchers choose the alerts that count; all of them must match. Default: none,
	// so that every alert sent here counts.
	Matchers []matcher.Matcher `mapstructure:"matchers"`
	// InsecureNoAuth allows an endpoint that other machines reach to serve without
	// authentication. Default: false.
	InsecureNoAuth bool `mapstructure:"insecure_no_auth"`

	// prevent unkeyed literal initialization
	_ struct{}
}

// DefaultConfig returns the configuration that the key webhook starts from.
func DefaultConfig() Config {
	server := confighttp.NewDefaultServerConfig()
	server.NetAddr.Endpoint = "localhost:13143"
	server.MaxRequestBodySize = 1 << 20
	server.ReadHeaderTimeout = 5 * time.Second
	server.ReadTimeout = 10 * time.Second
	server.WriteTimeout = 10 * time.Second
	return Config{ServerConfig: server, AlertsPath: "/v1/alerts", ModePath: "/v1/mode"}
}

// Validate implements [confmap.Validator].
func (c *Config) Validate() error {
	var errs []error
	if c.AlertsPath == "" && c.ModePath == "" {
		errs = append(errs, errors.New("alerts_path and mode_path are both empty: set one or remove the section"))
	}
	if c.AlertsPath != "" && c.AlertsPath == c.ModePath {
		errs = append(errs, fmt.Errorf("alerts_path and mode_path are both %q: they must differ", c.AlertsPath))
	}
	for _, path := range []struct{ key, value string }{{"alerts_path", c.AlertsPath}, {"mode_path", c.ModePath}} {
		if path.value != "" && !pathPattern.MatchString(path.value) {
			errs = append(errs, fmt.Errorf("%s: %q must be a path such as /v1/alerts, of letters, digits and - . _ ~ /",
				path.key, path.value))
		}
	}
	if c.MaxRequestBodySize < 1 || c.MaxRequestBodySize > maxBodySize {
		errs = append(errs, fmt.Errorf("max_request_body_size: %d must be 1 to %d bytes", c.MaxRequestBodySize, maxBodySize))
	}
	if c.CORS.HasValue() {
		errs = append(errs, errors.New("cors: is not supported: web pages of other origins must not switch modes"))
	}
	return errors.Join(append(errs, c.validateEndpoint())...)
}

func (c *Config) validateEndpoint() error {
	switch c.NetAddr.Transport {
	case confignet.TransportTypeUnix:
		if c.NetAddr.Endpoint == "" {
			return errors.New("endpoint: must be the path of the unix socket")
		}
		return nil
	case confignet.TransportTypeTCP, confignet.TransportTypeTCP4, confignet.TransportTypeTCP6:
	default:
		return fmt.Errorf("transport: %q must be tcp, tcp4, tcp6 or unix", c.NetAddr.Transport)
	}
	if _, _, err := net.SplitHostPort(c.NetAddr.Endpoint); err != nil {
		return fmt.Errorf("endpoint: %q must be host:port: %w", c.NetAddr.Endpoint, err)
	}
	if !c.local() && !c.authenticated() && !c.InsecureNoAuth {
		return fmt.Errorf("endpoint: other machines reach %q, and whoever does can switch modes: "+
			"set auth, or tls::client_ca_file, or an address such as localhost:13143, "+
			"or insecure_no_auth: true if something else guards it", c.NetAddr.Endpoint)
	}
	return nil
}

// local reports whether only processes of this machine reach the server.
func (c *Config) local() bool {
	if c.NetAddr.Transport == confignet.TransportTypeUnix {
		return true
	}
	host, _, err := net.SplitHostPort(c.NetAddr.Endpoint)
	return err == nil && isLoopback(host)
}

// authenticated reports whether requests must prove who sends them.
func (c *Config) authenticated() bool {
	return c.Auth.HasValue() || c.TLS.HasValue() && c.TLS.Get().ClientCAFile != ""
}

func isLoopback(host string) bool {
	ip := net.ParseIP(host)
	return strings.EqualFold(host, "localhost") || ip != nil && ip.IsLoopback()
}
