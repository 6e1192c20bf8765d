// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package engines

import (
	"flag"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/pmetric"
)

var update = flag.Bool("update", false, "write the golden files")

// cases returns the directories with a dump; names, types and labels are those
// of the engine and version, values are invented.
func cases(tb testing.TB) []string {
	tb.Helper()
	entries, err := os.ReadDir("testdata")
	require.NoError(tb, err)
	var dirs []string
	for _, e := range entries {
		if e.Name() != "shape" {
			dirs = append(dirs, e.Name())
		}
	}
	require.NotEmpty(tb, dirs)
	return dirs
}

func dump(tb testing.TB, name string) pmetric.MetricSlice {
	tb.Helper()
	return readProm(tb, filepath.Join("testdata", name, "metrics.prom"))
}

func TestGolden(t *testing.T) {
	for _, name := range cases(t) {
		t.Run(name, func(t *testing.T) {
			ms := dump(t, name)
			New(Options{DropCreated: true}).Metrics(ms)
			got := strings.Join(render(ms), "\n") + "\n"

			path := filepath.Join("testdata", name, "expected.txt")
			if *update {
				require.NoError(t, os.WriteFile(path, []byte(got), 0o600))
			}
			want, err := os.ReadFile(path)
			require.NoError(t, err)
			assert.Equal(t, string(want), got)
		})
	}
}

// The receiver lists metrics in random order.
func TestOrderDoesNotMatter(t *testing.T) {
	for _, name := range cases(t) {
		t.Run(name, func(t *testing.T) {
			want := dump(t, name)
			New(Options{}).Metrics(want)
			for seed := range uint64(20) {
				got := shuffled(dump(t, name), rand.New(rand.NewPCG(seed, 0)))
				New(Options{}).Metrics(got)
				require.Equal(t, render(want), render(got), "seed %d", seed)
			}
		})
	}
}

func shuffled(ms pmetric.MetricSlice, rnd *rand.Rand) pmetric.MetricSlice {
	out := pmetric.NewMetricSlice()
	for _, i := range rnd.Perm(ms.Len()) {
		ms.At(i).CopyTo(out.AppendEmpty())
	}
	return out
}

// trim_metric_suffixes of the receiver must make no difference to what is
// mapped.
func TestTrimmedSuffixes(t *testing.T) {
	for _, name := range cases(t) {
		t.Run(name, func(t *testing.T) {
			want, got := dump(t, name), dump(t, name)
			for _, m := range got.All() {
				if m.Type() == pmetric.MetricTypeSum {
					m.SetName(strings.TrimSuffix(m.Name(), "_total"))
				}
			}
			New(Options{}).Metrics(want)
			New(Options{}).Metrics(got)
			assert.Equal(t, canonical(render(want)), canonical(render(got)))
		})
	}
}

func canonical(lines []string) []string {
	return slices.DeleteFunc(lines, func(l string) bool {
		return !strings.HasPrefix(l, "gen_ai.server.") && !strings.HasPrefix(l, "inference.engine.")
	})
}

func TestKeepOriginals(t *testing.T) {
	for _, name := range cases(t) {
		t.Run(name, func(t *testing.T) {
			original, renamed, kept := dump(t, name), dump(t, name), dump(t, name)
			New(Options{}).Metrics(renamed)
			New(Options{KeepOriginals: true}).Metrics(kept)

			want := append(render(original), canonical(render(renamed))...)
			slices.Sort(want)
			assert.Equal(t, want, render(kept))
		})
	}
}

func TestSecondPassDoesNothing(t *testing.T) {
	for _, opts := range []Options{{}, {KeepOriginals: true}, {DropCreated: true}, {KeepOriginals: true, DropCreated: true}} {
		for _, name := range cases(t) {
			t.Run(name, func(t *testing.T) {
				once := dump(t, name)
				r := New(opts)
				r.Metrics(once)
				twice := pmetric.NewMetricSlice()
				once.CopyTo(twice)
				stats := r.Metrics(twice)

				assert.Equal(t, render(once), render(twice))
				for e, c := range stats.Engines {
					assert.Zerof(t, c.Metrics+c.Points, "%s", Engine(e))
				}
				assert.Zero(t, stats.CreatedDropped)
			})
		}
	}
}

// One metric of a name per scope, and no series twice: what OTLP and
// Prometheus require.
func TestNoDuplicates(t *testing.T) {
	for _, keep := range []bool{false, true} {
		for _, name := range cases(t) {
			t.Run(name, func(t *testing.T) {
				ms := dump(t, name)
				New(Options{KeepOriginals: keep}).Metrics(ms)
				metrics, series := map[string]bool{}, map[string]bool{}
				for _, m := range ms.All() {
					assert.Falsef(t, metrics[m.Name()], "metric %s twice", m.Name())
					metrics[m.Name()] = true
				}
				for _, line := range render(ms) {
					s, _, _ := strings.Cut(line, "} ")
					assert.Falsef(t, series[s], "series %s twice", s)
					series[s] = true
				}
			})
		}
	}
}
