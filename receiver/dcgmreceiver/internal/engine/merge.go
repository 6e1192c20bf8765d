// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package engine

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/otelcol-genai/otelcol-genai/receiver/dcgmreceiver/internal/field"
)

// maxFieldsPerGroup is DCGM_MAX_FIELD_IDS_PER_FIELD_GROUP.
const maxFieldsPerGroup = 128

// record is one watch as the engine gets it. DCGM has one watcher per
// connection, entity and field, and the last call to it wins. Records are
// therefore disjoint.
type record struct {
	set      string
	fields   string // the key of the field group
	interval time.Duration
	keep     time.Duration
}

// merge turns what all clients ask for into disjoint records: a field that
// several clients want is sampled at the shortest interval and kept for the
// longest time. Fields that change together stay together, so that a change of
// one watch does not interrupt the others. It also returns the entities by set
// and the fields by key.
func merge(requests [][]Watch) (records map[record]bool, sets map[string][]Entity, groups map[string][]field.ID) {
	type want struct {
		interval, keep time.Duration
		origin         string
	}
	wants := map[string]map[field.ID]*want{}
	sets = map[string][]Entity{}
	for c, watches := range requests {
		for i, w := range watches {
			sets[w.Set] = w.Entities
			byField := wants[w.Set]
			if byField == nil {
				byField = map[field.ID]*want{}
				wants[w.Set] = byField
			}
			for _, id := range w.Fields {
				have := byField[id]
				if have == nil {
					have = &want{interval: w.Interval}
					byField[id] = have
				}
				have.interval = min(have.interval, w.Interval)
				have.keep = max(have.keep, w.Keep)
				have.origin += fmt.Sprintf("%d.%d ", c, i)
			}
		}
	}
	records, groups = map[record]bool{}, map[string][]field.ID{}
	for set, byField := range wants {
		together := map[want][]field.ID{}
		for _, id := range slices.Sorted(maps.Keys(byField)) {
			together[*byField[id]] = append(together[*byField[id]], id)
		}
		for w, ids := range together {
			for chunk := range slices.Chunk(ids, maxFieldsPerGroup) {
				key := fieldsKey(chunk)
				groups[key] = chunk
				records[record{set, key, w.interval, w.keep}] = true
			}
		}
	}
	return records, sets, groups
}

func fieldsKey(ids []field.ID) string {
	var b strings.Builder
	for _, id := range ids {
		fmt.Fprintf(&b, "%d ", id)
	}
	return b.String()
}

func sortedRecords(records map[record]bool) []record {
	return slices.SortedFunc(maps.Keys(records), func(a, b record) int {
		return cmp.Or(cmp.Compare(a.set, b.set), cmp.Compare(a.fields, b.fields), cmp.Compare(a.interval, b.interval))
	})
}
