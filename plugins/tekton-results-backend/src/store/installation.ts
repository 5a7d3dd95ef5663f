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

import { randomUUID } from 'crypto';
import type { Knex } from 'knex';
import type { DbInstallationRow } from './tables';

const ID = 1;

/** The name of this installation, which the first replica makes for all. */
export async function readInstallation(db: Knex): Promise<string> {
  await db<DbInstallationRow>('installation')
    .insert({ id: ID, name: randomUUID() })
    .onConflict('id')
    .ignore();
  const row = await db<DbInstallationRow>('installation')
    .where({ id: ID })
    .first('name');
  if (!row) {
    throw new Error('The name of the installation cannot be stored');
  }
  return row.name;
}
