// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package carrier

import (
	"errors"
	"slices"
	"strings"
)

// Keys is a set of keys and of prefixes of keys. It does not change.
type Keys struct {
	exact map[string]struct{}
	// prefixes is sorted, and none is a prefix of another.
	prefixes []string
}

// NewKeys makes a set. A key that ends in * stands for all that begin with what
// is before it.
func NewKeys(keys []string) Keys {
	s := Keys{exact: map[string]struct{}{}}
	for _, k := range keys {
		if prefix, ok := strings.CutSuffix(k, "*"); ok {
			s.prefixes = append(s.prefixes, prefix)
		} else {
			s.exact[k] = struct{}{}
		}
	}
	slices.Sort(s.prefixes)
	kept := s.prefixes[:0]
	for _, p := range s.prefixes {
		if n := len(kept); n == 0 || !strings.HasPrefix(p, kept[n-1]) {
			kept = append(kept, p)
		}
	}
	s.prefixes = kept
	return s
}

// Has says whether the key is in the set.
func (s Keys) Has(key string) bool {
	if _, ok := s.exact[key]; ok {
		return true
	}
	// As no prefix is one of another, only the last that sorts before the key can
	// be its prefix.
	i, ok := slices.BinarySearch(s.prefixes, key)
	return ok || i > 0 && strings.HasPrefix(key, s.prefixes[i-1])
}

// Check says what is wrong with a configured key.
func Check(key string) error {
	switch {
	case key == "":
		return errors.New("must not be empty")
	case strings.Contains(strings.TrimSuffix(key, "*"), "*"):
		return errors.New("* is possible only at the end")
	}
	return nil
}

// Selection says which attributes are scanned.
type Selection struct {
	include, exclude, content, protected Keys
	all                                  bool
}

// Select makes a selection of the attributes that carry content, or of all.
// include and exclude are the user's own keys; exclude wins.
func Select(all bool, include, exclude []string) Selection {
	var content []string
	for _, g := range Content {
		content = append(content, g.Keys...)
	}
	return Selection{
		include: NewKeys(include), exclude: NewKeys(exclude), content: NewKeys(content), protected: NewKeys(Protected), all: all,
	}
}

// Attribute says whether the attribute is scanned. everything says that all
// attributes carry content here.
func (s *Selection) Attribute(key string, everything bool) bool {
	switch {
	case s.exclude.Has(key):
		return false
	case s.include.Has(key):
		return true
	case s.all || everything:
		return !s.protected.Has(key)
	default:
		return s.content.Has(key) && !s.protected.Has(key)
	}
}

// Excluded says whether the user excluded the key.
func (s *Selection) Excluded(key string) bool { return s.exclude.Has(key) }
