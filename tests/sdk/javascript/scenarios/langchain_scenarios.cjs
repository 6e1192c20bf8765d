// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

// Scenarios of LangChain and LangGraph on the OpenAI models. Each exported function is one recording.
'use strict';

const assert = require('node:assert/strict');
const { Document } = require('@langchain/core/documents');
const { StringOutputParser } = require('@langchain/core/output_parsers');
const { ChatPromptTemplate } = require('@langchain/core/prompts');
const { BaseRetriever } = require('@langchain/core/retrievers');
const { RunnablePassthrough, RunnableSequence } = require('@langchain/core/runnables');
const { tool } = require('@langchain/core/tools');
const { createReactAgent } = require('@langchain/langgraph/prebuilt');
const { ChatOpenAI } = require('@langchain/openai');
const { z } = require('zod');

const QUESTION = 'What is the capital of France?';

const model = (options = {}) =>
  new ChatOpenAI({ model: 'gpt-4o-mini', temperature: 0.2, maxRetries: 0, useResponsesApi: false, ...options });

const prompt = () => ChatPromptTemplate.fromMessages([['system', 'You are a terse assistant.'], ['user', '{question}']]);

class Notes extends BaseRetriever {
  lc_namespace = ['notes'];

  async _getRelevantDocuments() {
    return [new Document({ id: 'doc-0', pageContent: 'The capital of France is Paris.', metadata: { source: 'atlas' } })];
  }
}

module.exports = {
  async chain() {
    await prompt().pipe(model()).pipe(new StringOutputParser()).invoke({ question: QUESTION });
  },

  async chain_stream() {
    const stream = await prompt().pipe(model({ streamUsage: true })).pipe(new StringOutputParser()).stream({ question: QUESTION });
    for await (const _ of stream);
  },

  async agent() {
    const getWeather = tool(async ({ city }) => JSON.stringify({ city, temperature: 18 }), {
      name: 'get_weather',
      description: 'Current weather of a city.',
      schema: z.object({ city: z.string() }),
    });
    const agent = createReactAgent({ llm: model(), tools: [getWeather], prompt: 'You are a terse assistant.', name: 'weather_agent' });
    await agent.invoke(
      { messages: [{ role: 'user', content: 'What is the weather in Paris?' }] },
      { configurable: { thread_id: 'thread-1' } },
    );
  },

  async retrieval() {
    const template = ChatPromptTemplate.fromTemplate('Context: {context}\nQuestion: {question}');
    const format = (documents) => documents.map((d) => d.pageContent).join('\n');
    await RunnableSequence.from([
      { context: new Notes().pipe(format), question: new RunnablePassthrough() }, template, model(), new StringOutputParser(),
    ]).invoke(QUESTION);
  },

  async error_404() {
    await assert.rejects(model({ model: 'gpt-unknown' }).invoke(QUESTION), /does not exist/);
  },
};
