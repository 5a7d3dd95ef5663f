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

import {
  parseRunObject,
  type RunObject,
  type RunStatus,
  type RunSummary,
  type TaskState,
} from 'backstage-plugin-tekton-results-common';
import type { Knex } from 'knex';
import { mapInTurns } from '../../turnsOfOthers';
import { rowsWithin } from '../access/rowsWithin';
import type { AccessFilter } from '../AccessFilter';
import type { FilterContext } from '../filters/filterContext';
import type { AskableRow } from '../filters/recordFilter';
import type { PayloadCodec } from '../payloads';
import type { DbRecordPayloadsRow, DbRecordsRow } from '../tables';
import { whereOwnerIsBeside } from '../whereOwnerIsBeside';

const MAX_TASKS = 100;
/** Of all runs of a page together. */
const MAX_CHILDREN = 10_000;

type ChildRow = Pick<
  DbRecordsRow,
  'cluster' | 'owner_run_uid' | 'task' | 'status'
> &
  AskableRow;
type ObjectRow = Pick<DbRecordsRow, 'cluster' | 'capture_uid'> &
  DbRecordPayloadsRow;

/** Adds the tasks of PipelineRuns, of which the reader may see the runs. */
export async function withTaskStates(
  options: { context: FilterContext; payloads: PayloadCodec },
  runs: readonly RunSummary[],
  access: AccessFilter | undefined,
): Promise<RunSummary[]> {
  const { context, payloads } = options;
  const pipelineRuns = runs.filter(({ kind }) => kind === 'PipelineRun');
  if (pipelineRuns.length === 0) {
    return [...runs];
  }
  const [children, objects] = await Promise.all([
    readChildren(context, pipelineRuns, access),
    readObjects(context.db, payloads, pipelineRuns),
  ]);
  return runs.map(run => {
    if (run.kind !== 'PipelineRun') {
      return run;
    }
    const key = keyOf(run.cluster, run.uid);
    return {
      ...run,
      tasks: taskStates(objects.get(key), children.get(key) ?? []),
    };
  });
}

/** The tasks of a run in the order of its pipeline. */
export function taskStates(
  run: RunObject | undefined,
  children: readonly TaskState[],
): TaskState[] {
  const spec = run?.status.pipelineSpec;
  const planned = [...(spec?.tasks ?? []), ...(spec?.finally ?? [])];
  const order = new Map(planned.map(({ name }, index) => [name, index]));
  const skipped = (run?.status.skippedTasks ?? []).flatMap(({ name }) =>
    name === undefined ? [] : [{ name, status: 'skipped' as const }],
  );
  const placeOf = ({ name }: TaskState) => order.get(name) ?? planned.length;
  return [...children, ...skipped]
    .sort((a, b) => placeOf(a) - placeOf(b))
    .slice(0, MAX_TASKS);
}

async function readChildren(
  context: FilterContext,
  runs: readonly RunSummary[],
  access: AccessFilter | undefined,
): Promise<Map<string, TaskState[]>> {
  const rows = await rowsWithin<ChildRow>(context, {
    select: context.db
      .from('records as r')
      .join('results as g', 'g.seq', 'r.result_seq')
      .leftJoin('record_payloads as p', 'p.record_seq', 'r.seq')
      // Both columns of an index: by one, SQLite reads all runs of a cluster.
      .whereIn(
        ['r.owner_run_uid', 'r.cluster'],
        runs.map(({ cluster, uid }) => [uid, cluster]),
      )
      .whereNotNull('r.capture_uid')
      .where(child => whereOwnerIsBeside(child, 'r'))
      .orderByRaw('r.list_time, r.seq')
      .limit(MAX_CHILDREN)
      .select([
        'r.cluster',
        'r.owner_run_uid',
        'r.task',
        'r.status',
        'r.parent',
        'r.name',
        'r.data_type',
        'r.promotion',
        'r.pipeline',
        'g.name as result_name',
        'p.encoding',
        'p.dictionary_id',
        'p.bytes',
      ]),
    alias: 'r',
    access,
  });
  const children = new Map<string, TaskState[]>();
  for (const row of rows) {
    const key = keyOf(row.cluster, String(row.owner_run_uid));
    const state: TaskState = {
      name: row.task ?? row.name,
      // Only this store writes the column, from the same type.
      status: row.status as RunStatus,
    };
    children.set(key, [...(children.get(key) ?? []), state]);
  }
  return children;
}

async function readObjects(
  db: Knex,
  payloads: PayloadCodec,
  runs: readonly RunSummary[],
): Promise<Map<string, RunObject>> {
  const rows: ObjectRow[] = await db
    .from('records as r')
    .join('record_payloads as p', 'p.record_seq', 'r.seq')
    .whereIn(
      ['r.cluster', 'r.capture_uid'],
      runs.map(({ cluster, uid }) => [cluster, uid]),
    )
    .select('r.cluster', 'r.capture_uid', 'p.*');
  const reader = await payloads.reader(db, rows);
  const objects = await mapInTurns(rows, row => {
    const { run } = parseRunObject(reader.decode(row));
    return run
      ? [[keyOf(row.cluster, String(row.capture_uid)), run] as const]
      : [];
  });
  return new Map(objects.flat());
}

function keyOf(cluster: string, uid: string): string {
  return JSON.stringify([cluster, uid]);
}
