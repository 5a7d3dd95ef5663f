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

import { planFilter, type Filter, type FilterPlan } from '../../filter';
import type { Engine } from './engine';
import { recordFilterSchema } from './recordFilterSchema';
import { resultFilterSchema } from './resultFilterSchema';

/** Tells how a filter would be answered, without running it. */
export type FilterAdvisor = (
  filter: Filter,
) => Pick<FilterPlan, 'indexed' | 'parts'>;

/** Makes a {@link FilterAdvisor} for a database. */
export function createFilterAdvisor(engine: Engine): FilterAdvisor {
  return filter =>
    planFilter(
      filter,
      filter.subject === 'records'
        ? recordFilterSchema(engine, 't')
        : resultFilterSchema(engine),
    );
}
