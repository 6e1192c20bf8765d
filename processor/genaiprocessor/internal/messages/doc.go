// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

// Package messages builds the message structures of the GenAI conventions
// (gen_ai.input.messages, gen_ai.output.messages, gen_ai.system_instructions,
// gen_ai.tool.definitions) from what instrumentations write instead: flattened
// attributes, and JSON of the providers' own request and response formats.
//
// Text is never copied where it can be referred to: a message costs its
// structure, not its length.
package messages
