// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package ledger

import (
	"strings"

	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/pmetric"

	"github.com/otelcol-genai/otelcol-genai/connector/costconnector/internal/pricebook"
	"github.com/otelcol-genai/otelcol-genai/connector/costconnector/internal/sampling"
	"github.com/otelcol-genai/otelcol-genai/connector/costconnector/internal/usage"
)

// UnpricedLabels say what has no price and why. Provider and Model are as the
// request has them, since the book may know neither.
type UnpricedLabels struct {
	Service  string
	Provider string
	Model    string
	Reason   pricebook.Reason
}

// Unpriced counts the tokens of one UnpricedLabels.
type Unpriced struct {
	labels     UnpricedLabels
	attributes pcommon.Map
	seen       pricebook.ClassSet
	since      [pricebook.NumClasses]pcommon.Timestamp
	changed    uint64
	changedAt  pcommon.Timestamp

	// counts so far, those of the last export, and of the last accepted one.
	counts, sent, base [pricebook.NumClasses]tally
}

// Unpriced returns the counter of labels. When the limit is reached, or a name
// is too long to be one, it is the overflow counter of the reason.
func (l *Ledger) Unpriced(labels UnpricedLabels) *Unpriced {
	u := l.findUnpriced(labels)
	u.changed = l.interval
	return u
}

func (l *Ledger) findUnpriced(labels UnpricedLabels) *Unpriced {
	if u := l.unpriced[labels]; u != nil {
		return u
	}
	longest := max(len(labels.Service), len(labels.Provider), len(labels.Model))
	if len(l.unpriced) >= l.settings.UnpricedLimit || longest > maxValueLength {
		labels = UnpricedLabels{Reason: labels.Reason}
		if u := l.unpricedOverflow[labels]; u != nil {
			return u
		}
		u := l.newUnpriced(labels, l.overflowAttributes())
		l.unpricedOverflow[labels] = u
		return u
	}
	labels.Service = strings.Clone(labels.Service)
	labels.Provider = strings.Clone(labels.Provider)
	labels.Model = strings.Clone(labels.Model)
	attributes := pcommon.NewMap()
	l.settings.Common.CopyTo(attributes)
	attributes.PutStr(ServiceName, labels.Service)
	attributes.PutStr(ProviderName, labels.Provider)
	attributes.PutStr(Model, labels.Model)
	u := l.newUnpriced(labels, attributes)
	l.unpriced[labels] = u
	return u
}

func (l *Ledger) newUnpriced(labels UnpricedLabels, attributes pcommon.Map) *Unpriced {
	attributes.PutStr(ReasonKey, string(labels.Reason))
	u := &Unpriced{labels: labels, attributes: attributes}
	s := l.service(labels.Service)
	s.unpriced = append(s.unpriced, u)
	return u
}

// Add counts the given classes.
func (u *Unpriced) Add(counts *usage.Counts, classes pricebook.ClassSet, w sampling.Weight) {
	for class := range classes.All() {
		u.seen = u.seen.With(class)
		u.counts[class].add(counts.N[class], w)
	}
}

// unpriced writes a metric of the classes that belong to it.
func (e *exporter) unpriced(name, description, unit string, all []*Unpriced, belongs func(pricebook.Class) bool) {
	e.sum(name, description, unit, func(points pmetric.NumberDataPointSlice) {
		for _, u := range all {
			for class := range u.seen.All() {
				if !belongs(class) || u.counts[class] == (tally{}) {
					continue
				}
				var before tally
				if e.delta {
					before = u.base[class]
				}
				e.count(points, &u.since[class], u.attributes, TokenClass, class.String(), u.counts[class].since(before))
			}
		}
	})
}
