// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package dialect

import "github.com/otelcol-genai/otelcol-genai/processor/genaiprocessor/internal/rewrite"

// All returns the dialects by precedence: where two are spoken on one span and
// disagree, the one whose values are closest to the provider's answer comes
// first.
func All() []rewrite.Dialect {
	return []rewrite.Dialect{
		openInference, strands, langfuse, mlflow, mistral, liteLLM, agentOps, langtrace, openLLMetry, openLIT, vercel, langSmith, pydanticAI, logfire, semanticKernel, googleADK, haystack, genkit, mastra, springAI, crewAI,
		claudeCode, codex, anthropic, engine, tgi, deprecated,
	}
}
