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
 * `yarn bench <area>`: runs a benchmark of the backend plugin, with a PostgreSQL
 * and a SQLite file of its own unless others are given.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runNode, stopCommands } from './lib/commands.mjs';
import { startPostgres } from './lib/postgres.mjs';
import { onStopSignal } from './lib/processGroup.mjs';
import { root } from './lib/root.mjs';

const BENCH_TIMEOUT_MS = 60 * 60_000;

async function main() {
  const args = process.argv.slice(2);
  const given = name => args.some(arg => arg.startsWith(`--${name}`));
  const wants = engine =>
    !given(engine) &&
    !given('help') &&
    args.length > 0 &&
    (!given('engines') || args.join(' ').includes(engine));

  const folder = await mkdtemp(join(tmpdir(), 'tekton-results-bench-'));
  const postgres = wants('postgres') ? await startPostgres() : undefined;
  const stop = async () => {
    await postgres?.stop();
    await rm(folder, { recursive: true, force: true });
  };
  onStopSignal(async () => {
    await stopCommands();
    await stop();
  });
  try {
    const { ok } = await runNode(
      [
        '--require',
        '@backstage/cli/config/nodeTransform.cjs',
        'dev/benchmarks.ts',
        ...args,
        ...(postgres ? ['--postgres', postgres.connectionString] : []),
        ...(wants('sqlite') ? ['--sqlite', join(folder, 'bench.sqlite')] : []),
      ],
      {
        cwd: join(root, 'plugins/tekton-results-backend'),
        show: true,
        timeoutMs: BENCH_TIMEOUT_MS,
      },
    );
    return ok ? 0 : 1;
  } finally {
    await stop();
  }
}

process.exit(await main());
