// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package engines

import (
	"hash/maphash"
	"strings"

	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/pmetric"
)

// fits reports whether m has the type and meaning of the rule's target. Exponential
// histograms are histograms, unless they need scaling: their bounds are powers
// of a base and cannot be divided exactly.
func (b *binding) fits(m pmetric.Metric) bool {
	if b.unless != "" && strings.Contains(m.Description(), b.unless) {
		return false
	}
	want := b.rule.target.Type
	return m.Type() == want ||
		want == pmetric.MetricTypeHistogram && m.Type() == pmetric.MetricTypeExponentialHistogram && b.rule.divide == 1
}

// owners returns the engines under whose name the rule puts the data points of
// m, none if it has no data point for the rule.
func (b *binding) owners(m pmetric.Metric) mask {
	own := b.rule.engine.mask()
	switch m.Type() {
	case pmetric.MetricTypeGauge:
		return enginesOf(m.Gauge().DataPoints(), b, own)
	case pmetric.MetricTypeSum:
		return enginesOf(m.Sum().DataPoints(), b, own)
	case pmetric.MetricTypeHistogram:
		return enginesOf(m.Histogram().DataPoints(), b, own)
	case pmetric.MetricTypeExponentialHistogram:
		return enginesOf(m.ExponentialHistogram().DataPoints(), b, own)
	default:
		return 0
	}
}

// rewrite rewrites all data points of m.
func (b *binding) rewrite(m pmetric.Metric) int {
	switch m.Type() {
	case pmetric.MetricTypeGauge:
		return rewriteAll(m.Gauge().DataPoints(), b, scaleNumber)
	case pmetric.MetricTypeSum:
		return rewriteAll(m.Sum().DataPoints(), b, scaleNumber)
	case pmetric.MetricTypeHistogram:
		return rewriteAll(m.Histogram().DataPoints(), b, scaleHistogram)
	case pmetric.MetricTypeExponentialHistogram:
		return rewriteAll(m.ExponentialHistogram().DataPoints(), b, nil)
	default:
		return 0
	}
}

// transfer moves or copies the data points that match from src to dst, which
// has the same type, and rewrites them there.
func (b *binding) transfer(src, dst pmetric.Metric, keep bool) int {
	switch src.Type() {
	case pmetric.MetricTypeGauge:
		return transferAll(src.Gauge().DataPoints(), dst.Gauge().DataPoints(), b, keep, scaleNumber)
	case pmetric.MetricTypeSum:
		return transferAll(src.Sum().DataPoints(), dst.Sum().DataPoints(), b, keep, scaleNumber)
	case pmetric.MetricTypeHistogram:
		return transferAll(src.Histogram().DataPoints(), dst.Histogram().DataPoints(), b, keep, scaleHistogram)
	case pmetric.MetricTypeExponentialHistogram:
		return transferAll(src.ExponentialHistogram().DataPoints(), dst.ExponentialHistogram().DataPoints(), b, keep, nil)
	default:
		return 0
	}
}

// point and pointSlice are what the data points of all types have in common.
type point[P any] interface {
	Attributes() pcommon.Map
	CopyTo(P)
	MoveTo(P)
}

type pointSlice[P any] interface {
	Len() int
	At(int) P
	AppendEmpty() P
	RemoveIf(func(P) bool)
}

// enginesOf returns the engines that the data points name, those that b selects
// if it is not nil.
func enginesOf[P point[P], S pointSlice[P]](points S, b *binding, unnamed mask) mask {
	var all mask
	for i := range points.Len() {
		attrs := points.At(i).Attributes()
		if b != nil && !b.selects(attrs) {
			continue
		}
		if v, ok := attrs.Get(AttrEngineName); ok {
			all |= engineMask(v.AsString())
		} else {
			all |= unnamed
		}
	}
	return all
}

func rewriteAll[P point[P], S pointSlice[P]](points S, b *binding, scale func(P, float64)) int {
	for i := range points.Len() {
		rewriteOne(points.At(i), b, scale)
	}
	return points.Len()
}

func transferAll[P point[P], S pointSlice[P]](src, dst S, b *binding, keep bool, scale func(P, float64)) int {
	n := 0
	src.RemoveIf(func(p P) bool {
		if !b.selects(p.Attributes()) {
			return false
		}
		n++
		q := dst.AppendEmpty()
		if keep {
			p.CopyTo(q)
		} else {
			p.MoveTo(q)
		}
		rewriteOne(q, b, scale)
		return !keep
	})
	return n
}

func rewriteOne[P point[P]](p P, b *binding, scale func(P, float64)) {
	attrs := p.Attributes()
	if b.label != "" {
		attrs.Remove(b.label)
	}
	b.rule.label(attrs)
	if b.rule.divide != 1 {
		scale(p, b.rule.divide)
	}
}

// selects reports whether a data point with these attributes is the rule's.
func (b *binding) selects(attrs pcommon.Map) bool {
	if b.label == "" {
		return true
	}
	v, ok := attrs.Get(b.label)
	return ok && v.Type() == pcommon.ValueTypeStr && v.Str() == b.value
}

// label renames the labels of a data point and adds the engine's name. What is
// already there under a canonical name wins.
func (r *rule) label(attrs pcommon.Map) {
	for i := range r.labels {
		l := &r.labels[i]
		if _, ok := attrs.Get(l.From); !ok {
			continue
		}
		if _, ok := attrs.Get(l.To); ok {
			continue
		}
		dst := attrs.PutEmpty(l.To)
		src, _ := attrs.Get(l.From) // only now: PutEmpty may move the entries
		src.MoveTo(dst)
		attrs.Remove(l.From)
	}
	if r.failures {
		if _, ok := attrs.Get(attrErrorType); !ok {
			attrs.PutStr(attrErrorType, errorOther)
		}
	}
	if _, ok := attrs.Get(AttrEngineName); !ok {
		attrs.PutStr(AttrEngineName, r.engine.String())
	}
}

// Dividing, where multiplying by the inverse would round twice, gives the
// float64 that is closest to the exact result: 100 ms become 0.1 s.

func scaleNumber(p pmetric.NumberDataPoint, divide float64) {
	switch p.ValueType() {
	case pmetric.NumberDataPointValueTypeInt:
		p.SetDoubleValue(float64(p.IntValue()) / divide)
	case pmetric.NumberDataPointValueTypeDouble:
		p.SetDoubleValue(p.DoubleValue() / divide)
	case pmetric.NumberDataPointValueTypeEmpty: // a series that ended
	}
	scaleExemplars(p.Exemplars(), divide)
}

func scaleHistogram(p pmetric.HistogramDataPoint, divide float64) {
	if p.HasSum() {
		p.SetSum(p.Sum() / divide)
	}
	if p.HasMin() {
		p.SetMin(p.Min() / divide)
	}
	if p.HasMax() {
		p.SetMax(p.Max() / divide)
	}
	bounds := p.ExplicitBounds()
	for i := range bounds.Len() {
		bounds.SetAt(i, bounds.At(i)/divide)
	}
	scaleExemplars(p.Exemplars(), divide)
}

func scaleExemplars(exemplars pmetric.ExemplarSlice, divide float64) {
	for i := range exemplars.Len() {
		switch e := exemplars.At(i); e.ValueType() {
		case pmetric.ExemplarValueTypeInt:
			e.SetDoubleValue(float64(e.IntValue()) / divide)
		case pmetric.ExemplarValueTypeDouble:
			e.SetDoubleValue(e.DoubleValue() / divide)
		case pmetric.ExemplarValueTypeEmpty:
		}
	}
}

// divideGauges writes, for each data point of the numerator that has one with
// the same labels in the denominator, their ratio to a point that add returns.
func (r *rule) divideGauges(src ratioSources, add func() pmetric.NumberDataPoint) int {
	nums, dens := src.numerator.Gauge().DataPoints(), partners{points: src.denominator.Gauge().DataPoints()}
	n := 0
	for i := range nums.Len() {
		num := nums.At(i)
		den, ok := dens.of(num, i)
		if !ok {
			continue
		}
		ended := num.Flags().NoRecordedValue() || den.Flags().NoRecordedValue()
		if !ended && !(number(den) > 0) { // not known yet: no limit is zero, or not a number
			continue
		}
		p := add()
		num.CopyTo(p)
		if ended {
			p.SetDoubleValue(0)
			p.SetFlags(pmetric.DefaultDataPointFlags.WithNoRecordedValue(true))
		} else {
			p.SetDoubleValue(number(num) / number(den))
		}
		p.Exemplars().RemoveIf(func(pmetric.Exemplar) bool { return true })
		r.label(p.Attributes())
		n++
	}
	return n
}

// partners finds data points by their attributes.
type partners struct {
	points pmetric.NumberDataPointSlice
	// byHash has positions by the hash of the attributes; it is made when needed.
	byHash map[uint64][]int
}

// of finds the point with the attributes of p, trying position at first: gauges
// of one scrape list their series in one order.
func (s *partners) of(p pmetric.NumberDataPoint, at int) (pmetric.NumberDataPoint, bool) {
	attrs := p.Attributes()
	if at < s.points.Len() && s.points.At(at).Attributes().Equal(attrs) {
		return s.points.At(at), true
	}
	if s.byHash == nil {
		s.byHash = make(map[uint64][]int, s.points.Len())
		for i := range s.points.Len() {
			h := hash(s.points.At(i).Attributes())
			s.byHash[h] = append(s.byHash[h], i)
		}
	}
	for _, i := range s.byHash[hash(attrs)] {
		if q := s.points.At(i); q.Attributes().Equal(attrs) {
			return q, true
		}
	}
	return pmetric.NumberDataPoint{}, false
}

var seed = maphash.MakeSeed()

// hash does not depend on the order of the attributes.
func hash(attrs pcommon.Map) uint64 {
	var sum uint64
	for k, v := range attrs.All() {
		sum += maphash.String(seed, k) * (2*maphash.String(seed, v.AsString()) + 1)
	}
	return sum
}

func number(p pmetric.NumberDataPoint) float64 {
	if p.ValueType() == pmetric.NumberDataPointValueTypeInt {
		return float64(p.IntValue())
	}
	return p.DoubleValue()
}
