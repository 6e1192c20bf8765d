// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize

import (
	"strings"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

func init() {
	registerFinder(finder{
		types:  []entity.Type{entity.Secret},
		digit:  findSpokenSecret,
		colon:  findAssignedSecret,
		equals: findAssignedSecret,
		long:   findKey,
		text:   findKeyedValue,
		about:  [3]string{"prefixes of vendors; values assigned to a name such as password, token or api_key; Authorization headers; webhook addresses", "length and alphabet of the vendor, Shannon entropy, no placeholder", "the name, unless a vendor prefix is there"},
	})
}

// findKey judges a run of letters, digits, "_" and "-": first by the prefixes
// of vendors, then by the name in front of it.
func findKey(c *Cursor, start, end int) {
	t := c.Text
	if from, to, ok := vendorKey(t, start, end); ok {
		c.emit(entity.Secret, from, to, rankSecret)
		return
	}
	// The value may go on with the rest of base64.
	for end < len(t) && (base64Byte[t[end]] || t[end] == '=' || t[end] == '.' && end+1 < len(t) && runByte[t[end+1]] || t[end] == '~') && end-start < 512 {
		end++
	}
	from := start
	for from > 0 && start-from < 64 && (base64Byte[t[from-1]] || t[from-1] == '.' || t[from-1] == '~' || t[from-1] == '+') {
		from--
	}
	from = c.skipEscape(from, end)
	if c.assigned(from) && keySecret(t[from:end]) {
		c.emit(entity.Secret, from, end, rankCued)
	}
}

// minSecret is the length of the shortest secret.
const minSecret = 6

// findKeyedValue judges a whole value whose key names a secret.
func findKeyedValue(c *Cursor) {
	if c.Key == "" || len(c.Text) > maxAssigned || !c.secretKey() {
		return
	}
	from, to := trim(c.Text)
	from += authScheme(c.Text[from:to])
	value := c.Text[from:to]
	if len(value) < minSecret || strings.ContainsAny(value, " \t\n") || placeholder(value) || codeExpression(value) {
		return
	}
	if keySecret(value) || c.passwordKey() && plainPassword(value) || passwordLike(value) && entropy(value) >= 2 && (!wordy(value) || !strings.ContainsAny(value, "-_/")) {
		c.emit(entity.Secret, from, to, rankCued)
	}
}

// secretKey reports whether the key names a secret.
func (c *Cursor) secretKey() bool { return c.keyNames(groupSecret) }

// passwordKey reports whether the key names something that people choose.
func (c *Cursor) passwordKey() bool { return c.keyNames(groupPassword) }

func (c *Cursor) keyNames(group int) bool {
	c.scratch = c.set.cues.Find(c.scratch[:0], c.Key, 0, len(c.Key))
	for i := range c.scratch {
		if h := &c.scratch[i]; h.Groups.Has(group) && len(c.Key)-h.End <= 8 && secretName(c.Key, h.Start, h.End) {
			return true
		}
	}
	return false
}

// assigned reports whether a word for a secret stands in front of the value at
// start, with an operator between them.
func (c *Cursor) assigned(start int) bool {
	t := c.Text
	lo := max(0, start-56)
	c.scratch = c.set.cues.Find(c.scratch[:0], t, lo, start)
	for i := len(c.scratch) - 1; i >= 0; i-- {
		h := &c.scratch[i]
		if !h.Groups.Has(groupSecret) {
			continue
		}
		gap := t[h.End:start]
		if strict(t[h.Start:h.End]) && (furtherName(gap) || gap == " " && (h.Start == 0 || t[h.Start-1] != '-')) {
			continue // words of everyday language need an operator, or are an option: --token
		}
		if (operatorGap(gap) || secondArgument(t, h.Start, gap)) && secretName(t, h.Start, h.End) {
			return true
		}
	}
	return plainQuotes(t[:start]) && c.secretKey()
}

// plainQuotes reports whether nothing but quotes, space and an auth scheme
// stands in front of a value.
func plainQuotes(s string) bool {
	s = strings.Trim(s, " \"'`")
	return s == "" || strings.EqualFold(s, "bearer") || strings.EqualFold(s, "basic") || strings.EqualFold(s, "token")
}

// secondArgument reports whether the name is the first argument of a call and the
// value the second: setProperty("API_TOKEN", "...").
func secondArgument(t string, name int, gap string) bool {
	if gap != `", "` && gap != `','` && gap != `', '` && gap != `","` {
		return false
	}
	for name > 0 && (isAlnum(t[name-1]) || t[name-1] == '_' || t[name-1] == '-' || t[name-1] == '.') {
		name--
	}
	return name > 1 && t[name-1] == gap[0] && t[name-2] == '('
}

// operatorGap accepts what may stand between a name and its value: the rest of
// a name, quotes, one operator, an auth scheme.
func operatorGap(gap string) bool {
	if len(gap) > 34 {
		return false
	}
	gap = strings.Replace(gap, ".=", "=", 1) // PHP
	operator, spaces := false, 0
	if i := strings.LastIndexAny(gap, "=:>|("); i >= 0 {
		// Behind the operator only quotes and an auth scheme may stand.
		rest := strings.Trim(gap[i+1:], " \t\r\n\"'`\\<")
		if rest != "" && authScheme(rest+" x") != len(rest)+1 {
			return false
		}
	}
	for i := range len(gap) {
		switch b := gap[i]; b {
		case '=', ':', '>', '<', ',', '|', '(':
			operator = true
		case ' ', '\t':
			spaces++
		case '"', '\'', '`', '\\', '_', '-', '[', ']', ')', '?', '/', '&', '{', '$', '\n', '\r':
		default:
			if !isAlnum(b) {
				return false
			}
		}
	}
	return (operator || spaces == 1 && len(gap) == 1) && spaces <= 9 && !strings.Contains(gap, ", ") && !strings.Contains(gap, "\",") && !strings.Contains(gap, "',")
}

// maxAssigned bounds a value that is no single run; longer ones are keys.
const maxAssigned = 200

// findAssignedSecret judges the value behind ":" or "=" when it is shorter than
// a long run or holds other bytes, as passwords do.
func findAssignedSecret(c *Cursor, i int) {
	t := c.Text
	from, to, quoted := assignedValue(t, i+1)
	long := passwordEnd(t, from, to, quoted)
	if long-from < minSecret || long-from > maxAssigned {
		return
	}
	if c.curlUser(i) {
		c.emit(entity.Secret, userStart(t, i), to, rankSecret)
		return
	}
	// DB_PASSWORD=word is an assignment as much as password = "word".
	plain := (quoted || t[i] == '=' && i > 0 && t[i-1] >= 'A' && t[i-1] <= 'Z') && plainPassword(t[from:long])
	if !plain && !passwordLike(t[from:long]) {
		return
	}
	if t[i] == ':' && i > 0 && isDigit(t[i-1]) && isDigit(t[i+1]) {
		return // the time of day
	}
	lo := max(0, i-48)
	c.scratch = c.set.cues.Find(c.scratch[:0], t, lo, i)
	for k := len(c.scratch) - 1; k >= 0; k-- {
		h := &c.scratch[k]
		if !h.Groups.Has(groupSecret) || !nameRest(t[h.End:i]) || !secretName(t, h.Start, h.End) {
			continue
		}
		if strict(t[h.Start:h.End]) && furtherName(t[h.End:i]) {
			return
		}
		if h.Groups.Has(groupPassword) {
			to = long
		}
		if assignedSecret(t[h.Start:h.End], t[from:to], h.Groups.Has(groupPassword), quoted, plain) {
			c.emit(entity.Secret, from, to, rankCued)
		}
		return
	}
}

// assignedSecret judges a value by the word in front of it. A plain one is a word
// itself, which only a password may be.
func assignedSecret(word, value string, password, quoted, plain bool) bool {
	switch {
	case plain:
		return password && word != "PASS"
	case placeholder(value), codeExpression(value), !passwordLike(value), entropy(value) < 2,
		wordy(value) && strings.ContainsAny(value, "-_/"):
		return false
	case !password && (!hasDigit(value) || namesSecret(value)):
		return false
	case strict(word) && !quoted && len(value) < 10 && !mixed(value), word == "PASS":
		return false
	default:
		return password && len(value) >= minSecret || len(value) >= 8
	}
}

// nameRest accepts what may stand between the word and the operator.
func nameRest(gap string) bool {
	if len(gap) > 20 {
		return false
	}
	spaces := 0
	for i := range len(gap) {
		switch b := gap[i]; b {
		case ' ':
			if spaces++; spaces > 2 {
				return false
			}
		case '\\':
			if i+1 < len(gap) && isAlpha(gap[i+1]) {
				return false // \n: another line
			}
		case '"', '\'', '`', '_', '-', ']', ')', '*':
		default:
			if !isAlnum(b) {
				return false
			}
		}
	}
	return true
}

// furtherName reports whether a word follows that makes a name for something
// else: "Token Acquisition".
func furtherName(gap string) bool {
	if gap == "" || gap[0] != ' ' {
		return false
	}
	word := strings.Trim(gap, " *\"'`_")
	return word != "" && isAlpha(word[0]) && !equalsAny(word, sameNames[:])
}

// sameNames leave a secret what it is: "token value".
var sameNames = [...]string{"code", "value", "header", "key", "string", "number", "is"}

// assignedValue finds the value behind an operator.
func assignedValue(t string, i int) (from, to int, quoted bool) {
	for n := 0; i < len(t) && n < 3 && (t[i] == '=' || t[i] == '>' || t[i] == ':'); n++ {
		i++
	}
	if strings.HasPrefix(t[i:], "** ") {
		i += 2 // the end of bold text
	}
	for n := 0; i < len(t) && n < 3 && (t[i] == ' ' || t[i] == '\t'); n++ {
		i++
	}
	quote := byte(0)
	for n := 0; i < len(t) && n < 4 && (t[i] == '"' || t[i] == '\'' || t[i] == '`' || t[i] == '\\'); n++ {
		if t[i] != '\\' {
			quote = t[i]
		}
		i++
	}
	if i < len(t) && (t[i]|0x20 == 'b' || t[i]|0x20 == 't') {
		i += authScheme(t[i:])
	}
	from = i
	for i < len(t) && i-from <= maxAssigned {
		b := t[i]
		if b <= ' ' || b == quote && quote != 0 || quote == 0 && (b == '"' || b == '\'' || b == '`') ||
			b == '\\' && (i+1 >= len(t) || strings.IndexByte("\"'nrt", t[i+1]) >= 0) ||
			quote == 0 && (b == ',' || b == ';' || b == '&' || b == '<' || b == '>' || b == '}' || b == ']') {
			break
		}
		i++
	}
	for i > from && quote == 0 && (t[i-1] == '.' || t[i-1] == ')' || t[i-1] == '?') {
		i--
	}
	return from, i, quote != 0
}

// passwordEnd widens a value without quotes over the signs that passwords have:
// up to a space, unless the next assignment begins there (";Pool=5", "&uid=42").
func passwordEnd(t string, from, to int, quoted bool) int {
	if quoted {
		return to
	}
	for to < len(t) && to-from <= maxAssigned && t[to] > ' ' && strings.IndexByte("\"'`<\\", t[to]) < 0 {
		if strings.IndexByte(";&,}]", t[to]) >= 0 && (to+1 >= len(t) || t[to+1] <= ' ' || t[to+1] == '"' || nextAssignment(t[to+1:])) {
			break
		}
		to++
	}
	for to > from && (t[to-1] == '.' || t[to-1] == ',' || t[to-1] == ';') {
		to--
	}
	return to
}

// nextAssignment reports whether a name and "=" or ":" follow.
func nextAssignment(s string) bool {
	k := 0
	for k < len(s) && k < 32 && (isAlnum(s[k]) || s[k] == '_' || s[k] == '-' || s[k] == ' ') {
		k++
	}
	return k > 0 && k < len(s) && (s[k] == '=' || s[k] == ':')
}

// authScheme is the length of the scheme of an Authorization header.
func authScheme(s string) int {
	for _, scheme := range [...]string{"bearer ", "basic ", "token "} {
		if len(s) > len(scheme) && strings.EqualFold(s[:len(scheme)], scheme) {
			return len(scheme)
		}
	}
	return 0
}
