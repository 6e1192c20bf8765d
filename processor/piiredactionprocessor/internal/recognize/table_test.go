// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize

import (
	"flag"
	"os"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

var update = flag.Bool("update", false, "write entities.md")

func TestTable(t *testing.T) {
	const name = "../../entities.md"
	if *update {
		require.NoError(t, os.WriteFile(name, []byte(Table()), 0o600))
	}
	got, err := os.ReadFile(name)
	require.NoError(t, err)
	if Table() != string(got) { // the difference would fill the screen
		t.Error("entities.md is old: run this test with -update")
	}
}

// TestEveryTypeIsRecognised: no name without a recogniser, no recogniser
// without a name, and every rule says what it does.
func TestEveryTypeIsRecognised(t *testing.T) {
	known := map[entity.Type]bool{entity.DenyListed: true}
	for _, r := range rules {
		known[r.Type] = true
		assert.NotEmpty(t, r.Checked, r.Type)
		assert.NotEmpty(t, r.Cues, r.Type)
		assert.NotEmpty(t, len(r.Free)+len(r.Whole)+len(r.Cued), r.Type)
		for _, shape := range slices.Concat(r.Free, r.Whole, r.Cued) {
			assert.NotRegexp(t, `^d{1,4}( |$)a`, shape, "plainNumber passes over the first group")
			assert.NotRegexp(t, `^d{1,4}$`, shape, "plainNumber passes over it")
		}
	}
	for _, f := range finders {
		for _, typ := range f.types {
			known[typ] = true
		}
		assert.NotContains(t, f.about, "")
	}
	for _, i := range entity.All() {
		assert.True(t, known[i.Type], i.Type)
		delete(known, i.Type)
	}
	assert.Empty(t, known)
}
