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

import { parseArgs } from 'util';
import { generateHistory } from 'example-cluster';
import { openArchive } from '../src/commands/openArchive';
import type { CapturedRun } from '../src/store';
import { captureRun } from '../src/watcher';

const RUNS_PER_TRANSACTION = 300;
const PROGRESS_EVERY_MS = 2_000;
/** The demonstrated cluster prunes soon. */
const GONE_AFTER_MS = 60 * 60 * 1000;

const HELP = `Fills the archive with made-up history, for trying out and for tests.

  --runs N        top-level runs, each with its tasks (10000)
  --days N        how far the history goes back (365)
  --seed N        another number gives other runs (1)
  --cluster NAME  the cluster they are stored under (example)
  --config FILE   configuration that names the database; may be repeated

The runs of a seed are stored once, however often this is called.`;

/**
 * Stores a history through the same code that stores what a cluster sends. The
 * backend may run meanwhile if the database is PostgreSQL.
 */
async function replayHistory(): Promise<void> {
  const { values } = parseArgs({
    options: {
      runs: { type: 'string', default: '10000' },
      days: { type: 'string', default: '365' },
      seed: { type: 'string', default: '1' },
      cluster: { type: 'string', default: 'example' },
      config: { type: 'string', multiple: true },
      help: { type: 'boolean' },
    },
  });
  if (values.help) {
    process.stdout.write(`${HELP}\n`);
    return;
  }
  const runs = positiveInteger('--runs', values.runs);

  let now = Date.now();
  const archive = await openArchive({
    configFiles: values.config ?? [],
    now: () => now,
  });
  const { capture } = archive.stores;
  const scope = {
    cluster: values.cluster,
    resource: 'history',
    kind: 'PipelineRun',
  } as const;

  const startedAt = Date.now();
  let reportedAt = startedAt;
  let done = 0;
  let stored = 0;
  let batch: CapturedRun[] = [];
  const flush = async () => {
    // Stored when it ended, as if the archive had been there all the time.
    now =
      Math.max(0, ...batch.map(({ facts }) => facts.completedAt ?? 0)) +
      GONE_AFTER_MS;
    await capture.record(scope, batch);
    stored += batch.length;
    batch = [];
  };

  for (const { objects } of generateHistory({
    runs,
    days: positiveInteger('--days', values.days),
    seed: positiveInteger('--seed', values.seed),
    until: new Date(startedAt - GONE_AFTER_MS),
  })) {
    for (const object of objects) {
      const { captured, problem } = captureRun(object, 'deleted');
      if (!captured) {
        throw new Error(`A made-up run cannot be read: ${problem}`);
      }
      batch.push(captured);
    }
    done += 1;
    if (batch.length >= RUNS_PER_TRANSACTION) {
      await flush();
    }
    if (Date.now() - reportedAt > PROGRESS_EVERY_MS) {
      reportedAt = Date.now();
      process.stdout.write(`${done} of ${runs} runs\n`);
    }
  }
  if (batch.length > 0) {
    await flush();
  }
  const seconds = ((Date.now() - startedAt) / 1000).toFixed(1);
  process.stdout.write(
    `Stored ${done} runs (${stored} records with their tasks) in ${seconds} s\n`,
  );
  await archive.close();
}

function positiveInteger(name: string, text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value <= 0) {
    throw new Error(`${name} must be a positive number, not '${text}'`);
  }
  return value;
}

replayHistory().then(
  () => process.exit(0),
  error => {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
    process.exit(1);
  },
);
