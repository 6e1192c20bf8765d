// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package namehash

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// Every byte of a name counts, wherever it is and however long the name is.
func TestEveryByteCounts(t *testing.T) {
	h := New()
	seen := map[Hash]string{h.Add(Hash{}, ""): "nothing"}
	halves := map[uint64]string{}
	for n := 1; n <= 70; n++ {
		name := strings.Repeat("a", n)
		names := []string{name}
		for i := range n {
			names = append(names, name[:i]+"b"+name[i+1:], name[:i]+"\x00"+name[i+1:])
		}
		for _, name := range names {
			hash := h.Add(Hash{}, name)
			require.Equal(t, hash, h.Add(Hash{}, strings.Clone(name)))
			require.Empty(t, seen[hash], "%q", name)
			require.Empty(t, halves[h.Of(name)], "%q", name)
			seen[hash], halves[h.Of(name)] = name, name
		}
	}
}

func TestNamesDoNotRunTogether(t *testing.T) {
	h := New()
	seen := map[Hash][2]string{}
	for _, names := range [][2]string{{"ab", "c"}, {"a", "bc"}, {"bc", "a"}, {"", "abc"}, {"abc", ""}, {"seventeen letters", "x"}, {"seventeen letter", "sx"}} {
		hash := h.Add(h.Add(Hash{}, names[0]), names[1])
		require.Empty(t, seen[hash], "%q", names)
		seen[hash] = names
	}
}

func TestSeedsAreSecret(t *testing.T) {
	a, b := New(), New()
	require.NotEqual(t, a.Add(Hash{}, "name"), b.Add(Hash{}, "name"))
}
