// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package scan

import (
	"encoding/hex"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// ids makes what telemetry and prompts are full of and what names no person.
type ids struct{ *rand.Rand }

func (r ids) pick(alphabet string, n int) string {
	b := make([]byte, n)
	for i := range b {
		b[i] = alphabet[r.IntN(len(alphabet))]
	}
	return string(b)
}

const (
	digits  = "0123456789"
	hexes   = "0123456789abcdef"
	lowers  = "abcdefghijklmnopqrstuvwxyz"
	letters = lowers + "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
)

func (r ids) hex(n int) string { return r.pick(hexes, n) }

func (r ids) uuid() string {
	b := make([]byte, 16)
	for i := range b {
		b[i] = byte(r.IntN(256))
	}
	if r.IntN(3) == 0 {
		for i := range b { // few letters: the groups look like numbers
			b[i] = byte(r.IntN(10)<<4 | r.IntN(10))
		}
		b[r.IntN(16)] = 0xAF
	}
	b[6], b[8] = b[6]&0x0F|0x40, b[8]&0x3F|0x80
	s := hex.EncodeToString(b)
	return s[:8] + "-" + s[8:12] + "-" + s[12:16] + "-" + s[16:20] + "-" + s[20:]
}

func (r ids) day() time.Time {
	return time.Date(2000+r.IntN(30), time.Month(1+r.IntN(12)), 1+r.IntN(28), r.IntN(24), r.IntN(60), r.IntN(60), r.IntN(1e9), time.UTC)
}

func (r ids) semver() string {
	return fmt.Sprintf("%d.%d.%d", r.IntN(12), r.IntN(300), r.IntN(40))
}

// identifiers are never taken, whatever stands before them.
var identifiers = map[string]func(r ids) string{
	"UUID":                 ids.uuid,
	"UUID upper case":      func(r ids) string { return strings.ToUpper(r.uuid()) },
	"UUID in brackets":     func(r ids) string { return "{" + r.uuid() + "}" },
	"UUID in a path":       func(r ids) string { return "/v1/files/" + r.uuid() + "/content" },
	"UUID of a node":       func(r ids) string { return "TextNode(id_=" + r.uuid() + ")" },
	"UUID with a prefix":   func(r ids) string { return "run-" + r.uuid() + "-0" },
	"UUIDs":                func(r ids) string { return r.uuid() + " " + r.uuid() + "," + r.uuid() },
	"UUID URN":             func(r ids) string { return "urn:uuid:" + r.uuid() },
	"trace id":             func(r ids) string { return "a" + r.hex(31) },
	"span id":              func(r ids) string { return r.hex(7) + "e" + r.hex(8) },
	"SHA-1":                func(r ids) string { return "d" + r.hex(39) },
	"SHA-256":              func(r ids) string { return "f" + r.hex(63) },
	"image digest":         func(r ids) string { return "sha256:" + r.hex(64) },
	"short commit":         func(r ids) string { return "c" + r.hex(2) + "f" + r.hex(3) },
	"traceparent":          func(r ids) string { return "00-" + r.hex(32) + "-" + r.hex(16) + "-01" },
	"chat completion":      func(r ids) string { return "chatcmpl-" + r.hex(32) },
	"chat completion UUID": func(r ids) string { return "chatcmpl-" + r.uuid() },
	"tool call":            func(r ids) string { return "call_" + r.pick(letters+digits, 24) },
	"tool call, digits":    func(r ids) string { return "call_" + r.pick(digits, 10) },
	"request":              func(r ids) string { return "req_" + r.pick(letters+digits, 24) },
	"response":             func(r ids) string { return "resp_" + r.hex(48) },
	"message":              func(r ids) string { return "msg_01" + r.pick(letters+digits, 22) },
	"ULID":                 func(r ids) string { return "01" + r.pick("0123456789ABCDEFGHJKMNPQRSTVWXYZ", 24) },
	"ObjectId":             func(r ids) string { return "6" + r.hex(22) + "b" },
	"pod":                  func(r ids) string { return "vllm-" + r.hex(9) + "d-" + r.pick(lowers+digits, 4) + "x" },
	"stateful pod":         func(r ids) string { return "vllm-worker-" + r.pick(digits, 1) },
	"version":              func(r ids) string { return "v" + r.semver() },
	"release":              func(r ids) string { return r.semver() + "-rc." + r.pick(digits, 1) },
	"pseudo-version":       func(r ids) string { return "v0.0.0-" + r.day().Format("20060102150405") + "-" + r.hex(12) },
	"version and date":     func(r ids) string { return r.semver() + " (" + r.day().Format(time.DateOnly) + ")" },
	"version / date":       func(r ids) string { return r.semver() + " / " + r.day().Format(time.DateOnly) },
	"CVE":                  func(r ids) string { return "CVE-20" + r.pick("12", 2) + "-" + r.pick("123456789", 5) },
	"ISO date":             func(r ids) string { return r.day().Format(time.DateOnly) },
	"ISO date in brackets": func(r ids) string { return "(" + r.day().Format(time.DateOnly) + ")" },
	"German date":          func(r ids) string { return r.day().Format("02.01.2006") },
	"US date":              func(r ids) string { return r.day().Format("01/02/2006") },
	"compact date":         func(r ids) string { return r.day().Format("20060102") },
	"months":               func(r ids) string { return r.day().Format("01/2006") + " - " + r.day().Format("01/2006") },
	"date and time":        func(r ids) string { return r.day().Format(time.DateTime) },
	"RFC 3339":             func(r ids) string { return r.day().Format(time.RFC3339Nano) },
	"days":                 func(r ids) string { return r.day().Format(time.DateOnly) + " " + r.day().Format(time.DateOnly) },
	"log line":             func(r ids) string { return r.day().Format("2006/01/02 15:04:05.000000") },
	"cron":                 func(r ids) string { return fmt.Sprintf("%d %d * * %d", r.IntN(60), r.IntN(24), r.IntN(7)) },
	"CIDR":                 func(r ids) string { return fmt.Sprintf("10.%d.%d.0/24", r.IntN(256), r.IntN(256)) },
	"price":                func(r ids) string { return fmt.Sprintf("€%d,%03d.%02d", 1+r.IntN(99), r.IntN(1000), r.IntN(100)) },
	"decimal":              func(r ids) string { return fmt.Sprintf("0.%d", 1e15+r.Int64N(8e15)) },
	"benchmark": func(r ids) string {
		return fmt.Sprintf("BenchmarkText-8   \t%d\t        %d.%d ns/op", 1e6*(1+r.IntN(99)), 20+r.IntN(900), r.IntN(10))
	},
	"benchmark spaces": func(r ids) string {
		return fmt.Sprintf("BenchmarkText/Call-8      %d       %d.%d ns/op    %d B/op", 1e6*(1+r.IntN(99)), 20+r.IntN(900), r.IntN(10), r.IntN(4000))
	},
	"port list": func(r ids) string {
		return fmt.Sprintf("%d,%d,%d", 1024+r.IntN(9000), 1024+r.IntN(9000), 1024+r.IntN(9000))
	},
	"token ids": func(r ids) string {
		return fmt.Sprintf("[%d, %d, %d, %d]", r.IntN(128000), r.IntN(128000), r.IntN(128000), r.IntN(128000))
	},
	"table": func(r ids) string {
		return fmt.Sprintf("| %d | %d | %d.%d |", r.IntN(100000), r.IntN(1000000), r.IntN(100), r.IntN(100))
	},
}

// numbers have no mark of their own: a word beside them that names an
// identifier makes them one, so they stand in neutral sentences only. Whole
// seconds are the exception to the exception: ten digits are as good as any
// phone number beside "call".
var numbers = map[string]func(r ids) string{
	"seconds":      func(r ids) string { return fmt.Sprint(r.day().Unix()) },
	"milliseconds": func(r ids) string { return fmt.Sprint(r.day().UnixMilli()) },
	"microseconds": func(r ids) string { return fmt.Sprint(r.day().UnixMicro()) },
	"nanoseconds":  func(r ids) string { return fmt.Sprint(r.day().UnixNano()) },
	"count":        func(r ids) string { return fmt.Sprint(r.IntN(1e9)) },
	"duration":     func(r ids) string { return fmt.Sprintf("%d.%06d", r.IntN(100), r.IntN(1e6)) },
}

var neutral = []string{
	"We saw %s in the logs.", "%s", `{"x":"%s"}`, "GET /items?x=%s HTTP/1.1", "- %s\n- next", "done\t%s\tok", "`%s`",
}

var misleading = []string{
	"call %s", "text: %s", "text %s", `{"id":"%s"}`, "id: %s", "number %s", "account %s", "phone %s", "contact=%s", "mobile %s", "reach %s", "signal %s", "my number is %s",
	"tin %s", "nn %s", "pin %s end", "card %s", "passport %s", "licence %s", "personal id %s", "vat %s", "dob %s end of list",
}

// exempt is what may be taken: it is ambiguous, and the word decides.
func exempt(name, sentence string) bool {
	switch {
	case strings.HasPrefix(sentence, "dob"): // a date beside its word is one of birth
		return strings.Contains(name, "date") || strings.Contains(name, "day") || strings.Contains(name, "log line") || name == "RFC 3339"
	case strings.HasPrefix(sentence, "passport"), strings.HasPrefix(sentence, "licence"), strings.HasPrefix(sentence, "personal id"), strings.HasPrefix(sentence, "account"), strings.HasPrefix(sentence, "pin"):
		return name == "compact date" || name == "short commit" || strings.HasPrefix(name, "benchmark") // a number of eight digits, seven characters
	default:
		return false
	}
}

const rounds = 200

func TestIdentifiersStay(t *testing.T) {
	s, err := New(Options{})
	require.NoError(t, err)
	check := func(t *testing.T, sentence string, generate func(ids) string) {
		t.Helper()
		r := ids{rand.New(rand.NewPCG(7, 11))}
		for range rounds {
			text := strings.Replace(sentence, "%s", generate(r), 1)
			for _, f := range s.Scan(nil, Input{Text: text}) {
				assert.Fail(t, "taken", "%s %q in %q", f.Type, text[f.Start:f.End], text)
				return
			}
		}
	}
	for name, f := range identifiers {
		t.Run(name, func(t *testing.T) {
			for _, sentence := range append(append([]string(nil), neutral...), misleading...) {
				if !exempt(name, sentence) {
					check(t, sentence, f)
				}
			}
		})
	}
	for name, f := range numbers {
		t.Run(name, func(t *testing.T) {
			for _, sentence := range []string{neutral[0], neutral[3], neutral[4], neutral[5]} {
				check(t, sentence, f)
			}
		})
	}
}
