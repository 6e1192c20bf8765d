// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package operator

import (
	"crypto/rand"
	"encoding/base32"
	"encoding/base64"
	"errors"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/keyring"
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/numbering"
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/placeholder"
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/scan"
)

// Subject is a value that was found, and what is known of its surroundings.
type Subject struct {
	Type entity.Type
	// Raw is the value as it stands in the text.
	Raw string
	// Tenant keeps the pseudonyms of one tenant apart from those of another.
	Tenant string
	// Numbers numbers values for Replace; nil writes none.
	Numbers *numbering.Scope
	// Key is the key in use; Pseudonym and Encrypt need it.
	Key *keyring.Derived
}

// pseudonymBytes is how much of the HMAC goes into a pseudonym: 80 bits. Among a
// billion values of a tenant the chance that any two share one is below 10^-6.
const pseudonymBytes = 10

var errNoKey = errors.New("the operator needs a key")

// Append appends what comes in place of a value to dst, for the operators that
// replace the value alone: Replace, Mask, Pseudonym and Encrypt.
func Append(dst []byte, rule Rule, s Subject) ([]byte, error) {
	switch rule.Kind {
	case Replace:
		n := 0
		if s.Numbers != nil {
			n = s.Numbers.Number(s.Type, scan.Canonical(s.Type, s.Raw))
		}
		return placeholder.Type(dst, string(s.Type), n), nil
	case Mask:
		return appendMask(dst, s.Raw, rule.KeepLast), nil
	case Pseudonym:
		if s.Key == nil {
			return dst, errNoKey
		}
		sum := s.Key.MAC(s.Tenant, string(s.Type), scan.Canonical(s.Type, s.Raw))
		payload := base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(sum[:pseudonymBytes])
		return placeholder.Token(dst, string(s.Type), placeholder.Pseudonym, s.Key.ID, payload), nil
	case Encrypt:
		if s.Key == nil {
			return dst, errNoKey
		}
		payload, err := seal(s)
		if err != nil {
			return dst, err
		}
		return placeholder.Token(dst, string(s.Type), placeholder.Encrypted, s.Key.ID, payload), nil
	default:
		return dst, errors.New("operator " + string(rule.Kind) + " does not replace a value")
	}
}

func seal(s Subject) (string, error) {
	nonce := make([]byte, s.Key.AEAD.NonceSize(), s.Key.AEAD.NonceSize()+len(s.Raw)+s.Key.AEAD.Overhead())
	if _, err := rand.Read(nonce); err != nil {
		return "", err
	}
	sealed := s.Key.AEAD.Seal(nonce, nonce, []byte(s.Raw), binding(s.Tenant, string(s.Type)))
	return base64.RawURLEncoding.EncodeToString(sealed), nil
}

// binding ties what is encrypted to its tenant and type.
func binding(tenant, typ string) []byte { return []byte(tenant + "\x00" + typ) }

// Errors of Decrypt.
var (
	// ErrNotEncrypted is for a placeholder that holds nothing to decrypt.
	ErrNotEncrypted = errors.New("the placeholder is not encrypted")
	// ErrUnknownKey is for a placeholder of a key that is not in the ring.
	ErrUnknownKey = errors.New("the key is not there")
	// ErrDecrypt is for another secret, another tenant, or a damaged placeholder.
	ErrDecrypt = errors.New("it does not open: another secret, another tenant, or damaged")
)

// Decrypt returns the value that a placeholder of Encrypt was made of.
func Decrypt(ring *keyring.Ring, tenant string, p placeholder.Placeholder) (string, error) {
	if p.Form != placeholder.Encrypted {
		return "", ErrNotEncrypted
	}
	key := ring.Get(p.KeyID)
	if key == nil {
		return "", ErrUnknownKey
	}
	sealed, err := base64.RawURLEncoding.DecodeString(p.Payload)
	if err != nil || len(sealed) < key.AEAD.NonceSize() {
		return "", ErrDecrypt
	}
	n := key.AEAD.NonceSize()
	plain, err := key.AEAD.Open(nil, sealed[:n], sealed[n:], binding(tenant, p.Type))
	if err != nil {
		return "", ErrDecrypt
	}
	return string(plain), nil
}
