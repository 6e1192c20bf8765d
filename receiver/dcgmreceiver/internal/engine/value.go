// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package engine

import (
	"time"

	"github.com/otelcol-genai/otelcol-genai/receiver/dcgmreceiver/internal/field"
)

// Value is one sample.
type Value struct {
	Entity Entity
	Field  field.ID
	Type   field.Type
	Status int32
	// Micros is when the engine took it, in microseconds since 1970.
	Micros int64
	// Int is the value of an integer field, Double that of a double field.
	Int    int64
	Double float64
}

// At returns when the engine took the sample.
func (v *Value) At() time.Time { return time.UnixMicro(v.Micros) }

// Float returns the value of a field of either type.
func (v *Value) Float() float64 {
	if v.Type == field.Double {
		return v.Double
	}
	return float64(v.Int)
}

// Absence says why there is no value. The texts are those of the self-metrics.
type Absence string

// Absences.
const (
	Present      Absence = ""
	NoValue      Absence = "no_value"      // not sampled yet
	NotFound     Absence = "not_found"     // the part does not exist
	NotSupported Absence = "not_supported" // the GPU does not have it
	NoPermission Absence = "no_permission" // the engine may not read it
	NotWatched   Absence = "not_watched"   // nobody samples it
	Failed       Absence = "error"         // any other status
)

// Statuses of a value (dcgmReturn_t in dcgm_structs.h).
const (
	statusOK             = 0
	statusNotSupported   = -6
	statusNoData         = -14
	statusNotWatched     = -16
	statusNoPermission   = -17
	statusGPUUnsupported = -22
	statusModuleMissing  = -33
	statusProfUnsupport  = -36
)

// Blank values (dcgm_structs.h): what follows the first one says why. They are
// compared exactly, because counters in bytes may pass 2^47.
const (
	blankInt32  = 0x7ffffff0
	blankInt64  = 0x7ffffffffffffff0
	blankDouble = 140737488355328 // 2^47
)

// Absent tells why the value is none, Present if it is one.
func (v *Value) Absent() Absence {
	switch v.Status {
	case statusOK:
	case statusNoData:
		return NoValue
	case statusNotWatched:
		return NotWatched
	case statusNoPermission:
		return NoPermission
	case statusNotSupported, statusGPUUnsupported, statusModuleMissing, statusProfUnsupport:
		return NotSupported
	default:
		return Failed
	}
	switch v.Type {
	case field.Double:
		switch v.Double {
		case blankDouble:
			return NoValue
		case blankDouble + 1:
			return NotFound
		case blankDouble + 2:
			return NotSupported
		case blankDouble + 3:
			return NoPermission
		}
		if v.Double != v.Double { // NaN
			return NoValue
		}
	case field.Int:
		switch v.Int {
		case blankInt64:
			return NoValue
		case blankInt64 + 1:
			return NotFound
		case blankInt64 + 2:
			return NotSupported
		case blankInt64 + 3:
			return NoPermission
		case blankInt32, blankInt32 + 1, blankInt32 + 2, blankInt32 + 3:
			// Some fields carry the blanks of 32 bits. A counter may pass through these
			// numbers, so nothing is concluded from them.
			return NoValue
		}
	case field.String:
	}
	if v.Micros == 0 {
		return NoValue
	}
	return Present
}
