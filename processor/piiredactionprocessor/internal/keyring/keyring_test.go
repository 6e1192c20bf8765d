// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package keyring

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var start = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)

func secret(b byte) []byte {
	s := make([]byte, MinSecret)
	for i := range s {
		s[i] = b
	}
	return s
}

func TestRotation(t *testing.T) {
	r, err := New([]Key{
		{ID: "1", Secret: secret(1)},
		{ID: "3", Secret: secret(3), NotBefore: start.Add(48 * time.Hour)},
		{ID: "2", Secret: secret(2), NotBefore: start},
	})
	require.NoError(t, err)
	for at, want := range map[time.Time]string{
		start.Add(-time.Hour): "1", start: "2", start.Add(47 * time.Hour): "2", start.Add(48 * time.Hour): "3", start.AddDate(9, 0, 0): "3",
	} {
		k, err := r.Active(at)
		require.NoError(t, err)
		assert.Equal(t, want, k.ID)
	}
	assert.Equal(t, "2", r.Get("2").ID)
	assert.Nil(t, r.Get("4"))
}

func TestNoKeyYet(t *testing.T) {
	r, err := New([]Key{{ID: "1", Secret: secret(1), NotBefore: start}})
	require.NoError(t, err)
	_, err = r.Active(start.Add(-time.Second))
	assert.ErrorIs(t, err, ErrNoKey)
}

func TestBadKeys(t *testing.T) {
	_, err := New([]Key{{ID: "1", Secret: secret(1)[1:]}})
	require.EqualError(t, err, `key "1": the secret must have at least 32 bytes`)
	_, err = New([]Key{{ID: "1", Secret: secret(1)}, {ID: "1", Secret: secret(2)}})
	require.EqualError(t, err, `key id "1" is there twice`)
}

func TestMAC(t *testing.T) {
	r, err := New([]Key{{ID: "1", Secret: secret(1)}, {ID: "2", Secret: secret(2)}})
	require.NoError(t, err)
	one, two := r.Get("1"), r.Get("2")
	first := one.MAC("a", "b")
	assert.Equal(t, first, one.MAC("a", "b"))
	assert.NotEqual(t, one.MAC("a", "b"), two.MAC("a", "b"))
	assert.NotEqual(t, one.MAC("a", "b"), one.MAC("ab", ""), "parts are kept apart")
	assert.NotEqual(t, one.MAC("a", "b"), one.MAC("b", "a"))
}
