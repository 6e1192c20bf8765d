// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/keyring"
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/operator"
)

func TestUnredact(t *testing.T) {
	secret := strings.Repeat("0123456789abcdef", 2)
	file := filepath.Join(t.TempDir(), "key")
	require.NoError(t, os.WriteFile(file, []byte(secret+"\n"), 0o600))
	ring, err := keyring.New([]keyring.Key{{ID: "3", Secret: []byte(secret)}})
	require.NoError(t, err)
	seal := func(typ entity.Type, raw string) string {
		b, err := operator.Append(nil, operator.Rule{Kind: operator.Encrypt}, operator.Subject{Type: typ, Raw: raw, Tenant: "acme", Key: ring.Get("3")})
		require.NoError(t, err)
		return string(b)
	}
	in := "to " + seal(entity.Email, `"a"@x.org`) + ", " + seal("TICKET", "T-1") + "\nwith [EMAIL_1] and [IBAN:k3:ABCD]"

	for name, tc := range map[string]struct {
		args   []string
		want   string
		failed int
	}{
		"text":             {[]string{"-key", "3=" + file, "-tenant", "acme"}, "to \"a\"@x.org, T-1\nwith [EMAIL_1] and [IBAN:k3:ABCD]", 0},
		"JSON":             {[]string{"-key", "3=" + file, "-tenant", "acme", "-json"}, "to \\\"a\\\"@x.org, T-1\nwith [EMAIL_1] and [IBAN:k3:ABCD]", 0},
		"another tenant":   {[]string{"-key", "3=" + file}, in, 2},
		"key not in there": {[]string{"-key", "4=" + file, "-tenant", "acme"}, in, 2},
	} {
		t.Run(name, func(t *testing.T) {
			var out, messages bytes.Buffer
			failed, err := run(tc.args, strings.NewReader(in), &out, &messages)
			require.NoError(t, err)
			assert.Equal(t, tc.want, out.String())
			assert.Equal(t, tc.failed, failed)
			assert.Equal(t, tc.failed > 0, strings.Contains(messages.String(), "2 placeholders stay: key 3: "))
		})
	}
}

func TestBadFlags(t *testing.T) {
	short := filepath.Join(t.TempDir(), "key")
	require.NoError(t, os.WriteFile(short, []byte("short"), 0o600))
	for want, args := range map[string][]string{
		"there is no key":    nil,
		"must be id=file":    {"-key", "x"},
		"no such file":       {"-key", "x=/does/not/exist"},
		"at least 32 bytes":  {"-key", "x=" + short},
		"flag provided but ": {"-keys", "x"},
	} {
		_, err := run(args, strings.NewReader(""), &bytes.Buffer{}, &bytes.Buffer{})
		require.ErrorContains(t, err, want)
	}
}
