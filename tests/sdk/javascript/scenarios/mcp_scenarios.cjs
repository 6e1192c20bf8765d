// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

// Scenarios of the Model Context Protocol: a client and its server in one process.
'use strict';

const { Client } = require('@modelcontextprotocol/sdk/client/index.js');
const { InMemoryTransport } = require('@modelcontextprotocol/sdk/inMemory.js');
const { McpServer } = require('@modelcontextprotocol/sdk/server/mcp.js');
const { z } = require('zod');

module.exports = {
  async call_tool() {
    const server = new McpServer({ name: 'weather', version: '1.0.0' });
    server.registerTool(
      'get_weather',
      { description: 'Current weather of a city.', inputSchema: { city: z.string() } },
      async ({ city }) => ({ content: [{ type: 'text', text: JSON.stringify({ city, temperature: 18 }) }] }),
    );
    const client = new Client({ name: 'assistant', version: '1.0.0' });
    const [clientSide, serverSide] = InMemoryTransport.createLinkedPair();
    await Promise.all([server.connect(serverSide), client.connect(clientSide)]);
    await client.listTools();
    await client.callTool({ name: 'get_weather', arguments: { city: 'Paris' } });
    await client.close();
  },
};
