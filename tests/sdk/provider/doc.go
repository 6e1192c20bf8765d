// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

// Package provider is a small stand-in for the HTTP APIs of OpenAI,
// Anthropic, Gemini, Bedrock, Ollama and Cohere. Real SDKs talk to it so that their instrumentation emits real
// telemetry without a network, a key or a cost.
//
// It is deterministic: the same request gives the same ids, text and token
// counts. Nothing is remembered between requests.
//
// # Endpoints
//
//	POST /v1/chat/completions   plain and SSE
//	POST /v1/responses          plain and SSE
//	POST /v1/completions        plain and SSE
//	POST /v1/embeddings         float and base64
//	POST /openai/v1/chat/completions   Groq, as OpenAI's
//	POST /v1/messages           Anthropic, plain and SSE
//	POST /v1/models/MODEL:METHOD   Gemini, also below /v1beta: generateContent, streamGenerateContent, batchEmbedContents
//	POST /api/chat, /api/embed  Ollama, plain and lines of JSON
//	POST /v2/chat, /v2/embed, /v2/rerank   Cohere
//	POST /model/MODEL/METHOD    Bedrock: converse, converse-stream, invoke (Claude, Titan embeddings)
//
// # How the answer is chosen
//
//   - Model: only the models of [Models] exist; an alias is answered with its
//     dated id. Any other name is a 404.
//   - Error: the header X-Simulate-Status (401, 404, 429, 500, 529) or a model
//     named simulate-<status> gives that provider's error body. A missing key,
//     or one that ends in "invalid", is a 401.
//   - Tool call: if one of the request's tools shares a word of at least four
//     letters between its name and the last user message, that tool is called;
//     a tool choice that asks for a tool forces it. Arguments are filled from
//     the tool's JSON schema: strings take the capitalised names of the user
//     message ("weather in Paris and Rome" makes two parallel calls), numbers
//     its numbers, enums their first value.
//   - Tool result: if the last message is a tool result, the answer quotes it.
//   - JSON: a JSON response format is answered with an object that fits the
//     schema, or {"answer": text} without a schema.
//   - Anything else is answered with a fixed sentence, see [replyText].
//   - Length: an answer above the request's token limit is cut and finishes
//     with "length" or "max_tokens".
//
// # How tokens are counted
//
// Gemini: thoughts are counted beside the candidates, and both are in the total.
// Bedrock: as Anthropic, with cachePoint for cache_control; the total has the
// cached tokens. Cohere: 60 tokens are added to a prompt, which are counted but not
// billed.
//
// One token per four bytes of text, rounded up, three per message, 85 per
// image. A reasoning model adds 64, 192 or 512 reasoning tokens for the effort
// low, medium (default) or high; thinking of an Anthropic model is counted by
// its text.
//
// Prompt caching, OpenAI: a request with prompt_cache_key has its prompt
// tokens, rounded down to a multiple of 128, reported as cached.
//
// Prompt caching, Anthropic: everything up to the last cache_control block is
// the cached prefix. It is written (cache_creation) as long as the
// conversation has no assistant turn, and read after that. Both are left out
// of input_tokens, as the API does. A ttl of "1h" moves the written tokens to
// ephemeral_1h_input_tokens.
package provider
