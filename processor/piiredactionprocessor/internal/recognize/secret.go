// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize

import (
	"math"
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

// passwordWords name values that people choose: any characters, no least
// entropy. A star keeps compounds: DB_PASSWORD, loginpwd.
var passwordWords = []string{
	"*password", "*passwd", "*pwd", "*passphrase", "pass", "*passwort", "*kennwort", "mot de passe", "mdp", "contraseña", "clave", "*wachtwoord", "*hasło", "senha", "palavra passe",
	"lösenord", "adgangskode", "passord", "salasana", "heslo", "jelszó", "parola", "parola d ordine",
}

// secretWords name what machines make up.
var secretWords = []string{
	"*secret", "*token", "*apikey", "api key", "access key", "secret key", "private key", "auth key", "encryption key", "signing key", "master key", "account key", "shared access key", "shared key", "app key", "client key", "service key", "application key", "license key", "subscription key", "deploy key", "ssh key", "key secret",
	"*credential", "*credentials", "creds", "authorization", "bearer", "x api key", "authkey", "secretkey", "accesskey", "sig", "signature", "api secret", "oauth", "auth", "jwt", "cookie", "session key", "session token", "connection string", "connectionstring", "webhook", "pat",
	"adafruit", "adobe", "airtable", "algolia", "alibaba", "asana", "atlassian", "confluence", "jira", "beamer", "bitbucket", "bittrex", "cloudflare", "codecov", "cohere", "coinbase", "confluent", "contentful", "databricks", "datadog", "discord", "droneci", "dropbox", "etsy", "facebook", "fastly", "finicity", "finnhub", "flickr", "freshbooks", "gitter", "gocardless", "heroku", "hubspot", "intercom", "jfrog", "artifactory", "kraken", "kucoin", "launchdarkly", "linear", "linkedin", "lob", "looker", "mailchimp", "mailgun", "mapbox", "mattermost", "meraki", "messagebird", "netlify", "newrelic", "new relic", "nytimes", "okta", "openai", "plaid", "planetscale", "privateai", "rapidapi", "sendbird", "sendgrid", "sentry", "snyk", "sonar", "sourcegraph", "squarespace", "sumo", "sumologic", "telegram", "travis", "twitch", "twitter", "typeform", "yandex", "zendesk", "bundle enterprise contribsys com",
	"*zugangsdaten", "api token", "otp", "tan", "pin", "cvv", "cvc", "security code", "recovery code", "mfa", "totp", "wif", "mnemonic", "seed phrase",
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
	if keySecret(value) || passwordLike(value) && entropy(value) >= 2 && (!wordy(value) || !strings.ContainsAny(value, "-_/")) {
		c.emit(entity.Secret, from, to, rankCued)
	}
}

// secretKey reports whether the key names a secret.
func (c *Cursor) secretKey() bool {
	c.scratch = c.set.cues.Find(c.scratch[:0], c.Key, 0, len(c.Key))
	for i := range c.scratch {
		if h := &c.scratch[i]; h.Groups.Has(groupSecret) && len(c.Key)-h.End <= 8 && secretName(c.Key, h.Start, h.End) {
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
		if operatorGap(t[h.End:start]) && secretName(t, h.Start, h.End) {
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

// operatorGap accepts what may stand between a name and its value: the rest of
// a name, quotes, one operator, an auth scheme.
func operatorGap(gap string) bool {
	if len(gap) > 34 {
		return false
	}
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
	if !passwordLike(t[from:long]) {
		return
	}
	lo := max(0, i-48)
	c.scratch = c.set.cues.Find(c.scratch[:0], t, lo, i)
	for k := len(c.scratch) - 1; k >= 0; k-- {
		h := &c.scratch[k]
		if !h.Groups.Has(groupSecret) || !nameRest(t[h.End:i]) || !secretName(t, h.Start, h.End) {
			continue
		}
		if h.Groups.Has(groupPassword) {
			to = long
		}
		if assignedSecret(t[h.Start:h.End], t[from:to], h.Groups.Has(groupPassword), quoted) {
			c.emit(entity.Secret, from, to, rankCued)
		}
		return
	}
}

// assignedSecret judges a value by the word in front of it.
func assignedSecret(word, value string, password, quoted bool) bool {
	switch {
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

// nameSuffixes make a name for something that is no secret: token_url, key_id.
var nameSuffixes = [...]string{"id", "ids", "name", "url", "uri", "path", "file", "length", "len", "size", "endpoint", "version", "alias", "type", "ttl", "expiry", "expires", "count", "limit", "arn", "hint", "manager", "store", "provider", "format", "field", "prefix", "policy", "hash", "index", "vault", "usage", "label", "ref", "expiration", "algorithm", "blob", "time", "date", "status", "state", "rotation", "request", "issuer", "audience", "scope"}

// namePrefixes do the same in front: page_token, csrf_token, public_key.
var namePrefixes = [...]string{"page", "next", "csrf", "xsrf", "public", "max", "min", "pad", "bos", "eos", "num", "continuation", "cursor", "sync", "idempotency", "design", "device", "per", "tokens"}

// secretName reports whether the word at t[start:end] names a secret, by what
// is written together with it.
func secretName(t string, start, end int) bool {
	for k := end; k-end < 40; {
		first := k
		for k < len(t) && (t[k] == '_' || t[k] == '-' || t[k] == '.') {
			k++
		}
		n := k
		for n < len(t) && isAlpha(t[n]) && (n == k || t[n] >= 'a' || t[n-1] < 'a') {
			n++
		}
		if n == k || k == first && t[k] >= 'a' {
			break
		}
		for _, s := range nameSuffixes {
			if strings.EqualFold(t[k:n], s) {
				return false
			}
		}
		k = n
	}
	k := start
	for k > 0 && start-k < 2 && (t[k-1] == '_' || t[k-1] == '-' || t[k-1] == ' ') {
		k--
	}
	for _, p := range namePrefixes {
		if k >= len(p) && strings.EqualFold(t[k-len(p):k], p) {
			return false
		}
	}
	return true
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

// strict words name many things besides secrets.
func strict(word string) bool {
	switch strings.ToLower(word) {
	case "token", "auth", "pass", "key", "clave", "sig", "signature", "pat", "pin", "tan", "cookie", "otp", "webhook", "jwt", "parola":
		return true
	default:
		return false
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

// findSpokenSecret takes the word after "password is".
func findSpokenSecret(c *Cursor, start, end int) {
	t := c.Text
	if n := end - start; n >= 10 && n < longRun && start > 0 && (t[start-1] == '"' || t[start-1] == '\'' || t[start-1] == '>' || t[start-1] == '`') {
		if c.assigned(start) && keySecret(t[start:end]) {
			c.emit(entity.Secret, start, end, rankCued)
			return
		}
	}
	from := start
	for from > 0 && start-from < 64 && t[from-1] > ' ' && t[from-1] != '"' && t[from-1] != '\'' && t[from-1] != '`' {
		from--
	}
	if from < 4 || from < c.spokenEnd {
		return
	}
	gap := from
	for gap > 0 && from-gap < 2 && (t[gap-1] == '"' || t[gap-1] == '\'' || t[gap-1] == '`') {
		gap--
	}
	if gap < 4 || t[gap-1] != ' ' {
		return
	}
	var verb int
	switch {
	case strings.HasSuffix(t[:gap], " is "), strings.HasSuffix(t[:gap], " to "):
		verb = gap - 4
	case strings.HasSuffix(t[:gap], " ist "), strings.HasSuffix(t[:gap], " est "), strings.HasSuffix(t[:gap], " was "):
		verb = gap - 5
	case strings.HasSuffix(t[:gap], " es "):
		verb = gap - 4
	case strings.HasSuffix(t[:gap], " è "), strings.HasSuffix(t[:gap], " é "):
		verb = gap - 4
	case strings.HasSuffix(t[:gap], " lautet "):
		verb = gap - 8
	default:
		return
	}
	to := start
	for to < len(t) && to-from < 128 && t[to] > ' ' && t[to] != '"' && t[to] != '\'' && t[to] != '`' {
		to++
	}
	for to > from && strings.IndexByte(".,;:)?", t[to-1]) >= 0 {
		to--
	}
	c.spokenEnd = to
	value := t[from:to]
	if len(value) < minSecret || !passwordLike(value) || placeholder(value) {
		return
	}
	lo := max(0, verb-24)
	c.scratch = c.set.cues.Find(c.scratch[:0], t, lo, verb)
	for k := range c.scratch {
		if h := &c.scratch[k]; h.Groups.Has(groupSecret) && h.End >= verb-1 && !strict(t[h.Start:h.End]) {
			c.emit(entity.Secret, from, to, rankCued)
			return
		}
	}
}

// curlUser reports whether the colon at i parts user and password of curl -u.
func (c *Cursor) curlUser(i int) bool {
	t := c.Text
	if c.curl == 0 {
		c.curl = 1 + strings.Index(t, "curl")
		if c.curl == 0 {
			c.curl = -1
		}
	}
	if c.curl < 0 || i < c.curl || t[i] != ':' {
		return false
	}
	from := userStart(t, i)
	k := from
	for k > 0 && from-k < 3 && (t[k-1] == '"' || t[k-1] == '\'' || t[k-1] == ' ' || t[k-1] == '=') {
		k--
	}
	return from < i && (strings.HasSuffix(t[:k], " -u") || strings.HasSuffix(t[:k], " --user"))
}

func userStart(t string, i int) int {
	from := i
	for from > 0 && i-from < 64 && t[from-1] > ' ' && t[from-1] != '"' && t[from-1] != '\'' && t[from-1] != '=' {
		from--
	}
	return from
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
