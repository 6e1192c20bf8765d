// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package alertmanager

import (
	"errors"
	"fmt"
	"net/url"
	"slices"
	"time"

	"go.opentelemetry.io/collector/config/confighttp"

	"github.com/otelcol-genai/otelcol-genai/receiver/dcgmreceiver/internal/trigger/matcher"
)

// Config configures the poller.
type Config struct {
	// ClientConfig has the URL of Alertmanager in endpoint, without /api/v2.
	confighttp.ClientConfig `mapstructure:",squash"`

	// Endpoints are the URLs of the members of a cluster, instead of endpoint. An
	// alert counts while any member reports it.
	Endpoints []string `mapstructure:"endpoints"`
	// Interval is the time between two polls of one endpoint, give or take a tenth.
	// Default: 5s. At least 1s.
	Interval time.Duration `mapstructure:"interval"`
	// Matchers choose the alerts that count; all of them must match. At least one.
	Matchers []matcher.Matcher `mapstructure:"matchers"`

	// prevent unkeyed literal initialization
	_ struct{}
}

// DefaultConfig returns the configuration that the key alertmanager starts from.
func DefaultConfig() Config {
	client := confighttp.NewDefaultClientConfig()
	client.Timeout = 5 * time.Second
	return Config{ClientConfig: client, Interval: 5 * time.Second}
}

// Validate implements [confmap.Validator].
func (c *Config) Validate() error {
	var errs []error
	switch {
	case c.Endpoint == "" && len(c.Endpoints) == 0:
		errs = append(errs, errors.New("endpoint: must be the URL of Alertmanager, such as http://alertmanager:9093"))
	case c.Endpoint != "" && len(c.Endpoints) > 0:
		errs = append(errs, errors.New("endpoint and endpoints are both set: use one of them"))
	}
	if c.Endpoint != "" {
		errs = append(errs, validateURL("endpoint", c.Endpoint))
	}
	for i, endpoint := range c.Endpoints {
		errs = append(errs, validateURL(fmt.Sprintf("endpoints::%d", i), endpoint))
		if first := slices.Index(c.Endpoints, endpoint); first != i {
			errs = append(errs, fmt.Errorf("endpoints::%d: is the same as endpoints::%d", i, first))
		}
	}
	if c.Interval < time.Second {
		errs = append(errs, fmt.Errorf("interval: %s must be at least 1s", c.Interval))
	}
	if c.Timeout <= 0 {
		errs = append(errs, fmt.Errorf("timeout: %s must be more than 0", c.Timeout))
	}
	if len(c.Matchers) == 0 {
		errs = append(errs, errors.New(`matchers: must have an entry, such as dcgm_mode="incident": without one, `+
			"any alert of the cluster would switch every node, also one that always fires"))
	}
	return errors.Join(errs...)
}

func validateURL(key, s string) error {
	u, err := url.Parse(s)
	switch {
	case err != nil:
		// The text of err repeats the URL, which may hold a password.
		return fmt.Errorf("%s: is not a URL", key)
	case u.User != nil:
		return fmt.Errorf("%s: must not hold a user and password: use auth", key)
	case u.Scheme != "http" && u.Scheme != "https", u.Host == "":
		return fmt.Errorf("%s: %q must be http://host:port or https://host:port, with a path if Alertmanager has one", key, s)
	case u.RawQuery != "", u.Fragment != "":
		return fmt.Errorf("%s: must have no query and no fragment", key)
	}
	return nil
}

// URLs returns the base URLs to poll.
func (c *Config) URLs() []string {
	if c.Endpoint != "" {
		return []string{c.Endpoint}
	}
	return c.Endpoints
}
