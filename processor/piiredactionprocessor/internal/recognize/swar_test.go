// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// TestClassesOfEightBytes puts every byte at every place between every kind of
// neighbour.
func TestClassesOfEightBytes(t *testing.T) {
	for c := range 256 {
		for _, other := range []byte{0x00, 'a', '0', ' ', 0x7f, 0x80, 0xff} {
			for at := range 8 {
				b := []byte(strings.Repeat(string([]byte{other}), 8))
				b[at] = byte(c)
				x := load8(string(b), 0)
				for i, v := range b {
					mark := uint64(0x80) << (8 * i)
					assert.Equal(t, v >= '0' && v <= '@', triggers8(x)&mark != 0)
					assert.Equal(t, v <= ' ', spaces8(x)&mark != 0)
				}
			}
		}
	}
	assert.Equal(t, 2, firstByte(0x80<<16|0x80<<40))
	assert.Equal(t, 5, lastByte(0x80<<16|0x80<<40))
}

func TestNextTrigger(t *testing.T) {
	for _, text := range []string{"", "a", "abcdefgh", "abcdefghi", "aaaaaaaaaaaaaaa:", "<<<<<<<<<<?;>1", "ü@", "12"} {
		want := 0
		for want < len(text) && trigger[text[want]] == trigNone {
			want++
		}
		assert.Equal(t, want, nextTrigger(text, 0), text)
	}
}
