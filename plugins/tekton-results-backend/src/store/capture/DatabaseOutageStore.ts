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
import type { CaptureOutage, OutageStore } from '../OutageStore';
import { fromDbTime, type DbCaptureOutagesRow } from '../tables';
import { asStoreError } from '../transactions';
import { mergeOutages } from './mergeOutages';

/** Of all resources of all clusters. */
const MAX_OUTAGES = 200;

/** Reads what {@link DatabaseCaptureStore} noted. */
export class DatabaseOutageStore implements OutageStore {
  private readonly db: Knex;

  constructor(options: { db: Knex }) {
    this.db = options.db;
  }

  async recent(): Promise<CaptureOutage[]> {
    const rows = await this.db<DbCaptureOutagesRow>('capture_outages')
      .orderBy('until_time', 'desc')
      .limit(MAX_OUTAGES)
      .select('cluster', 'from_time', 'until_time')
      .catch(asStoreError);
    return mergeOutages(
      rows.map(({ cluster, from_time: from, until_time: until }) => ({
        cluster,
        from: fromDbTime(from),
        until: fromDbTime(until),
      })),
    );
  }
}
