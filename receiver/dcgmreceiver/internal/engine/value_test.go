// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package engine

import (
	"math"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/otelcol-genai/otelcol-genai/receiver/dcgmreceiver/internal/field"
)

func TestAbsent(t *testing.T) {
	integer := func(n int64) Value { return Value{Type: field.Int, Int: n, Micros: 1} }
	double := func(x float64) Value { return Value{Type: field.Double, Double: x, Micros: 1} }
	status := func(code int32) Value { return Value{Type: field.Int, Status: code, Micros: 1} }
	for name, c := range map[string]struct {
		value Value
		want  Absence
	}{
		"zero":                               {integer(0), Present},
		"negative":                           {integer(-40), Present},
		"blank":                              {integer(0x7ffffffffffffff0), NoValue},
		"not found":                          {integer(0x7ffffffffffffff1), NotFound},
		"not supported":                      {integer(0x7ffffffffffffff2), NotSupported},
		"no permission":                      {integer(0x7ffffffffffffff3), NoPermission},
		"below the blanks":                   {integer(0x7fffffffffffffef), Present},
		"blank of 32 bits":                   {integer(0x7ffffff0), NoValue},
		"32 bits say nothing of support":     {integer(0x7ffffff2), NoValue},
		"counter above 32 bits":              {integer(0x80000000), Present},
		"ratio":                              {double(0.5), Present},
		"double blank":                       {double(140737488355328), NoValue},
		"double not found":                   {double(140737488355329), NotFound},
		"double not supported":               {double(140737488355330), NotSupported},
		"double no permission":               {double(140737488355331), NoPermission},
		"double counter above 2^47":          {double(140737488355332), Present},
		"not a number":                       {double(math.NaN()), NoValue},
		"no time":                            {Value{Type: field.Int}, NoValue},
		"status no data":                     {status(-14), NoValue},
		"status not watched":                 {status(-16), NotWatched},
		"status not supported":               {status(-6), NotSupported},
		"status profiling module not loaded": {status(-33), NotSupported},
		"status profiling not supported":     {status(-36), NotSupported},
		"status no permission":               {status(-17), NoPermission},
		"status NVML error":                  {status(-8), Failed},
		"status GPU lost":                    {status(-18), Failed},
	} {
		assert.Equal(t, c.want, c.value.Absent(), name)
	}
}

func TestEndpointString(t *testing.T) {
	assert.Equal(t, "embedded", Endpoint{Embedded: true}.String())
	assert.Equal(t, "unix:///run/x", Endpoint{Address: "/run/x"}.String())
	assert.Equal(t, "tcp://a:1", Endpoint{Address: "a:1"}.String())
}
