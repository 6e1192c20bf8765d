// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize

import (
	"strings"
)

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
	"gitlab session", "bundle gems contribsys com", "linked in", "new york times", "private ai", "message bird", "launch darkly", "map box", "bintray", "xray", "telegr*", "*zugangsdaten", "api token", "otp", "tan", "pin", "cvv", "cvc", "security code", "recovery code", "mfa", "totp", "wif", "mnemonic", "seed phrase",
}

// nameSuffixes make a name for something that is no secret: token_url, key_id.
var nameSuffixes = [...]string{"id", "ids", "name", "url", "uri", "path", "file", "length", "len", "size", "endpoint", "version", "alias", "type", "ttl", "expiry", "expires", "count", "limit", "arn", "hint", "manager", "store", "provider", "format", "field", "prefix", "policy", "hash", "index", "vault", "usage", "label", "ref", "expiration", "algorithm", "blob", "time", "date", "status", "state", "rotation", "request", "issuer", "audience", "scope"}

// namePrefixes do the same in front: page_token, csrf_token, public_key.
var namePrefixes = [...]string{"page", "next", "csrf", "xsrf", "public", "max", "min", "pad", "bos", "eos", "num", "continuation", "cursor", "sync", "idempotency", "design", "device", "per", "tokens"}

// secretName reports whether the word at t[start:end] names a secret, by what
// is written together with it.
func secretName(t string, start, end int) bool {
	if start >= 2 && t[start-1] == '{' && (t[start-2] == '%' || t[start-2] == '$' || t[start-2] == '{') {
		return false // a template: %{PASSWORD:field}
	}
	if strings.EqualFold(t[start:end], "signature") && (start == 0 || t[start-1] != '-' && t[start-1] != '&' && t[start-1] != '?') {
		return false // that of a message; one in a URL is a key
	}
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

// strict words name many things besides secrets.
func strict(word string) bool {
	switch strings.ToLower(word) {
	case "token", "auth", "pass", "key", "clave", "sig", "signature", "pat", "pin", "tan", "cookie", "otp", "webhook", "jwt", "parola":
		return true
	default:
		return false
	}
}
