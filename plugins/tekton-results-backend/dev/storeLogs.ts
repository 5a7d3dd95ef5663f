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

import { createReadStream, readFileSync } from 'fs';
import { Readable } from 'stream';
import { parseArgs } from 'util';
import { WinstonLogger } from '@backstage/backend-defaults/rootLogger';
import { ConfigReader } from '@backstage/config';
import { z } from 'zod';
import { openArchive } from '../src/commands/openArchive';
import {
  databaseLogDriverFactory,
  DriverLogArchive,
  fileSystemLogDriverFactory,
  LogDrivers,
} from '../src/logs';
import type { CapturedRun, NewStepLog, StepLog, Stores } from '../src/store';
import { captureRun } from '../src/watcher';

const HELP = `Fills the archive with given runs and logs, for tests of the screens.

  storeLogs FILE    a JSON file, see the schema in dev/storeLogs.ts

The database is that of the configuration, as for the backend, which must not run
meanwhile if it is SQLite.`;

const CAUSES = [
  'stepNeverStarted',
  'podGone',
  'rotated',
  'captureOff',
  'cancelledBeforeOutput',
  'failed',
  'tooLong',
  'policy',
  'deleted',
  'bytesMissing',
] as const;

const logSchema = z.strictObject({
  /** Uid of the TaskRun. */
  run: z.string(),
  attempt: z.number().int().min(1).default(1),
  step: z.string(),
  kind: z.enum(['step', 'sidecar', 'init', 'whole']).default('step'),
  /** Lines `TIMESTAMP TEXT\n`, as a cluster sends them; absent: nothing is stored. */
  file: z.string().optional(),
  state: z
    .enum(['streaming', 'stored', 'partial', 'neverCaptured', 'expired'])
    .default('stored'),
  cause: z.enum(CAUSES).optional(),
  reason: z.string().optional(),
  /** How many lines there are at the end of each segment but the last. */
  segmentEnds: z.array(z.number().int().min(1)).default([]),
  /** Segments, from 0, whose bytes are lost, and known to be. */
  lost: z.array(z.number().int()).default([]),
  /** Segments, from 0, whose bytes are lost, and nobody knows yet. */
  missing: z.array(z.number().int()).default([]),
  /** A folder of a driver that the backend will not have. */
  elsewhere: z.string().optional(),
});

const contentSchema = z.strictObject({
  cluster: z.string().default('example'),
  runs: z.array(
    z.strictObject({
      object: z.looseObject({ kind: z.string() }),
      /** Whether it is gone from its cluster. */
      gone: z.boolean().default(true),
    }),
  ),
  logs: z.array(logSchema),
});

type Content = z.infer<typeof contentSchema>;
type LogContent = z.infer<typeof logSchema>;

/** Stores them through the same code that stores what a cluster sends. */
async function storeLogs(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      config: { type: 'string', multiple: true },
      help: { type: 'boolean' },
    },
  });
  const [file] = positionals;
  if (values.help || file === undefined) {
    process.stdout.write(`${HELP}\n`);
    return;
  }
  const content = contentSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  const archive = await openArchive({ configFiles: values.config ?? [] });
  await storeRuns(archive.stores, content);
  for (const log of content.logs) {
    await storeLog(archive.stores, { ...log, cluster: content.cluster });
  }
  await archive.close();
}

async function storeRuns(
  stores: Stores,
  { cluster, runs }: Content,
): Promise<void> {
  const captured = runs.map(({ object, gone }): CapturedRun => {
    const result = captureRun(object, gone ? 'deleted' : 'changed');
    if (!result.captured) {
      throw new Error(`A run cannot be read: ${result.problem}`);
    }
    return result.captured;
  });
  await stores.capture.record(
    { cluster, resource: 'stored', kind: 'PipelineRun' },
    captured,
  );
}

async function storeLog(
  stores: Stores,
  content: LogContent & { readonly cluster: string },
): Promise<void> {
  const { cluster, run: runUid, attempt, step, kind } = content;
  const { file, state, cause, reason } = content;
  const name: NewStepLog = {
    cluster,
    runUid,
    attempt,
    container: `step-${step}`,
    kind,
    step,
    position: 0,
    podName: `${runUid}-pod`,
  };
  const [log] = await stores.logs.open([name], {});
  if (!log) {
    throw new Error(`There is no run with the uid ${runUid}`);
  }
  if (file !== undefined) {
    await append(stores, log, { ...content, file });
  }
  if (state === 'expired') {
    await stores.logs.settle(log.id, { state: 'stored' }, {});
    await stores.logs.expire([log.id], { cause: cause ?? 'policy', reason });
  } else if (state !== 'streaming') {
    await stores.logs.settle(log.id, { state, cause, reason }, {});
  }
  await lose(stores, log, content);
}

async function append(
  stores: Stores,
  log: StepLog,
  options: { file: string; segmentEnds: number[]; elsewhere?: string },
): Promise<void> {
  const { file, segmentEnds, elsewhere } = options;
  const { drivers } = await LogDrivers.create({
    driver: elsewhere === undefined ? 'database' : 'filesystem',
    config: new ConfigReader({ filesystem: { directory: elsewhere } }),
    factories: [
      databaseLogDriverFactory({ objects: stores.logObjects }),
      fileSystemLogDriverFactory,
    ],
    logger: WinstonLogger.create({ level: 'warn' }),
  });
  const logs = new DriverLogArchive({
    store: stores.logs,
    drivers,
    settings: { maxBytes: Infinity, redact: [] },
  });
  const { signal } = new AbortController();
  let current = log;
  for (const lines of segmentEnds) {
    const text = firstLines(readFileSync(file, 'latin1'), lines);
    ({ log: current } = await logs.append(
      current,
      Readable.from([Buffer.from(text, 'latin1')]),
      { isLast: () => false, signal },
    ));
  }
  await logs.append(current, createReadStream(file), {
    isLast: () => true,
    signal,
  });
}

function firstLines(text: string, count: number): string {
  return text.split('\n').slice(0, count).concat('').join('\n');
}

async function lose(
  stores: Stores,
  { id }: StepLog,
  { lost, missing }: LogContent,
): Promise<void> {
  const segments = await stores.logs.segments(id);
  const keysOf = (numbers: readonly number[]) =>
    segments
      .filter(({ number }) => numbers.includes(number))
      .map(({ key }) => key);
  await stores.logObjects.delete(keysOf([...lost, ...missing]));
  if (lost.length > 0) {
    await stores.logs.noteLost('database', keysOf(lost));
  }
}

storeLogs().then(
  () => process.exit(0),
  error => {
    process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
    process.exit(1);
  },
);
