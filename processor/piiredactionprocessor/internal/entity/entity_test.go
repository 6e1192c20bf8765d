// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package entity

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestAllIsSortedAndUnique(t *testing.T) {
	all := All()
	assert.True(t, slices.IsSortedFunc(all, func(a, b Info) int { return strings.Compare(string(a.Type), string(b.Type)) }))
	assert.Len(t, slices.CompactFunc(all, func(a, b Info) bool { return a.Type == b.Type }), len(infos))
}

func TestParse(t *testing.T) {
	got, err := Parse("EMAIL")
	require.NoError(t, err)
	assert.Equal(t, Email, got)
	_, err = Parse("email")
	require.ErrorContains(t, err, `unknown entity type "email"`)
	var typ Type
	require.NoError(t, typ.UnmarshalText([]byte("IBAN")))
	assert.Equal(t, IBAN, typ)
	require.Error(t, typ.UnmarshalText([]byte("X")))
}

func TestParseCustom(t *testing.T) {
	for name, want := range map[string]string{
		"EMPLOYEE_ID":           "",
		"A":                     "2 to 40",
		"lower":                 "only A-Z",
		"1ST":                   "only A-Z",
		"EMAIL":                 "is built in",
		strings.Repeat("A", 41): "2 to 40",
	} {
		_, err := ParseCustom(name)
		if want == "" {
			require.NoError(t, err, name)
			continue
		}
		require.ErrorContains(t, err, want, name)
	}
}

func TestFamilyOf(t *testing.T) {
	assert.Equal(t, NationalID, FamilyOf(DETaxID))
	assert.Equal(t, Secrets, FamilyOf(JWT))
	assert.Equal(t, Custom, FamilyOf("EMPLOYEE_ID"))
}
