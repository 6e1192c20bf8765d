// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package pricebook

import (
	"fmt"
	"slices"
	"sync"

	"github.com/otelcol-genai/otelcol-genai/connector/costconnector/internal/builtin"
)

// builtinDocument reads the built-in book once.
var builtinDocument = sync.OnceValues(func() (*document, error) {
	root, err := parseYAML(builtin.Prices)
	if err != nil {
		return nil, fmt.Errorf("built-in price book: %w", err)
	}
	r := &reader{builtin: true}
	d := r.document(place{Node: root})
	for _, p := range d.providers {
		r.checkModels(p)
	}
	if err := r.err(); err != nil {
		return nil, fmt.Errorf("built-in price book:\n%w", err)
	}
	return d, nil
})

// extension are the providers of the built-in book behind a book's own.
type extension struct {
	providers []*provider
	byName    map[string]*provider
}

// extend adds the built-in providers to a book, under the names and ids that
// the book does not use itself.
func (r *reader) extend(b *Book, byID map[string]*provider, base *document) *extension {
	x := &extension{byName: map[string]*provider{}}
	byBuiltinID := map[string]*provider{}
	for _, def := range base.providers {
		p := r.provide(def)
		x.providers = append(x.providers, p)
		byBuiltinID[def.id] = p
		if byID[def.id] == nil {
			byID[def.id] = p
		}
		for _, name := range def.names {
			x.byName[name] = p
			if b.byName[name] == nil {
				b.byName[name] = p
			}
		}
	}
	for _, p := range x.providers {
		for _, id := range p.inheritFrom {
			p.inherit = append(p.inherit, byBuiltinID[id])
		}
	}
	return x
}

// inherit lets a provider of the book sell what its built-in namesakes, and
// those of the providers it inherits from, sell.
func (x *extension) inherit(p *provider) {
	if x == nil {
		return
	}
	for _, own := range append([]*provider{p}, p.inherit...) {
		for _, name := range own.names {
			namesake := x.byName[name]
			if namesake == nil {
				continue
			}
			for _, parent := range append([]*provider{namesake}, namesake.inherit...) {
				if !slices.Contains(p.inherit, parent) {
					p.inherit = append(p.inherit, parent)
				}
			}
		}
	}
}
