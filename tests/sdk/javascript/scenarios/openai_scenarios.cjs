// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

// Scenarios of the OpenAI SDK. Each exported function is one recording.
'use strict';

const assert = require('node:assert/strict');
const { OpenAI, NotFoundError, RateLimitError } = require('openai');

const client = new OpenAI({ maxRetries: 0 });

const MODEL = 'gpt-4o-mini';
const SYSTEM = { role: 'system', content: 'You are a terse assistant.' };
const QUESTION = { role: 'user', content: 'What is the capital of France?' };
const WEATHER_QUESTION = { role: 'user', content: 'What is the weather in Paris and in Rome?' };
const WEATHER_FUNCTION = {
  name: 'get_weather',
  description: 'Current weather of a city.',
  parameters: {
    type: 'object',
    properties: {
      city: { type: 'string' },
      unit: { type: 'string', enum: ['celsius', 'fahrenheit'] },
    },
    required: ['city'],
    additionalProperties: false,
  },
};
const WEATHER_TOOL = { type: 'function', function: WEATHER_FUNCTION };
// One red pixel.
const PIXEL =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4' +
  '2mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==';
// Long enough for the stand-in's 128 token caching step.
const RULES = Array.from({ length: 16 }, (_, i) => `Rule ${i + 1}: answer in one short sentence.`).join(' ');

function weather({ city, unit = 'celsius' }) {
  return JSON.stringify({ city, unit, temperature: 18 });
}

async function drain(stream) {
  for await (const _ of stream);
}

module.exports = {
  async chat() {
    await client.chat.completions.create({
      model: MODEL, messages: [SYSTEM, QUESTION], temperature: 0.2, top_p: 0.9, max_tokens: 64, seed: 7,
    });
  },

  async chat_stream() {
    await drain(await client.chat.completions.create({
      model: MODEL, messages: [SYSTEM, QUESTION], stream: true, stream_options: { include_usage: true },
    }));
  },

  async chat_stream_no_usage() {
    await drain(await client.chat.completions.create({ model: MODEL, messages: [SYSTEM, QUESTION], stream: true }));
  },

  async chat_multi_choice() {
    await client.chat.completions.create({
      model: MODEL,
      messages: [{ role: 'user', content: 'Write a haiku about traces.' }],
      n: 2,
      stop: ['END'],
      presence_penalty: 0.1,
      frequency_penalty: 0.2,
    });
  },

  async chat_json() {
    await client.chat.completions.create({
      model: 'gpt-4.1-mini',
      messages: [{ role: 'user', content: 'What is the capital of France? Answer in JSON.' }],
      response_format: { type: 'json_object' },
    });
  },

  async chat_image() {
    await client.chat.completions.create({
      model: 'gpt-4o',
      messages: [
        {
          role: 'user',
          content: [
            { type: 'text', text: 'What does the image show?' },
            { type: 'image_url', image_url: { url: PIXEL } },
          ],
        },
      ],
    });
  },

  async chat_length() {
    await client.chat.completions.create({ model: MODEL, messages: [QUESTION], max_tokens: 4 });
  },

  async chat_cached() {
    await client.chat.completions.create({
      model: 'gpt-4.1',
      messages: [{ role: 'system', content: RULES }, QUESTION],
      prompt_cache_key: 'rules-v1',
    });
  },

  async chat_reasoning() {
    await client.chat.completions.create({
      model: 'o4-mini',
      messages: [{ role: 'user', content: 'What is 17 times 23?' }],
      reasoning_effort: 'high',
      max_completion_tokens: 2048,
    });
  },

  async tools() {
    const messages = [SYSTEM, WEATHER_QUESTION];
    const answer = await client.chat.completions.create({ model: MODEL, messages, tools: [WEATHER_TOOL] });
    const { message } = answer.choices[0];
    messages.push(message);
    for (const call of message.tool_calls) {
      const content = weather(JSON.parse(call.function.arguments));
      messages.push({ role: 'tool', tool_call_id: call.id, content });
    }
    await client.chat.completions.create({ model: MODEL, messages, tools: [WEATHER_TOOL] });
  },

  async tools_stream() {
    await drain(await client.chat.completions.create({
      model: MODEL,
      messages: [WEATHER_QUESTION],
      tools: [WEATHER_TOOL],
      stream: true,
      stream_options: { include_usage: true },
    }));
  },

  // An agent without a framework: its steps are spans of the application.
  async agent_manual(setup) {
    const getWeather = setup.traced('tool', 'get_weather', async (input) => weather(input));
    const weatherAgent = setup.traced('agent', 'weather_agent', async (question) => {
      const messages = [SYSTEM, { role: 'user', content: question }];
      for (;;) {
        const answer = await client.chat.completions.create({ model: MODEL, messages, tools: [WEATHER_TOOL] });
        const { message } = answer.choices[0];
        if (!message.tool_calls) {
          return message.content;
        }
        messages.push(message);
        for (const call of message.tool_calls) {
          const content = await getWeather(JSON.parse(call.function.arguments));
          messages.push({ role: 'tool', tool_call_id: call.id, content });
        }
      }
    });
    const weatherWorkflow = setup.traced('workflow', 'weather_workflow', (question) => weatherAgent(question));
    await weatherWorkflow('What is the weather in Paris?');
  },

  async embeddings() {
    await client.embeddings.create({
      model: 'text-embedding-3-small',
      input: ['A trace is a tree of spans.', 'A metric is a number.'],
      dimensions: 8,
    });
  },

  async completion() {
    await client.completions.create({
      model: 'gpt-3.5-turbo-instruct', prompt: 'The capital of France is', max_tokens: 32, temperature: 0,
    });
  },

  async responses() {
    const first = await client.responses.create({
      model: 'gpt-4.1-mini',
      instructions: 'You are a terse assistant.',
      input: 'What is the capital of France?',
      max_output_tokens: 64,
    });
    await client.responses.create({
      model: 'gpt-4.1-mini',
      input: [{ role: 'user', content: 'Hello again.' }],
      previous_response_id: first.id,
    });
  },

  async responses_stream() {
    await drain(await client.responses.create({
      model: 'gpt-4.1-mini', input: 'What is the capital of France?', stream: true,
    }));
  },

  async responses_reasoning() {
    await client.responses.create({
      model: 'gpt-5-mini', input: 'What is 17 times 23?', reasoning: { effort: 'low' },
    });
  },

  async responses_tools() {
    const tools = [{ type: 'function', ...WEATHER_FUNCTION, strict: false }];
    const input = [WEATHER_QUESTION];
    const { output } = await client.responses.create({ model: 'gpt-4.1-mini', input, tools });
    input.push(...output);
    for (const call of output) {
      input.push({ type: 'function_call_output', call_id: call.call_id, output: weather(JSON.parse(call.arguments)) });
    }
    await client.responses.create({ model: 'gpt-4.1-mini', input, tools });
  },

  async error_404() {
    await assert.rejects(
      async () => client.chat.completions.create({ model: 'gpt-unknown', messages: [QUESTION] }),
      NotFoundError,
    );
  },

  async error_429() {
    await assert.rejects(
      async () => client.chat.completions.create(
        { model: MODEL, messages: [QUESTION] },
        { headers: { 'X-Simulate-Status': '429' } },
      ),
      RateLimitError,
    );
  },
};
