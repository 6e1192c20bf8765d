// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package corpus

import (
	"bufio"
	"embed"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"strconv"
	"strings"
)

// Files of testdata hold JSON lines {"id","text"}. In a text ⟦TYPE|value⟧ marks a
// value; {alnum:36} and the like stand for random characters, and {} for
// nothing, so that no scanner of secrets takes the files for a leak.
//
//go:embed testdata/*.jsonl
var files embed.FS

// Value is a marked value of a row; offsets are bytes, End exclusive.
type Value struct {
	Type       string
	Start, End int
}

// Row is a text and what is personal or secret in it.
type Row struct {
	ID     string
	Text   string
	Values []Value
}

// Rows reads one of the files: national, contact, secrets, negative.
func Rows(name string) ([]Row, error) {
	f, err := files.Open("testdata/" + name + ".jsonl")
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	var rows []Row
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		var raw struct{ ID, Text string }
		if err := json.Unmarshal(lines.Bytes(), &raw); err != nil {
			return nil, fmt.Errorf("%s, row %d: %w", name, len(rows)+1, err)
		}
		row, err := parse(raw.ID, raw.Text)
		if err != nil {
			return nil, fmt.Errorf("%s, %s: %w", name, raw.ID, err)
		}
		rows = append(rows, row)
	}
	return rows, lines.Err()
}

const (
	open   = "⟦"
	closed = "⟧"
)

func parse(id, text string) (Row, error) {
	if strings.Contains(text, open) {
		h := fnv.New64a()
		_, _ = h.Write([]byte(id))
		var err error
		if text, err = fill(text, rand.New(rand.NewPCG(h.Sum64(), 1))); err != nil { //nolint:gosec // G404: the rows are to be the same every time
			return Row{}, err
		}
	}
	row := Row{ID: id}
	var b strings.Builder
	for {
		before, rest, ok := strings.Cut(text, open)
		b.WriteString(before)
		if !ok {
			row.Text = b.String()
			return row, nil
		}
		marked, after, ok := strings.Cut(rest, closed)
		typ, value, ok2 := strings.Cut(marked, "|")
		if !ok || !ok2 {
			return Row{}, fmt.Errorf("mark without an end: %q", rest)
		}
		start := b.Len()
		b.WriteString(value)
		row.Values = append(row.Values, Value{typ, start, b.Len()})
		text = after
	}
}

var alphabets = map[string]string{
	"alnum":  "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz",
	"word":   "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_",
	"letter": "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz",
	"upper":  "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ",
	"base32": "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567",
	"bech32": "QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L",
	"hex":    "0123456789abcdef",
	"digit":  "123456789",
}

// fill puts random characters for {alphabet:length}.
func fill(text string, r *rand.Rand) (string, error) {
	var b strings.Builder
	for {
		before, rest, ok := strings.Cut(text, "{")
		b.WriteString(before)
		if !ok {
			return b.String(), nil
		}
		spec, after, ok := strings.Cut(rest, "}")
		name, length, isSpec := strings.Cut(spec, ":")
		switch {
		case ok && spec == "":
		case ok && isSpec && alphabets[name] != "":
			n, err := strconv.Atoi(length)
			if err != nil {
				return "", err
			}
			for range n {
				b.WriteByte(alphabets[name][r.IntN(len(alphabets[name]))])
			}
		default: // a brace of JSON
			b.WriteByte('{')
			text = rest
			continue
		}
		text = after
	}
}
