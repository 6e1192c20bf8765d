// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

// Scenarios of Mastra on the OpenAI models. Each exported function is one recording.
'use strict';

const assert = require('node:assert/strict');
const { Mastra } = require('@mastra/core');
const { Agent } = require('@mastra/core/agent');
const { createTool } = require('@mastra/core/tools');
const { createOpenAI } = require('@ai-sdk/openai');
const { z } = require('zod');

const openai = createOpenAI({ baseURL: process.env.OPENAI_BASE_URL });
const QUESTION = 'What is the capital of France?';

function agent(setup, model, tools) {
  const assistant = new Agent({
    id: 'assistant', name: 'assistant', instructions: 'You are a terse assistant.', model: openai.chat(model), maxRetries: 0, tools,
  });
  return new Mastra({ agents: { assistant }, observability: setup.observability, logger: false }).getAgent('assistant');
}

module.exports = {
  async chat(setup) {
    await agent(setup, 'gpt-4o-mini').generate(QUESTION, { modelSettings: { temperature: 0.2, topP: 0.9, maxOutputTokens: 64, seed: 7, stopSequences: ['END'] } });
  },

  async chat_stream(setup) {
    const stream = await agent(setup, 'gpt-4o-mini').stream(QUESTION);
    for await (const _ of stream.textStream);
  },

  async agent(setup) {
    const weather = createTool({
      id: 'get_weather', description: 'Current weather of a city.', inputSchema: z.object({ city: z.string() }), execute: async () => ({ temperature: 18 }),
    });
    await agent(setup, 'gpt-4o-mini', { get_weather: weather }).generate('What is the weather in Paris?', { maxSteps: 3 });
  },

  async error_404(setup) {
    await assert.rejects(agent(setup, 'no-such-model').generate(QUESTION));
  },
};
