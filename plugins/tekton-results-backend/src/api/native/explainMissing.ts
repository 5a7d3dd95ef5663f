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

import {
  parseRunObject,
  type LogEvent,
  type RunLog as NativeRunLog,
} from 'backstage-plugin-tekton-results-common';
import { z } from 'zod';
import type { RunLog } from '../../logs';
import { eventListName, type StoredRun } from '../../store';
import type { NativeContext } from './NativeContext';

const MAX_EVENTS = 100;

const text = z.string().optional().catch(undefined);
const eventSchema = z.object({
  type: text,
  reason: text,
  message: text,
  lastTimestamp: text,
  eventTime: text,
  firstTimestamp: text,
  count: z.number().int().optional().catch(undefined),
});
const eventListSchema = z.object({ items: z.array(z.unknown()) });

/** What may explain why no step of a run ever started. */
export async function explainMissing(
  { results }: Pick<NativeContext, 'results'>,
  { run, attempt }: RunLog,
): Promise<NativeRunLog['why']> {
  const object = run && parseRunObject(run.payload).run;
  if (!run || !object) {
    return undefined;
  }
  const attempts = [...object.status.retriesStatus, object.status];
  return {
    conditions: attempts[attempt - 1]?.conditions ?? [],
    events: await eventsOf(results, run),
  };
}

/** As they are stored; who may see the run may see what happened to it. */
async function eventsOf(
  results: NativeContext['results'],
  { summary, result: fullName }: StoredRun,
): Promise<LogEvent[]> {
  const view = { cluster: summary.cluster };
  const [parent, , result] = fullName.split('/');
  const found = await results.getResult(view, { parent, result });
  const list =
    found &&
    (await results.getRecord(view, {
      parent,
      result,
      record: eventListName(found.uid, summary.uid),
    }));
  const parsed = eventListSchema.safeParse(parsedJson(list?.data?.json));
  return (parsed.data?.items ?? []).slice(-MAX_EVENTS).flatMap(item => {
    const event = eventSchema.safeParse(item);
    if (!event.success) {
      return [];
    }
    const { lastTimestamp, eventTime, firstTimestamp, ...told } = event.data;
    const time = lastTimestamp ?? eventTime ?? firstTimestamp;
    return [{ ...told, time }];
  });
}

/** What clients posted under the name may be anything. */
function parsedJson(json: Buffer | undefined): unknown {
  try {
    return JSON.parse(String(json));
  } catch {
    return undefined;
  }
}
