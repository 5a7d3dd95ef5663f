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

import { join } from 'node:path';
import { createRequire } from 'node:module';
import { ended, startGroup } from './processGroup.mjs';
import { portNear } from './ports.mjs';
import { root } from './root.mjs';

const USUAL_PORT = 8001;
const START_TIMEOUT_MS = 60_000;
const READY = 'Example cluster listening on';

/**
 * The arguments with which `node` runs the example cluster from its
 * TypeScript sources.
 *
 * @param {string[]} args
 */
export function exampleClusterArgs(args) {
  const { resolve } = createRequire(import.meta.url);
  return [
    '--require',
    resolve('@backstage/cli/config/nodeTransform.cjs'),
    join(root, 'packages/example-cluster/src/main.ts'),
    ...args,
  ];
}

/**
 * Starts the example cluster and waits until it answers.
 *
 * @param {(child: import('node:child_process').ChildProcess) => void} onStart
 *   called at once, so that the program can be stopped while it starts
 * @returns {Promise<string>} its URL
 */
export async function startExampleCluster(onStart) {
  const port = await portNear(USUAL_PORT);
  const child = startGroup(
    process.execPath,
    exampleClusterArgs(['--port', String(port)]),
    { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] },
  );
  onStart(child);
  await Promise.race([
    waitForReady(child),
    ended(child).then(() => {
      throw new Error('The example cluster ended before it was ready');
    }),
  ]);
  return `http://127.0.0.1:${port}`;
}

function waitForReady(child) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new Error('The example cluster did not get ready in time')),
      START_TIMEOUT_MS,
    );
    let output = '';
    child.stdout.setEncoding('utf8').on('data', chunk => {
      process.stdout.write(chunk);
      if (output.includes(READY)) return;
      output += chunk;
      if (output.includes(READY)) {
        clearTimeout(timer);
        resolve(undefined);
      }
    });
  });
}
