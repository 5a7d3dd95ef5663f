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
import type {
  ListRunEventsResponse,
  RunEvent,
} from 'backstage-plugin-tekton-results-common';
import { z } from 'zod';
import type { RunEvents } from '../../store';

/** The first events tell the cause, the last ones how it went on. */
const MAX_EVENTS = 1_000;
const FIRST_EVENTS = 200;

/** Anybody may post an event: what is no text, and no number, is left out. */
const text = z
  .string()
  .min(1)
  .optional()
  .catch(() => undefined);
const count = z
  .int()
  .min(1)
  .optional()
  .catch(() => undefined);
const part = <Shape extends z.ZodRawShape>(shape: Shape) =>
  z
    .object(shape)
    .optional()
    .catch(() => undefined);

const eventSchema = z.object({
  metadata: part({ creationTimestamp: text }),
  involvedObject: part({ kind: text, name: text, uid: text }),
  type: text,
  reason: text,
  message: text,
  firstTimestamp: text,
  lastTimestamp: text,
  eventTime: text,
  count,
  series: part({ count, lastObservedTime: text }),
  source: part({ component: text }),
  reportingComponent: text,
});

/** The events of runs, in the order of time. */
export function runEvents(stored: readonly RunEvents[]): ListRunEventsResponse {
  const events = stored
    .flatMap(({ uid, items }) => items.map(item => runEvent(uid, item)))
    .sort((a, b) => firstTime(a) - firstTime(b));
  const more = events.length > MAX_EVENTS;
  return {
    items: more
      ? [
          ...events.slice(0, FIRST_EVENTS),
          ...events.slice(FIRST_EVENTS - MAX_EVENTS),
        ]
      : events,
    more,
  };
}

function runEvent(runUid: string, item: JsonObject): RunEvent {
  const event = eventSchema.parse(item);
  const { involvedObject, series, metadata } = event;
  const firstAt = time(
    event.firstTimestamp ?? event.eventTime ?? metadata?.creationTimestamp,
  );
  return {
    runUid,
    about: {
      kind: involvedObject?.kind ?? '',
      name: involvedObject?.name ?? '',
      uid: involvedObject?.uid,
    },
    type: event.type,
    reason: event.reason,
    message: event.message,
    count: series?.count ?? event.count ?? 1,
    firstAt,
    lastAt: time(series?.lastObservedTime ?? event.lastTimestamp) ?? firstAt,
    source: event.source?.component ?? event.reportingComponent,
  };
}

function time(written: string | undefined): string | undefined {
  const ms = Date.parse(written ?? '');
  return Number.isNaN(ms) ? undefined : new Date(ms).toISOString();
}

/** Events without a time come last. */
function firstTime({ firstAt }: RunEvent): number {
  return firstAt === undefined ? Infinity : Date.parse(firstAt);
}
