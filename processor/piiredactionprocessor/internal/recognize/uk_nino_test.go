// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize_test

import (
	"testing"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

func TestUKNINO(t *testing.T) {
	runNumber(t, entity.UKNINO, numberCases{
		free: []string{"RM783102D", "WS 18 73 04 C", "ET 649594 A", "RX-86-93-61-D", "HS80 05 53 D", "RT-217673-D", "TL 98 08 59C"},
		cued: []string{"LB970856"},
		cue:  "national insurance",
	})
	run(t, entity.UKNINO, []example{
		{"prefix that is not given out", "They sent us BG123456A yesterday.", nil},
		{"suffix that is not given out", "They sent us AB123456E yesterday.", nil},
		{"any prefix beside its name", "NI number BG123456A", one("BG123456A")},
	})
}
