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
import {
  generateHistory,
  varyHistory,
  type VariedGroup,
} from 'example-cluster';
import { openArchive } from '../src/commands/openArchive';
import type { CapturedRun } from '../src/store';
import { captureRun } from '../src/watcher';

const RECORDS_PER_TRANSACTION = 300;
const PROGRESS_EVERY_MS = 2_000;
/** The demonstrated cluster prunes soon. */
const GONE_AFTER_MS = 60 * 60 * 1000;

const HELP = `Fills the archive with made-up history, for trying out and for tests.

  --runs N        top-level runs, each with its tasks (10000)
  --days N        how far the history goes back (365)
  --seed N        another number gives other runs (1)
  --cluster NAME  the cluster they are stored under (example)
  --varied        what lists must cope with: of several clusters (NAME, NAME-2,
                  NAME-3), of more namespaces and pipelines, of each status, some
                  not finished, with odd names and texts
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
      varied: { type: 'boolean', default: false },
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
  const startedAt = now;
  let reportedAt = startedAt;
  let done = 0;
  let stored = 0;
  const batches = new Map<string, CapturedRun[]>();
  const store = async (cluster: string, batch: CapturedRun[]) => {
    // Stored when it ended, as if the archive had been there all the time.
    now = Math.max(...batch.map(({ facts }) => endOf(facts))) + GONE_AFTER_MS;
    const scope = {
      cluster,
      resource: 'history',
      kind: 'PipelineRun',
    } as const;
    await archive.stores.capture.record(scope, batch);
    stored += batch.length;
  };

  for (const { cluster, present, objects } of history({
    ...values,
    runs,
    until: new Date(startedAt - GONE_AFTER_MS),
  })) {
    const batch = batches.get(cluster) ?? [];
    batches.set(cluster, batch);
    batch.push(
      ...objects.map(object => capture(object, present ? 'listed' : 'deleted')),
    );
    done += 1;
    if (batch.length >= RECORDS_PER_TRANSACTION) {
      batches.delete(cluster);
      await store(cluster, batch);
    }
    if (Date.now() - reportedAt > PROGRESS_EVERY_MS) {
      reportedAt = Date.now();
      process.stdout.write(`${done} of ${runs} runs\n`);
    }
  }
  for (const [cluster, batch] of batches) {
    await store(cluster, batch);
  }
  const seconds = ((Date.now() - startedAt) / 1000).toFixed(1);
  process.stdout.write(
    `Stored ${done} runs (${stored} records with their tasks) in ${seconds} s\n`,
  );
  await archive.close();
}

function* history(options: {
  runs: number;
  days: string;
  seed: string;
  cluster: string;
  varied: boolean;
  until: Date;
}): Generator<VariedGroup> {
  const { runs, cluster, varied, until } = options;
  const seed = positiveInteger('--seed', options.seed);
  const days = positiveInteger('--days', options.days);
  const groups = generateHistory({ runs, days, seed, until });
  if (varied) {
    const clusters = [cluster, `${cluster}-2`, `${cluster}-3`];
    yield* varyHistory(groups, { runs, clusters, seed });
    return;
  }
  for (const group of groups) {
    yield { ...group, cluster, present: false };
  }
}

function capture(
  object: unknown,
  sighting: CapturedRun['sighting'],
): CapturedRun {
  const { captured, problem } = captureRun(object, sighting);
  if (!captured) {
    throw new Error(`A made-up run cannot be read: ${problem}`);
  }
  return captured;
}

function endOf({ createdAt, completedAt }: CapturedRun['facts']): number {
  return completedAt ?? createdAt;
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
