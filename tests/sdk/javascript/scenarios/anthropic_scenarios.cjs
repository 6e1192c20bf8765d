// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

// Scenarios of the Anthropic SDK. Each exported function is one recording.
'use strict';

const assert = require('node:assert/strict');
const { Anthropic, APIError, NotFoundError, RateLimitError } = require('@anthropic-ai/sdk');

const client = new Anthropic({ maxRetries: 0 });

const MODEL = 'claude-sonnet-4-5';
const SYSTEM = 'You are a terse assistant.';
const QUESTION = { role: 'user', content: 'What is the capital of France?' };
const WEATHER_QUESTION = { role: 'user', content: 'What is the weather in Paris and in Rome?' };
const WEATHER_TOOL = {
  name: 'get_weather',
  description: 'Current weather of a city.',
  input_schema: {
    type: 'object',
    properties: {
      city: { type: 'string' },
      unit: { type: 'string', enum: ['celsius', 'fahrenheit'] },
    },
    required: ['city'],
  },
};
// One red pixel.
const PIXEL =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==';
const RULES = Array.from({ length: 16 }, (_, i) => `Rule ${i + 1}: answer in one short sentence.`).join(' ');

function weather({ city, unit = 'celsius' }) {
  return JSON.stringify({ city, unit, temperature: 18 });
}

async function drain(stream) {
  for await (const _ of stream);
}

// The first turn writes the cache, the second one reads it.
async function cachedChat(cacheControl) {
  const system = [{ type: 'text', text: RULES, cache_control: cacheControl }];
  const answer = await client.messages.create({ model: MODEL, max_tokens: 64, system, messages: [QUESTION] });
  await client.messages.create({
    model: MODEL,
    max_tokens: 64,
    system,
    messages: [
      QUESTION,
      { role: 'assistant', content: answer.content[0].text },
      { role: 'user', content: 'Hello again.' },
    ],
  });
}

module.exports = {
  async chat() {
    await client.messages.create({
      model: MODEL, max_tokens: 64, system: SYSTEM, messages: [QUESTION], stop_sequences: ['END'],
      temperature: 0.2, top_k: 40, top_p: 0.9,
    });
  },

  async chat_stream() {
    await drain(await client.messages.create({
      model: MODEL, max_tokens: 64, system: SYSTEM, messages: [QUESTION], stream: true,
    }));
  },

  async chat_stream_helper() {
    const stream = client.messages.stream({ model: MODEL, max_tokens: 64, messages: [QUESTION] });
    await drain(stream);
    await stream.finalMessage();
  },

  async chat_length() {
    await client.messages.create({ model: 'claude-haiku-4-5', max_tokens: 4, messages: [QUESTION] });
  },

  async chat_image() {
    await client.messages.create({
      model: MODEL,
      max_tokens: 64,
      messages: [
        {
          role: 'user',
          content: [
            { type: 'image', source: { type: 'base64', media_type: 'image/png', data: PIXEL } },
            { type: 'text', text: 'What does the image show?' },
          ],
        },
      ],
    });
  },

  async chat_cached() {
    await cachedChat({ type: 'ephemeral' });
  },

  async chat_cached_1h() {
    await cachedChat({ type: 'ephemeral', ttl: '1h' });
  },

  async chat_thinking() {
    await client.messages.create({
      model: 'claude-opus-4-1',
      max_tokens: 2048,
      thinking: { type: 'enabled', budget_tokens: 1024 },
      messages: [{ role: 'user', content: 'What is 17 times 23?' }],
    });
  },

  async tools() {
    const messages = [WEATHER_QUESTION];
    const request = { model: MODEL, max_tokens: 256, system: SYSTEM, tools: [WEATHER_TOOL], messages };
    const answer = await client.messages.create(request);
    const calls = answer.content.filter((block) => block.type === 'tool_use');
    messages.push({ role: 'assistant', content: calls });
    messages.push({
      role: 'user',
      content: calls.map((call) => ({ type: 'tool_result', tool_use_id: call.id, content: weather(call.input) })),
    });
    await client.messages.create(request);
  },

  async tools_stream() {
    await drain(await client.messages.create({
      model: MODEL, max_tokens: 256, tools: [WEATHER_TOOL], messages: [WEATHER_QUESTION], stream: true,
    }));
  },

  async error_404() {
    await assert.rejects(
      async () => client.messages.create({ model: 'claude-unknown', max_tokens: 64, messages: [QUESTION] }),
      NotFoundError,
    );
  },

  async error_429() {
    await assert.rejects(failing('429'), RateLimitError);
  },

  async error_529() {
    await assert.rejects(failing('529'), (error) => error instanceof APIError && error.status === 529);
  },
};

function failing(status) {
  return async () => client.messages.create(
    { model: MODEL, max_tokens: 64, messages: [QUESTION] },
    { headers: { 'X-Simulate-Status': status } },
  );
}
