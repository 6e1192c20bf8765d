// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

// Runs one scenario under one instrumentation: run.cjs SETUP PROVIDER SCENARIO.
'use strict';

const path = require('node:path');

async function main() {
  const [setupName, provider, scenario] = process.argv.slice(2);
  // The instrumentation patches the SDK, so it starts before the scenario loads it.
  const setup = require(path.join(__dirname, 'setups', `${setupName}.cjs`)).start(provider);
  const scenarios = require(path.join(__dirname, 'scenarios', `${provider}_scenarios.cjs`));
  try {
    await setup.run(() => scenarios[scenario](setup), { sessionId: 'session-1', userId: 'user-1' });
  } finally {
    await setup.shutdown();
  }
}

main().then(
  // Libraries may leave timers behind.
  () => process.exit(0),
  (error) => {
    console.error(error);
    process.exit(1);
  },
);
