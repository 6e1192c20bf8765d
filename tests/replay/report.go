// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"

	dto "github.com/prometheus/client_model/go"
)

// Metrics of the cost connector, as Prometheus names them.
const (
	requestsMetric = "genai_cost_requests_total"
	tokensMetric   = "genai_cost_tokens_total"
	costMetric     = "genai_cost_eur_total"
	unpricedMetric = "genai_cost_unpriced_tokens_total"
)

type line struct {
	model, tenant           string
	requests, input, output float64
	cost                    float64
}

func (f families) print(w io.Writer) error {
	lines := map[[2]string]*line{}
	each := func(metric string, add func(l *line, label func(string) string, v float64)) {
		for _, m := range f[metric].GetMetric() {
			label := labels(m)
			key := [2]string{label("model"), label("tenant")}
			if key[0] == "" {
				continue // requests without a known model are counted below
			}
			if lines[key] == nil {
				lines[key] = &line{model: key[0], tenant: key[1]}
			}
			add(lines[key], label, m.GetCounter().GetValue())
		}
	}
	each(requestsMetric, func(l *line, _ func(string) string, v float64) { l.requests += v })
	each(tokensMetric, func(l *line, label func(string) string, v float64) {
		if outputClass(label("token_class")) {
			l.output += v
		} else {
			l.input += v
		}
	})
	each(costMetric, func(l *line, _ func(string) string, v float64) { l.cost += v })

	sorted := make([]*line, 0, len(lines))
	for _, l := range lines {
		sorted = append(sorted, l)
	}
	slices.SortFunc(sorted, func(a, b *line) int {
		return cmp.Or(cmp.Compare(b.cost, a.cost), cmp.Compare(a.model, b.model), cmp.Compare(a.tenant, b.tenant))
	})
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(t, "model\ttenant\trequests\tinput tokens\toutput tokens\tEUR\t")
	for _, l := range sorted {
		fmt.Fprintf(t, "%s\t%s\t%.0f\t%.0f\t%.0f\t%.6f\t\n", l.model, l.tenant, l.requests, l.input, l.output, l.cost)
	}
	if err := t.Flush(); err != nil {
		return err
	}
	return f.printUnpriced(w)
}

// printUnpriced says what has no price: it is never counted as free.
func (f families) printUnpriced(w io.Writer) error {
	var parts []string
	for _, m := range f[unpricedMetric].GetMetric() {
		label := labels(m)
		if v := m.GetCounter().GetValue(); v > 0 {
			parts = append(parts, fmt.Sprintf("%.0f %s tokens of %s (%s)", v, label("token_class"), label("model"), label("reason")))
		}
	}
	if len(parts) == 0 {
		return nil
	}
	slices.Sort(parts)
	_, err := fmt.Fprintln(w, "not priced: "+strings.Join(parts, ", "))
	return err
}

func outputClass(class string) bool {
	return strings.HasPrefix(class, "output") || class == "reasoning"
}

func labels(m *dto.Metric) func(string) string {
	return func(name string) string {
		for _, l := range m.GetLabel() {
			if l.GetName() == name {
				return l.GetValue()
			}
		}
		return ""
	}
}
