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

import { writeFileSync } from 'node:fs';
import { CommandLine, createKubeconfig, HELP, parseArguments } from './cli';
import { startExampleCluster } from './cluster';

/** Runs the cluster until the process is told to end. */
async function run(options: CommandLine): Promise<void> {
  const cluster = await startExampleCluster({
    port: options.port,
    host: options.host,
    recordings: options.recordings,
    replay: {
      speed: options.speed,
      loop: options.loop,
      intervalMs: options.intervalMs,
      seed: Date.now(),
    },
    prune:
      options.pruneAfterMs > 0 || options.keep !== undefined
        ? {
            afterMs: options.pruneAfterMs || undefined,
            keep: options.keep,
          }
        : undefined,
  });
  if (options.kubeconfig) {
    writeFileSync(options.kubeconfig, createKubeconfig(cluster));
  }
  process.stdout.write(`Example cluster listening on ${cluster.url}\n`);
  const end = () => {
    cluster.close().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.once('SIGTERM', end);
  process.once('SIGINT', end);
}

function explain(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return error instanceof Error &&
    'code' in error &&
    error.code === 'EADDRINUSE'
    ? `The port is taken (${message}). Choose another one with --port.`
    : message;
}

async function main(): Promise<void> {
  const options = parseArguments(process.argv.slice(2), process.env);
  if (!options) {
    process.stdout.write(HELP);
    return;
  }
  await run(options);
}

main().catch(error => {
  process.stderr.write(`${explain(error)}\n`);
  process.exit(1);
});
