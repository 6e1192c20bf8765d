// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package rewrite

import (
	"math"
	"strconv"
	"strings"

	"github.com/tidwall/gjson"
	"go.opentelemetry.io/collector/pdata/pcommon"

	"github.com/otelcol-genai/otelcol-genai/internal/semconv"
)

// Out is a value on its way to a target attribute, of a type the conventions
// allow there.
type Out struct {
	typ  semconv.Type
	str  string
	num  int64
	dbl  float64
	strs []string
	any  pcommon.Value
}

// Conv turns a source value into a target value. It reports false for a value
// that says nothing (empty, a sentinel, unparsable): the source is then left as
// it is.
type Conv func(pcommon.Value) (Out, bool)

// Str is a string value.
func Str(s string) Out { return Out{typ: semconv.String, str: s} }

// Int is an integer value.
func Int(n int64) Out { return Out{typ: semconv.Int, num: n} }

// Double is a floating point value.
func Double(f float64) Out { return Out{typ: semconv.Double, dbl: f} }

// Bool is a boolean value.
func Bool(b bool) Out {
	if b {
		return Out{typ: semconv.Bool, num: 1}
	}
	return Out{typ: semconv.Bool}
}

// One is a list of a single string.
func One(s string) Out { return Out{typ: semconv.Strings, str: s} }

// Many is a list of strings.
func Many(s []string) Out { return Out{typ: semconv.Strings, strs: s} }

// Strings returns the entries of a list of strings.
func (o Out) Strings() []string {
	if o.strs == nil && o.str != "" {
		return []string{o.str}
	}
	return o.strs
}

// Coerce converts v to typ where the conversion is exact. It refuses empty
// strings, those that stand for one (see [Unset]), and empty lists, and for integers
// negative numbers and fractions: none of the integer attributes of the conventions
// can be negative, and emitters use -1 for "not set".
func Coerce(v pcommon.Value, typ semconv.Type) (Out, bool) {
	switch typ {
	case semconv.String:
		return coerceString(v)
	case semconv.Int:
		n, ok := IntOf(v)
		return Int(n), ok
	case semconv.Double:
		f, ok := doubleOf(v)
		return Double(f), ok
	case semconv.Bool:
		return coerceBool(v)
	case semconv.Strings:
		return coerceStrings(v)
	default:
		return Out{typ: semconv.Any, any: v}, !isEmpty(v)
	}
}

func isEmpty(v pcommon.Value) bool {
	switch v.Type() {
	case pcommon.ValueTypeEmpty:
		return true
	case pcommon.ValueTypeStr:
		return v.Str() == ""
	case pcommon.ValueTypeSlice:
		return v.Slice().Len() == 0
	case pcommon.ValueTypeMap:
		return v.Map().Len() == 0
	case pcommon.ValueTypeBytes:
		return v.Bytes().Len() == 0
	default:
		return false
	}
}

// Unset reports whether s is what Python and JavaScript make of a value that was
// not given.
func Unset(s string) bool {
	switch s {
	case "", "None", "null", "undefined", "NOT_GIVEN", "NaN":
		return true
	default:
		return false
	}
}

func coerceString(v pcommon.Value) (Out, bool) {
	switch v.Type() {
	case pcommon.ValueTypeStr:
		return Str(v.Str()), !Unset(v.Str())
	case pcommon.ValueTypeInt, pcommon.ValueTypeDouble, pcommon.ValueTypeBool:
		s := v.AsString()
		return Str(s), !Unset(s)
	default:
		return Out{}, false
	}
}

// maxExactInt is the largest integer below which every float64 integer is exact.
const maxExactInt = 1 << 53

// IntOf returns v as a whole number of at least 0, from an integer, an integral
// floating point number, or a string of either.
func IntOf(v pcommon.Value) (int64, bool) {
	switch v.Type() {
	case pcommon.ValueTypeInt:
		return v.Int(), v.Int() >= 0
	case pcommon.ValueTypeDouble:
		return intOfDouble(v.Double())
	case pcommon.ValueTypeStr:
		s := strings.TrimSpace(v.Str())
		if n, err := strconv.ParseInt(s, 10, 64); err == nil {
			return n, n >= 0
		}
		f, err := strconv.ParseFloat(s, 64)
		if err != nil {
			return 0, false
		}
		return intOfDouble(f)
	default:
		return 0, false
	}
}

func intOfDouble(f float64) (int64, bool) {
	if f >= 0 && f <= maxExactInt && f == math.Trunc(f) {
		return int64(f), true
	}
	return 0, false
}

func doubleOf(v pcommon.Value) (float64, bool) {
	var f float64
	switch v.Type() {
	case pcommon.ValueTypeDouble:
		f = v.Double()
	case pcommon.ValueTypeInt:
		f = float64(v.Int())
	case pcommon.ValueTypeStr:
		var err error
		if f, err = strconv.ParseFloat(strings.TrimSpace(v.Str()), 64); err != nil {
			return 0, false
		}
	default:
		return 0, false
	}
	return f, !math.IsNaN(f) && !math.IsInf(f, 0)
}

func coerceBool(v pcommon.Value) (Out, bool) {
	switch v.Type() {
	case pcommon.ValueTypeBool:
		return Bool(v.Bool()), true
	case pcommon.ValueTypeStr:
		b, err := strconv.ParseBool(strings.ToLower(v.Str()))
		return Bool(b), err == nil
	default:
		return Out{}, false
	}
}

// coerceStrings accepts a list, a JSON list in a string, and a single string.
func coerceStrings(v pcommon.Value) (Out, bool) {
	switch v.Type() {
	case pcommon.ValueTypeSlice:
		s := make([]string, 0, v.Slice().Len())
		for _, e := range v.Slice().All() {
			if e.Type() != pcommon.ValueTypeStr {
				return Out{}, false
			}
			if e.Str() != "" {
				s = append(s, e.Str())
			}
		}
		return Many(s), len(s) > 0
	case pcommon.ValueTypeStr:
		s := strings.TrimSpace(v.Str())
		if !strings.HasPrefix(s, "[") {
			return One(s), s != ""
		}
		return stringsOfJSON(s)
	default:
		return Out{}, false
	}
}

func stringsOfJSON(s string) (Out, bool) {
	if !gjson.Valid(s) {
		return Out{}, false
	}
	var list []string
	all := true
	gjson.Parse(s).ForEach(func(_, e gjson.Result) bool {
		if e.Type == gjson.Null || e.Type == gjson.String && e.Str == "" {
			return true
		}
		all = e.Type == gjson.String
		list = append(list, e.Str)
		return all
	})
	return Many(list), all && len(list) > 0
}

// Scale returns a floating point value times f.
func (o Out) Scale(f float64) Out {
	o.dbl *= f
	return o
}

// PutTo writes o under name, replacing what is there.
func (o Out) PutTo(m pcommon.Map, name string) {
	v, _ := m.GetOrPutEmpty(name)
	o.put(v)
}

// put makes v hold o.
func (o Out) put(v pcommon.Value) {
	switch o.typ {
	case semconv.String:
		v.SetStr(o.str)
	case semconv.Int:
		v.SetInt(o.num)
	case semconv.Double:
		v.SetDouble(o.dbl)
	case semconv.Bool:
		v.SetBool(o.num != 0)
	case semconv.Strings:
		s := v.SetEmptySlice()
		if o.strs == nil {
			s.AppendEmpty().SetStr(o.str)
			break
		}
		s.EnsureCapacity(len(o.strs))
		for _, e := range o.strs {
			s.AppendEmpty().SetStr(e)
		}
	default:
		o.any.CopyTo(v)
	}
}

// equal reports whether v holds exactly o.
func (o Out) equal(v pcommon.Value) bool {
	switch o.typ {
	case semconv.String:
		return v.Type() == pcommon.ValueTypeStr && v.Str() == o.str
	case semconv.Int:
		return v.Type() == pcommon.ValueTypeInt && v.Int() == o.num
	case semconv.Double:
		return v.Type() == pcommon.ValueTypeDouble && v.Double() == o.dbl
	case semconv.Bool:
		return v.Type() == pcommon.ValueTypeBool && v.Bool() == (o.num != 0)
	case semconv.Strings:
		return o.equalStrings(v)
	default:
		return o.any.Equal(v)
	}
}

func (o Out) equalStrings(v pcommon.Value) bool {
	if v.Type() != pcommon.ValueTypeSlice {
		return false
	}
	want := o.strs
	if want == nil {
		want = []string{o.str}
	}
	s := v.Slice()
	if s.Len() != len(want) {
		return false
	}
	for i, e := range want {
		if s.At(i).Type() != pcommon.ValueTypeStr || s.At(i).Str() != e {
			return false
		}
	}
	return true
}
