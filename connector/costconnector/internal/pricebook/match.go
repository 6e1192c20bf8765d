// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package pricebook

import (
	"cmp"
	"slices"
	"strings"
)

// index finds the model that a name means among the models of one provider.
// All names are lower case.
type index struct {
	exact     map[string]*modelDef
	versioned map[string]*modelDef
	patterns  []pattern // longest prefix first
	ruled     []*modelDef
}

type pattern struct {
	prefix string
	model  *modelDef
}

// newIndex reports names that two models claim through clash.
func newIndex(models []*modelDef, clash func(m *modelDef, name string)) *index {
	x := &index{exact: map[string]*modelDef{}, versioned: map[string]*modelDef{}}
	prefixes := map[string]*modelDef{}
	claim := func(names map[string]*modelDef, name string, m *modelDef) {
		if other, taken := names[name]; taken && other != m {
			clash(m, name)
		}
		names[name] = m
	}
	for _, m := range models {
		if m.rules != nil {
			x.ruled = append(x.ruled, m)
			continue
		}
		for _, name := range append([]string{strings.ToLower(m.id)}, m.match...) {
			if prefix, ok := strings.CutSuffix(name, "*"); ok {
				claim(prefixes, prefix, m)
				continue
			}
			claim(x.exact, name, m)
			if m.versions {
				x.versioned[name] = m
			}
		}
	}
	for prefix, m := range prefixes {
		x.patterns = append(x.patterns, pattern{prefix, m})
	}
	slices.SortFunc(x.patterns, func(a, b pattern) int {
		return cmp.Or(len(b.prefix)-len(a.prefix), strings.Compare(a.prefix, b.prefix))
	})
	return x
}

// find returns the model called name and the region prefix of the name, if the
// model sells by region.
func (x *index) find(name string) (m *modelDef, region string) {
	if m := x.findPlain(name); m != nil {
		return m, ""
	}
	prefix, rest, ok := strings.Cut(name, ".")
	if !ok {
		return nil, ""
	}
	if m := x.findPlain(rest); m != nil {
		if _, sold := m.regions[prefix]; sold {
			return m, prefix
		}
	}
	return nil, ""
}

func (x *index) findPlain(name string) *modelDef {
	if m := x.exact[name]; m != nil {
		return m
	}
	if base, ok := cutVersion(name); ok {
		if m := x.versioned[base]; m != nil {
			return m
		}
	}
	for _, p := range x.patterns {
		if strings.HasPrefix(name, p.prefix) {
			return p.model
		}
	}
	if strings.HasPrefix(name, "arn:") { // that of a custom model has the name of another
		return nil
	}
	for _, m := range x.ruled {
		if anyOf(m.rules, name) {
			return m
		}
	}
	return nil
}

// cutVersion removes -YYYY-MM-DD, -YYYYMMDD, @YYYYMMDD or -latest.
func cutVersion(name string) (base string, ok bool) {
	if base, ok := strings.CutSuffix(name, "-latest"); ok {
		return base, base != ""
	}
	for _, shape := range []string{"-dddd-dd-dd", "-dddddddd", "@dddddddd"} {
		if cut := len(name) - len(shape); cut > 0 && hasShape(name[cut:], shape) {
			return name[:cut], true
		}
	}
	return "", false
}

// hasShape reports whether s equals shape, where d stands for any digit.
func hasShape(s, shape string) bool {
	for i := range len(shape) {
		if shape[i] == 'd' {
			if s[i] < '0' || s[i] > '9' {
				return false
			}
		} else if s[i] != shape[i] {
			return false
		}
	}
	return true
}

// bareModel removes what cloud APIs put in front of a model's name: an Amazon
// resource name, or a path that ends in models/. Of resources that are not sold as
// the model they stand for, such as custom ones, the id is left.
func bareModel(name string) string {
	if strings.HasPrefix(name, "arn:") {
		head, resource, ok := strings.Cut(name, "/")
		if !ok {
			return name
		}
		if !strings.HasSuffix(head, ":foundation-model") && !strings.HasSuffix(head, ":inference-profile") {
			resource = resource[strings.LastIndexByte(resource, '/')+1:]
		}
		return resource
	}
	const segment = "models/"
	if i := strings.LastIndex(name, segment); i == 0 || i > 0 && name[i-1] == '/' {
		return name[i+len(segment):]
	}
	return name
}
