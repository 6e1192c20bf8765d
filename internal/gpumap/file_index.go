// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package gpumap

import (
	"cmp"
	"math/bits"
	"slices"
)

// fileIndex answers lookups from the entries of the static file. Entries that
// match by the same fields form a group, so that a lookup costs one map access
// per group, however long the file is.
type fileIndex struct {
	// groups are sorted by the number of their fields, most first.
	groups []fileGroup
}

type fileGroup struct {
	fields  fields
	results map[Identity]Result
}

func newFileIndex(file *staticFile, resolvers []Resolver) fileIndex {
	var index fileIndex
	if file == nil {
		return index
	}
	for i := range file.entries {
		entry := &file.entries[i]
		set := entry.match.fields()
		at := slices.IndexFunc(index.groups, func(g fileGroup) bool { return g.fields == set })
		if at < 0 {
			at = len(index.groups)
			index.groups = append(index.groups, fileGroup{fields: set, results: map[Identity]Result{}})
		}
		index.groups[at].results[entry.match] = entry.resolve(resolvers)
	}
	slices.SortStableFunc(index.groups, func(a, b fileGroup) int {
		return cmp.Compare(bits.OnesCount8(uint8(b.fields)), bits.OnesCount8(uint8(a.fields)))
	})
	return index
}

func (e *staticEntry) resolve(resolvers []Resolver) Result {
	gpus := make([]GPU, 0, len(e.ids))
	for _, id := range e.ids {
		gpu, ok := resolve(id, resolvers)
		if !ok {
			return Result{Status: StatusUnresolved}
		}
		gpus = append(gpus, gpu)
	}
	return found(gpus)
}

// lookup returns the answer of the entries that match by the most fields.
func (x *fileIndex) lookup(id *Identity) Result {
	const pod = fieldPodName | fieldPodUID | fieldContainerName
	var (
		set   = id.fields()
		best  int
		match Result
	)
	for i := range x.groups {
		group := &x.groups[i]
		count := bits.OnesCount8(uint8(group.fields))
		if count < best {
			break
		}
		if set&group.fields != group.fields {
			continue
		}
		// Pods do not inherit the GPUs of their node.
		if group.fields == fieldHost && set&pod != 0 {
			continue
		}
		result, ok := group.results[id.only(group.fields)]
		switch {
		case !ok:
		case best == 0:
			best, match = count, result
		default:
			match = agreeing(match, result)
		}
	}
	return match
}
