// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package gpucost

import (
	"maps"
	"math"
	"slices"
	"time"

	"go.opentelemetry.io/collector/pdata/pcommon"

	"github.com/otelcol-genai/otelcol-genai/connector/costconnector/internal/money"
	"github.com/otelcol-genai/otelcol-genai/connector/costconnector/internal/pricebook"
)

// IdlePolicy says who pays for idle time.
type IdlePolicy uint8

// Idle policies.
const (
	// Proportional: the tenants, in proportion to their tokens.
	Proportional IdlePolicy = iota
	// Separate: nobody; it is shown as the tenant IdleTenant.
	Separate
	// Reserved: tenants pay their reserved part, the rest is IdleTenant's.
	Reserved
)

// Tenants that are none.
const (
	// IdleTenant has the idle time that no tenant pays for.
	IdleTenant = "__idle__"
	// NoTenant has the busy time in which no tenant is known to have used tokens.
	NoTenant = "__unattributed__"
)

// Settings of a Meter.
type Settings struct {
	// MaxGap is the longest time between two sightings of a GPU in which it is
	// taken to have been there, and that an engine's word on its state holds.
	MaxGap time.Duration
	// Window is what the effective prices of tokens are computed over.
	Window time.Duration
	// ShareInterval is how often cost is shared among tenants.
	ShareInterval time.Duration
	Idle          IdlePolicy
	// ReservedParts of tenants, in millionths, at most a million in sum.
	ReservedParts map[string]uint64
	// Currency is the ISO 4217 code of the currency of all amounts.
	Currency string
	// Limit of GPUs, of models and of tenants.
	Limit int
	// Common attributes are put on every point.
	Common pcommon.Map
	// Delta exports what was added since the last accepted export.
	Delta bool
}

// Meter adds up the cost of GPUs. It is not safe for concurrent use.
type Meter struct {
	settings Settings
	book     *pricebook.Book
	gpus     map[string]*gpu
	models   map[string]*model
	shared   int64 // when cost was last shared, Unix nanoseconds
	series   *seriesSet
	found    Findings
}

// Findings are for telemetry.
type Findings struct {
	// Gaps is the number of times a GPU was not seen for longer than MaxGap,
	// InFuture the number of sightings refused because of their time.
	Gaps, InFuture int64
	// Unpriced is the time of GPUs whose hour has no price.
	Unpriced time.Duration
}

// Findings returns what was found since the last call.
func (m *Meter) Findings() Findings {
	found := m.found
	m.found = Findings{}
	return found
}

// model is what was spent on a model.
type model struct {
	weights pricebook.Weights
	// spent and used by each tenant since the last sharing.
	spent   [numStates]money.Amount
	tenants map[string]tokens
	recent  recent
}

// tokens of prompts and of generations.
type tokens struct{ prompt, generation uint64 }

// add stays at the largest count instead of wrapping.
func (t *tokens) add(prompt, generation uint64) {
	t.prompt += min(prompt, math.MaxUint64-t.prompt)
	t.generation += min(generation, math.MaxUint64-t.generation)
}

func (t tokens) isZero() bool { return t == tokens{} }

// weight is bounded so that it cannot wrap: weights are compared, not billed.
func (t tokens) weight(w pricebook.Weights) uint64 {
	product := money.Rate(w.Input).Times(t.prompt).Add(money.Rate(w.Output).Times(t.generation))
	return product.Uint64()
}

// otherModel has the models beyond the limit, unknownModel those without name.
const (
	otherModel   = "__other__"
	unknownModel = "unknown"
)

// New returns a meter that prices by the book from start on.
func New(settings Settings, book *pricebook.Book, start pcommon.Timestamp) *Meter {
	return &Meter{
		settings: settings,
		book:     book,
		gpus:     map[string]*gpu{},
		models:   map[string]*model{},
		shared:   start.AsTime().UnixNano(),
		series:   newSeriesSet(settings, start),
	}
}

// Use prices what comes from now on by another book.
func (m *Meter) Use(book *pricebook.Book) {
	m.book = book
	for name, model := range m.models {
		model.weights = m.weightsOf(name)
	}
}

// Seen notes that a GPU was there at a time. Fields of g that are empty keep
// what they were.
func (m *Meter) Seen(g pricebook.GPU, instance, profile string, at, now time.Time) {
	known := m.gpus[g.UUID]
	if known == nil {
		if len(m.gpus) >= m.settings.Limit {
			return
		}
		known = &gpu{slices: map[string]*slice{}}
		m.gpus[g.UUID] = known
	}
	if at.Sub(now) > m.settings.MaxGap {
		m.found.InFuture++
		return
	}
	// What was known before prices the time until now.
	known.advance(at.UnixNano(), m.book, m.settings.MaxGap, &m.found)
	known.UUID = g.UUID
	for to, from := range map[*string]string{&known.Node: g.Node, &known.Pool: g.Pool, &known.Model: g.Model} {
		if from != "" {
			*to = from
		}
	}
	if instance != "" {
		s := known.slice(instance)
		s.seen = max(s.seen, at.UnixNano())
		if profile != "" {
			s.profile = profile
		}
	}
}

// Place is a GPU, or a MIG instance of it.
type Place struct{ UUID, Instance string }

// Running notes how many requests an engine runs at a place.
func (m *Meter) Running(on Place, engineID, modelName string, requests float64, at time.Time) {
	if e := m.engine(on, engineID, modelName, at); e != nil && at.UnixNano() >= e.told {
		e.running, e.told = requests, at.UnixNano()
	}
}

func (m *Meter) engine(on Place, engineID, modelName string, at time.Time) *engine {
	g := m.gpus[on.UUID]
	if g == nil {
		return nil
	}
	s := g.slice(on.Instance)
	e := s.engines[engineID]
	if e == nil {
		if len(s.engines) >= m.settings.Limit {
			return nil
		}
		e = &engine{}
		s.engines[engineID] = e
	}
	if modelName != "" {
		e.model = m.modelName(modelName)
	}
	e.seen = max(e.seen, at.UnixNano())
	return e
}

// Tokens notes tokens that an engine processed at some places together.
func (m *Meter) Tokens(on []Place, engineID, modelName string, prompt, generation uint64, at time.Time) {
	name := m.modelName(modelName)
	m.model(name).recent.used.add(prompt, generation)
	for _, place := range on {
		if e := m.engine(place, engineID, modelName, at); e != nil {
			e.prompt += prompt
			e.generation += generation
		}
	}
}

// TenantTokens notes tokens that a tenant used of a model.
func (m *Meter) TenantTokens(tenant, modelName string, prompt, generation uint64) {
	model := m.model(m.modelName(modelName))
	used, known := model.tenants[tenant]
	if !known && len(model.tenants) >= m.settings.Limit {
		tenant = otherModel
		used = model.tenants[tenant]
	}
	used.add(prompt, generation)
	model.tenants[tenant] = used
}

// Energy notes millijoules that a GPU took.
func (m *Meter) Energy(uuid string, millijoules uint64, at time.Time) {
	g := m.gpus[uuid]
	if g == nil {
		return
	}
	attributes := []string{"gpu", g.UUID, "node", g.Node}
	m.series.add(metricEnergy, money.Rate(1e15).Times(millijoules), attributes...)
	e := m.book.Energy(at.UnixNano())
	if e == nil {
		return
	}
	if e.Charged {
		m.series.add(metricEnergyCost, g.energyCost.Add(millijoules, uint64(e.PerKWh), mJPerKWh), attributes...)
	}
	if e.PicogramsPerKWh > 0 {
		picograms := g.emissions.Add(millijoules, e.PicogramsPerKWh, mJPerKWh)
		m.series.add(metricEmissions, picograms.Scale(1e6), attributes...)
	}
}

// modelName returns the book's id of a model, or the name itself.
func (m *Meter) modelName(name string) string {
	if hosted := m.book.Hosted(name); hosted != nil {
		return hosted.ID
	}
	switch {
	case name == "":
		return unknownModel
	case m.models[name] == nil && len(m.models) >= m.settings.Limit:
		return otherModel
	default:
		return name
	}
}

func (m *Meter) weightsOf(name string) pricebook.Weights {
	if hosted := m.book.Hosted(name); hosted != nil {
		return hosted.Weights
	}
	return pricebook.DefaultWeights
}

func (m *Meter) model(name string) *model {
	known := m.models[name]
	if known == nil {
		known = &model{weights: m.weightsOf(name), tenants: map[string]tokens{}}
		m.models[name] = known
	}
	return known
}

// flush divides what was spent since the last flush among the models.
func (m *Meter) flush() {
	for _, uuid := range slices.Sorted(maps.Keys(m.gpus)) {
		g := m.gpus[uuid]
		for _, instance := range slices.Sorted(maps.Keys(g.slices)) {
			m.flushSlice(g, g.slices[instance])
		}
	}
}

func (m *Meter) flushSlice(g *gpu, s *slice) {
	s.forget(g.last, m.settings.MaxGap)
	weights := map[string]uint64{}
	used := false
	for _, e := range s.engines {
		name := e.model
		if name == "" {
			name = unknownModel
		}
		w := tokens{e.prompt, e.generation}.weight(m.model(name).weights)
		weights[name] += w
		used = used || w > 0
		e.prompt, e.generation = 0, 0
	}
	if len(weights) == 0 {
		weights[unknownModel] = 0
	}
	names := slices.Sorted(maps.Keys(weights))
	ordered := make([]uint64, len(names))
	for i, name := range names {
		ordered[i] = weights[name]
		if !used {
			ordered[i] = 1 // nothing tells them apart
		}
	}
	for state := range numStates {
		times := s.pending[state].time.Split(ordered)
		costs := s.pending[state].cost.Split(ordered)
		for i, name := range names {
			if times[i].IsZero() {
				continue
			}
			attributes := []string{"gpu", g.UUID, "node", g.Node, "gpu.mig.instance.id", s.instance, "model", name, "state", stateNames[state]}
			m.series.add(metricTime, times[i], attributes...)
			if !costs[i].IsZero() {
				m.series.add(metricCost, costs[i], attributes...)
			}
			model := m.model(name)
			model.spent[state] = model.spent[state].Add(costs[i])
			model.recent.cost[state] = model.recent.cost[state].Add(costs[i])
		}
		s.pending[state] = spent{}
	}
}
