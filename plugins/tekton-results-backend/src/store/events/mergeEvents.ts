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

import type { JsonObject } from '@backstage/types';
import { z } from 'zod';

/**
 * A pod that cannot start may have events for days. The first ones tell the
 * cause, the last ones how it went on.
 */
const MAX_EVENTS = 1_000;
const FIRST_EVENTS = 200;

const text = z.string().nullish().catch(undefined);
const count = z.number().nullish().catch(undefined);

const itemSchema = z.object({
  metadata: z
    .object({ namespace: text, name: text, creationTimestamp: text })
    .catch({}),
  firstTimestamp: text,
  lastTimestamp: text,
  eventTime: text,
  count,
  series: z
    .object({ count, lastObservedTime: text })
    .nullish()
    .catch(undefined),
});

/**
 * Adds events to those that are stored. Events are known by their names; of two
 * states of one, the later is kept, in whatever order they come.
 *
 * @returns all in order of time; undefined if nothing is new
 */
export function mergeEvents(
  stored: readonly JsonObject[],
  added: readonly JsonObject[],
): JsonObject[] | undefined {
  const byName = new Map(stored.map(item => [nameOf(item), item]));
  let changed = false;
  for (const item of added) {
    const known = byName.get(nameOf(item));
    if (!known || isLater(item, known)) {
      byName.set(nameOf(item), item);
      changed = true;
    }
  }
  if (!changed) {
    return undefined;
  }
  const sorted = [...byName.values()]
    .map(item => ({ item, key: `${firstTime(item)} ${nameOf(item)}` }))
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .map(({ item }) => item);
  return sorted.length <= MAX_EVENTS
    ? sorted
    : [
        ...sorted.slice(0, FIRST_EVENTS),
        ...sorted.slice(FIRST_EVENTS - MAX_EVENTS),
      ];
}

function nameOf(item: JsonObject): string {
  const { metadata } = itemSchema.parse(item);
  return `${metadata.namespace ?? ''}/${metadata.name ?? ''}`;
}

function firstTime(item: JsonObject): string {
  const { metadata, firstTimestamp, eventTime } = itemSchema.parse(item);
  return firstTimestamp || eventTime || metadata.creationTimestamp || '';
}

/** Events that repeat are counted up, in one of two ways. */
function isLater(item: JsonObject, known: JsonObject): boolean {
  const [a, b] = [itemSchema.parse(item), itemSchema.parse(known)];
  const counts = [a, b].map(({ series, count: single }) =>
    Math.max(series?.count ?? 0, single ?? 0),
  );
  if (counts[0] !== counts[1]) {
    return counts[0] > counts[1];
  }
  const [time, knownTime] = [a, b].map(
    ({ series, lastTimestamp }) =>
      series?.lastObservedTime || lastTimestamp || '',
  );
  return time > knownTime;
}
