// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package dialect

import (
	"github.com/otelcol-genai/otelcol-genai/internal/semconv"
	"github.com/otelcol-genai/otelcol-genai/processor/genaiprocessor/internal/rewrite"
)

// crewAI is the dialect of CrewAI's own telemetry, which says little: calls of
// models are not in it. OpenInference and OpenLLMetry instrument CrewAI fully.
var crewAI = rewrite.Dialect{
	Name:    "crewai",
	Signals: []string{"crew_key", "crew_id"},
	Rules: []rewrite.Rule{
		{From: "agent_role", To: semconv.AgentName},
	},
}
