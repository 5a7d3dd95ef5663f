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
import { z } from 'zod';
import type { ListRunsOptions, RunQuery } from '../../store';
import type { PositionSealer } from '../positions';

type Place = NonNullable<ListRunsOptions['from']>;

const placeSchema = z.strictObject({
  direction: z.enum(['older', 'newer']),
  position: z.strictObject({ time: z.number(), seq: z.number() }),
});

/** A place in the list of a query as an opaque text. */
export function formatRunCursor(
  positions: PositionSealer,
  place: Place,
  query: RunQuery,
): string {
  return positions.seal(place, identity(query));
}

/**
 * Reads what {@link formatRunCursor} wrote.
 *
 * @throws InputError if it did not, or wrote it for another list
 */
export function parseRunCursor(
  positions: PositionSealer,
  text: string,
  query: RunQuery,
): Place {
  const parsed = placeSchema.safeParse(positions.open(text, identity(query)));
  if (!parsed.success) {
    throw new InputError(
      "Parameter 'cursor' is no cursor of this list; it may belong to one with other filters",
    );
  }
  return parsed.data;
}

/** What a list is of; not what its reader may see of it, which may change. */
function identity(query: RunQuery): unknown {
  const { clusters, namespaces, kinds, statuses, includeOwned, labels } = query;
  return [
    'runs',
    clusters ?? null,
    namespaces ?? null,
    kinds ?? null,
    statuses ?? null,
    includeOwned ?? false,
    labels ?? null,
    query.filter?.text ?? null,
  ];
}
