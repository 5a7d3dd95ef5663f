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

import { ConflictError } from '@backstage/errors';
import { UsageMeter, type Retention } from '../../retention';
import { TEST_NOW } from '../../__testUtils__/databases';
import type { Stores } from '../../store';

/** Retention that nobody has configured. */
const NO_RETENTION: Pick<
  Retention,
  'report' | 'keepingOf' | 'preview' | 'run'
> = {
  keepingOf: () => undefined,
  report: () => ({ state: 'unset', problems: [], warnings: [] }),
  preview: async () => {
    throw new ConflictError('Retention is not on');
  },
  run: async () => {
    throw new ConflictError('Retention is not on');
  },
};

/** What the native API asks about runs that are removed, and those that are kept. */
export function retentionParts(
  stores: Pick<Stores, 'retention' | 'pins' | 'tombstones'>,
  retention: Partial<Retention> = {},
) {
  return {
    retention: { ...NO_RETENTION, ...retention },
    retentionJobs: stores.retention,
    usage: new UsageMeter({ store: stores.retention, clock: () => TEST_NOW }),
    pins: stores.pins,
    tombstones: stores.tombstones,
  };
}
