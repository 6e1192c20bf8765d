// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

// Package phone judges phone numbers by the numbering plans of
// libphonenumber.
//
// The plans come from github.com/nyaruka/phonenumbers. Its own parser costs
// about ten microseconds a number; here the patterns of a region are compiled
// once and asked directly, and answers are kept by everything but the last
// three digits of a number.
package phone

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/nyaruka/phonenumbers"
)

// Answer is how far a number fits a numbering plan.
type Answer uint8

// The answers.
const (
	// No: no such country, or no number there has this length.
	No Answer = iota
	// Possible: the length fits.
	Possible
	// Valid: length and leading digits fit.
	Valid
)

// DefaultRegions are the countries whose national notation is understood when
// the configuration names none.
var DefaultRegions = []string{
	"DE", "FR", "ES", "IT", "GB", "US", "NL", "PL", "PT", "AT", "CH", "BE", "IE", "LU", "SE", "DK", "NO", "FI",
	"CZ", "SK", "HU", "RO", "BG", "GR", "HR", "SI", "EE", "LV", "LT", "CA", "IN", "AU", "BR", "MX", "TR", "IL", "ZA",
}

type region struct {
	code     string
	dialling string
	trunk    string
	optional bool // the trunk prefix is not always written
	lengths  uint32
	compiled func() *regexp.Regexp
	mobile   func() *regexp.Regexp
}

type plans struct {
	byDialling map[string][]*region
	byCode     map[string]*region
}

var load = sync.OnceValues(func() (*plans, error) {
	all, err := phonenumbers.MetadataCollection()
	if err != nil {
		return nil, fmt.Errorf("numbering plans: %w", err)
	}
	p := &plans{byDialling: map[string][]*region{}, byCode: map[string]*region{}}
	for _, m := range all.GetMetadata() {
		r := &region{
			code:     m.GetId(),
			dialling: strconv.Itoa(int(m.GetCountryCode())),
			trunk:    m.GetNationalPrefix(),
		}
		var patterns []string
		for _, d := range []*phonenumbers.PhoneNumberDesc{
			m.GetFixedLine(), m.GetMobile(), m.GetTollFree(), m.GetPremiumRate(), m.GetSharedCost(),
			m.GetVoip(), m.GetPersonalNumber(), m.GetPager(), m.GetUan(), m.GetVoicemail(),
		} {
			pattern := strings.Join(strings.Fields(d.GetNationalNumberPattern()), "")
			if pattern == "" || pattern == "NA" {
				continue
			}
			patterns = append(patterns, "(?:"+pattern+")")
			lengths := d.GetPossibleLength()
			if len(lengths) == 0 {
				lengths = m.GetGeneralDesc().GetPossibleLength()
			}
			for _, n := range lengths {
				if n > 0 && n < 32 {
					r.lengths |= 1 << n
				}
			}
		}
		if len(patterns) == 0 {
			continue
		}
		for _, f := range m.GetNumberFormat() {
			if !strings.Contains(f.GetNationalPrefixFormattingRule(), r.trunk) {
				r.optional = true
			}
		}
		r.compiled = compile(patterns...)
		r.mobile = compile(strings.Join(strings.Fields(m.GetMobile().GetNationalNumberPattern()), ""))
		p.byDialling[r.dialling] = append(p.byDialling[r.dialling], r)
		p.byCode[r.code] = r
	}
	return p, nil
})

func compile(patterns ...string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile("^(?:" + strings.Join(patterns, "|") + ")$")
	})
}

func (r *region) answer(national string) Answer {
	if len(national) > 31 || r.lengths&(1<<len(national)) == 0 {
		return No
	}
	if r.compiled().MatchString(national) {
		return Valid
	}
	return Possible
}

// Validator answers for a list of regions. It is safe for concurrent use.
type Validator struct {
	plans   *plans
	regions []*region
	memo    memo
}

// New makes a validator. Regions are ISO 3166 codes, asked in their order.
func New(regions []string) (*Validator, error) {
	p, err := load()
	if err != nil {
		return nil, err
	}
	v := &Validator{plans: p}
	for _, code := range regions {
		r, ok := p.byCode[code]
		if !ok || slices.Contains(v.regions, r) {
			return nil, fmt.Errorf("phone region %q: want ISO 3166 codes such as DE or GB, each once", code)
		}
		v.regions = append(v.regions, r)
	}
	return v, nil
}

// International judges the digits after "+".
func (v *Validator) International(digits []byte) Answer {
	if len(digits) < 5 {
		return No
	}
	slot, hash := v.memo.slot('+', digits)
	if a, ok := slot.get(hash); ok {
		return a
	}
	a := v.international(string(digits))
	slot.put(hash, a)
	return a
}

func (v *Validator) international(digits string) Answer {
	best := No
	for n := 1; n <= 3; n++ {
		for _, r := range v.plans.byDialling[digits[:n]] {
			national := digits[n:]
			best = max(best, r.answer(national))
			if r.trunk != "" && strings.HasPrefix(national, r.trunk) {
				best = max(best, r.answer(national[len(r.trunk):]))
			}
			if best == Valid {
				return best
			}
		}
	}
	return best
}

// National judges the digits as written inside one of the regions.
func (v *Validator) National(digits []byte) Answer {
	if len(digits) < 5 {
		return No
	}
	slot, hash := v.memo.slot('0', digits)
	if a, ok := slot.get(hash); ok {
		return a
	}
	a, _ := v.national(string(digits))
	slot.put(hash, a)
	return a
}

func (v *Validator) national(digits string) (Answer, string) {
	best := No
	for _, r := range v.regions {
		national := digits
		switch {
		case r.trunk != "" && strings.HasPrefix(digits, r.trunk):
			national = digits[len(r.trunk):]
		case r.trunk == "0" && !r.optional:
			continue // people of the region write the trunk prefix
		}
		a := r.answer(national)
		if a == Valid {
			return Valid, r.dialling + national
		}
		best = max(best, a)
	}
	return best, ""
}

// Mobile reports whether the digits are a mobile number as written inside one
// of the regions.
func (v *Validator) Mobile(digits []byte) bool {
	if len(digits) < 5 {
		return false
	}
	slot, hash := v.memo.slot('m', digits)
	if a, ok := slot.get(hash); ok {
		return a == Valid
	}
	a, s := No, string(digits)
	for _, r := range v.regions {
		if r.trunk != "" && strings.HasPrefix(s, r.trunk) && r.mobile().MatchString(s[len(r.trunk):]) {
			a = Valid
			break
		}
	}
	slot.put(hash, a)
	return a == Valid
}

// Grouped reports whether a number is valid in one of the regions and written
// in the groups that are usual there; groups are the numbers of digits.
func (v *Validator) Grouped(digits []byte, groups []int) bool {
	if v.National(digits) != Valid {
		return false
	}
	for _, r := range v.regions {
		n, err := phonenumbers.Parse(string(digits), r.code)
		if err != nil || !phonenumbers.IsValidNumberForRegion(n, r.code) {
			continue
		}
		if sameGroups(phonenumbers.Format(n, phonenumbers.NATIONAL), groups) {
			return true
		}
	}
	return false
}

func sameGroups(formatted string, groups []int) bool {
	g, n := 0, 0
	for i := 0; i <= len(formatted); i++ {
		if i < len(formatted) && formatted[i] >= '0' && formatted[i] <= '9' {
			n++
			continue
		}
		if n > 0 {
			if g == len(groups) || groups[g] != n {
				return false
			}
			g, n = g+1, 0
		}
	}
	return g == len(groups)
}

// Canonical returns the number in E.164 notation when it is understood, else
// its digits.
func (v *Validator) Canonical(digits string, international bool) string {
	if international {
		return "+" + digits
	}
	if len(digits) >= 5 {
		if a, e164 := v.national(digits); a == Valid {
			return "+" + e164
		}
	}
	return digits
}
