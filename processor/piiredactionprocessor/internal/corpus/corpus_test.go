// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package corpus

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestPrompts(t *testing.T) {
	a := Prompts(50, 1)
	assert.Equal(t, a, Prompts(50, 1), "the same every time")
	assert.NotEqual(t, a, Prompts(50, 2))
	for _, p := range a {
		assert.True(t, utf8.ValidString(p))
		assert.GreaterOrEqual(t, len(p), 1024)
		assert.Less(t, len(p), 4096+512)
		assert.NotContains(t, p, "%")
	}
}

func TestRows(t *testing.T) {
	for _, name := range []string{"national", "contact", "secrets", "negative"} {
		rows, err := Rows(name)
		require.NoError(t, err)
		seen := map[string]bool{}
		for _, r := range rows {
			assert.False(t, seen[r.ID], r.ID)
			seen[r.ID] = true
			assert.NotContains(t, r.Text, open)
			assert.Equal(t, name == "negative", len(r.Values) == 0, r.ID)
			for _, v := range r.Values {
				assert.NotEmpty(t, r.Text[v.Start:v.End])
			}
		}
	}
	_, err := Rows("none")
	require.Error(t, err)
}

func TestParse(t *testing.T) {
	row, err := parse("x", `{"a": "⟦EMAIL|a@b.de⟧ {}⟦SECRET|k{}ey-{hex:4}⟧"}`)
	require.NoError(t, err)
	require.Len(t, row.Values, 2)
	assert.True(t, strings.HasPrefix(row.Text, `{"a": "a@b.de key-`))
	assert.Equal(t, "a@b.de", row.Text[row.Values[0].Start:row.Values[0].End])
	assert.Regexp(t, `^key-[0-9a-f]{4}$`, row.Text[row.Values[1].Start:row.Values[1].End])
	_, err = parse("x", "⟦EMAIL")
	require.ErrorContains(t, err, "mark without an end")
	_, err = parse("x", "⟦A|{hex:z}⟧")
	require.Error(t, err)
}
