// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

// Package keyring holds the keys for pseudonyms and encryption.
package keyring

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"errors"
	"fmt"
	"hash"
	"slices"
	"sync"
	"time"
)

// MinSecret is the least length of a secret in bytes.
const MinSecret = 32

// Key is a key as it is configured.
type Key struct {
	// ID goes into every token that is made with the key.
	ID string
	// Secret is at least MinSecret bytes long.
	Secret []byte
	// NotBefore is when the key comes into use; the zero time is always.
	NotBefore time.Time
}

// Derived is a key in use. The keys for pseudonyms and for encryption are
// derived from its secret (HKDF-SHA256) and differ.
type Derived struct {
	// ID is that of the Key.
	ID string
	// AEAD encrypts with AES-256-GCM.
	AEAD cipher.AEAD

	notBefore time.Time
	mac       []byte
	macs      sync.Pool
}

// Ring is a set of keys. It does not change.
type Ring struct {
	keys []*Derived // the newest first
}

// New derives the keys. The secrets may be overwritten afterwards.
func New(keys []Key) (*Ring, error) {
	r := &Ring{}
	for _, k := range keys {
		if r.Get(k.ID) != nil {
			return nil, fmt.Errorf("key id %q is there twice", k.ID)
		}
		d, err := derive(k)
		if err != nil {
			return nil, fmt.Errorf("key %q: %w", k.ID, err)
		}
		r.keys = append(r.keys, d)
	}
	slices.SortStableFunc(r.keys, func(a, b *Derived) int { return b.notBefore.Compare(a.notBefore) })
	return r, nil
}

func derive(k Key) (*Derived, error) {
	if len(k.Secret) < MinSecret {
		return nil, fmt.Errorf("the secret must have at least %d bytes", MinSecret)
	}
	mac, err := hkdf.Key(sha256.New, k.Secret, nil, "pii_redaction pseudonym", sha256.Size)
	if err != nil {
		return nil, err
	}
	enc, err := hkdf.Key(sha256.New, k.Secret, nil, "pii_redaction encrypt", 32)
	if err != nil {
		return nil, err
	}
	block, err := aes.NewCipher(enc)
	if err != nil {
		return nil, err
	}
	aead, err := cipher.NewGCM(block)
	if err != nil {
		return nil, err
	}
	d := &Derived{ID: k.ID, AEAD: aead, notBefore: k.NotBefore, mac: mac}
	d.macs.New = func() any { return hmac.New(sha256.New, d.mac) }
	return d, nil
}

// ErrNoKey says that no key is in use yet.
var ErrNoKey = errors.New("no key is in use yet: the not_before of every key lies in the future")

// Active returns the key to use now: the one that came into use last.
func (r *Ring) Active(now time.Time) (*Derived, error) {
	for _, k := range r.keys {
		if !k.notBefore.After(now) {
			return k, nil
		}
	}
	return nil, ErrNoKey
}

// Get returns the key with this id, or nil.
func (r *Ring) Get(id string) *Derived {
	for _, k := range r.keys {
		if k.ID == id {
			return k
		}
	}
	return nil
}

// MAC returns the HMAC-SHA256 of the parts, each ended by a zero byte except
// the last.
func (d *Derived) MAC(parts ...string) [sha256.Size]byte {
	h := d.macs.Get().(hash.Hash)
	h.Reset()
	for i, p := range parts {
		if i > 0 {
			h.Write([]byte{0})
		}
		h.Write([]byte(p))
	}
	var sum [sha256.Size]byte
	h.Sum(sum[:0])
	d.macs.Put(h)
	return sum
}

// Zero overwrites the keys for pseudonyms. The copies that the runtime and the
// ciphers hold are out of reach.
func (r *Ring) Zero() {
	for _, k := range r.keys {
		clear(k.mac)
	}
}
