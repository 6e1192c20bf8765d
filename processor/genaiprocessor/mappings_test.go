// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package genaiprocessor

import (
	"flag"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/otelcol-genai/otelcol-genai/processor/genaiprocessor/internal/dialect"
	"github.com/otelcol-genai/otelcol-genai/processor/genaiprocessor/internal/engines"
	"github.com/otelcol-genai/otelcol-genai/processor/genaiprocessor/internal/rewrite"
)

var update = flag.Bool("update", false, "rewrite the files that tests compare with")

// TestMappingsDocument holds mappings.md to the tables in the code. Run with
// -update to write it.
func TestMappingsDocument(t *testing.T) {
	const file = "mappings.md"
	got := mappingsDocument()
	if *update {
		require.NoError(t, os.WriteFile(file, []byte(got), 0o644))
	}
	want, err := os.ReadFile(file)
	require.NoError(t, err)
	require.Equal(t, string(want), got, "run go test -run TestMappingsDocument -update .")
}

func mappingsDocument() string {
	var b strings.Builder
	b.WriteString("# Mappings\n\nWritten from the tables in the code by `go test -run TestMappingsDocument -update .`; a test compares.\n\n")
	b.WriteString("What a table cannot say (messages, tools, request parameters in JSON, the sum of cached and other tokens) is in the\n")
	b.WriteString("README. Of several sources of one target the first that is there wins; dialects go in the order of this document.\n")
	for _, d := range dialect.All() {
		fmt.Fprintf(&b, "\n## %s\n\nRecognised by", d.Name)
		sep := " "
		for _, s := range d.Signals {
			name := "`" + s + "`"
			if strings.HasSuffix(s, ".") {
				name = "`" + s + "*`"
			}
			b.WriteString(sep + name)
			sep = ", "
		}
		if len(d.Scopes) > 0 {
			b.WriteString("; by scopes that start with")
			sep = " "
			for _, s := range d.Scopes {
				b.WriteString(sep + "`" + s + "`")
				sep = ", "
			}
		}
		b.WriteString(".\n")
		writeRules(&b, "", d.Rules)
		writeRules(&b, "Of calls only:\n\n", d.Calls)
	}
	for _, table := range engines.Tables() {
		fmt.Fprintf(&b, "\n## Metrics of %s\n\nRecognised by the prefixes `%s`.\n\n", table.Engine, strings.Join(table.Prefixes, "`, `"))
		b.WriteString("| From, without the prefix | To | Unit | Note |\n| --- | --- | --- | --- |\n")
		for _, m := range table.Mappings {
			var from []string
			for _, s := range m.From {
				name := "`" + s.Name + "`"
				if s.Label != "" {
					name += " with `" + s.Label + "=" + s.Value + "`"
				}
				from = append(from, name)
			}
			fmt.Fprintf(&b, "| %s | `%s` | `%s` | %s |\n", strings.Join(from, ", or "), m.To.Name, m.To.Unit, m.Note)
		}
		for _, r := range table.Ratios {
			fmt.Fprintf(&b, "| `%s` / `%s` | `%s` | `%s` | %s |\n", r.Numerator, r.Denominator, r.To.Name, r.To.Unit, r.Note)
		}
	}
	b.WriteString("\n## Metrics of instrumentations\n\n| From | To |\n| --- | --- |\n")
	for _, from := range slices.Sorted(maps.Keys(sdkMetrics)) {
		fmt.Fprintf(&b, "| `%s` | `%s` |\n", from, sdkMetrics[from])
	}
	return b.String()
}

func writeRules(b *strings.Builder, head string, rules []rewrite.Rule) {
	if len(rules) == 0 {
		return
	}
	b.WriteString("\n" + head + "| From | To |\n| --- | --- |\n")
	for _, r := range rules {
		note := ""
		if r.Conv != nil {
			note = " (values folded)"
		}
		fmt.Fprintf(b, "| `%s` | `%s`%s |\n", r.From, r.To, note)
	}
}
