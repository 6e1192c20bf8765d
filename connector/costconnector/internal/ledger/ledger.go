// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package ledger

import (
	"encoding/binary"
	"slices"
	"strings"
	"time"

	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/pmetric"

	"github.com/otelcol-genai/otelcol-genai/connector/costconnector/internal/pricebook"
	"github.com/otelcol-genai/otelcol-genai/internal/semconv"
)

// Attribute keys of the metrics.
const (
	ServiceName = "service.name"
	Model       = "model"
	ServiceTier = "service_tier"
	TokenClass  = "token_class"
	OutcomeKey  = "outcome"
	Direction   = "direction"
	Currency    = "currency"
	ReasonKey   = "reason"
	Overflow    = "otel.metric.overflow"
	// SamplingMethod is "extrapolated" on series that count spans which were not
	// seen.
	SamplingMethod = "sampling.method"
	ProviderName   = semconv.ProviderName
	Operation      = semconv.OperationName
)

// maxValueLength is the longest attribute value in bytes. Label sets with a
// longer value are counted in the overflow set.
const maxValueLength = 256

// Labels identify who pays for what. Dimensions are in the order of
// Settings.Dimensions.
type Labels struct {
	Service   string
	Provider  string
	Model     string
	Operation string
	Tier      string // empty for the standard tier
	// Extrapolated series hold requests of a weight other than 1.
	Extrapolated bool
	Dimensions   []string
}

// Settings of a Ledger.
type Settings struct {
	// Dimensions are the attribute keys of Labels.Dimensions.
	Dimensions []string
	// Limit is the number of label sets kept apart. Further ones are added up in
	// one overflow set.
	Limit int
	// UnpricedLimit is the same for unpriced tokens.
	UnpricedLimit int
	// Currency is the ISO 4217 code of the currency of all amounts. It is part of
	// the names and the units of metrics.
	Currency string
	// Common attributes are put on every point.
	Common pcommon.Map
	// Delta exports what was added since the last accepted export instead of all.
	Delta bool
	// Expiration is how long a series is kept after its last change, 0 for ever.
	Expiration time.Duration
}

// Ledger adds up requests. It is not safe for concurrent use.
type Ledger struct {
	settings Settings
	// flushed is the time of the latest export or, with Delta, accepted export.
	flushed pcommon.Timestamp
	// interval counts exports. exported is the interval of the latest export, at
	// the time exportedAt, accepted that of the latest accepted one.
	interval, exported, accepted uint64
	exportedAt                   pcommon.Timestamp

	accounts   map[string]*Account
	overflow   *Account
	generation uint64
	key        []byte

	unpriced         map[UnpricedLabels]*Unpriced
	unpricedOverflow map[UnpricedLabels]*Unpriced

	services []*service // in order of appearance
	byName   map[string]*service
}

// service groups what is exported under one resource.
type service struct {
	name     string // empty for the overflow
	accounts []*Account
	unpriced []*Unpriced
}

// New returns an empty ledger that counts from the given time on.
func New(settings Settings, start pcommon.Timestamp) *Ledger {
	return &Ledger{
		settings:         settings,
		flushed:          start,
		interval:         1,
		accounts:         map[string]*Account{},
		unpriced:         map[UnpricedLabels]*Unpriced{},
		unpricedOverflow: map[UnpricedLabels]*Unpriced{},
		byName:           map[string]*service{},
	}
}

// Size returns the number of label sets that are kept apart.
func (l *Ledger) Size() int { return len(l.accounts) }

// Account returns the account of labels, and whether it is the overflow
// account. Strings are copied if they are kept.
func (l *Ledger) Account(labels *Labels) (account *Account, overflow bool) {
	l.key = labels.appendKey(l.key[:0])
	account, ok := l.accounts[string(l.key)]
	switch {
	case ok:
	case len(l.accounts) >= l.settings.Limit || labels.tooLong():
		if l.overflow == nil {
			l.overflow = l.newAccount("", "", l.overflowAttributes())
		}
		account, overflow = l.overflow, true
	default:
		key := string(l.key)
		account = l.newAccount(key, labels.Service, l.attributes(labels))
		l.accounts[key] = account
	}
	l.Use(account)
	return account, overflow
}

// Use says that the account is about to change. It must be said of an account that
// was kept since an earlier call of Account.
func (l *Ledger) Use(account *Account) { account.changed = l.interval }

// Generation changes when accounts are dropped: those that were kept since before
// must be asked for again.
func (l *Ledger) Generation() uint64 { return l.generation }

func (l *Ledger) newAccount(key, serviceName string, attributes pcommon.Map) *Account {
	account := &Account{key: key, attributes: attributes}
	if l.settings.Delta {
		account.base, account.sent = &totals{}, &totals{}
	}
	s := l.service(serviceName)
	s.accounts = append(s.accounts, account)
	return account
}

func (l *Ledger) service(name string) *service {
	s := l.byName[name]
	if s == nil {
		name = strings.Clone(name)
		s = &service{name: name}
		l.byName[name] = s
		l.services = append(l.services, s)
	}
	return s
}

func (l *Ledger) attributes(labels *Labels) pcommon.Map {
	m := pcommon.NewMap()
	l.settings.Common.CopyTo(m)
	for i, key := range l.settings.Dimensions {
		m.PutStr(key, strings.Clone(labels.Dimensions[i]))
	}
	m.PutStr(ServiceName, strings.Clone(labels.Service))
	m.PutStr(ProviderName, strings.Clone(labels.Provider))
	m.PutStr(Model, strings.Clone(labels.Model))
	m.PutStr(Operation, strings.Clone(labels.Operation))
	if labels.Tier != "" {
		m.PutStr(ServiceTier, strings.Clone(labels.Tier))
	}
	if labels.Extrapolated {
		m.PutStr(SamplingMethod, "extrapolated")
	}
	return m
}

func (l *Ledger) overflowAttributes() pcommon.Map {
	m := pcommon.NewMap()
	l.settings.Common.CopyTo(m)
	m.PutBool(Overflow, true)
	return m
}

// appendKey writes each value with its length, so that no two label sets share
// a key.
func (labels *Labels) appendKey(key []byte) []byte {
	if labels.Extrapolated {
		key = append(key, 1)
	} else {
		key = append(key, 0)
	}
	key = appendString(key, labels.Service)
	key = appendString(key, labels.Provider)
	key = appendString(key, labels.Model)
	key = appendString(key, labels.Operation)
	key = appendString(key, labels.Tier)
	for _, value := range labels.Dimensions {
		key = appendString(key, value)
	}
	return key
}

func appendString(key []byte, s string) []byte {
	return append(binary.AppendUvarint(key, uint64(len(s))), s...)
}

func (labels *Labels) tooLong() bool {
	for _, value := range labels.Dimensions {
		if len(value) > maxValueLength {
			return true
		}
	}
	return len(labels.Service) > maxValueLength
}

// Export appends all totals, or with Delta what was added to them since the last
// accepted export, to md, one resource per service. A cumulative series is given with a point of value 0 at the time of the
// previous export when it is first exported: backends that know no start time
// would otherwise not see its first increase.
func (l *Ledger) Export(md pmetric.Metrics, now pcommon.Timestamp) {
	if now <= l.flushed {
		now = l.flushed + 1
	}
	for _, s := range l.services {
		e := exporter{metrics: pmetric.NewMetricSlice(), previous: l.flushed, now: now, delta: l.settings.Delta, currency: l.settings.Currency}
		e.cost(s.accounts)
		e.tokens(s.accounts)
		e.requests(s.accounts)
		e.requestCost(s.accounts)
		e.usefulness(s.accounts)
		e.reported(s.accounts)
		e.unpriced("genai.cost.unpriced.tokens", "Tokens without a price, by the reason.", "{token}", s.unpriced, pricebook.Class.IsToken)
		e.unpriced("genai.cost.unpriced.calls", "Billed calls other than the request itself without a price, by the reason.", "{call}", s.unpriced,
			func(class pricebook.Class) bool { return !class.IsToken() })
		if e.metrics.Len() == 0 {
			continue
		}
		rm := md.ResourceMetrics().AppendEmpty()
		if s.name != "" {
			rm.Resource().Attributes().PutStr(ServiceName, s.name)
		}
		e.metrics.MoveAndAppendTo(rm.ScopeMetrics().AppendEmpty().Metrics())
	}
	l.noteExport(now)
}

func (l *Ledger) noteExport(now pcommon.Timestamp) {
	for _, s := range l.services {
		for _, a := range s.accounts {
			if a.changed == l.interval {
				a.changedAt = now
			}
			if a.sent != nil && a.changed > l.accepted {
				*a.sent = a.totals
				a.sentIn = l.interval
			}
			// Exemplars stay until a request of a later interval takes their place: an
			// exporter that is scraped shows only what the latest export has.
			a.exemplars.fresh = 0
			for _, r := range a.reported {
				r.sent = r.sum
			}
		}
		for _, u := range s.unpriced {
			if u.changed == l.interval {
				u.changedAt = now
			}
			u.sent = u.counts
		}
	}
	l.exported, l.exportedAt = l.interval, now
	l.interval++
	if !l.settings.Delta {
		l.flushed = now
	}
}

// Accepted says that the latest export arrived. Series that are idle for too
// long are dropped now, never before their last change was accepted.
func (l *Ledger) Accepted() {
	l.accepted = l.exported
	l.flushed = l.exportedAt
	for _, s := range l.services {
		for _, a := range s.accounts {
			if a.sent != nil && a.sentIn == l.accepted {
				a.base, a.sent = a.sent, a.base
			}
			for _, r := range a.reported {
				r.base = r.sent
			}
		}
		for _, u := range s.unpriced {
			u.base = u.sent
		}
	}
	if l.settings.Expiration > 0 {
		l.expire()
	}
}

func (l *Ledger) expire() {
	expired := func(changed uint64, at pcommon.Timestamp) bool {
		return changed <= l.accepted && l.exportedAt.AsTime().Sub(at.AsTime()) >= l.settings.Expiration
	}
	l.services = slices.DeleteFunc(l.services, func(s *service) bool {
		s.accounts = slices.DeleteFunc(s.accounts, func(a *Account) bool {
			if a == l.overflow || !expired(a.changed, a.changedAt) {
				return false
			}
			delete(l.accounts, a.key)
			l.generation++
			return true
		})
		s.unpriced = slices.DeleteFunc(s.unpriced, func(u *Unpriced) bool {
			if s.name == "" || !expired(u.changed, u.changedAt) {
				return false
			}
			delete(l.unpriced, u.labels)
			return true
		})
		if len(s.accounts)+len(s.unpriced) > 0 {
			return false
		}
		delete(l.byName, s.name)
		return true
	})
}
