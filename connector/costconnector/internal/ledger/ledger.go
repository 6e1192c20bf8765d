// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package ledger // import "github.com/otelcol-genai/otelcol-genai/connector/costconnector/internal/ledger"

import (
	"encoding/binary"
	"strings"

	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/pmetric"

	"github.com/otelcol-genai/otelcol-genai/internal/semconv"
)

// Attribute keys of the metrics.
const (
	ServiceName  = "service.name"
	Model        = "model"
	ServiceTier  = "service_tier"
	TokenClass   = "token_class"
	OutcomeKey   = "outcome"
	ReasonKey    = "reason"
	Overflow     = "otel.metric.overflow"
	ProviderName = semconv.ProviderName
	Operation    = semconv.OperationName
)

// maxValueLength is the longest attribute value in bytes. Label sets with a
// longer value are counted in the overflow set.
const maxValueLength = 256

// Labels identify who pays for what. Dimensions are in the order of
// Settings.Dimensions.
type Labels struct {
	Service    string
	Provider   string
	Model      string
	Operation  string
	Tier       string // empty for the standard tier
	Dimensions []string
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
	// Common attributes are put on every point.
	Common pcommon.Map
}

// Ledger adds up requests. It is not safe for concurrent use.
type Ledger struct {
	settings Settings
	flushed  pcommon.Timestamp

	accounts map[string]*Account
	overflow *Account
	key      []byte

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
	if account, ok := l.accounts[string(l.key)]; ok {
		return account, false
	}
	if len(l.accounts) >= l.settings.Limit || labels.tooLong() {
		if l.overflow == nil {
			l.overflow = l.newAccount("", l.overflowAttributes())
		}
		return l.overflow, true
	}
	account = l.newAccount(labels.Service, l.attributes(labels))
	l.accounts[string(l.key)] = account
	return account, false
}

func (l *Ledger) newAccount(serviceName string, attributes pcommon.Map) *Account {
	account := &Account{attributes: attributes}
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

// Export appends all totals to md, one resource per service, and returns the
// scopes it made. A series is given with a point of value 0 at the time of the
// previous export when it is first exported: backends that know no start time
// would otherwise not see its first increase.
func (l *Ledger) Export(md pmetric.Metrics, now pcommon.Timestamp) []pmetric.ScopeMetrics {
	if now <= l.flushed {
		now = l.flushed + 1
	}
	var scopes []pmetric.ScopeMetrics
	for _, s := range l.services {
		rm := md.ResourceMetrics().AppendEmpty()
		if s.name != "" {
			rm.Resource().Attributes().PutStr(ServiceName, s.name)
		}
		sm := rm.ScopeMetrics().AppendEmpty()
		e := exporter{metrics: sm.Metrics(), previous: l.flushed, now: now}
		e.cost(s.accounts)
		e.tokens(s.accounts)
		e.requests(s.accounts)
		e.requestCost(s.accounts)
		e.unpricedTokens(s.unpriced)
		scopes = append(scopes, sm)
	}
	l.flushed = now
	return scopes
}
