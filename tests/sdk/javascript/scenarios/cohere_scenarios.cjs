// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

// Scenarios of the Cohere SDK. Each exported function is one recording.
'use strict';

const { CohereClient } = require('cohere-ai');

const client = new CohereClient({ token: process.env.CO_API_KEY, environment: process.env.CO_API_URL });

module.exports = {
  async rerank() {
    await client.rerank(
      {
        model: 'rerank-v3.5',
        query: 'What is the capital of France?',
        documents: ['The capital of Italy is Rome.', 'The capital of France is Paris.', 'Bread is baked.'],
        topN: 2,
      },
      { maxRetries: 0 },
    );
  },
};
