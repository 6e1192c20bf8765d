// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize

import (
	"math"
	"strings"
)

// keySecret judges a token that stands behind a name.
func keySecret(s string) bool {
	if len(s) < 10 || placeholder(s) || codeExpression(s) {
		return false
	}
	digits, letters, upper := 0, 0, 0
	for i := range len(s) {
		switch b := s[i]; {
		case isDigit(b):
			digits++
		case isAlpha(b):
			letters++
			if b < 'a' {
				upper++
			}
		}
	}
	if letters == 0 {
		return false
	}
	if digits == 0 && (upper < 3 || upper == letters || len(s) < 20) {
		return false
	}
	if wordy(s) || namesSecret(s) {
		return false
	}
	least := 3.0
	if len(s) < 16 {
		least = 2.6
	}
	return entropy(s) >= least
}

// wordy reports whether a value is mostly made of words: a name, a path, a
// slug.
func wordy(s string) bool {
	inWords := 0
	for i := 0; i < len(s); {
		if !isAlpha(s[i]) {
			i++
			continue
		}
		k := i + 1
		for k < len(s) && s[k] >= 'a' && s[k] <= 'z' {
			k++
		}
		least := 4
		if k == i+1 && s[i] < 'a' {
			for k < len(s) && s[k] >= 'A' && s[k] <= 'Z' {
				k++
			}
			if !strings.ContainsAny(s, "_-") {
				least = len(s) // capitals are most of a base 32 alphabet
			}
		}
		if k-i >= least && pronounceable(s[i:k]) {
			inWords += k - i
		}
		i = k
	}
	return inWords*3 >= len(s)*2
}

func pronounceable(s string) bool {
	vowels, consonants := 0, 0
	for i := range len(s) {
		switch s[i] | 0x20 {
		case 'a', 'e', 'i', 'o', 'u', 'y':
			vowels++
			consonants = 0
		default:
			if consonants++; consonants > 3 {
				return false
			}
		}
	}
	return vowels*4 >= len(s) && vowels*3 <= len(s)*2
}

// namesSecret reports whether a value is itself the name of a secret:
// testPrivateKey2.
func namesSecret(s string) bool {
	for _, word := range [...]string{"privatekey", "secretkey", "apikey", "password", "secret", "token", "credential", "signature", "oauth"} {
		if containsFold(s, word) {
			return true
		}
	}
	return isDate(s, 0)
}

// passwordLike wants two classes of characters that words and numbers do not
// mix: a digit or symbol among letters.
func passwordLike(s string) bool {
	letters, digits, symbols, other := 0, 0, 0, 0
	for i := range len(s) {
		switch b := s[i]; {
		case isAlpha(b):
			letters++
		case isDigit(b):
			digits++
		case strings.IndexByte("!@#$%^&*?~+=()_", b) >= 0:
			symbols++
		default:
			other++
		}
	}
	return letters > 0 && (digits > 0 || symbols > 0 && letters > 3) && other*3 <= len(s)
}

// plainPassword accepts a word that has nothing of a password but its place. Words
// that say something about a password or its type are none.
func plainPassword(s string) bool {
	if len(s) < 8 || len(s) > 64 || placeholder(s) || namesSecret(s) || entropy(s) < 2 {
		return false
	}
	for i := range len(s) {
		if !isAlpha(s[i]) {
			return false
		}
	}
	return !equalsAny(s, aboutPasswords[:])
}

var aboutPasswords = [...]string{
	"required", "optional", "incorrect", "protected", "encrypted", "disabled", "unchanged", "forgotten", "nullable", "sensitive",
	"plaintext", "mismatch", "obligatoire", "erforderlich", "obligatorio", "requerido", "richiesto", "verplicht", "inputtype",
	"contrasena", "kennwort", "passphrase", "authentication", "credentials", "stringvalue", "textfield", "varchar", "unspecified", "notblank",
}

// mixed reports whether letters of both cases and digits or symbols are there.
func mixed(s string) bool {
	upper, lower, rest := false, false, false
	for i := range len(s) {
		switch b := s[i]; {
		case b >= 'A' && b <= 'Z':
			upper = true
		case b >= 'a' && b <= 'z':
			lower = true
		default:
			rest = true
		}
	}
	return upper && lower && rest
}

// placeholder reports whether a value stands for a secret without being one.
func placeholder(s string) bool {
	if s == "" || strings.Count(s, s[:1]) == len(s) {
		return true
	}
	switch s[0] {
	case '$', '<', '{', '%', '[':
		if last := s[len(s)-1]; last == '}' || last == '>' || last == '%' || last == ']' || s[0] == '$' && upperName(s[1:]) {
			return true
		}
	}
	if strings.Contains(s, "${") || strings.Contains(s, "{{") || strings.Contains(s, "****") || strings.Contains(s, "...") {
		return true
	}
	for _, word := range placeholderWords {
		if containsFold(s, word) {
			return true
		}
	}
	return false
}

var placeholderWords = [...]string{
	"example", "your_", "your-", "yourapi", "yourpass", "yourtoken", "xxxx", "placeholder", "changeme", "change_me", "change-me",
	"redacted", "insert", "replace", "dummy", "abcdefgh", "1234567890abc", "0123456789", "my_secret", "my-secret", "undefined",
}

func upperName(s string) bool {
	for i := range len(s) {
		if b := s[i]; (b < 'A' || b > 'Z') && b != '_' && !isDigit(b) {
			return false
		}
	}
	return s != ""
}

// containsFold looks for a lower-case word without regard to case.
func containsFold(s, word string) bool {
	for i := 0; i+len(word) <= len(s); i++ {
		k := 0
		for k < len(word) && (s[i+k] == word[k] || s[i+k]|0x20 == word[k] && isAlpha(s[i+k])) {
			k++
		}
		if k == len(word) {
			return true
		}
	}
	return false
}

// codeExpression reports whether a value is code that fetches a secret, or a
// path.
func codeExpression(s string) bool {
	for _, prefix := range [...]string{"os.", "process.env", "env.", "secrets.", "config.", "self.", "this.", "System.", "var.", "data.", "http", "arn:", "/", "./", "vault:", "ref:", "file:", "env:", "data:", "sha256:"} {
		if strings.HasPrefix(s, prefix) {
			return true
		}
	}
	if strings.Contains(s, "->") || strings.Contains(s, "::") || strings.Contains(s, "()") || strings.Contains(s, "(*") || s[0] == '(' && strings.Count(s, "(") > 1 || s[0] == '{' {
		return true
	}
	if selector(s) {
		return true
	}
	// A call: name(...
	k := 0
	for k < len(s) && (isAlnum(s[k]) || s[k] == '_' || s[k] == '.') {
		k++
	}
	if k < 4 || k >= len(s) || s[k] != '(' || !isAlpha(s[0]) {
		return false
	}
	for _, b := range []byte(s[k+1:]) {
		if !isAlnum(b) && strings.IndexByte("_.,\"'()[]", b) < 0 {
			return false
		}
	}
	return true
}

// selector reports whether a value is names joined by dots, or a literal of a
// type: x509.KeyUsageCertSign, tpm2.TPM2BAuth{, process.env.API_KEY.
func selector(s string) bool {
	body := strings.TrimRight(s, "{([")
	if body == "" || !isAlpha(body[0]) || strings.IndexByte(body, '.') < 0 {
		return false
	}
	for part := range strings.SplitSeq(body, ".") {
		if part == "" || !isAlpha(part[0]) {
			return false
		}
		inWords := 0
		for i := 0; i < len(part); {
			if !isAlnum(part[i]) && part[i] != '_' {
				return false
			}
			k := i + 1
			for isAlpha(part[i]) && k < len(part) && part[k] >= 'a' && part[k] <= 'z' {
				k++
			}
			if k-i >= 3 && pronounceable(part[i:k]) {
				inWords += k - i
			}
			i = k
		}
		if len(part) > 4 && inWords*2 < len(part) && len(body) == len(s) {
			return false
		}
	}
	return true
}

// entropy is the Shannon entropy of the bytes, in bits a byte.
func entropy(s string) float64 {
	if len(s) > 256 {
		s = s[:256]
	}
	var count [256]uint16
	for i := range len(s) {
		count[s[i]]++
	}
	n := float64(len(s))
	sum := 0.0
	for i := range len(s) {
		if k := count[s[i]]; k > 0 {
			p := float64(k) / n
			sum -= p * math.Log2(p)
			count[s[i]] = 0
		}
	}
	return sum
}
