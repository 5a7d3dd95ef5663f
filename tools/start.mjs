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
 * Starts the app and its backend for development and, unless other clusters
 * are configured, the example cluster beside them. Arguments are passed on to
 * `backstage-cli repo start`.
 */
import { delimiter, resolve } from 'node:path';
import { namesClusters, readAddresses, readConfigs } from './lib/appConfig.mjs';
import { backstageCli } from './lib/commands.mjs';
import { startExampleCluster } from './lib/exampleCluster.mjs';
import { isPortTaken } from './lib/ports.mjs';
import {
  ended,
  onStopSignal,
  startGroup,
  stopGroup,
} from './lib/processGroup.mjs';
import { root } from './lib/root.mjs';

/** @type {Map<string, import('node:child_process').ChildProcess>} */
const children = new Map();
let stopping = false;
const stopAll = () =>
  Promise.all([...children.values()].map(child => stopGroup(child, 'SIGINT')));

async function main() {
  const args = process.argv.slice(2);
  const configs = readConfigs(args);
  const { appUrl, ports } = readAddresses(configs);
  await requireFreePorts(ports);
  onStopSignal(async () => {
    stopping = true;
    await stopAll();
  });

  const useExample = !namesClusters(configs, process.env);
  console.log(
    useExample
      ? 'Starting Backstage with the example cluster, as no other cluster is configured.'
      : 'Starting Backstage with the clusters of your configuration.',
  );
  console.log(`Open ${appUrl} when it is ready; data is kept in .data/\n`);

  const env = { ...process.env };
  if (env.KUBECONFIG) {
    // The backend runs in a folder of its own.
    env.KUBECONFIG = env.KUBECONFIG.split(delimiter)
      .map(path => (path ? resolve(path) : path))
      .join(delimiter);
  }
  if (useExample) {
    const url = await startExampleCluster(child =>
      children.set('The example cluster', child),
    );
    env.APP_CONFIG_tektonResults_clusters = JSON.stringify([
      { name: 'example', title: 'Example cluster', url },
    ]);
  }
  children.set(
    'Backstage',
    startGroup(process.execPath, [backstageCli(), 'repo', 'start', ...args], {
      cwd: root,
      env,
      stdio: 'inherit',
    }),
  );
  return firstEnd();
}

/** Waits for one to end, which the others cannot do without. */
async function firstEnd() {
  const { name, code, signal } = await Promise.race(
    [...children].map(async ([name, child]) => ({
      name,
      ...(await ended(child)),
    })),
  );
  // After Ctrl-C all of them end, and this process right after.
  if (stopping) return new Promise(() => {});
  console.error(`\n${name} ended (${signal ?? `exit code ${code}`}).`);
  return code || 1;
}

async function requireFreePorts(ports) {
  for (const port of ports) {
    if (await isPortTaken(port)) {
      throw new Error(
        `Port ${port} is in use. Is the app running already? Stop what uses the port, then start again.`,
      );
    }
  }
}

try {
  const code = await main();
  await stopAll();
  process.exit(code);
} catch (error) {
  await stopAll();
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
