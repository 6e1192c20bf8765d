// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

// Package points turns samples into metric points: names, units, attributes, and
// which samples are new.
//
// metadata.yaml documents the metrics and makes their configuration; a test holds
// it to the table of fields. The builder that mdatagen makes besides is not used:
// it takes every attribute as a parameter of every point, where here the
// attributes of a series are made once, and differ between GPUs, MIG instances,
// switches and pods.
package points

import (
	"go.opentelemetry.io/collector/pdata/pcommon"

	"github.com/otelcol-genai/otelcol-genai/receiver/dcgmreceiver/internal/field"
)

// Presenter knows which metrics a field becomes.
type Presenter struct {
	metrics []definition
	fields  map[field.ID]*outlets
	labels  Labels
}

// Labels configure the attributes of points.
type Labels struct {
	// Hostname is the value of the label of the host in DCGM naming.
	Hostname string
	// HostnameLabel is its name: hostname, or Hostname up to dcgm-exporter 4.8.
	HostnameLabel string
}

// definition is a metric that can be emitted.
type definition struct {
	name, unit, description string
	sum, monotonic          bool
}

// outlets are the metrics of one field; nil where it is disabled.
type outlets struct {
	name string // of the field, for rules
	otel *outlet
	dcgm *outlet
}

type outlet struct {
	metric     int // index in Presenter.metrics
	scale, div float64
	int        bool // points are whole numbers
	native     bool // points are of the type of the sample
	sum        bool // not a gauge
	monotonic  bool
	key, value string
}

// NewPresenter returns a presenter of the fields. enabled tells whether a metric
// is emitted, by its name. A field that is in no table is emitted under its DCGM
// name, which names has.
func NewPresenter(ids []field.ID, names map[field.ID]string, enabled func(string) bool, labels Labels) *Presenter {
	p := &Presenter{fields: map[field.ID]*outlets{}, labels: labels}
	index := map[string]int{}
	define := func(d definition) int {
		i, ok := index[d.name]
		if !ok {
			i = len(p.metrics)
			index[d.name] = i
			p.metrics = append(p.metrics, d)
		}
		return i
	}
	for _, id := range ids {
		o := &outlets{name: names[id]}
		p.fields[id] = o
		f := field.ByID(id)
		if f == nil {
			o.dcgm = &outlet{metric: define(definition{name: names[id], description: "DCGM field " + names[id] + "."}), scale: 1, div: 1, native: true}
			continue
		}
		o.name = f.Name
		if m := f.Metric; m != nil && enabled(m.Name) {
			o.otel = &outlet{
				metric: define(definition{name: m.Name, unit: m.Unit, description: m.Description, sum: m.Sum, monotonic: m.Monotonic}),
				scale:  f.Scale, div: f.Divisor, int: m.Int, sum: m.Sum, monotonic: m.Monotonic, key: f.Key, value: f.Value,
			}
		}
		if enabled(f.Name) {
			o.dcgm = &outlet{
				metric: define(definition{name: f.Name, description: f.Help[:len(f.Help)-1] + " (" + f.Unit + ")."}),
				scale:  1, div: 1, int: f.Type == field.Int,
			}
		}
	}
	return p
}

// Emits tells whether a field becomes any metric.
func (p *Presenter) Emits(id field.ID) bool {
	o := p.fields[id]
	return o != nil && (o.otel != nil || o.dcgm != nil)
}

// Name returns the DCGM name of a field.
func (p *Presenter) Name(id field.ID) string {
	if o := p.fields[id]; o != nil {
		return o.name
	}
	return ""
}

// attributes returns a copy with one more attribute, if the outlet has one.
func (o *outlet) attributes(of pcommon.Map) pcommon.Map {
	m := pcommon.NewMap()
	m.EnsureCapacity(of.Len() + 1)
	of.CopyTo(m)
	if o.key != "" && o.value != "" {
		m.PutStr(o.key, o.value)
	}
	return m
}
