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
import type { CapturedRun, WriteOutcome } from '../../../src/store';
import { benchedHistory } from '../benchedHistory';
import { captured } from '../captured';
import type { BenchDatabase } from '../database';

type Work = () => Promise<unknown>;

/** Apart from the history that lists are asked for. */
const CLUSTER = 'written';
const PARENT = 'written';
const RESULT = 'written';
/** As many as the watcher stores at once. */
const RUNS_AT_ONCE = 50;
/** As many as a job removes at once, with all that they own. */
const REMOVED_AT_ONCE = 25;
/** More than are removed, however often that is tried. */
const REMOVABLE_RECORDS = 3_500;
/** More than are written. */
const RECORDS = 6_000;
const CURSOR = {
  cluster: CLUSTER,
  resource: 'written',
  kind: 'TaskRun',
} as const;

/**
 * What writes, each on as many new runs as it does at once. Each kind needs what the
 * one before has left.
 */
export async function benchedWrites({
  stores,
}: Pick<BenchDatabase, 'stores'>): Promise<Record<string, Work>> {
  const { capture, writer, retention } = stores;
  const history = objectsOf();
  const stored: JsonObject[][] = [];
  const next = () =>
    Array.from({ length: RUNS_AT_ONCE }, () => history.next().value);
  const name = (record: string) => ({
    cluster: CLUSTER,
    parent: PARENT,
    result: RESULT,
    record,
  });
  written(await writer.createResult(name(''), { annotations: {} }));
  for (let done = 0; done < REMOVABLE_RECORDS; done += RUNS_AT_ONCE) {
    await capture.record(CURSOR, next().map(seen));
  }
  let count = 0;
  return {
    [`${RUNS_AT_ONCE} new runs`]: async () => {
      const objects = next();
      stored.push(objects);
      await capture.record(CURSOR, objects.map(seen));
    },
    [`${RUNS_AT_ONCE} runs that changed`]: async () => {
      const objects = stored.shift() ?? [];
      stored.push(objects);
      await capture.record(CURSOR, objects.map(changed).map(seen));
    },
    'create a Record': async () => {
      count += 1;
      written(
        await writer.createRecord(
          name(`record-${count}`),
          dataOf(history.next().value),
        ),
      );
    },
    'update a Record': async () =>
      written(
        await writer.updateRecord(name(`record-${count}`), {
          data: dataOf(history.next().value),
        }),
      ),
    'delete a Record': async () => {
      written(await writer.deleteRecord(name(`record-${count}`)));
      count -= 1;
    },
    [`${REMOVED_AT_ONCE} runs that retention removes`]: async () => {
      const { runs } = await retention.expiring(
        {
          within: { kind: 'cluster', values: [CLUSTER] },
          endedBefore: Date.now(),
          having: 'runs',
        },
        { limit: REMOVED_AT_ONCE },
      );
      const { runs: removed } = await retention.remove(runs, {
        policy: 'bench',
      });
      if (removed < REMOVED_AT_ONCE) {
        throw new Error(`Only ${removed} runs were removed`);
      }
    },
  };
}

/** What is refused takes no time. */
function written({ refused }: WriteOutcome<unknown>): void {
  if (refused) {
    throw new Error(`A write was refused: ${JSON.stringify(refused)}`);
  }
}

function* objectsOf(): Generator<JsonObject, never> {
  for (const objects of benchedHistory(RECORDS)) {
    yield* objects;
  }
  throw new Error('More is written than there is');
}

function seen(object: JsonObject): CapturedRun {
  return captured(object, 'changed');
}

/** As it is a moment later. */
function changed(object: JsonObject): JsonObject {
  const metadata = object.metadata as JsonObject;
  metadata.resourceVersion = String(Number(metadata.resourceVersion) + 1e6);
  metadata.annotations = {
    ...(metadata.annotations as JsonObject | undefined),
    'acme.example/changed': metadata.resourceVersion,
  };
  return object;
}

function dataOf(payload: JsonObject) {
  return {
    type: `${payload.apiVersion}.${payload.kind}`,
    json: Buffer.from(JSON.stringify(payload)),
    payload,
  };
}
