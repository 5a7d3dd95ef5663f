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

import { parseRunObject } from 'backstage-plugin-tekton-results-common';
import {
  lastRecordedEvents,
  TEST_CLUSTER,
} from '../../__testUtils__/recordedRuns';
import { LOG_TYPES, type CapturedRun, type Stores } from '../../store';
import { testLogArchive } from './testLogArchive';

/** A Record that tells of a log. */
export interface TestLog {
  /** As it is asked for: `<parent>/results/<result>/logs/<log>`. */
  readonly name: string;
  /** Uid of its run. */
  readonly uid: string;
}

/**
 * Stores the recorded runs, and a log for each step; those of every third TaskRun
 * are lost but for the first.
 *
 * @returns the Records that tell of them
 */
export async function storeTestLogs(stores: Stores): Promise<TestLog[]> {
  const sizes = new Map<string, number>();
  const runs: CapturedRun[] = [];
  for (const { scope, captured } of lastRecordedEvents()) {
    await stores.capture.record(scope, [captured]);
    runs.push(captured);
  }
  const taskRuns = runs.filter(({ facts }) => facts.kind === 'TaskRun');
  for (const [index, run] of taskRuns.entries()) {
    const { uid, ownerUid } = run.facts;
    const size = await storeLogs(stores, run, { areLost: index % 3 === 0 });
    for (const described of size > 0 ? [uid, ownerUid] : []) {
      if (described) {
        sizes.set(described, (sizes.get(described) ?? 0) + size);
      }
    }
  }
  for (const [uid, size] of sizes) {
    const description = { type: 'File', path: 'a', size, isStored: true };
    const run = { cluster: TEST_CLUSTER, uid };
    await stores.logCapture.describe({ ...run, description });
  }
  const { items } = await stores.results.listRecords({
    view: { cluster: TEST_CLUSTER },
    limit: 1_000,
  });
  return items.flatMap(({ name, data }) => {
    if (!data || !LOG_TYPES.includes(data.type)) {
      return [];
    }
    const { uid } = JSON.parse(data.json.toString()).spec.resource;
    return [{ name: name.replace('/records/', '/logs/'), uid }];
  });
}

/** @returns bytes of all */
async function storeLogs(
  stores: Stores,
  { facts: { uid }, payload }: CapturedRun,
  { areLost }: { areLost: boolean },
): Promise<number> {
  const { archive } = await testLogArchive(stores);
  const { run } = parseRunObject(payload);
  const { steps = [], retriesStatus = [], podName } = run?.status ?? {};
  const logs = await stores.logs.open(
    steps.map(({ name, container }, position) => ({
      cluster: TEST_CLUSTER,
      runUid: uid,
      attempt: retriesStatus.length + 1,
      container: container ?? `step-${name}`,
      kind: 'step',
      step: String(name),
      position,
      podName: podName ?? '',
    })),
    {},
  );
  let size = 0;
  for (const [index, log] of logs.entries()) {
    if (areLost && index > 0) {
      const gone = { state: 'neverCaptured', cause: 'podGone' } as const;
      await stores.logs.settle(log.id, gone, {});
    } else {
      const { log: kept } = await archive.append(log, lines(uid), {
        isLast: () => true,
        signal: new AbortController().signal,
      });
      size += kept.bytes;
      await stores.logs.settle(log.id, { state: 'stored' }, {});
    }
  }
  return size;
}

async function* lines(text: string) {
  for (let line = 1; line < 4; line += 1) {
    yield Buffer.from(`2026-11-21T10:00:00Z ${line} ${text}\n`);
  }
}
