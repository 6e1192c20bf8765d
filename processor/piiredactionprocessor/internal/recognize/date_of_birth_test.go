// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize_test

import (
	"testing"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

func TestDateOfBirth(t *testing.T) {
	run(t, entity.DateOfBirth, []example{
		{"ISO", "DOB 1958-11-30, seen today", one("1958-11-30")},
		{"ISO with time", `"birth_date": "1958-11-30T00:00:00Z"`, one("1958-11-30")},
		{"German", "geboren am 14.03.1986 in Kassel", one("14.03.1986")},
		{"German, spaces", "geb. 14. 3. 1986", one("14. 3. 1986")},
		{"German, after", "ist am 2. Juli 1994 in Kassel geboren", one("2. Juli 1994")},
		{"English", "I was born on July 4, 1979.", one("July 4, 1979")},
		{"English ordinal", "born on the 4th of July, 1979", one("4th of July, 1979")},
		{"American", "date of birth: 7/14/1979", one("7/14/1979")},
		{"two digits", "DOB: 07/14/79", one("07/14/79")},
		{"French", "née le 3 août 1990 à Lyon", one("3 août 1990")},
		{"French in brackets", "date de naissance (09/11/1972)", one("09/11/1972")},
		{"Spanish", "nacida el 23 de junio de 1990", one("23 de junio de 1990")},
		{"Italian", "Nata il 5 maggio 1979", one("5 maggio 1979")},
		{"Dutch", "geboren op 5 mei 1979", one("5 mei 1979")},
		{"Polish", "urodzona 5 maja 1979 r.", one("5 maja 1979")},
		{"Portuguese", "nascido em 5 de março de 1979", one("5 de março de 1979")},
		{"Swedish", "född den 5 maj 1979", one("5 maj 1979")},
		{"compact", "dob=19790514", one("19790514")},
		{"no word", "The meeting is on 14.03.2025 at ten", nil},
		{"another date first", "DOB on file; seen 2024-01-02", nil},
		{"next sentence", "I was born in Rome. The lease ends 14.03.2031", nil},
		{"impossible", "DOB 1958-13-30", nil},
		{"implausible year", "born 1789-07-14", nil},
		{"version", "born 2024.1.2.3", nil},
	})
}
