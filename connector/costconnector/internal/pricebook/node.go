// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package pricebook

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"github.com/otelcol-genai/otelcol-genai/connector/costconnector/internal/money"
)

// place is a node of the document and the path that leads to it.
type place struct {
	*yaml.Node
	path string
}

func (p place) field(name string, n *yaml.Node) place {
	if p.path == "" {
		return place{n, name}
	}
	return place{n, p.path + "." + name}
}

func (p place) item(i int) place {
	return place{p.Content[i], p.path + "[" + strconv.Itoa(i) + "]"}
}

// reader walks a document by hand, because a book that is wrong about money
// must be refused with every fault and its path, which yaml.v3's decoder into
// structs cannot do.
type reader struct {
	faults []error
	// builtin reads the built-in book, which may have rules and models without a
	// price.
	builtin bool
	// unused are the paths of prices that nothing is charged by.
	unused []string
}

// err joins the faults, each once: a wrong price is met again for every service
// tier and region it is sold in.
func (r *reader) err() error {
	seen := map[string]bool{}
	unique := slices.DeleteFunc(slices.Clone(r.faults), func(err error) bool {
		again := seen[err.Error()]
		seen[err.Error()] = true
		return again
	})
	return errors.Join(unique...)
}

func (r *reader) fault(at place, format string, args ...any) {
	where := at.path
	if where == "" {
		where = "price book"
	}
	r.faults = append(r.faults, fmt.Errorf("%s: %s (line %d)", where, fmt.Sprintf(format, args...), at.Line))
}

// fields maps each key of a mapping to the function that reads its value.
type fields map[string]func(place)

// mapping reads the keys of a mapping; unknown, repeated and missing keys are faults.
func (r *reader) mapping(at place, known fields, required ...string) {
	seen := r.entries(at, func(key string, value place) {
		read, ok := known[key]
		if !ok {
			r.fault(value, "unknown key")
			return
		}
		read(value)
	})
	if seen == nil {
		return
	}
	for _, key := range required {
		if !slices.Contains(seen, key) {
			r.fault(at, "%s is required", key)
		}
	}
}

// entries visits the keys of a mapping in the order of the document and
// returns them, nil if at is not a mapping.
func (r *reader) entries(at place, visit func(key string, value place)) []string {
	if at.Kind != yaml.MappingNode {
		r.fault(at, "must be a mapping")
		return nil
	}
	seen := make([]string, 0, len(at.Content)/2)
	for i := 0; i+1 < len(at.Content); i += 2 {
		key, value := at.Content[i], at.Content[i+1]
		child := at.field(key.Value, value)
		switch {
		case key.Kind != yaml.ScalarNode || key.Tag == "!!merge":
			r.fault(child, "aliases and merge keys are not supported")
			continue
		case slices.Contains(seen, key.Value):
			r.fault(child, "the key is given twice")
			continue
		}
		seen = append(seen, key.Value)
		visit(key.Value, child)
	}
	return seen
}

func (r *reader) list(read func(place)) func(place) {
	return func(at place) {
		if at.Kind != yaml.SequenceNode {
			r.fault(at, "must be a list")
			return
		}
		for i := range at.Content {
			read(at.item(i))
		}
	}
}

func (r *reader) text(to *string) func(place) {
	return func(at place) {
		switch {
		case at.Kind != yaml.ScalarNode || at.Tag != "!!str":
			r.fault(at, "must be a string")
		case strings.TrimSpace(at.Value) == "":
			r.fault(at, "must not be empty")
		default:
			*to = at.Value
		}
	}
}

func (r *reader) texts(to *[]string) func(place) {
	return r.list(func(at place) {
		var s string
		if r.text(&s)(at); s != "" {
			*to = append(*to, s)
		}
	})
}

func (r *reader) currency(to *string) func(place) {
	return func(at place) {
		code := at.Value
		if at.Kind != yaml.ScalarNode || at.Tag != "!!str" || len(code) != 3 || strings.Trim(code, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != "" {
			r.fault(at, "must be a currency code of three capital letters such as USD")
			return
		}
		*to = code
	}
}

func (r *reader) oneOf(to *string, values ...string) func(place) {
	return func(at place) {
		if at.Kind != yaml.ScalarNode || at.Tag != "!!str" || !slices.Contains(values, at.Value) {
			r.fault(at, "must be one of %s", strings.Join(values, ", "))
			return
		}
		*to = at.Value
	}
}

func (r *reader) boolean(to *bool) func(place) {
	return func(at place) {
		if at.Kind != yaml.ScalarNode || at.Tag != "!!bool" {
			r.fault(at, "must be true or false")
			return
		}
		*to = strings.EqualFold(at.Value, "true")
	}
}

func (r *reader) count(to *uint64) func(place) {
	return func(at place) {
		n, err := strconv.ParseUint(at.Value, 10, 63)
		if at.Kind != yaml.ScalarNode || at.Tag != "!!int" || err != nil || n == 0 {
			r.fault(at, "must be a whole number of 1 or more")
			return
		}
		*to = n
	}
}

// decimal reads a quoted decimal. A bare number would be a binary float to
// every YAML and JSON tool that touches the book, so it is refused.
func (r *reader) decimal(to *money.Decimal) func(place) {
	return func(at place) {
		switch {
		case at.Kind == yaml.ScalarNode && (at.Tag == "!!float" || at.Tag == "!!int"):
			r.fault(at, "must be a quoted string: write %q instead of %s", at.Value, at.Value)
		case at.Kind != yaml.ScalarNode || at.Tag != "!!str":
			r.fault(at, "must be a quoted decimal such as \"2.50\"")
		default:
			d, err := money.ParseDecimal(at.Value)
			if err != nil {
				r.fault(at, "%q %v", at.Value, err)
				return
			}
			*to = d
		}
	}
}

// instant reads a date, which means 00:00:00Z, or an RFC 3339 time in UTC.
func (r *reader) instant(to *time.Time) func(place) {
	return func(at place) {
		if at.Kind == yaml.ScalarNode && (at.Tag == "!!str" || at.Tag == "!!timestamp") {
			for _, layout := range []string{time.DateOnly, "2006-01-02T15:04:05.999999999Z"} {
				// Unix nanoseconds end in 2262.
				if t, err := time.Parse(layout, at.Value); err == nil && t.Year() >= 1970 && t.Year() < 2262 {
					*to = t
					return
				}
			}
		}
		r.fault(at, "must be a date from 1970 on such as 2026-01-31 or a UTC time such as 2026-01-31T12:00:00Z")
	}
}

// minuteOfDay reads "HH:MM".
func (r *reader) minuteOfDay(to *int) func(place) {
	return func(at place) {
		t, err := time.Parse("15:04", at.Value)
		if at.Kind != yaml.ScalarNode || at.Tag != "!!str" || len(at.Value) != len("15:04") || err != nil {
			r.fault(at, "must be a quoted UTC time of day such as \"16:30\"")
			return
		}
		*to = t.Hour()*60 + t.Minute()
	}
}
