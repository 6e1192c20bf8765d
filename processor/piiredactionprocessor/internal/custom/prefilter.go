// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package custom

import (
	"fmt"
	"regexp/syntax"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// minLiteral is the shortest literal that keeps a rule off ordinary text.
const minLiteral = 2

// filter is what every match of a pattern must contain: one of the literals,
// or else a byte of the class.
type filter struct {
	literals []string // lower case
	class    *[256]bool
}

// prefilter derives the filter of a pattern. It fails when a match can consist
// of ordinary letters alone.
func prefilter(pattern string) (filter, error) {
	re, err := syntax.Parse(pattern, syntax.Perl)
	if err != nil {
		return filter{}, err
	}
	re = re.Simplify()
	if lits := required(re); shortest(lits) >= minLiteral {
		return filter{literals: lits}, nil
	}
	if class, ok := requiredClass(re); ok {
		return filter{class: class}, nil
	}
	return filter{}, fmt.Errorf("no match has to contain a fixed text of %d bytes, a digit, an upper-case letter or a sign: every value would have to be searched; "+
		"add a literal, or set unfiltered: true and pay for it", minLiteral)
}

// required returns texts of which every match contains at least one; nil when
// there are none.
func required(re *syntax.Regexp) []string {
	switch re.Op {
	case syntax.OpLiteral:
		return []string{strings.ToLower(string(re.Rune))}
	case syntax.OpCapture, syntax.OpPlus:
		return required(re.Sub[0])
	case syntax.OpRepeat:
		if re.Min > 0 {
			return required(re.Sub[0])
		}
	case syntax.OpConcat:
		var best []string
		for _, sub := range re.Sub {
			if lits := required(sub); shortest(lits) > shortest(best) {
				best = lits
			}
		}
		return best
	case syntax.OpAlternate:
		var all []string
		for _, sub := range re.Sub {
			lits := required(sub)
			if lits == nil {
				return nil
			}
			all = append(all, lits...)
		}
		if len(all) <= 64 {
			return all
		}
	case syntax.OpCharClass:
		// A small class is an alternation of letters.
		var all []string
		for i := 0; i+1 < len(re.Rune); i += 2 {
			for r := re.Rune[i]; r <= re.Rune[i+1]; r++ {
				if all = append(all, strings.ToLower(string(r))); len(all) > 8 {
					return nil
				}
			}
		}
		return all
	default:
	}
	return nil
}

func shortest(lits []string) int {
	if len(lits) == 0 {
		return 0
	}
	n := len(lits[0])
	for _, l := range lits {
		n = min(n, len(l))
	}
	return n
}

// requiredClass returns bytes of which every match contains at least one, when
// they are neither space nor lower-case letters.
func requiredClass(re *syntax.Regexp) (*[256]bool, bool) {
	switch re.Op {
	case syntax.OpLiteral:
		for _, r := range re.Rune {
			if c, ok := classOf([]rune{r, r}); ok && re.Flags&syntax.FoldCase == 0 {
				return c, true
			}
		}
	case syntax.OpCharClass:
		return classOf(re.Rune)
	case syntax.OpCapture, syntax.OpPlus:
		return requiredClass(re.Sub[0])
	case syntax.OpRepeat:
		if re.Min > 0 {
			return requiredClass(re.Sub[0])
		}
	case syntax.OpConcat:
		for _, sub := range re.Sub {
			if c, ok := requiredClass(sub); ok {
				return c, true
			}
		}
	case syntax.OpAlternate:
		var all [256]bool
		for _, sub := range re.Sub {
			c, ok := requiredClass(sub)
			if !ok {
				return nil, false
			}
			for i, in := range c {
				all[i] = all[i] || in
			}
		}
		return &all, true
	default:
	}
	return nil, false
}

func classOf(ranges []rune) (*[256]bool, bool) {
	var class [256]bool
	for i := 0; i+1 < len(ranges); i += 2 {
		if ranges[i+1] >= utf8.RuneSelf {
			return nil, false
		}
		for r := ranges[i]; r <= ranges[i+1]; r++ {
			if unicode.IsLower(r) || unicode.IsSpace(r) || r == '.' || r == ',' {
				return nil, false
			}
			class[r] = true
		}
	}
	return &class, len(ranges) > 0
}

// matchLength returns the least and the greatest number of bytes of a match;
// the greatest is -1 when it has no bound.
func matchLength(re *syntax.Regexp) (least, greatest int) {
	switch re.Op {
	case syntax.OpLiteral:
		n := 0
		for _, r := range re.Rune {
			n += utf8.RuneLen(r)
		}
		if re.Flags&syntax.FoldCase != 0 {
			return len(re.Rune), len(re.Rune) * utf8.UTFMax
		}
		return n, n
	case syntax.OpCharClass:
		least, greatest = utf8.UTFMax, 0
		for i := 0; i+1 < len(re.Rune); i += 2 {
			least = min(least, max(1, utf8.RuneLen(re.Rune[i])))
			greatest = max(greatest, utf8.RuneLen(re.Rune[i+1]))
		}
		if greatest < 0 {
			greatest = utf8.UTFMax
		}
		return least, greatest
	case syntax.OpAnyChar, syntax.OpAnyCharNotNL:
		return 1, utf8.UTFMax
	case syntax.OpCapture:
		return matchLength(re.Sub[0])
	case syntax.OpPlus:
		least, _ = matchLength(re.Sub[0])
		return least, -1
	case syntax.OpStar:
		return 0, -1
	case syntax.OpQuest:
		_, greatest = matchLength(re.Sub[0])
		return 0, greatest
	case syntax.OpRepeat:
		least, greatest = matchLength(re.Sub[0])
		if re.Max < 0 || greatest < 0 {
			return least * re.Min, -1
		}
		return least * re.Min, greatest * re.Max
	case syntax.OpConcat:
		for _, sub := range re.Sub {
			lo, hi := matchLength(sub)
			least += lo
			if hi < 0 || greatest < 0 {
				greatest = -1
			} else {
				greatest += hi
			}
		}
		return least, greatest
	case syntax.OpAlternate:
		least = -1
		for _, sub := range re.Sub {
			lo, hi := matchLength(sub)
			if least < 0 || lo < least {
				least = lo
			}
			if hi < 0 || greatest < 0 {
				greatest = -1
			} else {
				greatest = max(greatest, hi)
			}
		}
		return max(least, 0), greatest
	default:
		return 0, 0
	}
}

// anchored reports whether a pattern looks at the ends of the text.
func anchored(re *syntax.Regexp) bool {
	switch re.Op {
	case syntax.OpBeginLine, syntax.OpEndLine, syntax.OpBeginText, syntax.OpEndText:
		return true
	default:
	}
	return slices.ContainsFunc(re.Sub, anchored)
}
