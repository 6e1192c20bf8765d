// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package dialect

import (
	"github.com/otelcol-genai/otelcol-genai/internal/semconv"
	"github.com/otelcol-genai/otelcol-genai/processor/genaiprocessor/internal/rewrite"
)

// anthropic is what Anthropic's SDKs write themselves: the conventions, with
// the reason of the end under a name of their own.
var anthropic = rewrite.Dialect{
	Name:    "anthropic_sdk",
	Signals: []string{"anthropic.message.stop_reason", "anthropic.request.id"},
	Scopes:  []string{"com.anthropic.sdk."},
	Rules: []rewrite.Rule{
		{From: "anthropic.message.stop_reason", To: semconv.ResponseFinishReasons, Conv: finishReason},
	},
}
