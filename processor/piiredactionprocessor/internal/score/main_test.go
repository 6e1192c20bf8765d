// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestRun(t *testing.T) {
	rows := []row{
		{"plain", "write to a@example.org"},
		{"json", `{"to": "line\nM\u00fcller: m\u00fcller@example.org", "args": "{\"iban\": \"DE89370400440532013000\"}"}`},
		{"none", "nothing here"},
	}
	var in, out bytes.Buffer
	for _, r := range rows {
		require.NoError(t, json.NewEncoder(&in).Encode(r))
	}
	require.NoError(t, run(t.Context(), &in, &out, false))
	want := [][]string{{"EMAIL a@example.org"}, {`EMAIL m\u00fcller@example.org`, "IBAN DE89370400440532013000"}, nil}
	dec := json.NewDecoder(&out)
	for i, r := range rows {
		var p prediction
		require.NoError(t, dec.Decode(&p))
		assert.Equal(t, r.ID, p.ID)
		var got []string
		for _, s := range p.Spans {
			got = append(got, s.Type+" "+r.Text[s.Start:s.End])
			assert.NotContains(t, p.Out, r.Text[s.Start:s.End])
		}
		assert.Equal(t, want[i], got)
		if r.ID == "json" {
			assert.True(t, json.Valid([]byte(p.Out)), p.Out)
		}
	}
	require.ErrorContains(t, run(t.Context(), strings.NewReader("{"), &out, false), "line 1")
}
