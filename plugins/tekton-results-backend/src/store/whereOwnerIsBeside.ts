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

/**
 * Keeps, of runs that name an owner, those in its namespace: Kubernetes knows no
 * other owners, but clients may name any, and would so put a run of theirs among
 * the tasks of somebody else.
 *
 * @param alias - of the table of Records that is asked
 */
export function whereOwnerIsBeside(
  runs: Knex.QueryBuilder,
  alias: string,
): void {
  runs.whereExists(owner =>
    owner
      .from('records as o')
      .whereRaw('o.cluster = ??', [`${alias}.cluster`])
      .whereRaw('o.capture_uid = ??', [`${alias}.owner_run_uid`])
      .whereRaw('o.parent = ??', [`${alias}.parent`])
      .select('o.seq'),
  );
}
