// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package webhook

import (
	"net/http"

	"github.com/otelcol-genai/otelcol-genai/receiver/dcgmreceiver/internal/trigger"
	"github.com/otelcol-genai/otelcol-genai/receiver/dcgmreceiver/internal/trigger/jsonbody"
)

// response tells the sender what became of its alerts.
type response struct {
	Alerts   int              `json:"alerts"`
	Outcomes trigger.Outcomes `json:"outcomes"`
}

// serveAlerts takes all alerts of a request or, if one of them is wrong, none. Alertmanager
// repeats what is answered with 5xx and drops the rest, so bad input gets 4xx.
func (s *Server) serveAlerts(w http.ResponseWriter, r *http.Request) {
	body, ok := jsonbody.Read(w, r)
	if !ok {
		return
	}
	alerts, truncated, err := decode(body)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	if truncated > 0 && s.truncated.CompareAndSwap(false, true) {
		s.settings.Logger.Warn("The sender of alerts leaves some out of its webhooks; their ends are noticed " +
			"by alert_ttl only. Raise max_alerts of its webhook. This is logged once.")
	}
	jsonbody.Write(w, response{Alerts: len(alerts), Outcomes: s.take(alerts)})
}
