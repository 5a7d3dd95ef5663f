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

import { randomBytes } from 'crypto';
import type { Knex } from 'knex';
import type { DbTokenKeysRow } from './tables';

const KEY_ID = 1;
const KEY_BYTES = 32;

/** The key of page tokens, which the first replica makes for all. */
export async function readTokenKey(db: Knex): Promise<Buffer> {
  await db<DbTokenKeysRow>('token_keys')
    .insert({ id: KEY_ID, bytes: randomBytes(KEY_BYTES) })
    .onConflict('id')
    .ignore();
  const row = await db<DbTokenKeysRow>('token_keys')
    .where({ id: KEY_ID })
    .first('bytes');
  if (!row) {
    throw new Error('The key of page tokens cannot be stored');
  }
  return row.bytes;
}
