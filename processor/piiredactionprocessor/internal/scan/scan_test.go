// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package scan

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestScan(t *testing.T) {
	s, err := New(Options{})
	require.NoError(t, err)
	for text, want := range map[string][]string{
		"mail m.keller@example.de.":                                               {"m.keller@example.de"},
		`x\nanna@posteo.example`:                                                  {"anna@posteo.example"},
		"GET /?email=jan.devries%40provider.example&x=1":                          {"jan.devries%40provider.example"},
		"ip=203.0.113.77 and 2001:db8:85a3::8a2e:370:7334, MAC 3C:22:FB:9A:10:7E": {"203.0.113.77", "2001:db8:85a3::8a2e:370:7334", "3C:22:FB:9A:10:7E"},
		"postgres://svc:Tr0ub4dor&3@db.example:5432/x":                            {"svc:Tr0ub4dor&3"},
	} {
		var got []string
		for _, f := range s.Scan(nil, Input{Text: text}) {
			got = append(got, text[f.Start:f.End])
		}
		assert.Equal(t, want, got, text)
	}
}
