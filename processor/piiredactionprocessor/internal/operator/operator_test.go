// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package operator

import (
	"bytes"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/keyring"
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/numbering"
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/placeholder"
)

func ring(tb testing.TB, ids ...string) *keyring.Ring {
	tb.Helper()
	var keys []keyring.Key
	for _, id := range ids {
		keys = append(keys, keyring.Key{ID: id, Secret: bytes.Repeat([]byte(id), keyring.MinSecret)})
	}
	r, err := keyring.New(keys)
	require.NoError(tb, err)
	return r
}

func TestMask(t *testing.T) {
	for _, tc := range []struct {
		raw  string
		keep int
		want string
	}{
		{"4111 1111 1111 1111", 4, "**** **** **** 1111"},
		{"DE89 3704 0044 0532 0130 00", 4, "**** **** **** **** **30 00"},
		{"+49 30 1234567", 3, "+** ** ****567"},
		{"12345678", 4, "******78"}, // at least 6 are hidden
		{"123456", 4, "******"},
		{"1234", 4, "****"},
		{"anna@example.org", 0, "****@*******.***"},
		{"Jürgen Müller", 4, "****** **ller"},
	} {
		got, err := Append(nil, Rule{Kind: Mask, KeepLast: tc.keep}, Subject{Type: entity.CreditCard, Raw: tc.raw})
		require.NoError(t, err)
		assert.Equal(t, tc.want, string(got))
	}
}

func TestReplace(t *testing.T) {
	scope := numbering.NewTraces().Scope([16]byte{1})
	var out []string
	for _, s := range []Subject{
		{Type: entity.Email, Raw: "anna@example.org", Numbers: scope},
		{Type: entity.Email, Raw: "bob@example.org", Numbers: scope},
		{Type: entity.Email, Raw: "Anna@Example.org", Numbers: scope},
		{Type: entity.Email, Raw: "anna@example.org"},
	} {
		b, err := Append(nil, Rule{Kind: Replace}, s)
		require.NoError(t, err)
		out = append(out, string(b))
	}
	assert.Equal(t, []string{"[EMAIL_1]", "[EMAIL_2]", "[EMAIL_1]", "[EMAIL]"}, out)
}

func TestPseudonym(t *testing.T) {
	keys := ring(t, "3", "4")
	token := func(key, tenant, raw string, typ entity.Type) string {
		b, err := Append(nil, Rule{Kind: Pseudonym}, Subject{Type: typ, Raw: raw, Tenant: tenant, Key: keys.Get(key)})
		require.NoError(t, err)
		return string(b)
	}
	one := token("3", "acme", "anna@example.org", entity.Email)
	assert.Regexp(t, `^\[EMAIL:k3:[A-Z2-7]{16}\]$`, one)
	assert.Equal(t, one, token("3", "acme", "Anna@EXAMPLE.org", entity.Email), "the same person")
	assert.NotEqual(t, one, token("3", "other", "anna@example.org", entity.Email), "another tenant")
	assert.NotEqual(t, one, token("3", "acme", "bob@example.org", entity.Email))
	assert.NotEqual(t, strings.TrimPrefix(one, "[EMAIL:k3"), strings.TrimPrefix(token("4", "acme", "anna@example.org", entity.Email), "[EMAIL:k4"))
	assert.Equal(t, token("3", "", "DE89 3704 0044 0532 0130 00", entity.IBAN), token("3", "", "de89370400440532013000", entity.IBAN))
}

func TestEncrypt(t *testing.T) {
	keys := ring(t, "a", "b")
	s := Subject{Type: entity.Email, Raw: "anna@example.org", Tenant: "acme", Key: keys.Get("a")}
	sealed, err := Append(nil, Rule{Kind: Encrypt}, s)
	require.NoError(t, err)
	again, err := Append(nil, Rule{Kind: Encrypt}, s)
	require.NoError(t, err)
	assert.NotEqual(t, sealed, again, "the same value twice cannot be told")
	assert.NotContains(t, string(sealed), "anna")

	p, ok := placeholder.Next(string(sealed), 0, func(typ string) bool { return typ == "EMAIL" })
	require.True(t, ok)
	raw, err := Decrypt(keys, "acme", p)
	require.NoError(t, err)
	assert.Equal(t, "anna@example.org", raw)

	_, err = Decrypt(keys, "other", p)
	require.ErrorIs(t, err, ErrDecrypt)
	other := p
	other.Type = "PHONE"
	_, err = Decrypt(keys, "acme", other)
	require.ErrorIs(t, err, ErrDecrypt)
	other = p
	other.KeyID = "b"
	_, err = Decrypt(keys, "acme", other)
	require.ErrorIs(t, err, ErrDecrypt)
	other.KeyID = "c"
	_, err = Decrypt(keys, "acme", other)
	require.ErrorIs(t, err, ErrUnknownKey)
	other = p
	other.Payload = "AAAA"
	_, err = Decrypt(keys, "acme", other)
	require.ErrorIs(t, err, ErrDecrypt)
	other.Form = placeholder.Pseudonym
	_, err = Decrypt(keys, "acme", other)
	require.ErrorIs(t, err, ErrNotEncrypted)
}

func TestWithoutKey(t *testing.T) {
	for _, k := range []Kind{Pseudonym, Encrypt, Keep, DropValue, DropContent} {
		out, err := Append(nil, Rule{Kind: k}, Subject{Type: entity.Email, Raw: "anna@example.org"})
		require.Error(t, err, k)
		assert.Empty(t, out)
		assert.NotContains(t, err.Error(), "anna")
	}
}

func TestUnmarshalKind(t *testing.T) {
	var k Kind
	require.NoError(t, k.UnmarshalText([]byte("mask")))
	assert.Equal(t, Mask, k)
	require.EqualError(t, k.UnmarshalText([]byte("hash")),
		`unknown operator "hash", use one of replace, mask, pseudonym, encrypt, drop_value, drop_content, keep`)
}

// FuzzAppend: nothing of a value is left in what comes in its place but what the
// operator says, and encryption is undone.
func FuzzAppend(f *testing.F) {
	f.Add("anna@example.org", "acme", 4)
	f.Add("4111-1111 1111\n1111", "", 0)
	keys := ring(f, "1")
	f.Fuzz(func(t *testing.T, raw, tenant string, keep int) {
		s := Subject{Type: entity.Email, Raw: raw, Tenant: tenant, Key: keys.Get("1")}
		masked, err := Append(nil, Rule{Kind: Mask, KeepLast: max(keep, 0)}, s)
		require.NoError(t, err)
		shown := 0
		for _, r := range string(masked) {
			if hides(r) {
				shown++
			}
		}
		require.LessOrEqual(t, shown, max(keep, 0))
		require.Len(t, []rune(string(masked)), len([]rune(raw)))

		sealed, err := Append(nil, Rule{Kind: Encrypt}, s)
		require.NoError(t, err)
		p, ok := placeholder.Next(string(sealed), 0, func(typ string) bool { return typ == "EMAIL" })
		require.True(t, ok)
		require.Equal(t, len(sealed), p.End)
		back, err := Decrypt(keys, tenant, p)
		require.NoError(t, err)
		require.Equal(t, raw, back)
	})
}

func BenchmarkAppend(b *testing.B) {
	keys := ring(b, "1")
	scope := numbering.NewTraces().Scope([16]byte{1})
	for _, k := range []Kind{Replace, Mask, Pseudonym, Encrypt} {
		b.Run(string(k), func(b *testing.B) {
			b.ReportAllocs()
			var dst []byte
			s := Subject{Type: entity.Email, Raw: "anna.meyer@example.org", Tenant: "acme", Key: keys.Get("1"), Numbers: scope}
			for b.Loop() {
				dst, _ = Append(dst[:0], Rule{Kind: k, KeepLast: 4}, s)
			}
		})
	}
}
