// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

// Scenarios of the Vercel AI SDK on the OpenAI models. Each exported function is one recording.
'use strict';

const assert = require('node:assert/strict');
const ai = require('ai');
const { createOpenAI } = require('@ai-sdk/openai');
const { z } = require('zod');

const openai = createOpenAI({ baseURL: process.env.OPENAI_BASE_URL });
const MODEL = 'gpt-4o-mini';
const SYSTEM = 'You are a terse assistant.';

function options(setup) {
  return { maxRetries: 0, experimental_telemetry: { isEnabled: true, functionId: 'answer', metadata: setup.identity() } };
}

// Version 4 names the schema and the limits otherwise.
const tool = (description, schema, execute) =>
  ai.tool({ description, inputSchema: schema, parameters: schema, execute });
const steps = ai.stepCountIs ? { stopWhen: ai.stepCountIs(3) } : { maxSteps: 3 };
const limit = ai.stepCountIs ? { maxOutputTokens: 64 } : { maxTokens: 64 };

module.exports = {
  async generate_text(setup) {
    await ai.generateText({
      model: openai.chat(MODEL), system: SYSTEM, prompt: 'What is the capital of France?',
      temperature: 0.2, topP: 0.9, seed: 7, stopSequences: ['END'], ...limit, ...options(setup),
    });
  },

  async generate_text_responses(setup) {
    await ai.generateText({
      model: openai.responses(MODEL), system: SYSTEM, prompt: 'What is the capital of France?', ...options(setup),
    });
  },

  async stream_text(setup) {
    const result = ai.streamText({ model: openai.chat(MODEL), prompt: 'What is the capital of France?', ...options(setup) });
    for await (const _ of result.textStream);
  },

  async tools(setup) {
    await ai.generateText({
      model: openai.chat(MODEL),
      prompt: 'What is the weather in Paris?',
      tools: {
        get_weather: tool('Current weather of a city.', z.object({ city: z.string() }), async ({ city }) => ({ city, temperature: 18 })),
      },
      ...steps,
      ...options(setup),
    });
  },

  async generate_object(setup) {
    const call = { model: openai.chat('gpt-4.1-mini'), prompt: 'What is the capital of France? Answer in JSON.', schema: z.object({}).passthrough() };
    await ai.generateObject({ ...call, ...options(setup) }).catch((error) => {
      // The stand-in does not know the schema; the call is what is recorded.
      assert.match(String(error), /No object generated|response did not match/);
    });
  },

  async embed(setup) {
    const model = (openai.embedding ?? openai.textEmbeddingModel)('text-embedding-3-small');
    await ai.embedMany({ model, values: ['The capital of France is Paris.', 'The capital of Italy is Rome.'], ...options(setup) });
  },

  async error_404(setup) {
    await assert.rejects(ai.generateText({ model: openai.chat('gpt-unknown'), prompt: 'What is the capital of France?', ...options(setup) }));
  },
};
