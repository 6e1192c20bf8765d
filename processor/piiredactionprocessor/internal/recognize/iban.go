// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize

import "github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"

func init() {
	registerFinder(finder{
		types: []entity.Type{entity.IBAN},
		digit: findIBAN,
		about: [3]string{"country, two check digits, letters and digits; groups by space or hyphen; any case", "length of the country in the SWIFT registry, ISO 7064 MOD 97-10", "no"},
	})
}

// ibanLength holds the lengths of the SWIFT IBAN registry and of the partial
// registry, by country.
var ibanLength = func() map[[2]byte]int {
	const registry = "AD24 AE23 AL28 AO25 AT20 AZ28 BA20 BE16 BF28 BG22 BH22 BI27 BJ28 BR29 BY28 CF27 CG27 CH21 CI28 CM27 CR22 CV25 CY28 CZ24 " +
		"DE22 DJ27 DK18 DO28 DZ26 EE20 EG29 ES24 FI18 FK18 FO18 FR27 GA27 GB22 GE22 GI23 GL18 GQ27 GR27 GT28 GW25 HN28 HR21 HU28 " +
		"IE22 IL23 IQ23 IR26 IS26 IT27 JO30 KM27 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MA28 MC27 MD24 ME22 MG27 MK19 ML28 " +
		"MN20 MR27 MT31 MU30 MZ25 NE28 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 " +
		"SM27 SN28 SO23 ST25 SV28 TD27 TG28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30"
	m := map[[2]byte]int{}
	for i := 0; i+4 <= len(registry); i += 5 {
		m[[2]byte{registry[i], registry[i+1]}] = int(registry[i+2]-'0')*10 + int(registry[i+3]-'0')
	}
	return m
}()

// maxIBANText bounds the text of one number, separators included.
const maxIBANText = 80

func findIBAN(c *Cursor, start, end int) {
	t := c.Text
	if end-start < 4 {
		if end-start != 2 || !isDigit(t[start]) || !isDigit(t[start+1]) || start < 3 || !isAlpha(t[start-2]) || !isAlpha(t[start-3]) || start > 3 && isAlnum(t[start-4]) {
			return
		}
		start -= 3 // "DE 89 3704 ..."
	} else if !isAlpha(t[start]) || !isAlpha(t[start+1]) || !isDigit(t[start+2]) || !isDigit(t[start+3]) {
		return
	}
	want, ok := ibanLength[[2]byte{t[start] &^ 0x20, t[start+1] &^ 0x20}]
	if !ok || start > 0 && (t[start-1] == '_' || t[start-1] == '-' && start > 1 && isAlnum(t[start-2])) {
		return
	}
	var compact [34]byte
	n, i := 0, start
	for i < len(t) && i-start < maxIBANText && n < want {
		b := t[i]
		if isAlnum(b) {
			if b >= 'a' {
				b &^= 0x20
			}
			compact[n] = b
			n++
			i++
			continue
		}
		size := ibanSeparator(t, i)
		if size == 0 {
			return
		}
		i += size
	}
	if n < want || i < len(t) && (isAlnum(t[i]) || t[i] == '_') {
		return
	}
	r := 0
	for k := range want {
		b := compact[(k+4)%want]
		if b >= 'A' {
			r = (r*100 + int(b-'A') + 10) % 97
		} else {
			r = (r*10 + int(b-'0')) % 97
		}
	}
	if r == 1 {
		c.solidEnd = i
		c.emit(entity.IBAN, start, i, rankExact)
	}
}

// ibanSeparator returns the length of one separator before a letter or digit.
func ibanSeparator(t string, i int) int {
	var size int
	switch {
	case t[i] == ' ' || t[i] == '-' || t[i] == '.':
		size = 1
	case t[i] == 0xC2 && i+1 < len(t) && t[i+1] == 0xA0: // no-break space
		size = 2
	case t[i] == 0xE2 && i+2 < len(t) && t[i+1] == 0x80 && t[i+2] == 0xAF: // narrow no-break space
		size = 3
	default:
		return 0
	}
	if i+size < len(t) && t[i] == ' ' && t[i+size] == ' ' {
		size++
	}
	if i+size >= len(t) || !isAlnum(t[i+size]) {
		return 0
	}
	return size
}
