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

import { generateHistory } from 'example-cluster';
import type { CapturedRun } from '../../src/store';
import { captureRun } from '../../src/watcher';
import type { BenchDatabase } from './database';
import { startProgress } from './progress';
import { createUpstreamTable, type UpstreamTable } from './upstreamTable';

const BATCH_RECORDS = 500;
const RECORDS_PER_RUN = 5.3;
const CLUSTER = 'bench';
const DAYS = 180;
const SEED = 1;

/**
 * Fills both archives with the same made-up history, unless they hold it. Returns
 * upstream's one.
 */
export async function loadHistory(
  database: BenchDatabase,
  records: number,
): Promise<UpstreamTable> {
  const { db } = database;
  const upstream = await createUpstreamTable(database);
  const [{ count }]: Array<{ count: number | string }> = await db(
    'records',
  ).count({ count: '*' });
  if (Number(count) >= records) {
    return upstream;
  }
  if (Number(count) > 0) {
    throw new Error(`the database holds ${count} records, not ${records}`);
  }
  const progress = startProgress(`Loading ${database.engine}`, records);
  const scope = {
    cluster: CLUSTER,
    resource: 'history',
    kind: 'PipelineRun',
  } as const;
  let batch: CapturedRun[] = [];
  let done = 0;
  const flush = async () => {
    // Stored when it ended, as if the archive had been there all the time.
    database.setNow(
      Math.max(0, ...batch.map(({ facts }) => facts.completedAt ?? 0)) + 1_000,
    );
    await database.stores.capture.record(scope, batch);
    await upstream.insert(batch);
    done += batch.length;
    batch = [];
    progress.update(done);
  };
  const until = new Date();
  for (const { objects } of generateHistory({
    runs: Math.ceil(records / RECORDS_PER_RUN) * 2,
    days: DAYS,
    seed: SEED,
    until,
  })) {
    for (const object of objects) {
      const { captured } = captureRun(object, 'deleted');
      if (captured) {
        batch.push(captured);
      }
    }
    if (batch.length >= BATCH_RECORDS) {
      await flush();
    }
    if (done >= records) {
      break;
    }
  }
  progress.end(done);
  await db.raw(database.engine === 'postgres' ? 'vacuum analyze' : 'analyze');
  return upstream;
}
