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
 * `node tools/run.mjs test:installation`: installs the packed packages into a
 * new Backstage as the README tells, and looks whether they work there, in both
 * frontend systems. Needs nothing from the network but npm packages.
 *   --keep               leaves the new Backstage where it is
 *   --screenshots <dir>  saves pictures of the screens
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { stopCommands } from './lib/commands.mjs';
import { installationSteps } from './lib/installation/installationSteps.mjs';
import { SUPPORTED_NODE, isSupportedNode } from './lib/nodeVersion.mjs';
import { restoreManifests } from './lib/packages.mjs';
import { onStopSignal } from './lib/processGroup.mjs';
import { summaryLine } from './lib/reports.mjs';
import { runSteps } from './lib/runSteps.mjs';

async function main() {
  const { values } = parseArgs({
    options: {
      keep: { type: 'boolean' },
      screenshots: { type: 'string' },
    },
  });
  if (!isSupportedNode(process.version)) {
    throw new Error(
      `This needs Node.js ${SUPPORTED_NODE}; \`node tools/run.mjs test:installation\` brings its own`,
    );
  }
  const folder = await mkdtemp(join(tmpdir(), 'tekton-results-installation-'));
  /** @type {(() => Promise<unknown>)[]} */
  const stops = [];
  const cleanUp = async () => {
    await Promise.allSettled(stops.map(stop => stop()));
    await restoreManifests();
    if (values.keep) console.log(`\nThe new Backstage is in ${folder}`);
    else await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  };
  onStopSignal(async () => {
    await stopCommands();
    await cleanUp();
  });

  const start = Date.now();
  try {
    const { failures, counts } = await runSteps(installationSteps, {
      folder,
      screenshots: values.screenshots && resolve(values.screenshots),
      extraArgs: [],
      tell: message => console.log(message),
      onStop: stop => stops.push(stop),
    });
    const seconds = Math.round((Date.now() - start) / 1000);
    console.log(
      failures.length === 0
        ? `\nThe packages can be installed, and work: ${seconds} s.`
        : `\nFailed after ${seconds} s: ${failures[0]}`,
    );
    console.log(summaryLine(counts));
    return failures.length === 0 ? 0 : 1;
  } finally {
    await cleanUp();
  }
}

try {
  process.exit(await main());
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
