// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"debug/buildinfo"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"runtime/debug"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestComponents holds the binary to builder-config.yaml.
func TestComponents(t *testing.T) {
	manifest, err := os.ReadFile(filepath.Join(root, "builder-config.yaml"))
	require.NoError(t, err)
	modules := regexp.MustCompile(`(?m)^  - gomod: (\S+) (v\S+)$`).FindAllStringSubmatch(string(manifest), -1)
	require.Greater(t, len(modules), 40)

	out, err := run(t, nil, "components")
	require.NoError(t, err, out)
	for _, m := range modules {
		assert.Contains(t, out, m[1]+" "+m[2])
	}
	for _, id := range []string{"name: genai\n", "name: cost\n", "name: dcgm\n", "name: pii_redaction\n"} {
		assert.Contains(t, out, id)
	}
}

func TestVersion(t *testing.T) {
	manifest, err := os.ReadFile(filepath.Join(root, "builder-config.yaml"))
	require.NoError(t, err)
	version := regexp.MustCompile(`(?m)^  version: (\S+)$`).FindStringSubmatch(string(manifest))
	require.NotNil(t, version)
	out, err := run(t, nil, "--version")
	require.NoError(t, err, out)
	assert.Equal(t, "otelcol-genai version "+version[1], strings.TrimSpace(out))
}

// TestProfile finds in both binaries that they were optimized by distribution/default.pgo.
func TestProfile(t *testing.T) {
	for _, name := range []string{"otelcol-genai", "otelcol-genai-gpu"} {
		info, err := buildinfo.ReadFile(filepath.Join(root, "bin", name))
		require.NoError(t, err)
		assert.Contains(t, info.Settings, debug.BuildSetting{Key: "-pgo", Value: "default.pgo"}, name)
	}
}

// TestShippedConfigurations validates every configuration in the repository
// that a user is told to start the collector with.
func TestShippedConfigurations(t *testing.T) {
	var configs []string
	for _, dir := range []string{"distribution/config", "examples"} {
		require.NoError(t, filepath.WalkDir(filepath.Join(root, dir), func(path string, d os.DirEntry, err error) error {
			if err != nil || d.IsDir() || filepath.Ext(path) != ".yaml" {
				return err
			}
			text, err := os.ReadFile(path)
			if err == nil && regexp.MustCompile(`(?m)^service:$`).Match(text) {
				configs = append(configs, path)
			}
			return err
		}))
	}
	require.NotEmpty(t, configs)
	for _, path := range configs {
		name, err := filepath.Rel(root, path)
		require.NoError(t, err)
		t.Run(name, func(t *testing.T) {
			out, err := run(t, []string{"DATA_DIR=" + t.TempDir(), "CONFIG_DIR=" + filepath.Dir(path)}, "validate", "--config", path)
			require.NoError(t, err, out)
		})
	}
}

func TestBadConfiguration(t *testing.T) {
	preset := filepath.Join(root, "distribution", "config", "standalone.yaml")
	for name, tc := range map[string]struct {
		set  []string
		book string
		want []string
	}{
		"unknown key of genai": {
			set:  []string{"processors.genai.remove_orginals=mapped"},
			want: []string{"processors", "genai", "remove_orginals"},
		},
		"unknown value of genai": {
			set:  []string{"processors.genai.remove_originals=everything"},
			want: []string{"remove_originals", `"none" or "mapped"`},
		},
		"unknown key of cost": {
			set:  []string{"connectors.cost.pricebook=x"},
			want: []string{"connectors", "cost", "pricebook"},
		},
		"forbidden dimension of cost": {
			set:  []string{"connectors.cost.dimensions=[{name: session.id}]"},
			want: []string{"cost", "dimensions[0]", "session.id"},
		},
		"no price book": {
			set:  []string{"connectors.cost.price_book.file=/does/not/exist.yaml"},
			want: []string{"price_book", "/does/not/exist.yaml"},
		},
		"price book with an unknown key": {
			book: "version: 1\nid: x\ncurrency: EUR\nproviders: [{id: p, modles: []}]\n",
			want: []string{"providers[0]", "modles"},
		},
		"price book with a price that is no string": {
			book: "version: 1\nid: x\ncurrency: EUR\nproviders: [{id: p, currency: EUR, models: [{id: m, prices: [{effective_from: 2026-01-01, per_mtok: {input: 2.5}}]}]}]\n",
			want: []string{"providers[0].models[0].prices[0].per_mtok.input"},
		},
		"unknown component": {
			set:  []string{"processors.genia={}"},
			want: []string{"processors", "genia"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			args := []string{"--config", preset}
			for _, s := range tc.set {
				args = append(args, "--set", s)
			}
			if tc.book != "" {
				book := filepath.Join(t.TempDir(), "prices.yaml")
				require.NoError(t, os.WriteFile(book, []byte(tc.book), 0o600))
				args = append(args, "--set", "connectors.cost.price_book.file="+book)
			}
			out, err := run(t, []string{"DATA_DIR=" + t.TempDir(), "CONFIG_DIR=" + filepath.Dir(preset)}, args...)
			require.Error(t, err, "the collector must refuse to start")
			for _, want := range tc.want {
				assert.Contains(t, out, want)
			}
		})
	}
}

func TestGarbage(t *testing.T) {
	c := startStandalone(t)
	for name, tc := range map[string]struct {
		contentType, body string
		want              int
	}{
		"bad protobuf":       {"application/x-protobuf", "\xff\xff\xff", http.StatusBadRequest},
		"bad JSON":           {"application/json", `{"resourceSpans":[`, http.StatusBadRequest},
		"wrong content type": {"text/plain", "x", http.StatusUnsupportedMediaType},
		"empty request":      {"application/json", `{}`, http.StatusOK},
	} {
		t.Run(name, func(t *testing.T) {
			status, answer := c.post(t, "/v1/traces", tc.contentType, []byte(tc.body))
			assert.Equal(t, tc.want, status, answer)
		})
	}
	assert.Equal(t, 0, c.stop(t), c.output)
}
