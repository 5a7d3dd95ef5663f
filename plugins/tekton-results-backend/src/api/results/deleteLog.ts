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
  allOf,
  LOG_TYPES,
  type AccessFilter,
  type RecordName,
  type StoredRecord,
  type StoredRun,
  type WriteAccess,
} from '../../store';
import type { ApiContext } from './ApiContext';
import { found } from './found';
import { splitRecordName } from './names';
import { parseApiFilter } from './parseListQuery';
import { isLogRecord, runOfRecord } from './runOfRecord';
import { written } from './writeRequests';

/** There is one, but other clients may have posted more. */
const MAX_LOG_RECORDS = 100;
const FORBIDDEN = { refused: 'forbidden' } as const;
const PINNED = { refused: 'pinned' } as const;

/**
 * Deletes the log that a Record tells of, or that the run in it wrote: first the
 * text, of a PipelineRun that of its TaskRuns, and then what tells of it. Whoever
 * is interrupted may do it again.
 *
 * @throws ResultsApiError if there is none, or it must not be deleted
 */
export async function deleteLog(
  context: ApiContext,
  name: RecordName,
  access: WriteAccess,
): Promise<void> {
  const { store, writer, runs, logs, pins } = context;
  const { cluster } = name;
  const visible = { cluster, access: access.visible };
  const record = found(await store.getRecord(visible, name));
  const run = await runOfRecord(runs, record, visible);
  const texts = run ? await textsOf(context, run, access) : [];
  const tellingOf = isLogRecord(record)
    ? [record]
    : await logRecordsOf(context, { run, name, access });
  if (tellingOf.length === 0 && texts.length === 0) {
    found(undefined);
  }
  const deletable = allOf(access.visible, access.allowed);
  for (const { name: fullName } of tellingOf) {
    const told = { cluster, access: deletable };
    if (!(await store.getRecord(told, splitRecordName(fullName)))) {
      written(FORBIDDEN);
    }
  }
  if (run && (await pins.isKept({ ...run.summary, namespace: run.parent }))) {
    written(PINNED);
  }
  await logs.expire(texts, { cause: 'deleted' });
  for (const { name: fullName } of tellingOf) {
    const told = { cluster, ...splitRecordName(fullName) };
    written(await writer.deleteRecord(told, { access }));
  }
}

/**
 * The ids of the logs of a run that have a text, or may still get one.
 *
 * @throws ResultsApiError if one of the runs that wrote them must not be changed
 */
async function textsOf(
  { runs, logs }: ApiContext,
  run: StoredRun,
  { visible, allowed }: WriteAccess,
): Promise<number[]> {
  const { cluster, uid } = run.summary;
  const writersWithin = async (access: AccessFilter) => {
    const children = await runs.children({ cluster, uid, access });
    const own = await runs.get({ cluster, uid, access });
    return [...(own ? [own] : []), ...children]
      .filter(({ parent }) => parent === run.parent)
      .map(({ summary }) => summary.uid);
  };
  const writers = await writersWithin(visible);
  const texts = (await logs.logsOf(cluster, writers)).filter(
    ({ state, segments }) => state === 'streaming' || segments > 0,
  );
  const deletable = await writersWithin(allOf(visible, allowed));
  if (texts.some(({ runUid }) => !deletable.includes(runUid))) {
    written(FORBIDDEN);
  }
  return texts.map(({ id }) => id);
}

/** The Records of its Result that tell of the log of a run. */
async function logRecordsOf(
  { store }: ApiContext,
  options: {
    run: StoredRun | undefined;
    name: RecordName;
    access: WriteAccess;
  },
): Promise<readonly StoredRecord[]> {
  const { run, name, access } = options;
  if (!run) {
    return [];
  }
  const types = LOG_TYPES.map(type => JSON.stringify(type)).join(', ');
  const uid = JSON.stringify(run.summary.uid);
  const { items } = await store.listRecords({
    view: { cluster: name.cluster, access: access.visible },
    parent: name.parent,
    result: name.result,
    filter: parseApiFilter(
      `data_type in [${types}] && data.spec.resource.uid == ${uid}`,
      'records',
    ),
    limit: MAX_LOG_RECORDS,
  });
  return items;
}
