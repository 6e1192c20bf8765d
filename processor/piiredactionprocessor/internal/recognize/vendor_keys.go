// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize

import "strings"

// vendor is a prefix of keys that one vendor gives out.
type vendor struct {
	prefix string
	rest   int  // least bytes after the prefix
	class  byte // alphabet of the rest
}

// Alphabets of keys.
const (
	keyAlnum  = 'x' // letters and digits
	keyWord   = 'w' // and "_" and "-"
	keyHex    = 'h'
	keyUpper  = 'u' // upper-case letters and digits
	keyDotted = 'd' // words and dots
	keyBase64 = 'b' // base64 of either alphabet
)

// vendorPrefixes: prefix, least length of the rest, alphabet. The sources are
// the vendors' own descriptions of their keys.
const vendorPrefixes = `
sk-proj- 20 w
sk-svcacct- 20 w
sk-admin- 20 w
sk-None- 20 w
sk-ant-api03- 20 w
sk-ant-admin01- 20 w
sk-ant- 20 w
sk-or-v1- 32 h
sk-lf- 30 w
pk-lf- 30 w
sk- 20 x
lsv2_pt_ 30 w
lsv2_sk_ 30 w
ls__ 30 x
hf_ 30 x
api_org_ 30 x
gsk_ 40 x
r8_ 30 x
xai- 40 x
pplx- 40 x
nvapi- 40 w
tvly- 20 w
llx- 30 x
pcsk_ 30 w
jina_ 40 w
e2b_ 30 h
fw_ 20 x
apify_api_ 30 x
AIza 35 w
GOCSPX- 24 w
ya29. 20 d
AKIA 16 u
ASIA 16 u
ABIA 16 u
ACCA 16 u
A3T 17 u
ABSK 80 b
bedrock-api-key- 20 b
ghp_ 36 x
gho_ 36 x
ghu_ 36 x
ghs_ 36 x
ghr_ 36 x
github_pat_ 50 w
glpat- 20 d
glptt- 30 x
glrt- 20 d
gldt- 20 w
glcbt- 20 w
glft- 20 w
glsoat- 20 w
glimt- 20 w
glagent- 40 w
gloas- 40 w
glffct- 20 w
GR1348941 20 w
xoxb- 20 w
xoxp- 20 w
xoxe- 20 w
xoxa- 10 w
xoxr- 10 w
xoxs- 10 w
xoxo- 10 w
xoxe.xox 20 d
xapp- 12 w
sk_live_ 10 x
sk_test_ 10 x
sk_prod_ 10 x
rk_live_ 10 x
rk_test_ 10 x
rk_prod_ 10 x
pk_live_ 16 x
pk_test_ 16 x
whsec_ 24 b
SK 32 h
SG. 40 d
xkeysib- 64 w
xsmtpsib- 64 w
key- 32 h
pubkey- 32 h
npm_ 36 x
pypi- 50 w
rubygems_ 48 h
oy2 43 x
cio 32 x
CLOJARS_ 60 x
dop_v1_ 64 h
doo_v1_ 64 h
dor_v1_ 64 h
HRKU- 30 w
shpat_ 32 h
shpca_ 32 h
shppa_ 32 h
shpss_ 32 h
sq0atp- 22 w
sq0csp- 22 w
EAAA 22 w
EAACEdEose0cBA 20 x
EAAM 20 x
EAAC 20 x
dapi 32 w
dp.pt. 40 d
dp.st. 40 d
dp.ct. 40 d
dp.sa. 40 d
lin_api_ 40 x
ntn_ 40 x
secret_ 43 x
figd_ 30 w
PMAK- 40 w
pul- 40 h
hvs. 20 d
hvb. 20 d
hvr. 20 d
glc_ 30 b
glsa_ 32 w
NRAK- 20 x
NRJS- 19 h
NRII- 20 w
NRIQ- 20 w
NRRA- 30 h
sntrys_ 40 b
sntryu_ 40 h
dt0c01. 40 d
dt0s01. 40 d
ATATT3 100 b
ATCTT3 100 b
ATBB 24 x
p8e- 32 x
LTAI 16 x
AKID 32 x
v1.0- 100 w
EZAK 40 x
EZTK 40 x
duffel_live_ 20 w
duffel_test_ 20 w
FLWSECK_TEST- 12 w
FLWPUBK_TEST- 12 w
FLWSECK- 12 w
fio-u- 40 w
ico- 32 x
s-s4t2ud- 40 h
s-s4t2af- 40 h
pnu_ 36 x
pscale_tkn_ 30 d
pscale_pw_ 30 d
pscale_oauth_ 30 d
rdme_ 60 x
shippo_live_ 40 h
shippo_test_ 40 h
tfp_ 40 d
AQVN 30 w
YC 38 w
ops_ 100 b
A3- 30 w
AGE-SECRET-KEY-1 50 u
AKCp 60 x
cmVmd 50 x
bkua_ 40 h
CCIPAT_ 30 w
4b1d 38 x
CFPAT- 40 w
ddp_ 30 x
dnkey- 50 w
dckr_pat_ 24 w
dckr_oat_ 24 w
live_pub_ 31 h
test_pub_ 31 h
live_ 35 h
test_ 35 h
nfp_ 30 x
API- 26 u
sha256~ 40 w
access-sandbox- 32 w
access-development- 32 w
access-production- 32 w
sgp_ 40 w
tk-us- 40 w
sm_aat_ 16 x
sm_pat_ 16 x
sm_sat_ 16 x
sqp_ 40 h
squ_ 40 h
sqa_ 40 h
sbp_ 40 h
tskey- 20 w
vcp_ 24 x
vercel_ 24 x
fo1_ 40 w
fm1a_ 60 b
fm1r_ 60 b
fm2_ 60 b
mlsn. 60 d
pk.eyJ 60 d
sk.eyJ 60 d
nyk_ 30 x
re_ 30 w
sm2_ 30 x
eyJrIjoi 60 b
airtable_pat 30 d
pat 60 d
pat. 60 d
sat. 60 d
scauth_ 50 d
authress_ 50 d
sc_ 50 d
ext_ 50 d
patA 60 d
xoxd- 40 b
mtls_ 40 x
ghv_ 36 x
PRIVATE- 40 h
SCW 17 u
atlasv1. 50 d
rpa_ 40 x
tfe. 40 d
tok_live_ 20 x
aio_ 28 x
CMRA 40 x
hfp_ 30 x
bb_live_ 30 w
dG9rOi 40 b
AAAAAAAAAAAAAAAAAAAAA 40 b
01ghp_ 36 x
sdk- 36 w
mob- 36 w
`

// vendors holds the prefixes by their first byte, the longer ones first.
var vendors = func() (t [256][]vendor) {
	for line := range strings.Lines(vendorPrefixes) {
		f := strings.Fields(line)
		if len(f) != 3 {
			continue
		}
		rest := 0
		for _, d := range []byte(f[1]) {
			rest = rest*10 + int(d-'0')
		}
		v := vendor{f[0], rest, f[2][0]}
		list := t[f[0][0]]
		at := len(list)
		for at > 0 && len(list[at-1].prefix) < len(v.prefix) {
			at--
		}
		list = append(list, vendor{})
		copy(list[at+1:], list[at:])
		list[at] = v
		t[f[0][0]] = list
	}
	return t
}()

// vendorKey looks for the prefix of a vendor at the start of a run, or in front
// of it when the prefix ends with a dot.
func vendorKey(t string, start, end int) (from, to int, ok bool) {
	if to, ok := prefixKey(t, start); ok {
		return start, to, true
	}
	from = start
	for from > 0 && start-from < 24 && (runByte[t[from-1]] || t[from-1] == '.' || t[from-1] == '~') {
		from--
	}
	if from < start {
		if to, ok := prefixKey(t, from); ok && to >= end {
			return from, to, true
		}
	}
	if from, to, ok := shapedKey(t, start, end); ok {
		return from, to, true
	}
	// NAME_ghp_... and token-sk-...: a prefix inside the run.
	for k := start + 1; k < end && k < start+48; k++ {
		if t[k-1] != '_' && t[k-1] != '-' {
			continue
		}
		for _, v := range vendors[t[k]] {
			if len(v.prefix) >= 4 && strings.IndexByte(v.prefix, '_')+strings.IndexByte(v.prefix, '-') > 0 && strings.HasPrefix(t[k:], v.prefix) {
				if to, ok := prefixKey(t, k); ok {
					return k, to, true
				}
			}
		}
	}
	return 0, 0, false
}

// maxKey bounds what is looked at; the longest keys have some hundred bytes.
const maxKey = 4096

func prefixKey(t string, from int) (to int, ok bool) {
	for _, v := range vendors[t[from]] {
		if !strings.HasPrefix(t[from:], v.prefix) {
			continue
		}
		to := from + len(v.prefix)
		for to < len(t) && to-from < maxKey && inClass(t[to], v.class) {
			to++
		}
		for to > from && t[to-1] == '.' {
			to--
		}
		rest := t[from+len(v.prefix) : to]
		if len(rest) < v.rest || to < len(t) && runByte[t[to]] {
			continue
		}
		if (v.class == keyUpper) && len(rest) > v.rest+12 {
			continue
		}
		if placeholder(t[from:to]) || !random(rest) {
			continue
		}
		return to, true
	}
	return 0, false
}

func inClass(b, class byte) bool {
	switch class {
	case keyAlnum:
		return isAlnum(b)
	case keyWord:
		return runByte[b]
	case keyHex:
		return isHex(b)
	case keyUpper:
		return isDigit(b) || b >= 'A' && b <= 'Z'
	case keyDotted:
		return runByte[b] || b == '.' || b == '='
	default:
		return base64Byte[b] || b == '='
	}
}

// random tells keys from words: enough entropy, and either digits or letters
// of both cases.
func random(s string) bool {
	digits, upper, lower := 0, 0, 0
	for i := range len(s) {
		switch b := s[i]; {
		case isDigit(b):
			digits++
		case b >= 'a' && b <= 'z':
			lower++
		case b >= 'A' && b <= 'Z':
			upper++
		}
	}
	if digits == 0 && (upper < 2 || lower < 2) && len(s) != 16 {
		return false
	}
	return entropy(s) >= 2.5 && !wordy(s)
}

// shapedKey knows keys by other marks than a prefix.
func shapedKey(t string, start, end int) (from, to int, ok bool) {
	n := end - start
	switch {
	// Telegram: numeric bot id, colon, 35 characters that begin with A.
	case n == 35 && t[start] == 'A' && start > 8 && t[start-1] == ':':
		k := start - 1
		for k > 0 && start-k < 14 && isDigit(t[k-1]) {
			k--
		}
		if d := start - 1 - k; d >= 8 && d <= 10 {
			return k, end, true
		}
	// Azure AD: three characters, digit, Q~, 31 to 34 characters.
	case n >= 26 && n <= 40 && start >= 6 && t[start-1] == '~' && t[start-2] == 'Q' && isDigit(t[start-3]):
		return start - 6, end, true
	// Slack and Teams: the last part of a webhook address.
	case start > 30 && t[start-1] == '/' && n >= 20 && n <= 64:
		head := t[max(0, start-120):start]
		for _, host := range [...]string{"hooks.slack.com/", "webhook.office.com/webhookb2/", "discord.com/api/webhooks/", "discordapp.com/api/webhooks/"} {
			i := strings.LastIndex(head, host)
			if i < 0 || strings.ContainsAny(head[i:], " \n\"'") {
				continue
			}
			from = start - len(head) + i
			for from > 0 && t[from-1] > ' ' && strings.IndexByte("\"'<>(=`,", t[from-1]) < 0 && start-from < 160 {
				from--
			}
			for end < len(t) && (base64Byte[t[end]] || t[end] == '@') && end-from < 512 {
				end++
			}
			return from, end, true
		}
	// Discord bots: base64 of a snowflake, six characters, 27 or more.
	case n >= 24 && n <= 28 && strings.IndexByte("MNO", t[start]) >= 0 && end+8 < len(t) && t[end] == '.' && t[end+7] == '.':
		to = end + 8
		for to < len(t) && runByte[t[to]] {
			to++
		}
		if to-end-8 >= 27 && random(t[start:to]) {
			return start, to, true
		}
	// Mailchimp: 32 hexadecimal digits and the data centre.
	case n >= 36 && n <= 38 && hexGroup(t, start, 32) && strings.HasPrefix(t[start+32:], "-us"):
		return start, end, true
	// MaxMind: six characters, 29 characters, mark.
	case n == 40 && strings.HasSuffix(t[start:end], "_mmk"):
		return start, end, true
	// Facebook: app id, bar, 27 to 40 characters.
	case n >= 27 && n <= 40 && start > 15 && (t[start-1] == '|' || t[start-1] == '%') && isDigit(t[start-2]):
		k := start - 1
		for k > 0 && start-k < 18 && isDigit(t[k-1]) {
			k--
		}
		if d := start - 1 - k; d >= 15 && d <= 16 {
			return k, end, true
		}
	// Vault, old: s. and 24 characters.
	case n == 24 && start >= 2 && t[start-1] == '.' && t[start-2] == 's' && (start == 2 || !isAlnum(t[start-3])) && random(t[start:end]) && hasDigit(t[start:end]):
		return start - 2, end, true
	// Terraform Cloud: 14 characters, mark, 60 or more.
	case n >= 50 && start > 23 && strings.HasSuffix(t[:start], ".atlasv1."):
		return start - len(".atlasv1.") - 14, end, true
	}
	return 0, 0, false
}
