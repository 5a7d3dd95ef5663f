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

import { createHash } from 'crypto';
import { InputError } from '@backstage/errors';
import { z } from 'zod';
import type { ListRunsOptions, RunQuery } from '../../store';

type Place = NonNullable<ListRunsOptions['from']>;

/** The year 9999: both engines and `Date` can hold it. */
const MAX_TIME_MS = Date.UTC(9999, 11, 31);

const cursorSchema = z.strictObject({
  query: z.string(),
  direction: z.enum(['older', 'newer']),
  time: z.number().int().min(0).max(MAX_TIME_MS),
  seq: z.number().int().min(0),
});

/** A place in the list of a query as an opaque text. */
export function formatRunCursor(place: Place, query: RunQuery): string {
  const cursor: z.input<typeof cursorSchema> = {
    query: fingerprint(query),
    direction: place.direction,
    ...place.position,
  };
  return Buffer.from(JSON.stringify(cursor)).toString('base64url');
}

/**
 * Reads a cursor.
 *
 * @throws InputError if it is none, or one of another query
 */
export function parseRunCursor(text: string, query: RunQuery): Place {
  let json: unknown;
  try {
    json = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
  } catch {
    throw new InputError("Parameter 'cursor' is not a cursor");
  }
  const parsed = cursorSchema.safeParse(json);
  if (!parsed.success) {
    throw new InputError("Parameter 'cursor' is not a cursor");
  }
  if (parsed.data.query !== fingerprint(query)) {
    throw new InputError(
      "Parameter 'cursor' belongs to a list with other filters",
    );
  }
  const { direction, time, seq } = parsed.data;
  return { direction, position: { time, seq } };
}

function fingerprint(query: RunQuery): string {
  const { clusters, namespaces, kinds, statuses, includeOwned, labels } = query;
  const filter = query.filter?.text;
  return createHash('sha256')
    .update(
      JSON.stringify([
        clusters,
        namespaces,
        kinds,
        statuses,
        includeOwned ?? false,
        labels,
        filter,
      ]),
    )
    .digest('base64url')
    .slice(0, 12);
}
