// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package provider

type modelKind int

const (
	kindChat modelKind = iota
	kindCompletion
	kindEmbedding
	kindMessages
	kindGemini
	kindBedrock
	kindOllama
	kindCohere
)

// Model is one model the stand-in knows.
type Model struct {
	// ID is the dated id that answers carry.
	ID string
	// Alias is the undated name that requests may use; it may equal ID.
	Alias string

	kind       modelKind
	reasoning  bool
	dimensions int
}

// Models lists every model the stand-in answers for.
var Models = []Model{
	{ID: "gpt-4o-2024-08-06", Alias: "gpt-4o"},
	{ID: "gpt-4o-mini-2024-07-18", Alias: "gpt-4o-mini"},
	{ID: "gpt-4.1-2025-04-14", Alias: "gpt-4.1"},
	{ID: "gpt-4.1-mini-2025-04-14", Alias: "gpt-4.1-mini"},
	{ID: "gpt-5-mini-2025-08-07", Alias: "gpt-5-mini", reasoning: true},
	{ID: "o4-mini-2025-04-16", Alias: "o4-mini", reasoning: true},
	{ID: "gpt-3.5-turbo-instruct", Alias: "gpt-3.5-turbo-instruct", kind: kindCompletion},
	{ID: "text-embedding-3-small", Alias: "text-embedding-3-small", kind: kindEmbedding, dimensions: 1536},
	{ID: "text-embedding-3-large", Alias: "text-embedding-3-large", kind: kindEmbedding, dimensions: 3072},
	{ID: "text-embedding-ada-002", Alias: "text-embedding-ada-002", kind: kindEmbedding, dimensions: 1536},
	{ID: "claude-3-5-haiku-20241022", Alias: "claude-3-5-haiku-latest", kind: kindMessages},
	{ID: "claude-haiku-4-5-20251001", Alias: "claude-haiku-4-5", kind: kindMessages},
	{ID: "claude-opus-4-1-20250805", Alias: "claude-opus-4-1", kind: kindMessages},
	{ID: "claude-sonnet-4-5-20250929", Alias: "claude-sonnet-4-5", kind: kindMessages},
	{ID: "llama-3.3-70b-versatile", Alias: "llama-3.3-70b-versatile"},
	{ID: "mistral-small-2506", Alias: "mistral-small-latest"},
	{ID: "mistral-embed", Alias: "mistral-embed", kind: kindEmbedding, dimensions: 1024},
	{ID: "gemini-2.5-flash", Alias: "gemini-flash-latest", kind: kindGemini},
	{ID: "gemini-embedding-001", Alias: "gemini-embedding-001", kind: kindEmbedding, dimensions: 3072},
	{ID: "llama3.2", Alias: "llama3.2", kind: kindOllama},
	{ID: "nomic-embed-text", Alias: "nomic-embed-text", kind: kindEmbedding, dimensions: 768},
	{ID: "command-a-03-2025", Alias: "command-a-03-2025", kind: kindCohere},
	{ID: "embed-v4.0", Alias: "embed-v4.0", kind: kindEmbedding, dimensions: 1536},
	{ID: "us.anthropic.claude-haiku-4-5-20251001-v1:0", Alias: "anthropic.claude-haiku-4-5-20251001-v1:0", kind: kindBedrock},
	{ID: "amazon.nova-lite-v1:0", Alias: "us.amazon.nova-lite-v1:0", kind: kindBedrock},
}

func findModel(name string, kind modelKind) (Model, bool) {
	for _, m := range Models {
		if m.kind == kind && (m.ID == name || m.Alias == name) {
			return m, true
		}
	}
	return Model{}, false
}
