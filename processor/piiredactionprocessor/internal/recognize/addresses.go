// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

func init() {
	registerFinder(finder{
		types: []entity.Type{entity.Address},
		text:  findAddresses,
		about: [3]string{"street and house number, with post code and town when they follow", "none: best effort", "a word for a street"},
	})
}

var (
	// streetEndings close the name of a street; the number follows.
	streetEndings = []string{
		"*straße", "*strasse", "*str", "*weg", "*allee", "*platz", "*gasse", "*damm", "*ufer", "*chaussee", "*straat", "*laan", "*plein", "*gracht", "*kade", "*dijk", "*gatan", "*vägen", "*gade", "*vej", "*katu", "*tie", "*brunnen",
	}
	// streetKinds begin the name of a street: rue, calle, via. In French the
	// number stands before, else behind.
	streetKinds = []string{
		"rue", "avenue", "boulevard", "chemin", "impasse", "allée", "place", "quai", "calle", "avenida", "avda", "plaza", "paseo", "camino", "via", "viale", "piazza", "corso", "vicolo", "largo", "rua", "travessa", "praça", "ulica", "ul", "aleja", "am", "an der", "auf der", "im",
	}
	// streetNouns close an English street; the number stands before.
	streetNouns = []string{"street", "road", "avenue", "lane", "close", "drive", "court", "square", "terrace", "crescent", "boulevard", "gardens", "view", "hill", "row", "mews", "way", "grove", "park", "st", "rd", "ave", "ln", "dr", "blvd"}
)

func findAddresses(c *Cursor) {
	t := c.Text
	c.scratch = c.set.cues.Find(c.scratch[:0], t, 0, len(t))
	for i := range c.scratch {
		h := &c.scratch[i]
		var from, to int
		ok := false
		switch {
		case h.Groups.Has(groupStreetEnding):
			from, to, ok = endingStreet(t, h.Start, h.End)
		case h.Groups.Has(groupStreetKind):
			if from, to, ok = numberBefore(t, h.Start, h.End); !ok {
				from, to, ok = kindStreet(t, h.Start, h.End)
			}
		}
		if !ok && h.Groups.Has(groupStreetNoun) {
			from, to, ok = nounStreet(t, h.Start, h.End)
		}
		if ok {
			c.emit(entity.Address, from, town(t, to), rankWeak)
		}
	}
}

// endingStreet reads "Lindenallee 27" and "Am Brunnen 4a".
func endingStreet(t string, start, end int) (from, to int, ok bool) {
	from = start
	for from > 0 && start-from < 40 && (isAlpha(t[from-1]) || t[from-1] == '-' || t[from-1] >= utf8.RuneSelf) {
		from--
	}
	for from < start && !utf8.RuneStart(t[from]) {
		from++
	}
	if !startsUpper(t[from:]) {
		return 0, 0, false
	}
	for _, word := range [...]string{"Am ", "Im ", "An der ", "Auf dem ", "Auf der ", "Alte ", "Neue ", "Große ", "Kleine "} {
		if strings.HasSuffix(t[:from], word) {
			from -= len(word)
			break
		}
	}
	if end < len(t) && t[end] == '.' {
		end++
	}
	to, ok = houseNumber(t, end)
	return from, to, ok
}

// kindStreet reads "Calle Mayor 15" and "Via Garibaldi 8".
func kindStreet(t string, start, end int) (from, to int, ok bool) {
	if !startsUpper(t[start:]) {
		return 0, 0, false
	}
	i, words := streetName(t, end)
	if words == 0 {
		return 0, 0, false
	}
	to, ok = houseNumber(t, i)
	return start, to, ok
}

// numberBefore reads "12 bis rue des Tanneurs".
func numberBefore(t string, start, end int) (from, to int, ok bool) {
	from, ok = numberLeft(t, start)
	if !ok {
		return 0, 0, false
	}
	to, words := streetName(t, end)
	return from, to, words > 0
}

// nounStreet reads "44 Harbour View".
func nounStreet(t string, start, end int) (from, to int, ok bool) {
	i, words := start, 0
	for words < 4 && i > 0 && t[i-1] == ' ' {
		k := i - 1
		for k > 0 && (isAlpha(t[k-1]) || t[k-1] == '\'' || t[k-1] == '-') {
			k--
		}
		if k == i-1 || !startsUpper(t[k:]) {
			break
		}
		i = k
		words++
	}
	if words == 0 || !startsUpper(t[start:]) {
		return 0, 0, false
	}
	from, ok = numberLeft(t, i)
	return from, end, ok
}

// numberLeft reads a house number that ends before i: "12", "12 bis", "221B".
func numberLeft(t string, i int) (from int, ok bool) {
	k := i
	for k > 0 && (t[k-1] == ' ' || t[k-1] == ',') && i-k < 2 {
		k--
	}
	for _, word := range [...]string{" bis", " ter"} {
		k -= len(word) * b2i(strings.HasSuffix(t[:k], word))
	}
	end := k
	if k > 1 && isAlpha(t[k-1]) && isDigit(t[k-2]) {
		k--
	}
	for k > 0 && end-k < 6 && isDigit(t[k-1]) {
		k--
	}
	return k, k < end && isDigit(t[k]) && (k == 0 || !isAlnum(t[k-1]) && t[k-1] != '.' && t[k-1] != '-')
}

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}

// houseNumber reads " 27", " 4a", " 15, 3.º B" up to the number.
func houseNumber(t string, i int) (int, bool) {
	if i >= len(t) || t[i] != ' ' && t[i] != ',' {
		return 0, false
	}
	for n := 0; i < len(t) && n < 2 && (t[i] == ' ' || t[i] == ','); n++ {
		i++
	}
	d := digitsAt(t, i)
	if d == 0 || d > 4 {
		return 0, false
	}
	i += d
	if i < len(t) && isAlpha(t[i]) && (i+1 >= len(t) || !isAlnum(t[i+1])) {
		i++
	}
	return i, i >= len(t) || !isAlnum(t[i]) && t[i] != '.' || t[i] == '.' && (i+1 >= len(t) || !isDigit(t[i+1]))
}

// streetName reads up to five words, small ones in between.
func streetName(t string, i int) (end, words int) {
	end = i
	for n := 0; n < 6 && i+1 < len(t) && t[i] == ' '; n++ {
		w, next := nameWord(t, i+1)
		if w == "" || !startsUpper(w) && !particles[w] && !strings.HasPrefix(w, "d'") && !strings.HasPrefix(w, "l'") {
			break
		}
		if startsUpper(w) {
			words++
			end = next
		}
		i = next
	}
	return end, words
}

// town extends an address over ", 50968 Köln" or ", Leeds LS6 2QT".
func town(t string, i int) int {
	end := i
	k := i
	for n := 0; n < 24 && k < len(t); n++ {
		for m := 0; k < len(t) && m < 2 && (t[k] == ',' || t[k] == ' '); m++ {
			k++
		}
		if k == end {
			break
		}
		w := k
		for w < len(t) && w-k < 30 && (isAlnum(t[w]) || t[w] == '-' || t[w] >= utf8.RuneSelf) {
			w++
		}
		word := t[k:w]
		r, _ := utf8.DecodeRuneInString(word)
		switch {
		case word == "":
			return end
		case isDigit(word[0]) && len(word) >= 4 && len(word) <= 6, // 50968, 1012AB, 00-950
			unicode.IsUpper(r) && !notNames[word],
			isDigit(word[0]) && len(word) == 3 && end > i: // 6XE
			end = w
		case particles[word], word == "im" || word == "am" || word == "upon":
		default:
			return end
		}
		k = w
		if end-i > 60 {
			break
		}
		if w < len(t) && t[w] != ' ' && t[w] != ',' {
			return end
		}
	}
	return end
}
