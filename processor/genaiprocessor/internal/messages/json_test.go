// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package messages

import (
	"encoding/json"
	"math"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/pcommon"
)

func TestToJSON(t *testing.T) {
	v := pcommon.NewValueEmpty()
	require.NoError(t, v.FromRaw(map[string]any{"s": "a\"b\\c\n\u00e9\x01", "l": []any{int64(1), 2.5, true, nil, math.NaN()}, "b": []byte("x")}))
	var got any
	require.NoError(t, json.Unmarshal([]byte(ToJSON(v)), &got))
	assert.Equal(t, map[string]any{"s": "a\"b\\c\n\u00e9\x01", "l": []any{1.0, 2.5, true, nil, nil}, "b": "eA=="}, got)
}

// TestPlain has every byte at every place of a word and of what follows the last one.
func TestPlain(t *testing.T) {
	for size := range 36 {
		for place := range size {
			for c := range 256 {
				text := []byte(strings.Repeat("\xffa ~", size)[:size])
				text[place] = byte(c)
				want := size
				if c < ' ' || c == '"' || c == '\\' {
					want = place
				}
				require.Equal(t, want, plain(string(text)), "%q", text)
			}
		}
	}
}

// FuzzWriteString holds strings to what encoding/json reads of them.
func FuzzWriteString(f *testing.F) {
	for _, s := range []string{"", "plain", "a\"b", "\x00\x1f\x7f\u0080é\u2028", "\xff\xfe", "12345678\"", "1234567\\", strings.Repeat("é", 9) + "\t"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		var b strings.Builder
		writeString(&b, s)
		var got string
		require.NoError(t, json.Unmarshal([]byte(b.String()), &got))
		// A run of invalid bytes becomes one replacement character.
		assert.Equal(t, strings.ToValidUTF8(s, "\ufffd"), got)
	})
}
