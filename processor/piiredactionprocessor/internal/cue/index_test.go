// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package cue

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestFind(t *testing.T) {
	x, err := Build([][]string{{"tax id", "numéro fiscal", "*ausweis*"}, {"nif", "id"}, {"né"}, {"αμκα"}})
	require.NoError(t, err)
	for name, tc := range map[string]struct {
		text string
		want []string
	}{
		"plain":           {"the tax id is", []string{"tax id", "id"}},
		"upper case":      {"TAX ID", []string{"TAX ID", "ID"}},
		"separators":      {"tax_id tax-id tax.id", []string{"tax_id", "id", "tax-id", "id", "tax.id", "id"}},
		"camel case":      {`"taxId"`, []string{"taxId", "Id"}},
		"word borders":    {"significant idea", nil},
		"accents":         {"numéro fiscal, numero fiscal, NUMÉRO FISCAL", []string{"numéro fiscal", "numero fiscal", "NUMÉRO FISCAL"}},
		"open ends":       {"Personalausweisnummer", []string{"ausweis"}},
		"letters beside":  {"année né", []string{"né"}},
		"other alphabets": {"ΑΜΚΑ αμκα", []string{"ΑΜΚΑ", "αμκα"}},
		"escape":          {`x\nnif:`, []string{"nif"}},
		"digits beside":   {"nif2", []string{"nif"}},
	} {
		t.Run(name, func(t *testing.T) {
			var got []string
			for _, h := range x.Find(nil, tc.text, 0, len(tc.text)) {
				got = append(got, tc.text[h.Start:h.End])
			}
			assert.Equal(t, tc.want, got)
		})
	}
}

func TestFindWindow(t *testing.T) {
	x, err := Build([][]string{{"nif"}})
	require.NoError(t, err)
	text := "significant nif"
	assert.Empty(t, x.Find(nil, text, 4, 11), "borders are judged outside the window")
	assert.Len(t, x.Find(nil, text, 12, 15), 1)
	assert.Empty(t, x.Find(nil, text, 13, 15), "a phrase lies wholly in the window")
}

func TestGroups(t *testing.T) {
	x, err := Build([][]string{{"passport"}, {"passport", "visa"}})
	require.NoError(t, err)
	hits := x.Find(nil, "passport", 0, 8)
	require.Len(t, hits, 1)
	assert.True(t, hits[0].Groups.Has(0))
	assert.True(t, hits[0].Groups.Has(1))
	assert.False(t, hits[0].Groups.Has(2))
}

func TestBuildErrors(t *testing.T) {
	_, err := Build([][]string{{"**"}})
	require.ErrorContains(t, err, "holds no letter")
	_, err = Build(make([][]string, MaxGroups+1))
	require.ErrorContains(t, err, "at most")
}
