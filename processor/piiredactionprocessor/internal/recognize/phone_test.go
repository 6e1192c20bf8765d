// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize_test

import (
	"testing"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

func TestPhone(t *testing.T) {
	run(t, entity.Phone, []example{
		{"international", "ring +49 30 23125 418 now", one("+49 30 23125 418")},
		{"compact", "+4915228817386", one("+4915228817386")},
		{"trunk zero in brackets", "+44 (0)20 7946 0958", one("+44 (0)20 7946 0958")},
		{"00", "0044 20 7946 0018.", one("0044 20 7946 0018")},
		{"percent-encoded", "phone=%2B31612345678&page=2", one("%2B31612345678")},
		{"brackets", "(415) 555-0132 or so", one("(415) 555-0132")},
		{"North America", "212-555-0187 and 212.555.0187", []string{"212-555-0187", "212.555.0187"}},
		{"extension", "call 212-555-0187 x123", one("212-555-0187 x123")},
		{"trunk zero", "Fax 040 66969 123 (Durchwahl)", one("040 66969 123")},
		{"French", "au 06 39 98 12 34 ou", one("06 39 98 12 34")},
		{"Spanish with a word", "teléfono 912 345 678", one("912 345 678")},
		{"Spanish without", "el 912 345 678 es grande", nil},
		{"film number", "mobil +1 555 010 9999", one("+1 555 010 9999")},
		{"two numbers", "tel 030 234 5678, 030 234 5679", []string{"030 234 5678", "030 234 5679"}},
		{"whole value in groups", "(030) 123456", one("(030) 123456")},
		{"whole value of another kind", "813 38 35 85 0", nil},
		{"local number", "call 555 0132 after six", one("555 0132")},
		{"log line", "GET /?phone=%2B31612345678&page=2 HTTP/1.1 200 1532 0.043", one("%2B31612345678")},
		{"order number", "order 302-4418827-9912345", nil},
		{"timestamp", "1736847082123", nil},
		{"version", "torch 2.5.1+cu124 and 550.127.05", nil},
		{"decimal", "0.1123581321345589", nil},
		{"date", "01.02.2025 und 2025-01-09", nil},
		{"token ids", "[101, 7592, 1010, 2129, 2024]", nil},
		{"hexadecimal", "0x0301234567", nil},
		{"UUID", "TextNode(id_=ce26c61a-4875-4151-8944-0a1b2c3d4e5f)", nil},
		{"pod", "call vllm-7d9f8b6c5d-0301234567", nil},
		{"hyphen to a word of phones", "Tel-030 123456", one("030 123456")},
		{"hyphen to letters behind", "call 0301 234567-ab", nil},
		{"date beside a word", "API calls.\n\n# v1.39.18 (2025-11-25)", nil},
		{"version and date", "call 1.5.0 / 2020-03-03", nil},
		{"months", "text 07/2016 - 08/2016", nil},
		{"compact date", "call 20200317", nil},
		{"number before a date", "call 030 1234567 2020-05-01", one("030 1234567")},
		{"benchmark", "BenchmarkUnmarshal/Text-8   20000000   83.1 ns/op", nil},
		{"million", "phones sold: 20000000", nil},
		{"name in code", "SetText(6502530000)", nil},
		{"letters of a name", "\"g0ph3r\", \"2125550187\"", nil},
		{"decimal that begins as a call abroad", "0.1143581712333462", nil},
		{"article", "Artikelnummer 0123 456789", nil},
	})
}

func TestPhoneByKey(t *testing.T) {
	runKey(t, entity.Phone, "contact_phone", "912 345 678", one("912 345 678"))
	runKey(t, entity.Phone, "cell_number", "912 345 678", one("912 345 678"))
	runKey(t, entity.Phone, "call_id", "912345678", nil)
	runKey(t, entity.Phone, "contactId", "912345678", nil)
}
