// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package plan

import (
	"fmt"
	"slices"
	"strings"

	"github.com/otelcol-genai/otelcol-genai/receiver/dcgmreceiver/internal/engine"
	"github.com/otelcol-genai/otelcol-genai/receiver/dcgmreceiver/internal/field"
)

// grouping collects entities and fields by a key, in the order of their coming.
type grouping[K comparable] struct {
	groups []*group[K]
	byKey  map[K]*group[K]
}

type group[K comparable] struct {
	key      K
	entities []engine.Entity
	fields   []field.ID
}

func newGrouping[K comparable]() *grouping[K] { return &grouping[K]{byKey: map[K]*group[K]{}} }

func (g *grouping[K]) add(key K, t *Target, ids []field.ID) {
	if len(ids) == 0 {
		return
	}
	have := g.byKey[key]
	if have == nil {
		have = &group[K]{key: key}
		g.byKey[key] = have
		g.groups = append(g.groups, have)
	}
	have.entities = append(have.entities, t.Entity)
	for _, id := range ids {
		if !slices.Contains(have.fields, id) {
			have.fields = append(have.fields, id)
		}
	}
}

func (g *grouping[K]) queries() []engine.Query {
	var all []engine.Query
	for _, have := range g.groups {
		all = append(all, engine.Query{Entities: have.entities, Fields: have.fields})
	}
	return all
}

// listKey tells lists of fields apart.
func listKey(ids []field.ID) string {
	var b strings.Builder
	for _, id := range ids {
		fmt.Fprintf(&b, "%d ", id)
	}
	return b.String()
}
