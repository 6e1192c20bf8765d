// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

// Scenarios of Genkit on the OpenAI models. Each exported function is one recording.
'use strict';

const assert = require('node:assert/strict');
const { genkit, z } = require('genkit');
const { openAI } = require('@genkit-ai/compat-oai/openai');

const ai = genkit({ plugins: [openAI({ baseURL: process.env.OPENAI_BASE_URL, maxRetries: 0 })] });
const MODEL = openAI.model('gpt-4o-mini');
const SYSTEM = 'You are a terse assistant.';
const QUESTION = 'What is the capital of France?';

const flow = (name, run) => ai.defineFlow(name, run)();

module.exports = {
  chat: () =>
    flow('answer', () =>
      ai.generate({
        model: MODEL, system: SYSTEM, prompt: QUESTION,
        config: { temperature: 0.2, topP: 0.9, maxOutputTokens: 64, seed: 7, stop: ['END'] },
      })),

  chat_stream: () =>
    flow('answer', async () => {
      const { stream, response } = ai.generateStream({ model: MODEL, prompt: QUESTION });
      for await (const _ of stream);
      await response;
    }),

  agent: () =>
    flow('answer', () => {
      const weather = ai.defineTool(
        { name: 'get_weather', description: 'Current weather of a city.', inputSchema: z.object({ city: z.string() }), outputSchema: z.object({ temperature: z.number() }) },
        async () => ({ temperature: 18 }),
      );
      return ai.generate({ model: MODEL, prompt: 'What is the weather in Paris?', tools: [weather] });
    }),

  embeddings: () => flow('embed', () => ai.embed({ embedder: openAI.embedder('text-embedding-3-small'), content: QUESTION, options: { dimensions: 8 } })),

  error_404: () => assert.rejects(flow('answer', () => ai.generate({ model: openAI.model('no-such-model'), prompt: QUESTION }))),
};
