// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package piiredactionprocessor

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/custom"
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/denylist"
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/operator"
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/phone"
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
		types = append(types, entity.Type(l.typeName()))
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
	var f faults
	o := scan.Options{Types: c.enabled(), PhoneRegions: c.PhoneRegions, PrivateIPs: c.PrivateIPs}
	if _, err := phone.New(c.phoneRegions()); err != nil {
		f.add("phone_regions: %w", err)
	}
	for i, l := range c.DenyLists {
		terms, err := l.terms()
		if err == nil {
			_, err = typeNamed(l.typeName())
		}
		if err == nil {
			_, err = denylist.New([][]string{terms})
		}
		if err != nil {
			f.add("deny_lists[%d]: %w", i, err)
		}
		o.DenyLists = append(o.DenyLists, scan.DenyList{Type: entity.Type(l.typeName()), Terms: terms})
	}
	for i, r := range c.Recognizers {
		rule := r.rule()
		if _, err := custom.New([]custom.Rule{rule}); err != nil {
			f.add("recognizers[%d]: %w", i, err)
		}
		o.Custom = append(o.Custom, rule)
	}
	if len(f) > 0 {
		return nil, errors.Join(f...)
	}
	return scan.New(o)
}

func (c *Config) phoneRegions() []string {
	if c.PhoneRegions == nil {
		return phone.DefaultRegions
	}
	return c.PhoneRegions
}

// DenyListConfig is a list of words.
type DenyListConfig struct {
	// Type is the entity type of the words. Default: DENY_LIST.
	Type string `mapstructure:"type"`
	// Words are the words, or terms of several; case does not matter. Default:
	// none.
	Words []string `mapstructure:"words"`
	// File has further words, one a line; lines that begin with # are left out. It
	// is read at the start. Default: none.
	File string `mapstructure:"file"`

	// prevent unkeyed literal initialization
	_ struct{}
}

func (c *DenyListConfig) typeName() string {
	if c.Type == "" {
		return string(entity.DenyListed)
	}
	return c.Type
}

func (c *DenyListConfig) terms() ([]string, error) {
	terms := slices.Clone(c.Words)
	if c.File != "" {
		data, err := os.ReadFile(c.File)
		if err != nil {
			return nil, fmt.Errorf("file: %w", err)
		}
		for line := range strings.Lines(string(data)) {
			if line = strings.TrimSpace(line); line != "" && line[0] != '#' {
				terms = append(terms, line)
			}
		}
	}
	if len(terms) == 0 {
		return nil, errors.New("there are no words: set words or file")
	}
	return terms, nil
}

// RecognizerConfig is a regular expression.
type RecognizerConfig struct {
	// Type is the entity type of what it finds: upper-case letters, digits and _.
	// Required.
	Type string `mapstructure:"type"`
	// Pattern is the expression, in Go's syntax (RE2). Each match must hold a text or
	// a kind of character that is known beforehand, such as a digit, so that most
	// values need not be searched. Required.
	Pattern string `mapstructure:"pattern"`
	// Group is the number of the group in the expression that is personal.
	// Default: 0, the whole match.
	Group int `mapstructure:"group"`
	// Context are words of which one must stand near a match, or in its key.
	// Default: none.
	Context []string `mapstructure:"context"`
	// Validator is the check that a match must pass: ean13, luhn, mod11_10,
	// mod97_10 or verhoeff. Default: none.
	Validator string `mapstructure:"validator"`
	// Unfiltered allows an expression that must be searched for in every value,
	// which takes time. Default: false.
	Unfiltered bool `mapstructure:"unfiltered"`

	// prevent unkeyed literal initialization
	_ struct{}
}

func (c *RecognizerConfig) rule() custom.Rule {
	return custom.Rule{
		Type: entity.Type(c.Type), Pattern: c.Pattern, Group: c.Group, Context: c.Context, Validator: c.Validator, Unfiltered: c.Unfiltered,
	}
}
