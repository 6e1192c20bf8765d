// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize_test

import (
	"testing"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

func TestSecret(t *testing.T) {
	// Put together here so that no scanner of secrets takes this file for one.
	const (
		alnum = "q7Zt2Lm9Xc4Vb8Nw1Rk6Ys3Hd5Jf0Ga7Pu2E"
		hex   = "9c1185a5c5e9fc54612808ff"
		upper = "7K2MQ4XN6TR3VB5Z"
	)
	run(t, entity.Secret, []example{
		{"vendor prefix", "use " + "gh" + "p_" + alnum + " here", one("gh" + "p_" + alnum)},
		{"AWS", "AK" + "IA" + upper, one("AK" + "IA" + upper)},
		{"dotted", "S" + "G." + alnum[:22] + "." + alnum + alnum[:7], one("S" + "G." + alnum[:22] + "." + alnum + alnum[:7])},
		{"prefix inside a name", "token_" + "gh" + "p_" + alnum, one("gh" + "p_" + alnum)},
		{"webhook", "https://hooks.slack" + ".com/services/T0/B1/" + alnum[:24], one("https://hooks.slack" + ".com/services/T0/B1/" + alnum[:24])},
		{"argument of a call", `System.setProperty("ASANA_TOKEN", "` + hex + `")`, one(hex)},
		{"PHP", `$asanaToken .= "` + hex + `"`, one(hex)},
		{"members of a list", `["token", "` + hex + `"]`, nil},
		{"selector", "x509.KeyUsageDigitalSignature | x509.KeyUsageKeyEncipherment", nil},
		{"literal of a type", "UserAuth: tpm2.TPM2BAuth{", nil},
		{"function of a package", "password: credentials.NewClientTLSFromCert", nil},
		{"name of another thing", "**Token Acquisition**: Sub-100ms", nil},
		{"grok pattern", "%{PASSWORD:user.password2}:%{USERINFO}", nil},
		{"template", "api_key: {{ .Values.apiKey1 }}", nil},
		{"environment", "apiKey: process.env.OPENAI_API_KEY1", nil},
		{"stars", `password: "ab12****"`, nil},
		{"for the reader", `api_key="your-api-key-here-1"`, nil},
		{"time of day", "pin 2000-11-06T05:57:59.197134203Z end", nil},
		{"id behind a word of everyday language", "pin 69ab7446ffcd61e871444e3b end", nil},
		{"option", "login --token 69ab7446ffcd61e871444e3b", one("69ab7446ffcd61e871444e3b")},
		{"signature of a message", `{"type":"thinking","signature":"` + hex + hex + `"}`, nil},
		{"signature of a URL", "?X-Amz-Signature=" + hex + hex, one(hex + hex)},
		{"token value", "token value: " + hex, one(hex)},
		{"prefix that may hold a hyphen", "gloas" + "-" + alnum + "-" + alnum[:26], one("gloas" + "-" + alnum + "-" + alnum[:26])},
		{"page of Facebook", "EA" + "AC" + alnum[:30], one("EA" + "AC" + alnum[:30])},
		{"app of Facebook", "458148547835828%" + alnum[:27], one("458148547835828%" + alnum[:27])},
		{"Databricks with a suffix", "dap" + "i" + hex + "0a1b2c3d-3", one("dap" + "i" + hex + "0a1b2c3d-3")},
		{"Harness", "sat" + "." + alnum[:22] + "." + hex + "." + alnum[:20], one("sat" + "." + alnum[:22] + "." + hex + "." + alnum[:20])},
		{"session of GitLab", "_gitlab_session=" + hex, one(hex)},
		{"assignment", `api_key = "` + alnum + `"`, one(alnum)},
		{"environment", "DB_PASSWORD=Vd7!kQz92#mLp\nX=1", one("Vd7!kQz92#mLp")},
		{"query", "/reset?token=" + alnum + "&uid=42", one(alnum)},
		{"YAML", "client_secret: " + hex, one(hex)},
		{"JSON", `{"accessToken":"` + alnum + `"}`, one(alnum)},
		{"escaped JSON", `"{\"auth_token\":\"` + alnum + `\"}"`, one(alnum)},
		{"XML", "<apiToken>" + alnum[:18] + "</apiToken>", one(alnum[:18])},
		{"header", "X-Api-Key: " + hex, one(hex)},
		{"bearer", "Authorization: Bearer " + alnum, one(alnum)},
		{"connection string", "Server=db;Password=Sommer2024!;Pool=5", one("Sommer2024!")},
		{"spoken", "my password is Hunter2!x, thanks", one("Hunter2!x")},
		{"German", "Das Passwort lautet Blau7Wal!", one("Blau7Wal!")},
		{"French", "mot de passe : Bleu7Baleine!", one("Bleu7Baleine!")},
		{"curl", "curl -u deploy:Blau7Wal! https://x.example", one("deploy:Blau7Wal!")},
		{"variable", "api_key = ${API_KEY_2}", nil},
		{"placeholder", "token = <your-token-123>", nil},
		{"mask", "token=xxxxxxxxxxxxxxxxxxxx1", nil},
		{"documentation key", "AK" + "IAIOSFODNN7" + "EXAMPLE", nil},
		{"code", `password = os.environ["DB_PASSWORD_1"]`, nil},
		{"call", "token = getToken2(request)", nil},
		{"tokens of a model", "max_tokens=4096 pad_token_id=50256", nil},
		{"tokenizer", `tokenizer = "meta-llama/Llama-3.1-8B-Instruct"`, nil},
		{"address of a token", "token_url: https://login.example/oauth2/v2.0/token", nil},
		{"page token", `"next_page_token": "CAUQAAxyz123456789012"`, nil},
		{"name of a secret", "secretName: my-app-credentials-v2", nil},
		{"hash", "commit 3f2b8c1d9e4a5f60718293a4b5c6d7e8f9012345", nil},
		{"uuid", "request 550e8400-e29b-41d4-a716-446655440000", nil},
		{"prose", "The secret: practise 10 minutes every day", nil},
	})
}

func TestSecretByKey(t *testing.T) {
	const value = "q7Zt2Lm9Xc4Vb8Nw1Rk6Ys3H"
	runKey(t, entity.Secret, "config.api_key", value, one(value))
	runKey(t, entity.Secret, "gen_ai.response.id", value, nil)
	runKey(t, entity.Secret, "password", "Blau7Wal!", one("Blau7Wal!"))
	runKey(t, entity.Secret, "db.password", "Blau!Wal", one("Blau!Wal"))
	runKey(t, entity.Secret, "linkedin_token", value[:16], one(value[:16]))
	runKey(t, entity.Secret, "authorization", "Bearer "+value, one(value))
	runKey(t, entity.Secret, "password", "required", nil)
	runKey(t, entity.Secret, "max_tokens", "409600", nil)
	runKey(t, entity.Secret, "token_type", "bearer2x", nil)
	runKey(t, entity.Secret, "next_page_token", value, nil)
}

// Passwords that are words: only their place says what they are.
func TestPlainPasswords(t *testing.T) {
	run(t, entity.Secret, []example{
		{"quoted", `password = "correcthorsebattery"`, one("correcthorsebattery")},
		{"environment", "DB_PASSWORD=sunshine", one("sunshine")},
		{"JSON", `{"user":"a","password":"moonlight"}`, one("moonlight")},
		{"German", `Passwort: "Sonnenschein"`, one("Sonnenschein")},
		{"without quotes", "password: sunshine", nil},
		{"outcome of a test", `PASS: "TestEverything"`, nil},
		{"said of it", `password: "required"`, nil},
		{"type", `"password": "string"`, nil},
		{"name", `password: "PASSWORD_FIELD"`, nil},
		{"machines make no words", `token = "moonlightshadow"`, nil},
		{"for the reader", "PASSWORD=changemenow", nil},
	})
	runKey(t, entity.Secret, "user.password", "moonlight", one("moonlight"))
	runKey(t, entity.Secret, "password", "incorrect", nil)
	runKey(t, entity.Secret, "client_secret", "moonlight", nil)
}
