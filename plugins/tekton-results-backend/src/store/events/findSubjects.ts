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

import type { Knex } from 'knex';
import type { CapturedEvent } from '../EventStore';
import { taskRunOfPod } from '../podNames';
import { fromDbTimeOrNull, type DbInteger, type DbRecordsRow } from '../tables';

/** A run that events are about. */
export interface EventfulRun {
  readonly uid: string;
  readonly resultSeq: DbInteger;
}

type RunRow = Pick<
  DbRecordsRow,
  | 'capture_uid'
  | 'result_seq'
  | 'namespace'
  | 'run_name'
  | 'pod_name'
  | 'run_created_time'
>;

/** Clocks of nodes are not quite the same. */
const CLOCK_SKEW_MS = 60_000;

/**
 * Finds the runs that events are about: by uid, or by the pod of a TaskRun, of
 * which events do not tell the TaskRun.
 *
 * @returns the run of each event that has one
 */
export async function findSubjects(
  tx: Knex.Transaction,
  cluster: string,
  events: readonly CapturedEvent[],
): Promise<ReadonlyMap<CapturedEvent, EventfulRun>> {
  const [ofPods, ofRuns] = [true, false].map(ofPod =>
    events.filter(({ subject }) => (subject.kind === 'Pod') === ofPod),
  );
  const runs = await runsByUid(tx, cluster, ofRuns);
  const taskRuns = await taskRunsByPod(tx, cluster, ofPods);
  const found = new Map<CapturedEvent, EventfulRun>();
  for (const event of events) {
    const row =
      event.subject.kind === 'Pod'
        ? latestOwner(event, taskRuns)
        : runs.find(run => run.capture_uid === event.subject.uid);
    if (row?.capture_uid) {
      found.set(event, { uid: row.capture_uid, resultSeq: row.result_seq });
    }
  }
  return found;
}

function selectRuns(tx: Knex.Transaction, cluster: string) {
  return tx<DbRecordsRow>('records')
    .where({ cluster })
    .whereNotNull('capture_uid')
    .select(
      'capture_uid',
      'result_seq',
      'namespace',
      'run_name',
      'pod_name',
      'run_created_time',
    );
}

async function runsByUid(
  tx: Knex.Transaction,
  cluster: string,
  events: readonly CapturedEvent[],
): Promise<RunRow[]> {
  const uids = [...new Set(events.map(({ subject }) => subject.uid))];
  return uids.length === 0
    ? []
    : selectRuns(tx, cluster).whereIn('capture_uid', uids);
}

async function taskRunsByPod(
  tx: Knex.Transaction,
  cluster: string,
  events: readonly CapturedEvent[],
): Promise<RunRow[]> {
  const pods = [...new Set(events.map(({ subject }) => subject.name))];
  if (pods.length === 0) {
    return [];
  }
  const byPod: RunRow[] = await selectRuns(tx, cluster).whereIn(
    'pod_name',
    pods,
  );
  // The column holds no pods of earlier attempts, nor what the name tells.
  const byName: RunRow[] = await selectRuns(tx, cluster)
    .where({ kind: 'TaskRun' })
    .whereIn('run_name', pods.map(taskRunOfPod));
  return [...byPod, ...byName];
}

/** Names repeat: the TaskRun is the last that was created before the event. */
function latestOwner(
  { subject, time }: CapturedEvent,
  taskRuns: readonly RunRow[],
): RunRow | undefined {
  const createdAt = (run: RunRow) =>
    fromDbTimeOrNull(run.run_created_time) ?? 0;
  const owners = taskRuns.filter(
    run =>
      run.namespace === subject.namespace &&
      (run.pod_name === subject.name ||
        run.run_name === taskRunOfPod(subject.name)) &&
      createdAt(run) <= time + CLOCK_SKEW_MS,
  );
  return owners.sort((a, b) => createdAt(b) - createdAt(a)).at(0);
}
