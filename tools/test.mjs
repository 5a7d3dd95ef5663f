#!/usr/bin/env node
/*
 * Copyright 2026 The Tekton Results for Backstage Authors
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     http://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

/*
 * Runs all checks and tests, or the named ones:
 *   node tools/test.mjs
 *   node tools/test.mjs unit plugins/tekton-results-backend
 *   node tools/test.mjs --only lint,types
 * The last line counts tests, and steps without tests.
 */
import { stopCommands } from './lib/commands.mjs';
import { SUPPORTED_NODE, isSupportedNode } from './lib/nodeVersion.mjs';
import { onStopSignal } from './lib/processGroup.mjs';
import { summaryLine } from './lib/reports.mjs';
import { runSteps } from './lib/runSteps.mjs';
import { selectSteps } from './lib/selection.mjs';
import { testSteps } from './lib/testSteps.mjs';

async function main() {
  if (!isSupportedNode(process.version)) {
    throw new Error(
      `This needs Node.js ${SUPPORTED_NODE}; \`npm test\` brings its own`,
    );
  }
  const { names, extraArgs } = selectSteps(process.argv.slice(2), testSteps);
  const steps = testSteps.filter(step => names.has(step.name));

  /** @type {(() => Promise<void>)[]} */
  const stops = [stopCommands];
  onStopSignal(async () => {
    for (const stop of stops) await stop();
  });

  const start = Date.now();
  const { failures, counts } = await runSteps(steps, {
    extraArgs,
    tell: message => console.log(message),
    onStop: stop => stops.push(stop),
  });
  const seconds = Math.round((Date.now() - start) / 1000);
  console.log(
    failures.length === 0
      ? `\nAll steps passed in ${seconds} s.`
      : `\nFailed after ${seconds} s:\n${failures
          .map(failure => `  - ${failure}`)
          .join('\n')}`,
  );
  console.log(summaryLine(counts));
  return failures.length === 0 ? 0 : 1;
}

try {
  process.exit(await main());
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
