// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package piiredactionprocessor

import (
	"errors"
	"maps"
	"slices"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/operator"
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/scan"
)

// typeNamed returns the type with this name, built in or of the user's own.
func typeNamed(name string) (entity.Type, error) {
	if t, err := entity.Parse(name); err == nil {
		return t, nil
	}
	return entity.ParseCustom(name)
}

// validateRules checks the types that the configuration names.
func (c *Config) validateRules(f *faults) {
	c.Default.validate("default", len(c.Keys) > 0, f)
	own := map[entity.Type]bool{}
	for _, t := range c.ownTypes() {
		own[t] = true
	}
	for _, name := range slices.Sorted(maps.Keys(c.Entities)) {
		if _, err := entity.Parse(name); err != nil && !own[entity.Type(name)] {
			f.add("entities::%s: no such type: entities.md lists those that are built in, and no deny list, recognizer or entity_map makes one", name)
		}
		c.Entities[name].validate("entities::"+name, len(c.Keys) > 0, f)
	}
	for i, name := range c.DisabledEntities {
		if _, err := entity.Parse(name); err != nil && !isFamily(name) {
			f.add("disabled_entities[%d]: %q is neither a type nor a family: entities.md lists them", i, name)
		}
	}
}

func isFamily(name string) bool {
	return slices.ContainsFunc(entity.All(), func(i entity.Info) bool { return string(i.Family) == name })
}

// ownTypes are the types that the configuration makes, with those of built-in
// types that it refers to.
func (c *Config) ownTypes() []entity.Type {
	var types []entity.Type
	for _, l := range c.DenyLists {
		types = append(types, entity.Type(l.Type))
	}
	for _, r := range c.Recognizers {
		types = append(types, entity.Type(r.Type))
	}
	if c.Analyzer.HasValue() {
		for _, t := range c.Analyzer.Get().entities() {
			types = append(types, t)
		}
	}
	return types
}

// types are all types that a finding may have.
func (c *Config) types() []entity.Type {
	types := c.ownTypes()
	for _, i := range entity.All() {
		types = append(types, i.Type)
	}
	slices.Sort(types)
	return slices.Compact(types)
}

func (c *Config) rules() map[entity.Type]operator.Rule {
	rules := map[entity.Type]operator.Rule{}
	for name, r := range c.Entities {
		rules[entity.Type(name)] = r.rule()
	}
	return rules
}

// enabled are the built-in types to look for.
func (c *Config) enabled() []entity.Type {
	types := []entity.Type{}
	for _, i := range entity.All() {
		on := i.Default || c.CueWords && (i.Type == entity.PersonName || i.Type == entity.Address)
		if on && !slices.Contains(c.DisabledEntities, string(i.Type)) && !slices.Contains(c.DisabledEntities, string(i.Family)) {
			types = append(types, i.Type)
		}
	}
	return types
}

// scanner makes the scanner. Its errors name the keys.
func (c *Config) scanner() (*scan.Scanner, error) {
	s, err := scan.New(scan.Options{Types: c.enabled(), PhoneRegions: c.PhoneRegions, PrivateIPs: c.PrivateIPs})
	if err != nil {
		return nil, errors.Join(err)
	}
	return s, nil
}

// DenyListConfig is a list of words.
type DenyListConfig struct {
	// Type is the entity type of the words. Default: DENY_LIST.
	Type string `mapstructure:"type"`
	// Words are the words; case does not matter. Default: none.
	Words []string `mapstructure:"words"`
	// File has further words, one a line. Default: none.
	File string `mapstructure:"file"`

	// prevent unkeyed literal initialization
	_ struct{}
}

// RecognizerConfig is a regular expression.
type RecognizerConfig struct {
	// Type is the entity type of what it finds: upper-case letters, digits and _.
	// Required.
	Type string `mapstructure:"type"`
	// Regex is the expression, in Go's syntax (RE2). Required.
	Regex string `mapstructure:"regex"`
	// Context are words of which one must stand near a match. Default: none.
	Context []string `mapstructure:"context"`
	// Validator is the check that a match must pass. Default: none.
	Validator string `mapstructure:"validator"`

	// prevent unkeyed literal initialization
	_ struct{}
}
