// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package normalize

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/otelcol-genai/otelcol-genai/tests/sdk"
)

// TestAgentAndGateway sends every trace through two processors with different
// options, as an agent and a gateway may have them: what comes out is what the
// gateway alone would have made.
func TestAgentAndGateway(t *testing.T) {
	keep := map[string]any{}
	remove := map[string]any{"remove_originals": "mapped"}
	asJSON := map[string]any{"remove_originals": "mapped", "content": "json"}
	old := map[string]any{"remove_originals": "mapped", "semconv_version": "1.41"}
	names := map[string]any{"span_names": "conventions", "span_kinds": "conventions"}
	for name, tc := range map[string]struct{ agent, gateway, want map[string]any }{
		"the gateway removes":                 {keep, remove, remove},
		"the gateway writes JSON":             {keep, asJSON, asJSON},
		"the gateway writes older names":      {keep, old, old},
		"the gateway renames spans":           {keep, names, names},
		"the agent removes":                   {remove, keep, remove},
		"the agent removes, the gateway JSON": {remove, asJSON, asJSON},
		"the agent has older names":           {old, remove, remove},
		"the agent removes and older names":   {remove, old, old},
		"the agent writes JSON":               {asJSON, remove, asJSON},
	} {
		t.Run(name, func(t *testing.T) {
			for _, r := range recordings(t) {
				if r.Signal != sdk.SignalTraces {
					continue
				}
				td, err := r.Traces()
				require.NoError(t, err)
				processTraces(t, td, config(t, tc.agent))
				processTraces(t, td, config(t, tc.gateway))
				got, want := spans(td), processed(t, r, config(t, tc.want))
				require.Len(t, got, len(want))
				for i := range want {
					assert.Equal(t, want[i].name, got[i].name)
					assert.Empty(t, difference(want[i].attributes.AsRaw(), got[i].attributes.AsRaw()), "%s, %q", r.Path, want[i].name)
				}
			}
		})
	}
}

// difference lists the attributes in which two maps differ.
func difference(want, got map[string]any) (names []string) {
	for name, v := range want {
		if other, ok := got[name]; !ok {
			names = append(names, "no "+name)
		} else if fmt.Sprintf("%#v", v) != fmt.Sprintf("%#v", other) { // NaN is itself
			names = append(names, "another "+name)
		}
	}
	for name := range got {
		if _, ok := want[name]; !ok {
			names = append(names, "still "+name)
		}
	}
	return names
}
