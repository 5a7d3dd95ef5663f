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

import type { FilterContext } from '../filters/filterContext';

/**
 * Lets PostgreSQL read on one processor alone, until the work is done. Where it expects
 * to go through thousands of rows for a page it starts workers, which takes longer than
 * to go through these.
 *
 * @param work - asks the database one question at a time: it has one connection
 */
export async function withoutWorkers<
  C extends Pick<FilterContext, 'db' | 'engine'>,
  T,
>(context: C, work: (context: C) => Promise<T>): Promise<T> {
  const { db, engine } = context;
  if (engine !== 'postgres') {
    return work(context);
  }
  return db.transaction(async tx => {
    await tx.raw(
      `select set_config('max_parallel_workers_per_gather', '0', true)`,
    );
    return work({ ...context, db: tx });
  });
}
