// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

// Command score runs the recognisers over a corpus: it reads JSON lines
// {"id","text"} and writes {"id","spans":[{"type","start","end"}],"out"}, so that
// any corpus can be scored. Offsets are bytes of the text; those of JSON are in
// its raw form. "out" is the text after the processor.
//
//	go run ./internal/score < corpus.jsonl > predictions.jsonl
//
// With -cue-words names and addresses are looked for, too.
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/scan"
)

type row struct {
	ID   string `json:"id"`
	Text string `json:"text"`
}

type span struct {
	Type  string `json:"type"`
	Start int    `json:"start"`
	End   int    `json:"end"`
}

type prediction struct {
	ID    string `json:"id"`
	Spans []span `json:"spans"`
	Out   string `json:"out"`
}

func main() {
	cueWords := flag.Bool("cue-words", false, "look for names and addresses, too")
	flag.Parse()
	if err := run(context.Background(), os.Stdin, os.Stdout, *cueWords); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context, in io.Reader, out io.Writer, cueWords bool) error {
	var o scan.Options
	if cueWords {
		for _, i := range entity.All() {
			if i.Default || i.Type == entity.PersonName || i.Type == entity.Address {
				o.Types = append(o.Types, i.Type)
			}
		}
	}
	s, err := scan.New(o)
	if err != nil {
		return err
	}
	r, err := newRedactor(ctx, cueWords)
	if err != nil {
		return err
	}
	lines := bufio.NewScanner(in)
	lines.Buffer(nil, 64<<20)
	w := bufio.NewWriter(out)
	enc := json.NewEncoder(w)
	for n := 1; lines.Scan(); n++ {
		var row row
		if err := json.Unmarshal(lines.Bytes(), &row); err != nil {
			return fmt.Errorf("line %d: %w", n, err)
		}
		p := prediction{ID: row.ID, Spans: []span{}}
		for _, f := range find(s, "", row.Text, 0) {
			p.Spans = append(p.Spans, span{string(f.Type), f.Start, f.End})
		}
		if p.Out, err = r.redact(ctx, row.Text); err != nil {
			return fmt.Errorf("line %d: %w", n, err)
		}
		if err := enc.Encode(p); err != nil {
			return err
		}
	}
	if err := lines.Err(); err != nil {
		return err
	}
	if err := w.Flush(); err != nil {
		return err
	}
	return r.logs.Shutdown(ctx)
}
