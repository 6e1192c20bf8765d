// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package ledger // import "github.com/otelcol-genai/otelcol-genai/connector/costconnector/internal/ledger"

import (
	"strings"

	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/pmetric"

	"github.com/otelcol-genai/otelcol-genai/connector/costconnector/internal/pricebook"
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
	attributes pcommon.Map
	seen       pricebook.ClassSet
	counts     [pricebook.NumClasses]uint64
	since      [pricebook.NumClasses]pcommon.Timestamp
}

// Unpriced returns the counter of labels. When the limit is reached, or a name
// is too long to be one, it is the overflow counter of the reason.
func (l *Ledger) Unpriced(labels UnpricedLabels) *Unpriced {
	if u := l.unpriced[labels]; u != nil {
		return u
	}
	longest := max(len(labels.Service), len(labels.Provider), len(labels.Model))
	if len(l.unpriced) >= l.settings.UnpricedLimit || longest > maxValueLength {
		labels = UnpricedLabels{Reason: labels.Reason}
		if u := l.unpricedOverflow[labels]; u != nil {
			return u
		}
		u := l.newUnpriced("", l.overflowAttributes(), labels.Reason)
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
	u := l.newUnpriced(labels.Service, attributes, labels.Reason)
	l.unpriced[labels] = u
	return u
}

func (l *Ledger) newUnpriced(serviceName string, attributes pcommon.Map, reason pricebook.Reason) *Unpriced {
	attributes.PutStr(ReasonKey, string(reason))
	u := &Unpriced{attributes: attributes}
	s := l.service(serviceName)
	s.unpriced = append(s.unpriced, u)
	return u
}

// Add counts the given classes of tokens and returns how many tokens they are.
func (u *Unpriced) Add(counts usage.Counts, classes pricebook.ClassSet) (tokens uint64) {
	for class := range classes.All() {
		u.seen = u.seen.With(class)
		u.counts[class] += counts.N[class]
		tokens += counts.N[class]
	}
	return tokens
}

// unpricedTokens writes genai.cost.unpriced.tokens.
func (e *exporter) unpricedTokens(all []*Unpriced) {
	e.sum("genai.cost.unpriced.tokens", "Tokens without a price, by the reason.", "{token}", func(points pmetric.NumberDataPointSlice) {
		for _, u := range all {
			for class := range u.seen.All() {
				if u.counts[class] > 0 {
					e.point(points, &u.since[class], u.attributes, TokenClass, class.String(), integer(u.counts[class]))
				}
			}
		}
	})
}
