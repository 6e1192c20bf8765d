// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

// Command unredact turns the placeholders of the operator encrypt back into the
// values that they were made of. It reads text from the standard input and
// writes it to the standard output; what it cannot open stays as it is, is
// counted on the standard error, and makes the exit status 2.
//
//	unredact -key 3=/etc/otelcol-genai/pii.key -tenant acme < prompt.txt
package main

import (
	"bufio"
	"bytes"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/jsontext"
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/keyring"
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/operator"
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/placeholder"
)

func main() {
	failed, err := run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr)
	switch {
	case errors.Is(err, flag.ErrHelp):
	case err != nil:
		fmt.Fprintln(os.Stderr, "unredact:", err)
		os.Exit(1)
	case failed > 0:
		os.Exit(2)
	}
}

// keyFlags collects -key id=file.
type keyFlags []keyring.Key

func (k *keyFlags) String() string { return "" }

func (k *keyFlags) Set(value string) error {
	id, file, ok := strings.Cut(value, "=")
	if !ok || !placeholder.ValidKeyID(id) {
		return errors.New("must be id=file")
	}
	secret, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	// As the collector's ${file:} does, keep what is in the file, but for the end of
	// the line that an editor adds.
	*k = append(*k, keyring.Key{ID: id, Secret: bytes.TrimRight(secret, "\r\n")})
	return nil
}

func run(args []string, in io.Reader, out, messages io.Writer) (failed int, err error) {
	var keys keyFlags
	flags := flag.NewFlagSet("unredact", flag.ContinueOnError)
	flags.SetOutput(messages)
	flags.Var(&keys, "key", "`id=file` of a key as in the configuration; can be repeated")
	tenant := flags.String("tenant", "", "tenant of the records")
	escape := flags.Bool("json", false, "escape the values for strings of JSON")
	if err := flags.Parse(args); err != nil {
		return 0, err
	}
	if len(keys) == 0 {
		return 0, errors.New("there is no key: set -key id=file")
	}
	ring, err := keyring.New(keys)
	if err != nil {
		return 0, err
	}
	reasons := map[string]int{}
	w := bufio.NewWriter(out)
	r := bufio.NewReader(in)
	for {
		line, readErr := r.ReadString('\n')
		if _, err := w.WriteString(decrypt(line, ring, *tenant, *escape, reasons)); err != nil {
			return 0, err
		}
		if readErr == io.EOF {
			break
		}
		if readErr != nil {
			return 0, readErr
		}
	}
	for reason, n := range reasons {
		failed += n
		fmt.Fprintf(messages, "%d placeholders stay: %s\n", n, reason)
	}
	return failed, w.Flush()
}

func decrypt(line string, ring *keyring.Ring, tenant string, escape bool, reasons map[string]int) string {
	var b strings.Builder
	at := 0
	for {
		p, ok := placeholder.Next(line, at, anyType)
		if !ok {
			break
		}
		b.WriteString(line[at:p.Start])
		at = p.End
		value, err := operator.Decrypt(ring, tenant, p)
		switch {
		case errors.Is(err, operator.ErrNotEncrypted):
			value = line[p.Start:p.End]
		case err != nil:
			reasons[fmt.Sprintf("key %s: %v", p.KeyID, err)]++
			value = line[p.Start:p.End]
		case escape:
			value = string(jsontext.Escape(nil, value))
		}
		b.WriteString(value)
	}
	b.WriteString(line[at:])
	return b.String()
}

// anyType takes every name that a type may have: those of a user's own types are
// not known here.
func anyType(name string) bool {
	if _, err := entity.Parse(name); err == nil {
		return true
	}
	_, err := entity.ParseCustom(name)
	return err == nil
}
