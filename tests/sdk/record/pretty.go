// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
)

// lineWidth is up to how many bytes a JSON value stays on one line.
const lineWidth = 100

// pretty formats JSON for reading and diffing: keys sorted, one attribute per line.
func pretty(data []byte) ([]byte, error) {
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.UseNumber()
	var v any
	if err := decoder.Decode(&v); err != nil {
		return nil, err
	}
	var out bytes.Buffer
	if err := printValue(&out, v, 0); err != nil {
		return nil, err
	}
	out.WriteByte('\n')
	return out.Bytes(), nil
}

func printValue(out *bytes.Buffer, v any, depth int) error {
	line, err := oneLine(v)
	if err != nil {
		return err
	}
	open, shut, parts := split(v)
	if len(parts) == 0 || len(line) <= lineWidth || isAttribute(v) {
		out.Write(line)
		return nil
	}
	out.WriteString(open)
	for i, p := range parts {
		if i > 0 {
			out.WriteByte(',')
		}
		out.WriteString("\n" + strings.Repeat(" ", depth+1) + p.prefix)
		if err := printValue(out, p.value, depth+1); err != nil {
			return err
		}
	}
	out.WriteString("\n" + strings.Repeat(" ", depth) + shut)
	return nil
}

func oneLine(v any) ([]byte, error) {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	err := encoder.Encode(v)
	return bytes.TrimSpace(b.Bytes()), err
}

type part struct {
	prefix string
	value  any
}

func split(v any) (string, string, []part) {
	switch v := v.(type) {
	case map[string]any:
		keys := make([]string, 0, len(v))
		for k := range v {
			keys = append(keys, k)
		}
		slices.Sort(keys)
		parts := make([]part, len(keys))
		for i, k := range keys {
			parts[i] = part{`"` + k + `": `, v[k]}
		}
		return "{", "}", parts
	case []any:
		parts := make([]part, len(v))
		for i, element := range v {
			parts[i] = part{"", element}
		}
		return "[", "]", parts
	}
	return "", "", nil
}

func isAttribute(v any) bool {
	object, ok := v.(map[string]any)
	if !ok || len(object) != 2 {
		return false
	}
	_, isKey := object["key"].(string)
	_, hasValue := object["value"]
	return isKey && hasValue
}
