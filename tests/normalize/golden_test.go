// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package normalize

import (
	"bytes"
	"encoding/json"
	"flag"
	"math"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/pcommon"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// change is what the processor did to the attributes of one item.
type change struct {
	// Item is the name of the span, event or metric.
	Item string `json:"item"`
	// Written are the attributes that were not there before, or had another value.
	Written map[string]any `json:"written,omitempty"`
	// Removed are the names of those that are gone.
	Removed []string `json:"removed,omitempty"`
	// Left are the names of those that are as they were.
	Left []string `json:"left,omitempty"`
}

func changeOf(item string, before, after pcommon.Map) change {
	c := change{Item: item, Written: map[string]any{}}
	for name, v := range after.All() {
		if old, ok := before.Get(name); !ok || !old.Equal(v) {
			c.Written[name] = v.AsRaw()
			if v.Type() == pcommon.ValueTypeDouble && math.IsNaN(v.Double()) {
				c.Written[name] = "NaN" // which JSON has not
			}
		}
	}
	for name, v := range before.All() {
		switch now, ok := after.Get(name); {
		case !ok:
			c.Removed = append(c.Removed, name)
		case now.Equal(v):
			c.Left = append(c.Left, name)
		}
	}
	return c
}

// TestGolden compares what becomes of each recording with originals removed.
// Run with -update to accept what is there now, and read the diff.
func TestGolden(t *testing.T) {
	seen := map[string]bool{}
	for _, r := range recordings(t) {
		file := filepath.Join("testdata", "golden", filepath.FromSlash(r.Path))
		seen[file] = true
		t.Run(r.Path, func(t *testing.T) {
			before, after := items(t, r), processed(t, r, removing(t))
			require.Len(t, after, len(before), "no item may be lost")
			changes := make([]change, len(before))
			for i := range before {
				require.Equal(t, before[i].name, after[i].name)
				changes[i] = changeOf(before[i].name, before[i].attributes, after[i].attributes)
			}
			got := encode(t, changes)
			if *update {
				require.NoError(t, os.MkdirAll(filepath.Dir(file), 0o755))
				require.NoError(t, os.WriteFile(file, got, 0o644))
			}
			want, err := os.ReadFile(file)
			require.NoError(t, err, "run go test ./normalize -update")
			require.Equal(t, string(want), string(got))
		})
	}
	require.NoError(t, filepath.WalkDir("testdata/golden", func(path string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() && !seen[path] {
			if *update {
				return os.Remove(path)
			}
			t.Errorf("%s has no recording", path)
		}
		return err
	}))
}

func encode(t *testing.T, v any) []byte {
	t.Helper()
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", " ")
	require.NoError(t, e.Encode(v))
	return b.Bytes()
}
