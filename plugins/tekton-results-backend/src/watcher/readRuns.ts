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

import { z } from 'zod';
import type { WatchEvent } from '../cluster';
import type { CapturedRun } from '../store';
import { seeRun, type SeenRun } from './seeRun';

/** An object that a cluster sent, and how. */
export interface Sighting {
  readonly object: unknown;
  readonly sighting: CapturedRun['sighting'];
}

/** Kubernetes allows 253 characters. */
const text = z.string().min(1).max(253).optional().catch(undefined);
const identitySchema = z.object({
  metadata: z.object({
    uid: text,
    namespace: text,
    name: text,
    resourceVersion: text,
  }),
});

/** An object that is no run as far as can be read, and what tells which it is. */
export type UnreadableRun = Partial<
  z.infer<typeof identitySchema>['metadata']
> & {
  readonly sighting: CapturedRun['sighting'];
  readonly problem: string;
};

/** What objects turned out to be, each in the order in which they were sent. */
export interface ReadRuns {
  readonly runs: readonly SeenRun[];
  readonly unreadable: readonly UnreadableRun[];
}

/** Reads objects as runs. One that is none does not hide the others. */
export function readRuns(sightings: readonly Sighting[]): ReadRuns {
  const runs: SeenRun[] = [];
  const unreadable: UnreadableRun[] = [];
  for (const { object, sighting } of sightings) {
    const { seen, problem } = seeRun(object, sighting);
    if (seen) {
      runs.push(seen);
    } else {
      const parsed = identitySchema.safeParse(object);
      const identity = parsed.success ? parsed.data.metadata : {};
      unreadable.push({ ...identity, sighting, problem });
    }
  }
  return { runs, unreadable };
}

/** The object of an event; of a bookmark, which is about none, nothing. */
export function sightingOf({ type, object }: WatchEvent): Sighting[] {
  if (type === 'BOOKMARK') {
    return [];
  }
  return [{ object, sighting: type === 'DELETED' ? 'deleted' : 'changed' }];
}
