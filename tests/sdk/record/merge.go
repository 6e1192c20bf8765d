// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"encoding/json"

	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/plog"
	"go.opentelemetry.io/collector/pdata/pmetric"
	"go.opentelemetry.io/collector/pdata/ptrace"
)

// A program may export in any number of requests. The merge functions turn
// them into one entry per resource and scope, in the order of arrival.

func key(attributes pcommon.Map, rest ...string) string {
	// A map of plain values always encodes, and with sorted keys.
	b, _ := json.Marshal([]any{attributes.AsRaw(), rest})
	return string(b)
}

func scopeKey(s pcommon.InstrumentationScope, schemaURL string) string {
	return key(s.Attributes(), s.Name(), s.Version(), schemaURL)
}

func mergeTraces(t *telemetry) {
	merged := ptrace.NewTraces()
	resources, scopes := map[string]ptrace.ResourceSpans{}, map[string]ptrace.ScopeSpans{}
	for _, rs := range t.traces.ResourceSpans().All() {
		resourceKey := key(rs.Resource().Attributes(), rs.SchemaUrl())
		toResource, ok := resources[resourceKey]
		if !ok {
			toResource = merged.ResourceSpans().AppendEmpty()
			rs.Resource().CopyTo(toResource.Resource())
			toResource.SetSchemaUrl(rs.SchemaUrl())
			resources[resourceKey] = toResource
		}
		for _, ss := range rs.ScopeSpans().All() {
			k := resourceKey + scopeKey(ss.Scope(), ss.SchemaUrl())
			toScope, ok := scopes[k]
			if !ok {
				toScope = toResource.ScopeSpans().AppendEmpty()
				ss.Scope().CopyTo(toScope.Scope())
				toScope.SetSchemaUrl(ss.SchemaUrl())
				scopes[k] = toScope
			}
			ss.Spans().MoveAndAppendTo(toScope.Spans())
		}
	}
	t.traces = merged
}

func mergeLogs(t *telemetry) {
	merged := plog.NewLogs()
	resources, scopes := map[string]plog.ResourceLogs{}, map[string]plog.ScopeLogs{}
	for _, rl := range t.logs.ResourceLogs().All() {
		resourceKey := key(rl.Resource().Attributes(), rl.SchemaUrl())
		toResource, ok := resources[resourceKey]
		if !ok {
			toResource = merged.ResourceLogs().AppendEmpty()
			rl.Resource().CopyTo(toResource.Resource())
			toResource.SetSchemaUrl(rl.SchemaUrl())
			resources[resourceKey] = toResource
		}
		for _, sl := range rl.ScopeLogs().All() {
			k := resourceKey + scopeKey(sl.Scope(), sl.SchemaUrl())
			toScope, ok := scopes[k]
			if !ok {
				toScope = toResource.ScopeLogs().AppendEmpty()
				sl.Scope().CopyTo(toScope.Scope())
				toScope.SetSchemaUrl(sl.SchemaUrl())
				scopes[k] = toScope
			}
			sl.LogRecords().MoveAndAppendTo(toScope.LogRecords())
		}
	}
	t.logs = merged
}

// mergeMetrics keeps the last export of a metric: the metrics are cumulative.
func mergeMetrics(t *telemetry) {
	merged := pmetric.NewMetrics()
	resources, scopes, metrics := map[string]pmetric.ResourceMetrics{}, map[string]pmetric.ScopeMetrics{}, map[string]pmetric.Metric{}
	for _, rm := range t.metrics.ResourceMetrics().All() {
		resourceKey := key(rm.Resource().Attributes(), rm.SchemaUrl())
		toResource, ok := resources[resourceKey]
		if !ok {
			toResource = merged.ResourceMetrics().AppendEmpty()
			rm.Resource().CopyTo(toResource.Resource())
			toResource.SetSchemaUrl(rm.SchemaUrl())
			resources[resourceKey] = toResource
		}
		for _, sm := range rm.ScopeMetrics().All() {
			scope := resourceKey + scopeKey(sm.Scope(), sm.SchemaUrl())
			toScope, ok := scopes[scope]
			if !ok {
				toScope = toResource.ScopeMetrics().AppendEmpty()
				sm.Scope().CopyTo(toScope.Scope())
				toScope.SetSchemaUrl(sm.SchemaUrl())
				scopes[scope] = toScope
			}
			for _, m := range sm.Metrics().All() {
				toMetric, ok := metrics[scope+m.Name()]
				if !ok {
					toMetric = toScope.Metrics().AppendEmpty()
					metrics[scope+m.Name()] = toMetric
				}
				m.CopyTo(toMetric)
			}
		}
	}
	t.metrics = merged
}
