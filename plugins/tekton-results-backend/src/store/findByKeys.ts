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
import { engineOf } from './filters/engine';

/**
 * Lets PostgreSQL find the rows of a transaction by indexes, where there is one.
 *
 * Migrations analyze the tables while these are empty. How foreign keys are checked, as
 * PostgreSQL plans it then, reads the whole table for each row; a connection keeps
 * such a plan until the table is analyzed again, a minute later or so. Meanwhile an archive
 * may get its first tens of thousands of rows, each of which would wait for all before.
 */
export async function findByKeys(tx: Knex.Transaction): Promise<void> {
  if (engineOf(tx) === 'postgres') {
    await tx.raw(`select set_config('enable_seqscan', 'off', true)`);
  }
}
