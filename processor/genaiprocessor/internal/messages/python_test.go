// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package messages

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestParsePython(t *testing.T) {
	for in, want := range map[string]string{
		`[{'id': 'c1', 'arguments': '{"city":"Paris"}', 'index': None, 'ok': True, 'no': False, 'n': -1.5}]`: `[{"id": "c1", "arguments": "{\"city\":\"Paris\"}", "index": null, "ok": true, "no": false, "n": -1.5}]`,
		`{'a': "it's", 'b': 'say \'"\\\n'}`: `{"a": "it's", "b": "say '\"\\\n"}`,
		`["é"]`:                             `["é"]`,
		`[]`:                                `[]`,
		// What JSON has not, or what was cut off.
		`[Function(name='get')]`: "", `['open`: "", `['a\x00']`: "", `('a',)`: "", `['a', 'b'`: "", `None`: "", ``: "", `['\`: "",
	} {
		v, ok := ParsePython(in)
		assert.Equal(t, want != "", ok, in)
		assert.Equal(t, want, v.Raw, in)
	}
}

func FuzzParsePython(f *testing.F) {
	f.Add(`[{'id': 'c1', 'x': None}]`)
	f.Fuzz(func(t *testing.T, s string) {
		if v, ok := ParsePython(s); ok {
			assert.True(t, valid(v.Raw))
		}
	})
}
