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
import { engineOf } from '../filters/engine';
import { LeaseLostError, type Lease } from '../Lease';

/**
 * PostgreSQL ends a transaction that is silent for so long. Else a process that
 * stopped in the middle of one, or whose host died, would keep its locks, and
 * nobody could take its lease over.
 */
const MAX_SILENCE_MS = 10_000;

function silenceLimit(tx: Knex.Transaction): Knex.Raw {
  return tx.raw(`set_config('idle_in_transaction_session_timeout', ?, true)`, [
    String(MAX_SILENCE_MS),
  ]);
}

/**
 * Lets go of the locks of a transaction without a lease, too, if its process stops
 * in the middle of it.
 */
export async function limitSilence(tx: Knex.Transaction): Promise<void> {
  if (engineOf(tx) === 'postgres') {
    await tx.select(silenceLimit(tx));
  }
}

/**
 * Makes sure that a transaction writes under a lease that is still held: until
 * the transaction ends, nobody else can take it.
 *
 * @throws LeaseLostError
 */
export async function assertLease(
  tx: Knex.Transaction,
  lease: Lease,
): Promise<void> {
  const { name, holder, epoch } = lease;
  const query = tx('leases').where({ name, holder, epoch }).select('epoch');
  if (engineOf(tx) === 'postgres') {
    query.select(silenceLimit(tx)).forKeyShare();
  }
  const rows: unknown[] = await query;
  if (rows.length === 0) {
    throw new LeaseLostError(lease);
  }
}
