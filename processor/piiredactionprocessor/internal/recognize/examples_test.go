// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/scan"
)

// example is a text and what one recogniser takes from it; nothing when want is
// empty.
type example struct {
	name string
	text string
	want []string
}

// one is the usual answer.
func one(value string) []string { return []string{value} }

// run scans with the recognisers of one type only.
func run(t *testing.T, typ entity.Type, examples []example) {
	t.Helper()
	s, err := scan.New(scan.Options{Types: []entity.Type{typ}})
	require.NoError(t, err)
	for _, e := range examples {
		t.Run(e.name, func(t *testing.T) {
			var got []string
			for _, f := range s.Scan(nil, scan.Input{Text: e.text}) {
				assert.Equal(t, typ, f.Type)
				got = append(got, e.text[f.Start:f.End])
			}
			assert.Equal(t, e.want, got)
		})
	}
}

// numberCases are examples of a number of fixed shape.
type numberCases struct {
	free  []string // taken in any sentence
	cued  []string // taken beside the context word only
	wrong []string // a digit of a valid number changed
	cue   string
	bare  bool // cued ones are also taken when they are the whole value
}

func runNumber(t *testing.T, typ entity.Type, c numberCases) {
	t.Helper()
	var examples []example
	add := func(name, text string, want []string) { examples = append(examples, example{name, text, want}) }
	for _, v := range c.free {
		add("in a sentence "+v, "They sent us "+v+" yesterday.", one(v))
		add("with its word "+v, c.cue+": "+v, one(v))
		add("order number "+v, "order number: "+v, nil)
		add("longer "+v, "They sent us "+v+"7 and 9"+v+" yesterday.", nil)
	}
	for _, v := range c.cued {
		add("with its word "+v, "The "+c.cue+" is "+v+", thanks", one(v))
		add("as a JSON member "+v, `{"`+c.cue+`": "`+v+`"}`, one(v))
		add("without its word "+v, "They sent us "+v+" yesterday.", nil)
		want := []string(nil)
		if c.bare {
			want = one(v)
		}
		add("whole value "+v, v, want)
	}
	for _, v := range c.wrong {
		add("wrong "+v, "The "+c.cue+" is "+v+", thanks", nil)
	}
	run(t, typ, examples)
}

// runKey scans a whole value of a key.
func runKey(t *testing.T, typ entity.Type, key, text string, want []string) {
	t.Helper()
	s, err := scan.New(scan.Options{Types: []entity.Type{typ}})
	require.NoError(t, err)
	var got []string
	for _, f := range s.Scan(nil, scan.Input{Text: text, Key: key}) {
		got = append(got, text[f.Start:f.End])
	}
	assert.Equal(t, want, got)
}
