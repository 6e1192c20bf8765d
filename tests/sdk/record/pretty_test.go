// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"strings"
	"testing"
)

func TestPretty(t *testing.T) {
	long := strings.Repeat("x", lineWidth)
	for name, tc := range map[string]struct{ in, want string }{
		"short values stay on one line": {`{"b":[1,2],"a":"<x>"}`, `{"a":"<x>","b":[1,2]}`},
		"large numbers keep their digits": {
			`{"n":"1767225600010000000","f":0.1,"i":12345678901234567890}`,
			`{"f":0.1,"i":12345678901234567890,"n":"1767225600010000000"}`,
		},
		"an attribute is one line": {
			`[{"value":{"stringValue":"` + long + `"},"key":"k"}]`,
			"[\n {\"key\":\"k\",\"value\":{\"stringValue\":\"" + long + "\"}}\n]",
		},
		"long objects are spread": {
			`{"b":"` + long + `","a":{}}`,
			"{\n \"a\": {},\n \"b\": \"" + long + "\"\n}",
		},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := pretty([]byte(tc.in))
			if err != nil {
				t.Fatal(err)
			}
			if string(got) != tc.want+"\n" {
				t.Errorf("got\n%s\nwant\n%s", got, tc.want)
			}
		})
	}
	if _, err := pretty([]byte("{")); err == nil {
		t.Error("broken JSON: want an error")
	}
}
