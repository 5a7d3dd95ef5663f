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

import { InputError } from '@backstage/errors';
import {
  RUN_FIELDS,
  type RunSort,
} from 'backstage-plugin-tekton-results-common';
import { z } from 'zod';
import type { ListRunsOptions, RunQuery } from '../../store';
import type { PositionSealer } from '../positions';

type Place = NonNullable<ListRunsOptions['from']>;

const placeSchema = z.strictObject({
  direction: z.enum(['next', 'previous']),
  position: z
    .strictObject({
      segment: z.number(),
      values: z.array(z.union([z.number(), z.string()])),
      seq: z.number(),
    })
    .optional(),
});

/** Longer than any place in a list by name: how long the name is stays untold. */
const NAME_CHARACTERS = 512;

/** Which list a place is in. */
export interface RunListIdentity {
  readonly query: RunQuery;
  readonly sort: RunSort;
}

/** A place in a list as an opaque text. */
export function formatRunCursor(
  positions: PositionSealer,
  place: Place,
  list: RunListIdentity,
): string {
  const byName = list.sort.endsWith('name');
  return positions.seal(
    place,
    identity(list),
    byName ? { characters: NAME_CHARACTERS } : {},
  );
}

/**
 * Reads what {@link formatRunCursor} wrote.
 *
 * @throws InputError if it did not, or wrote it for another list
 */
export function parseRunCursor(
  positions: PositionSealer,
  text: string,
  list: RunListIdentity,
): Place {
  const parsed = placeSchema.safeParse(positions.open(text, identity(list)));
  if (!parsed.success) {
    throw new InputError(
      "Parameter 'cursor' is no cursor of this list; it may belong to one with other filters",
    );
  }
  return parsed.data;
}

/**
 * What a list is of; not what its reader may see of it, which may change, and not
 * its time, which moves on for "the last seven days".
 */
function identity({ query, sort }: RunListIdentity): unknown {
  const { clusters, namespaces, kinds, statuses, includeOwned } = query;
  return [
    'runs',
    sort,
    clusters ?? null,
    namespaces ?? null,
    kinds ?? null,
    statuses ?? null,
    includeOwned ?? false,
    query.labels ?? null,
    RUN_FIELDS.map(field => query.fields?.[field] ?? null),
    query.minDurationMs ?? null,
    query.maxDurationMs ?? null,
    query.search ?? null,
    query.filter?.text ?? null,
  ];
}
