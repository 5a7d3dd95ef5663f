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

import type {
  RunChange,
  RunFacet,
} from 'backstage-plugin-tekton-results-common';
import type { FilterContext } from '../filters/filterContext';
import type {
  CountFacetsOptions,
  ListChangesOptions,
  RunAggregateStore,
  RunCounts,
} from '../RunAggregateStore';
import type { RunQuery } from '../RunStore';
import { countFacets } from './countFacets';
import { listChanges } from './listChanges';
import { sumRuns } from './sumRuns';

/** Reads from the database what many runs add up to. */
export class DatabaseRunAggregateStore implements RunAggregateStore {
  private readonly context: FilterContext;

  constructor(options: { context: FilterContext }) {
    this.context = options.context;
  }

  async facets(options: CountFacetsOptions): Promise<RunFacet[]> {
    return countFacets(this.context, options);
  }

  async statistics(query: RunQuery): Promise<RunCounts> {
    return sumRuns(this.context, query);
  }

  async changes(
    options: ListChangesOptions,
  ): Promise<{ items: RunChange[]; more: boolean }> {
    return listChanges(this.context, options);
  }
}
