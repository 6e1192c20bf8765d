// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package field

import (
	_ "embed"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"sync"
)

// namesCSV has one line "name,id" for each name in go-dcgm v1.4611.0, those
// before DCGM 4.6 included. A test compares it with go-dcgm.
//
//go:embed names.csv
var namesCSV string

var names = sync.OnceValue(func() map[string]ID {
	m := make(map[string]ID, 1100)
	for line := range strings.Lines(namesCSV) {
		name, id, _ := strings.Cut(strings.TrimSpace(line), ",")
		n, err := strconv.ParseUint(id, 10, 16)
		if err != nil {
			panic(fmt.Sprintf("names.csv: %q: %v", line, err))
		}
		m[name] = ID(n)
	}
	return m
})

// ErrUnknownName is returned for a name that is no DCGM field.
var ErrUnknownName = errors.New("no DCGM field has this name")

// Lookup returns the id of a field by any of its names: those of DCGM 4.6 and
// those before it.
func Lookup(name string) (ID, error) {
	if f := byName[name]; f != nil {
		return f.ID, nil
	}
	if id, ok := names()[name]; ok {
		return id, nil
	}
	return 0, fmt.Errorf("%q: %w%s", name, ErrUnknownName, hint(name))
}

// hint names the field that was probably meant.
func hint(name string) string {
	upper := strings.ToUpper(strings.TrimSpace(name))
	for _, candidate := range []string{
		upper, "DCGM_FI_" + upper, "DCGM_FI_DEV_" + upper, "DCGM_FI_PROF_" + upper,
	} {
		if _, ok := names()[candidate]; ok {
			return ", did you mean " + candidate + "?"
		}
	}
	return ", see dcgm_fields.h"
}
