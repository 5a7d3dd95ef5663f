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
  ListRunLogsResponse,
  LogFollowEvent,
  LogLine,
  LogLinesResponse,
  LogSearchEvent,
  RepairLogOrphansResponse,
} from 'backstage-plugin-tekton-results-common';
import { z } from 'zod';
import { kind } from './runTerms';
import { described, named } from './described';

const text = z.string();
const optionalText = text.optional();
const count = z.int().min(0);
const number = z.int().min(1);
/** As the cluster wrote it. */
const writtenTime = optionalText;

const state = named(
  'LogState',
  z.enum([
    'streaming',
    'stored',
    'partial',
    'expired',
    'neverCaptured',
    'denied',
    'unavailable',
    'notYet',
  ]),
);

const cause = named(
  'LogCause',
  z.enum([
    'stepNeverStarted',
    'podGone',
    'rotated',
    'captureOff',
    'cancelledBeforeOutput',
    'failed',
    'tooLong',
    'policy',
    'deleted',
    'bytesMissing',
    'customRun',
    'runMissing',
  ]),
);

export const runLogList = described<ListRunLogsResponse>()(
  'RunLogList',
  z.strictObject({
    items: z.array(
      z.strictObject({
        task: text,
        run: z.strictObject({ kind, uid: text, name: text }).optional(),
        attempt: number,
        step: optionalText,
        container: optionalText,
        kind: z.enum(['step', 'sidecar', 'init', 'whole']).optional(),
        state,
        cause: cause.optional(),
        reason: optionalText,
        stateSince: writtenTime,
        bytes: count.optional(),
        lines: count.optional(),
        firstLineAt: writtenTime,
        lastLineAt: writtenTime,
        live: z.boolean(),
        why: z
          .strictObject({
            conditions: z.array(
              z.strictObject({
                type: text,
                status: optionalText,
                reason: optionalText,
                message: optionalText,
              }),
            ),
            events: z.array(
              z.strictObject({
                type: optionalText,
                reason: optionalText,
                message: optionalText,
                time: writtenTime,
                count: count.optional(),
              }),
            ),
          })
          .optional(),
      }),
    ),
  }),
);

const lineFields = {
  number,
  time: writtenTime,
  text,
  cutFrom: count.optional(),
};
const line = described<LogLine>()('LogLine', z.strictObject(lineFields));

export const logLineList = described<LogLinesResponse>()(
  'LogLineList',
  z.strictObject({ items: z.array(line), next: number.optional() }),
);

const log = z.strictObject({
  cluster: text,
  uid: text,
  task: text,
  attempt: number,
  step: optionalText,
  container: text,
});
const searched = {
  lines: count,
  matches: count,
  complete: z.boolean(),
  reason: optionalText,
};

export const logSearchEvent = described<LogSearchEvent>()(
  'LogSearchEvent',
  z.union([
    z.strictObject({
      type: z.literal('match'),
      log,
      line,
      ranges: z.array(z.strictObject({ start: count, end: count })),
    }),
    z.strictObject({
      type: z.literal('log'),
      log,
      listed: count,
      ...searched,
    }),
    z.strictObject({ type: z.literal('end'), logs: count, ...searched }),
  ]),
);

export const logFollowEvent = described<LogFollowEvent>()(
  'LogFollowEvent',
  z.union([
    z.strictObject({ type: z.literal('line'), ...lineFields }),
    z.strictObject({ type: z.literal('waiting') }),
    z.strictObject({
      type: z.literal('end'),
      finished: z.boolean(),
      state,
      reason: optionalText,
    }),
  ]),
);

export const logText = named('LogText', text);

export const logFiles = named('LogFiles', text.meta({ format: 'binary' }));

export const repairedOrphans = described<RepairLogOrphansResponse>()(
  'RepairedLogOrphans',
  z.strictObject({
    dryRun: z.boolean(),
    drivers: z.array(
      z.strictObject({
        driver: text,
        bytesWithoutLog: z.strictObject({
          objects: count,
          bytes: count,
          examples: z.array(text),
        }),
        logsWithoutBytes: z.strictObject({
          logs: count,
          objects: count,
          examples: z.array(text),
        }),
        sound: count,
        repaired: z.boolean(),
        problem: optionalText,
      }),
    ),
  }),
);
