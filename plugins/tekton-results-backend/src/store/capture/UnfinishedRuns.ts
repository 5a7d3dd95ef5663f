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

import type { JsonValue } from '@backstage/types';
import type { Knex } from 'knex';
import { chunked } from '../../chunked';
import { mapInTurns } from '../../turnsOfOthers';
import type { CapturedRun } from '../CapturedRun';
import type { CaptureScope } from '../CaptureStore';
import type { PayloadCodec } from '../payloads';
import {
  fromDbTime,
  toDbTime,
  type DbRecordsRow,
  type DbUnfinishedRunsRow,
} from '../tables';
import { newestStates } from './newestStates';

const ROWS_PER_STATEMENT = 100;
const UIDS_PER_STATEMENT = 500;

/** The last state of a run that had no Record. */
export interface UnfinishedRun {
  readonly run: CapturedRun;
  /** When that state was kept (ms since 1970, UTC). */
  readonly keptAt: number;
}

/**
 * Keeps the last states of runs that get their Records only when they are over,
 * for those that vanish before. Nobody sees them.
 */
export class UnfinishedRuns {
  private readonly payloads: PayloadCodec;
  private readonly now: () => number;

  constructor(options: { payloads: PayloadCodec; now: () => number }) {
    this.payloads = options.payloads;
    this.now = options.now;
  }

  /**
   * Keeps the newest state of each run.
   *
   * @param options - with `regressed` versions do not compare with older ones
   */
  async keep(
    tx: Knex.Transaction,
    runs: readonly CapturedRun[],
    options: { cluster: string; regressed?: boolean },
  ): Promise<void> {
    // Sorted, so that two writers take row locks in the same order.
    const rows = (
      await mapInTurns(newestStates(runs), run =>
        this.rowOf(run, options.cluster),
      )
    ).sort((a, b) => (a.capture_uid < b.capture_uid ? -1 : 1));
    for (const chunk of chunked(rows, ROWS_PER_STATEMENT)) {
      await tx<DbUnfinishedRunsRow>('unfinished_runs')
        .insert(chunk)
        .onConflict(['cluster', 'capture_uid'])
        .merge()
        .modify(insert => {
          if (!options.regressed) {
            insert.whereRaw(
              'unfinished_runs.resource_version <= excluded.resource_version',
            );
          }
        });
    }
  }

  /** Forgets runs that have their Records now, or are to have none. */
  async forget(
    tx: Knex.Transaction,
    uids: readonly string[],
    options: { cluster: string },
  ): Promise<void> {
    for (const chunk of chunked([...uids].sort(), UIDS_PER_STATEMENT)) {
      await tx<DbUnfinishedRunsRow>('unfinished_runs')
        .where({ cluster: options.cluster })
        .whereIn('capture_uid', chunk)
        .delete();
    }
  }

  /**
   * Hands over the runs among these that have no Record, unless they are newer
   * than a version, and forgets them.
   */
  async take(
    tx: Knex.Transaction,
    uids: readonly string[],
    options: { cluster: string; upTo: number },
  ): Promise<UnfinishedRun[]> {
    const { cluster, upTo } = options;
    const rows: DbUnfinishedRunsRow[] = await tx<DbUnfinishedRunsRow>(
      'unfinished_runs',
    )
      .where({ cluster })
      .whereIn('capture_uid', uids)
      .where('resource_version', '<=', upTo);
    if (rows.length === 0) {
      return [];
    }
    const taken = rows.map(row => row.capture_uid);
    await this.forget(tx, taken, { cluster });
    const recorded = await tx<DbRecordsRow>('records')
      .where({ cluster })
      .whereIn('capture_uid', taken)
      .pluck('capture_uid');
    const reader = await this.payloads.reader(tx, rows);
    return mapInTurns(
      rows.filter(row => !recorded.includes(row.capture_uid)),
      row => ({
        run: runOf(reader.decode(row)),
        keptAt: fromDbTime(row.update_time),
      }),
    );
  }

  /** The uids of a page of these runs, in their order. */
  async uids(
    db: Knex,
    scope: CaptureScope,
    page: { after: string; limit: number },
  ): Promise<string[]> {
    return db<DbUnfinishedRunsRow>('unfinished_runs')
      .where({ cluster: scope.cluster, kind: scope.kind })
      .where('capture_uid', '>', page.after)
      .modify(query => {
        if (scope.namespace) {
          query.where({ namespace: scope.namespace });
        }
      })
      .orderBy('capture_uid')
      .limit(page.limit)
      .pluck('capture_uid');
  }

  private rowOf(run: CapturedRun, cluster: string): DbUnfinishedRunsRow {
    const { uid, kind, namespace } = run.facts;
    return {
      cluster,
      capture_uid: uid,
      kind,
      namespace,
      resource_version: run.resourceVersion,
      update_time: toDbTime(this.now()),
      ...this.payloads.encode(JSON.stringify(run)),
    };
  }
}

/** The rows are written by {@link UnfinishedRuns} alone, and plain data. */
function runOf(value: JsonValue): CapturedRun {
  return value as unknown as CapturedRun;
}
