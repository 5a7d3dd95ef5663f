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

import type { JsonObject } from '@backstage/types';
import type { CapturedRun } from '../../src/store';
import { benchedHistory } from './benchedHistory';
import { captured } from './captured';
import type { BenchDatabase } from './database';
import { quantile } from './measure';
import { startProgress, type Progress } from './progress';
import { Rate } from './Rate';
import { createUpstreamTable, type UpstreamTable } from './upstreamTable';

/** As many as the watcher stores at once. */
const BATCH_RECORDS = 50;
const CLUSTER = 'bench';
/** So many batches are between two that upstream's table gets row by row. */
const ROW_BY_ROW_EVERY = 20;
/** Of which the times say nothing: statements are prepared, and code compiled. */
const WARM_UP_BATCHES = 2 * ROW_BY_ROW_EVERY;

/** How fast records came in. */
export interface LoadFigures {
  readonly records: number;
  /** From the objects of a cluster to committed rows. */
  readonly perSecond: number;
  /** Upstream's rows, as many in a transaction as ours. */
  readonly upstreamPerSecond: number;
  /** Upstream's rows each in a transaction, as its server writes them. */
  readonly upstreamEachPerSecond: number;
  /** Of the texts of objects, as upstream stores them. */
  readonly jsonBytes: {
    readonly mean: number;
    readonly least: number;
    readonly median: number;
    readonly p99: number;
    readonly most: number;
  };
}

interface LoadedHistory {
  readonly upstream: UpstreamTable;
  /** Absent if the records were there. */
  readonly load?: LoadFigures;
}

/** Fills both archives with the same made-up history, unless they hold it. */
export async function loadHistory(
  database: BenchDatabase,
  { records }: { records: number },
): Promise<LoadedHistory> {
  const { db, engine } = database;
  const upstream = await createUpstreamTable(database);
  const [{ count }]: Array<{ count: number | string }> = await db(
    'records',
  ).count({ count: '*' });
  if (Number(count) >= records) {
    return { upstream };
  }
  if (Number(count) > 0) {
    throw new Error(`the database holds ${count} records, not ${records}`);
  }
  const progress = startProgress(`Loading ${engine}`, records);
  const load = await loadAll(database, upstream, { records, progress }).finally(
    () => progress.end(),
  );
  await db.raw(engine === 'postgres' ? 'vacuum analyze' : 'analyze');
  return { upstream, load };
}

async function loadAll(
  database: BenchDatabase,
  upstream: UpstreamTable,
  { records, progress }: { records: number; progress: Progress },
): Promise<LoadFigures> {
  const ours = new Rate();
  const theirs = new Rate();
  const theirsEach = new Rate();
  const warmUp = new Rate();
  const jsonBytes: number[] = [];
  let batches = 0;
  for (const objects of batchesOf(records)) {
    const { length } = objects;
    const isWarm = batches >= WARM_UP_BATCHES;
    await (isWarm ? ours : warmUp).measure(length, () =>
      capture(database, objects),
    );
    const runs = objects.map(asUpstreamStores);
    runs.forEach(({ payload }) =>
      jsonBytes.push(Buffer.byteLength(JSON.stringify(payload))),
    );
    if (batches % ROW_BY_ROW_EVERY === 0) {
      await (isWarm ? theirsEach : warmUp).measure(length, () =>
        upstream.insertEach(runs),
      );
    } else {
      await (isWarm ? theirs : warmUp).measure(length, () =>
        upstream.insert(runs),
      );
    }
    batches += 1;
    progress.update(jsonBytes.length);
  }
  return {
    records: jsonBytes.length,
    perSecond: ours.perSecond(),
    upstreamPerSecond: theirs.perSecond(),
    upstreamEachPerSecond: theirsEach.perSecond(),
    jsonBytes: sizesOf(jsonBytes),
  };
}

function sizesOf(bytes: readonly number[]): LoadFigures['jsonBytes'] {
  return {
    mean: bytes.reduce((sum, size) => sum + size, 0) / bytes.length,
    least: quantile(bytes, 0),
    median: quantile(bytes, 0.5),
    p99: quantile(bytes, 0.99),
    most: quantile(bytes, 1),
  };
}

/** All runs with their tasks, until there are enough. */
function* batchesOf(records: number): Generator<JsonObject[]> {
  let batch: JsonObject[] = [];
  let done = 0;
  for (const objects of benchedHistory(records)) {
    batch.push(...objects);
    done += objects.length;
    if (batch.length >= BATCH_RECORDS || done >= records) {
      yield batch;
      batch = [];
    }
    if (done >= records) {
      return;
    }
  }
  throw new Error(`the history has ${done} records, not ${records}`);
}

function gone(object: JsonObject): CapturedRun {
  return captured(object, 'deleted');
}

/** As the watcher does. */
async function capture(
  { stores, setNow }: BenchDatabase,
  objects: readonly JsonObject[],
): Promise<void> {
  const runs = objects.map(gone);
  // Stored when it ended, as if the archive had been there all the time.
  setNow(
    Math.max(0, ...runs.map(({ facts }) => facts.completedAt ?? 0)) + 1_000,
  );
  await stores.capture.record(
    { cluster: CLUSTER, resource: 'history', kind: 'PipelineRun' },
    runs,
  );
}

/** Whole, with what a cluster notes of its writers: nothing is left out. */
function asUpstreamStores(object: JsonObject): CapturedRun {
  return { ...gone(object), payload: object };
}
