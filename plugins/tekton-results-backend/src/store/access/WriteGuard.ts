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
  decideOnPlace,
  EVERYTHING,
  isEverything,
  type AccessFilter,
} from '../AccessFilter';
import type { FilterContext } from '../filters/filterContext';
import { recordsWithObjects, type RecordListRow } from '../results/recordList';
import type { ResultName, WriteAccess, WriteRefusal } from '../ResultWriter';
import type { DbResultsRow } from '../tables';
import { resultsWhollyWithin, resultsWithin } from './resultsWithin';
import { rowsWithin } from './rowsWithin';

type ResultRow = Pick<DbResultsRow, 'seq' | 'cluster' | 'parent'>;
type AccessRefusal = Extract<WriteRefusal, 'missing' | 'forbidden'>;

const UNLIMITED: WriteAccess = { visible: EVERYTHING, allowed: EVERYTHING };
/** No Record has it. */
const NO_SEQ = -1;

/**
 * Tells within a transaction what a writer may do; `db` is the transaction. What
 * is not there is asked about, too: it must take as long as what is not visible.
 */
export class WriteGuard {
  private readonly context: FilterContext;
  private readonly access: WriteAccess;

  constructor(context: FilterContext, access: WriteAccess = UNLIMITED) {
    this.context = context;
    this.access = access;
  }

  /** It has no Records yet, so its place decides. */
  allowsNewResult({ cluster, parent }: ResultName): boolean {
    const { visible, allowed } = this.access;
    return [visible, allowed].every(
      access => decideOnPlace(access, { cluster, namespace: parent }) === true,
    );
  }

  async seesResult(row: ResultRow | undefined): Promise<boolean> {
    return this.resultIsWithin(row, this.access.visible);
  }

  async refusalOfResult(
    row: ResultRow | undefined,
  ): Promise<AccessRefusal | undefined> {
    if (!(await this.seesResult(row))) {
      return 'missing';
    }
    return (await this.resultIsWithin(row, this.access.allowed))
      ? undefined
      : 'forbidden';
  }

  /** A Result goes with all that is in it. */
  async refusalOfDeletion(
    row: ResultRow | undefined,
  ): Promise<AccessRefusal | undefined> {
    if (!(await this.seesResult(row)) || !row) {
      return 'missing';
    }
    const [whole] = await resultsWhollyWithin(
      this.context,
      [row],
      this.access.allowed,
    );
    return whole ? undefined : 'forbidden';
  }

  /** @param seq - of a Record as it is stored */
  async refusalOfRecord(
    seq: number | undefined,
  ): Promise<AccessRefusal | undefined> {
    const { visible } = this.access;
    if (!(await this.recordIsWithin(seq, visible)) || seq === undefined) {
      return 'missing';
    }
    return (await this.allowsRecord(seq)) ? undefined : 'forbidden';
  }

  /** @param seq - of a Record as it is stored by now */
  async allowsRecord(seq: number): Promise<boolean> {
    return this.recordIsWithin(seq, this.access.allowed);
  }

  private async resultIsWithin(
    row: ResultRow | undefined,
    access: AccessFilter,
  ): Promise<boolean> {
    const rows = row ? [row] : [];
    const [within] = await resultsWithin(this.context, rows, access);
    return within !== undefined;
  }

  private async recordIsWithin(
    seq: number | undefined,
    access: AccessFilter,
  ): Promise<boolean> {
    if (isEverything(access)) {
      return seq !== undefined;
    }
    const [within] = await rowsWithin<RecordListRow>(this.context, {
      select: recordsWithObjects(this.context.db).where({
        't.seq': seq ?? NO_SEQ,
      }),
      alias: 't',
      access,
    });
    return within !== undefined;
  }
}
