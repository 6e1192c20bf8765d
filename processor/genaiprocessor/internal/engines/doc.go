// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

// Package engines gives the metrics that inference engines expose for
// Prometheus one set of names: gen_ai.server.* where the OpenTelemetry
// conventions define the metric and the engine measures exactly that,
// inference.engine.* for the rest. The data is one table per engine, a file
// each; to add an engine, write its file and name it in [Tables]'s list.
//
// It expects metrics as the collector's prometheus receiver makes them: names
// as the engine writes them (with trim_metric_suffixes: without _total), no unit, labels as attributes of the data points, counters as
// cumulative monotonic sums, native histograms as exponential histograms.
package engines
