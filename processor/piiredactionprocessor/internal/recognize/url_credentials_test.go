// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize_test

import (
	"testing"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

func TestURLCredentials(t *testing.T) {
	run(t, entity.URLCredentials, []example{
		{"database", "postgres://svc:Tr0ub4dor&3@db.example:5432/x", one("svc:Tr0ub4dor&3")},
		{"git", "`git clone https://oauth2:abc-DEF@git.example/a.git`", one("oauth2:abc-DEF")},
		{"no user", "redis://:s3cr3t@cache.example", one(":s3cr3t")},
		{"at sign in the password", "amqp://u:p@ss@mq.example", one("u:p@ss")},
		{"no password", "https://user@host.example", nil},
		{"variable", "https://u:${PASS}@host.example", nil},
		{"port", "http://host.example:8080/a@b", nil},
		{"mail in a query", "http://host.example/?a=b:c&mail=x@y.example", nil},
	})
}
