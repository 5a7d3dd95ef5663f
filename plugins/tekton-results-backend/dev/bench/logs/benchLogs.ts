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

import { mkdtemp, rm } from 'fs/promises';
import { tmpdir } from 'os';
import { join } from 'path';
import { performance } from 'perf_hooks';
import { setImmediate } from 'timers/promises';
import { mockServices } from '@backstage/backend-test-utils';
import { ConfigReader } from '@backstage/config';
import {
  databaseLogDriverFactory,
  DriverLogArchive,
  fileSystemLogDriverFactory,
  LogDrivers,
  type LogArchive,
} from '../../../src/logs';
import { lastRecordedEvents } from '../../../src/__testUtils__/recordedRuns';
import type { StepLog, Stores } from '../../../src/store';
import type { BenchOptions } from '../BenchOptions';
import type { BenchCell, BenchReport } from '../BenchReport';
import { openBenchDatabase, type BenchDatabase } from '../database';
import { measure } from '../measure';
import { peakMemory, usedHeap } from '../watcher/memory';
import { logChunks } from './LogSource';

const MB = 1e6;
const STEPS_AT_ONCE = [1, 8, 32];
/** In all steps together. */
const CAPTURED_LINES = 1_000_000;
const LONG_LOG_LINES = 1_000_000;
const NEEDLE = 'needle in the haystack';

const never = new AbortController().signal;

interface Bench {
  readonly report: BenchReport;
  readonly archive: LogArchive;
  readonly stores: Stores;
  /** A log of which nothing is stored yet. */
  newLog(): Promise<StepLog>;
}

/** Logs, from the chunks of a source to the driver, and back. */
export async function benchLogs(options: BenchOptions): Promise<void> {
  const lines = Math.min(CAPTURED_LINES, options.records * 5);
  for (const { engine, connection } of options.databases) {
    const directory = await mkdtemp(join(tmpdir(), 'tekton-results-logs-'));
    const database = await openBenchDatabase(engine, connection);
    try {
      await options.report.databaseVersion(database);
      for (const driver of ['database', 'filesystem']) {
        const bench = await openBench(database, {
          driver,
          directory,
          report: options.report,
        });
        const title = `${driver} on ${engine}`;
        await benchCapture(bench, { title, lines });
        await benchReading(bench, {
          title,
          lines: Math.min(LONG_LOG_LINES, lines),
        });
      }
    } finally {
      await database.close();
      await rm(directory, { recursive: true });
    }
  }
}

async function openBench(
  database: BenchDatabase,
  options: { driver: string; directory: string; report: BenchReport },
): Promise<Bench> {
  const { stores } = database;
  const { driver, directory } = options;
  const { drivers } = await LogDrivers.create({
    driver,
    config: new ConfigReader({ filesystem: { directory } }),
    factories: [
      databaseLogDriverFactory({ objects: stores.logObjects }),
      fileSystemLogDriverFactory,
    ],
    logger: mockServices.rootLogger({ level: 'error' }),
  });
  const archive = new DriverLogArchive({
    store: stores.logs,
    drivers,
    settings: { maxBytes: Infinity, redact: [] },
  });
  const run = await storeTaskRun(stores, `logs-${driver}`);
  let attempt = 0;
  return {
    report: options.report,
    archive,
    stores,
    newLog: async () => {
      attempt += 1;
      const [log] = await stores.logs.open(
        [
          {
            ...run,
            attempt,
            container: 'step-bench',
            kind: 'step',
            step: 'bench',
            position: 0,
            podName: 'bench-pod',
          },
        ],
        {},
      );
      return log;
    },
  };
}

/**
 * What is held is measured once, half-way, after a collection. RSS grows by more,
 * as garbage is not collected at once.
 */
async function benchCapture(
  bench: Bench,
  options: { title: string; lines: number },
): Promise<void> {
  const { title, lines } = options;
  const rows: BenchCell[][] = [];
  for (const steps of STEPS_AT_ONCE) {
    const chunks = logChunks(Math.ceil(lines / steps));
    const logs: StepLog[] = [];
    for (let step = 0; step < steps; step += 1) {
      logs.push(await bench.newLog());
    }
    const heldBefore = usedHeap();
    let held = 0;
    const before = process.memoryUsage.rss();
    const start = performance.now();
    const cpu = process.cpuUsage();
    let bytes = 0;
    const peak = await peakMemory(async () => {
      const captured = await Promise.all(
        logs.map((log, index) =>
          capture(bench, log, chunks, () => {
            held = index === 0 ? usedHeap() - heldBefore : held;
          }),
        ),
      );
      bytes = captured.reduce((sum, log) => sum + log.bytes, 0);
    });
    const seconds = (performance.now() - start) / 1_000;
    const { user, system } = process.cpuUsage(cpu);
    rows.push([
      steps,
      bytes / MB,
      bytes / MB / seconds,
      (user + system) / 1e6 / seconds,
      held / MB,
      (peak - before) / MB,
    ]);
  }
  bench.report.table({
    title: `Capture, ${title}`,
    columns: [
      'steps at once',
      'MB of text',
      'MB/s',
      'cores used',
      'held half-way, MB',
      'more RSS with garbage, MB',
    ],
    rows,
    chart: { kind: 'bars', columns: ['MB/s'], unit: 'MB/s' },
  });
}

async function benchReading(
  bench: Bench,
  options: { title: string; lines: number },
): Promise<void> {
  const { title, lines } = options;
  const { archive } = bench;
  const chunks = logChunks(lines);
  chunks.push(Buffer.from(`2026-11-22T10:00:00Z ${NEEDLE}\n`));
  const log = await capture(bench, await bench.newLog(), chunks);
  const middle = Math.floor(log.lines / 2);
  const firstLine = await measured(async () => {
    const range = { from: middle, to: middle + 999, signal: never };
    for await (const line of archive.lines(log, range)) {
      return line;
    }
    return undefined;
  });
  const rows: BenchCell[][] = [
    ['first line of a range in the middle', ...firstLine],
  ];
  const searches = [
    ['text', { pattern: NEEDLE, isRegex: false, caseSensitive: true }],
    [
      'text, any case',
      { pattern: NEEDLE, isRegex: false, caseSensitive: false },
    ],
    ['RE2', { pattern: 'needle \\w+ the', isRegex: true, caseSensitive: true }],
  ] as const;
  for (const [name, search] of searches) {
    const searched = await measured(async () => {
      const found = archive.search(log, search, { signal: never });
      for await (const match of found) {
        return match;
      }
      throw new Error('Nothing was found');
    });
    rows.push([`search, ${name}: found in the last line`, ...searched]);
  }
  const whole = await measured(async () => {
    for await (const chunk of archive.bytes(log, { signal: never })) {
      void chunk.length;
    }
  });
  rows.push(['all of it', ...whole]);
  bench.report.table({
    title: `Reading ${log.lines} lines, ${(log.bytes / MB).toFixed(
      0,
    )} MB, ${title}`,
    columns: ['read', 'ms', 'CPU, ms', 'others waited, ms'],
    rows,
    chart: { kind: 'bars', columns: ['ms', 'others waited, ms'], unit: 'ms' },
  });
  const segments = await bench.stores.logs.segments(log.id);
  const stored = segments.reduce(
    (sum, segment) => sum + segment.storedBytes,
    0,
  );
  bench.report.table({
    title: `Stored, ${title}`,
    columns: ['figure', 'value'],
    rows: [
      ['bytes per byte of text', stored / log.bytes],
      ['MB', stored / MB],
    ],
  });
}

async function capture(
  { archive }: Bench,
  log: StepLog,
  chunks: readonly Buffer[],
  onMiddle?: () => void,
): Promise<StepLog> {
  const appended = await archive.append(log, sourceOf(chunks, onMiddle), {
    isLast: () => true,
    signal: never,
  });
  return appended.log;
}

/** As from a connection: others have their turn between chunks. */
async function* sourceOf(
  chunks: readonly Buffer[],
  onMiddle?: () => void,
): AsyncGenerator<Uint8Array> {
  const middle = Math.floor(chunks.length / 2);
  for (const [index, chunk] of chunks.entries()) {
    if (index === middle) {
      onMiddle?.();
    }
    yield chunk;
    await setImmediate();
  }
}

/** Stores a TaskRun that logs can go with. */
async function storeTaskRun(
  stores: Stores,
  cluster: string,
): Promise<{ cluster: string; runUid: string }> {
  const [run] = lastRecordedEvents().filter(
    ({ captured }) => captured.facts.kind === 'TaskRun',
  );
  await stores.capture.record({ ...run.scope, cluster }, [run.captured]);
  return { cluster, runUid: run.captured.facts.uid };
}

/** Of a machine that others use, too, the CPU's time tells more. */
async function measured(work: () => Promise<unknown>): Promise<number[]> {
  const { ms, blockedMs } = await measure(work);
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return [ms, (user + system) / 1_000, blockedMs];
}
