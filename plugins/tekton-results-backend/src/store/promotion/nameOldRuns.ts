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

import type { LoggerService } from '@backstage/backend-plugin-api';
import { toError } from '@backstage/errors';
import type { Knex } from 'knex';
import { setImmediate as nextTurn } from 'timers/promises';
import {
  parseRunObject,
  runFacts,
} from 'backstage-plugin-tekton-results-common';
import { mapInTurns } from '../../turnsOfOthers';
import type { PayloadCodec, PayloadReader } from '../payloads';
import type {
  DbRecordPayloadsRow,
  DbRecordsRow,
  DbRenewalsRow,
} from '../tables';
import { asStoreError, inStoreTransaction } from '../transactions';
import { columnText } from './columnValues';

/** As the migration calls it. */
const RENEWAL = 'pipelines';
/** Bounds the transaction, and how long SQLite keeps the event loop busy. */
const RECORDS_PER_STEP = 500;

/**
 * Runs that earlier versions took for runs of a pipeline of their own, with what
 * these own; PipelineRuns of which they knew no pipeline, and other runs of which they
 * knew no task. Those that a run owns are among them: what owns it may be no run.
 * Of those that are not promoted yet the labels are not known.
 */
const MAY_BE_NAMED_OTHERWISE = `r.status is not null and (
  r.pipeline = r.run_name or r.pipeline = r.label_pipeline_run
  or (r.kind = 'PipelineRun' and r.pipeline is null)
  or (r.kind <> 'PipelineRun' and r.task is null)
  or r.promotion = 0)`;

type Names = Pick<DbRecordsRow, 'pipeline' | 'task'>;
type OldRun = Pick<DbRecordsRow, 'seq' | 'uid' | 'etag'> &
  Names &
  Omit<DbRecordPayloadsRow, 'record_seq'>;

interface NamingContext {
  readonly db: Knex;
  readonly payloads: PayloadCodec;
  readonly logger: LoggerService;
}

/**
 * Works out of which pipelines and tasks runs are that an earlier version stored,
 * where that took the name of a run for that of its pipeline. Once, for all there is.
 *
 * May be stopped at any time, run again, and run by several at once: it goes on where
 * it was, and a run that changes meanwhile is left alone, as its writer has named it.
 *
 * @returns how many runs got other names
 * @throws StoreError
 */
export async function nameOldRuns(
  options: NamingContext & { signal: AbortSignal },
): Promise<number> {
  const { db, signal } = options;
  let named = 0;
  while (!signal.aborted) {
    const doneTo = await namedTo(db).catch(asStoreError);
    if (doneTo === undefined) {
      break;
    }
    named += await nameNext(options, doneTo).catch(asStoreError);
    await nextTurn();
  }
  return named;
}

/**
 * Up to which `seq` of Records runs have their names.
 *
 * @returns undefined: nothing is left to do
 */
export async function namedTo(db: Knex): Promise<number | undefined> {
  const row = await db<DbRenewalsRow>('renewals')
    .where({ name: RENEWAL })
    .first('done_to');
  return row && Number(row.done_to);
}

async function nameNext(
  context: NamingContext,
  doneTo: number,
): Promise<number> {
  const { db } = context;
  const seqs: Array<DbRecordsRow['seq']> = await db<DbRecordsRow>('records')
    .where('seq', '>', doneTo)
    .orderBy('seq')
    .limit(RECORDS_PER_STEP)
    .pluck('seq');
  const last = seqs.at(-1);
  if (last === undefined) {
    await db<DbRenewalsRow>('renewals').where({ name: RENEWAL }).delete();
    return 0;
  }
  const runs: OldRun[] = await db
    .from('records as r')
    .join('record_payloads as p', 'p.record_seq', 'r.seq')
    .where('r.seq', '>', doneTo)
    .where('r.seq', '<=', last)
    .whereRaw(MAY_BE_NAMED_OTHERWISE)
    .orderBy('r.seq')
    .select([
      ...['seq', 'uid', 'etag', 'pipeline', 'task'].map(name => `r.${name}`),
      ...['encoding', 'dictionary_id', 'bytes'].map(name => `p.${name}`),
    ]);
  const reader = await context.payloads.reader(db, runs);
  const named = await mapInTurns(runs, run => ({
    run,
    names: namesOf(run, { ...context, reader }),
  }));
  const changes = named.filter(
    ({ run, names }) =>
      names.pipeline !== run.pipeline || names.task !== run.task,
  );
  return inStoreTransaction(db, async tx => {
    let changed = 0;
    for (const { run, names } of changes) {
      const { seq, etag } = run;
      changed += await tx<DbRecordsRow>('records')
        .where({ seq, etag })
        .update(names);
    }
    await tx<DbRenewalsRow>('renewals')
      .where({ name: RENEWAL, done_to: doneTo })
      .update({ done_to: last });
    return changed;
  });
}

/** Those that it has, if its object cannot be read. */
function namesOf(
  run: OldRun,
  { reader, logger }: NamingContext & { reader: PayloadReader },
): Names {
  try {
    const parsed = parseRunObject(reader.decode(run)).run;
    const { pipeline, task } = parsed ? runFacts(parsed) : {};
    return { pipeline: columnText(pipeline), task: columnText(task) };
  } catch (error) {
    logger.error(`Record ${run.uid} cannot be read`, {
      error: toError(error).message,
    });
    return run;
  }
}
