// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

// Command score runs the scanner over a corpus: it reads JSON lines
// {"id","text"} and writes {"id","spans":[{"type","start","end"}],"out"}, offsets
// in bytes, so that any corpus can be scored.
//
//	go run ./internal/score < corpus.jsonl > predictions.jsonl
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/scan"
)

type row struct {
	ID   string `json:"id"`
	Text string `json:"text"`
	Key  string `json:"key,omitempty"`
}

type spanOut struct {
	Type  string `json:"type"`
	Start int    `json:"start"`
	End   int    `json:"end"`
}

type prediction struct {
	ID    string    `json:"id"`
	Spans []spanOut `json:"spans"`
	Out   string    `json:"out"`
}

func main() {
	if err := run(os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(in io.Reader, out io.Writer) error {
	s, err := scan.New(scan.Options{})
	if err != nil {
		return err
	}
	lines := bufio.NewScanner(in)
	lines.Buffer(nil, 64<<20)
	w := bufio.NewWriter(out)
	enc := json.NewEncoder(w)
	for n := 1; lines.Scan(); n++ {
		var r row
		if err := json.Unmarshal(lines.Bytes(), &r); err != nil {
			return fmt.Errorf("line %d: %w", n, err)
		}
		if err := enc.Encode(predict(s, r)); err != nil {
			return err
		}
	}
	if err := lines.Err(); err != nil {
		return err
	}
	return w.Flush()
}

func predict(s *scan.Scanner, r row) prediction {
	p := prediction{ID: r.ID, Spans: []spanOut{}}
	var b strings.Builder
	at := 0
	for _, f := range s.Scan(nil, scan.Input{Text: r.Text, Key: r.Key}) {
		p.Spans = append(p.Spans, spanOut{string(f.Type), f.Start, f.End})
		b.WriteString(r.Text[at:f.Start])
		b.WriteString("[" + string(f.Type) + "]")
		at = f.End
	}
	b.WriteString(r.Text[at:])
	p.Out = b.String()
	return p
}
