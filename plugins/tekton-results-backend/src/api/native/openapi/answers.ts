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
  FAILURE_CLASSES,
  RUN_STATUSES,
  type CaptureHealth,
  type EntityRunCard,
  type FilterValidation,
  type FindRunsResponse,
  type ListChangesResponse,
  type ListEntityRunsResponse,
  type ListFacetsResponse,
  type ListRunEventsResponse,
  type ListRunsResponse,
  type RelatedRuns,
  type RunDetails,
  type RunFacetName,
  type RunStatisticsResponse,
  type RunSummary,
  type StepExecution,
  type TaskAttempt,
  type TaskExecution,
} from 'backstage-plugin-tekton-results-common';
import { z } from 'zod';
import { described, named } from './described';
import { removedRun, runKeeping, runPin } from './retentionAnswers';
import { kind, status } from './runTerms';

const text = z.string();
const optionalText = text.optional();
const texts = z.array(text);
const count = z.int().min(0);
const time = z.iso.datetime();
const optionalTime = time.optional();
/** As Kubernetes or its users wrote it. */
const writtenTime = optionalText;
const duration = z.number().min(0);
const optionalDuration = duration.optional();

const taskStatus = z.enum([...RUN_STATUSES, 'skipped', 'notStarted']);

const run = described<RunSummary>()(
  'Run',
  z.strictObject({
    cluster: text,
    uid: text,
    kind,
    status,
    namespace: text,
    name: text,
    displayName: optionalText,
    pipeline: optionalText,
    task: optionalText,
    ownerUid: optionalText,
    reason: optionalText,
    message: optionalText,
    createdAt: text,
    startedAt: optionalTime,
    completedAt: optionalTime,
    durationMs: optionalDuration,
    source: z.strictObject({
      revision: optionalText,
      branch: optionalText,
      repository: optionalText,
      pullRequest: optionalText,
      author: optionalText,
      trigger: optionalText,
      title: optionalText,
      url: optionalText,
    }),
    failure: z
      .strictObject({
        task: optionalText,
        step: optionalText,
        exitCode: z.int().optional(),
      })
      .optional(),
    goneAt: optionalTime,
    pinned: z.literal(true).optional(),
    tasks: z
      .array(
        z.strictObject({
          name: text,
          status: z.enum([...RUN_STATUSES, 'skipped']),
        }),
      )
      .optional(),
  }),
);

const scope = z.strictObject({ filter: text, rule: text }).nullable();

export const runList = described<ListRunsResponse>()(
  'RunList',
  z.strictObject({
    items: z.array(run),
    nextCursor: optionalText,
    prevCursor: optionalText,
    lastCursor: optionalText,
    total: z.strictObject({
      count,
      exact: z.boolean(),
      estimated: z.boolean().optional(),
    }),
    limited: z.boolean().optional(),
    kept: z.strictObject({ policy: text, forMs: z.number().min(0) }).optional(),
  }),
);

export const entityRunList = described<ListEntityRunsResponse>()(
  'EntityRunList',
  z.strictObject({ ...runList.shape, scope }),
);

const taskFailure = {
  class: z.enum(FAILURE_CLASSES),
  decidedBy: z.enum(['reason', 'stepReason', 'exitCode']).optional(),
  task: optionalText,
  uid: optionalText,
  attempt: z.int().optional(),
  step: optionalText,
  exitCode: z.int().optional(),
  reason: optionalText,
  message: optionalText,
};

const step = described<StepExecution>()(
  'Step',
  z.strictObject({
    name: text,
    container: optionalText,
    status: z.enum([
      'succeeded',
      'failed',
      'failureIgnored',
      'running',
      'waiting',
      'skipped',
      'notStarted',
    ]),
    reason: optionalText,
    exitCode: z.int().optional(),
    startedAt: writtenTime,
    completedAt: writtenTime,
    durationMs: optionalDuration,
  }),
);

const attempt = described<TaskAttempt>()(
  'TaskAttempt',
  z.strictObject({
    number: z.int().min(1),
    status,
    reason: optionalText,
    message: optionalText,
    podName: optionalText,
    startedAt: writtenTime,
    completedAt: writtenTime,
    durationMs: optionalDuration,
    startingUpMs: optionalDuration,
    runningMs: optionalDuration,
    finishingMs: optionalDuration,
    steps: z.array(step),
  }),
);

const task = described<TaskExecution>()(
  'Task',
  z.strictObject({
    name: text,
    displayName: optionalText,
    finally: z.boolean(),
    status: taskStatus,
    reason: optionalText,
    message: optionalText,
    run: z.strictObject({ kind, uid: text, name: text }).optional(),
    params: z.array(z.strictObject({ name: text, value: text })),
    createdAt: writtenTime,
    startedAt: writtenTime,
    completedAt: writtenTime,
    durationMs: optionalDuration,
    dependsOn: texts.optional(),
    waitingForCreationMs: optionalDuration,
    waitingForStartMs: optionalDuration,
    attempts: z.array(attempt),
  }),
);

export const runDetails = described<RunDetails>()(
  'RunDetails',
  z.strictObject({
    run,
    tasks: z.array(task),
    failureCause: z
      .strictObject({
        ...taskFailure,
        others: z.array(z.strictObject(taskFailure)),
      })
      .optional(),
    capture: z.strictObject({
      result: text,
      firstStoredAt: time,
      lastStoredAt: time,
      finalStateStoredAt: optionalTime,
      lastSeenAt: optionalTime,
      gaps: z
        .array(
          z.strictObject({
            what: z.enum(['finalState', 'logs', 'events', 'children']),
            reason: text,
            since: time,
          }),
        )
        .optional(),
      annotationProblems: texts.optional(),
    }),
    pin: runPin.optional(),
    keeping: runKeeping.optional(),
    links: z.array(z.strictObject({ title: text, url: text })).optional(),
  }),
);

export const runEventList = described<ListRunEventsResponse>()(
  'RunEventList',
  z.strictObject({
    items: z.array(
      z.strictObject({
        runUid: text,
        about: z.strictObject({ kind: text, name: text, uid: optionalText }),
        type: optionalText,
        reason: optionalText,
        message: optionalText,
        count: z.int().min(1),
        firstAt: optionalTime,
        lastAt: optionalTime,
        source: optionalText,
      }),
    ),
    more: z.boolean(),
  }),
);

export const relatedRuns = described<RelatedRuns>()(
  'RelatedRuns',
  z.strictObject({
    previous: run.optional(),
    next: run.optional(),
    previousOnBranch: run.optional(),
    nextOnBranch: run.optional(),
    lastSuccess: run.optional(),
    lastSuccessOnBranch: run.optional(),
    sameRevision: z.array(run),
    parent: run.optional(),
    children: z.array(run),
    sameResult: z.array(run),
  }),
);

export const foundRuns = described<FindRunsResponse>()(
  'FoundRuns',
  z.strictObject({
    items: z.array(run),
    more: z.boolean(),
    absence: z
      .strictObject({
        oldestStart: optionalText,
        failingClusters: z.array(
          z.strictObject({ cluster: text, title: text, since: optionalTime }),
        ),
        removed: z.array(removedRun).optional(),
      })
      .optional(),
  }),
);

export const facetList = described<ListFacetsResponse>()(
  'FacetList',
  z.strictObject({
    facets: z.array(
      z.strictObject({
        name: text as unknown as z.ZodType<RunFacetName>,
        values: z.array(z.strictObject({ value: text, count })),
        more: z.boolean(),
        exact: z.boolean(),
      }),
    ),
  }),
);

const durations = z
  .strictObject({
    count,
    p50Ms: duration,
    p95Ms: duration,
    maxMs: duration,
  })
  .optional();

const statistics = {
  total: count,
  statuses: z.partialRecord(z.enum(RUN_STATUSES), count),
  successRate: z.number().min(0).max(1).optional(),
  durations,
  exact: z.boolean(),
};

export const runStatistics = described<RunStatisticsResponse>()(
  'RunStatistics',
  z.strictObject({
    ...statistics,
    pipelines: z.array(z.strictObject({ pipeline: text, durations })),
  }),
);

export const entityCard = described<EntityRunCard>()(
  'EntityCard',
  z.strictObject({
    runs: z.array(run),
    days: z.int(),
    current: z.strictObject(statistics),
    previous: z.strictObject(statistics),
    failingSince: z.strictObject({ run, exact: z.boolean() }).optional(),
    scope,
    limited: z.boolean().optional(),
  }),
);

export const changeList = described<ListChangesResponse>()(
  'ChangeList',
  z.strictObject({
    items: z.array(
      z.strictObject({
        cluster: text,
        uid: text,
        ownerUid: optionalText,
        changedAt: time,
      }),
    ),
    more: z.boolean(),
    cursor: text,
    pollAfterMs: z.int().min(0),
  }),
);

const problem = z
  .strictObject({
    code: z.enum([
      'config',
      'unreachable',
      'tls',
      'unauthorized',
      'forbidden',
      'notInstalled',
      'storage',
      'clusterError',
    ]),
    message: text,
    since: time,
  })
  .optional();

export const captureHealth = described<CaptureHealth>()(
  'CaptureHealth',
  z.strictObject({
    state: z.enum(['ok', 'degraded']),
    database: z
      .strictObject({
        engine: z.enum(['postgres', 'sqlite']),
        state: z.enum(['ok', 'failing']),
        latencyMs: optionalDuration,
        message: optionalText,
        checkedAt: time,
      })
      .optional(),
    logStorage: z
      .strictObject({
        driver: text,
        state: z.enum(['starting', 'ok', 'failing']),
        latencyMs: optionalDuration,
        message: optionalText,
        checkedAt: optionalTime,
      })
      .optional(),
    clusters: z.array(
      z.strictObject({
        name: text,
        title: text,
        state: z.enum(['ok', 'starting', 'failing', 'standby', 'unsupported']),
        unsupportedReason: optionalText,
        problem,
        resources: z.array(
          z.strictObject({
            resource: text,
            namespace: optionalText,
            state: z.enum([
              'starting',
              'listing',
              'watching',
              'failing',
              'standby',
              'off',
            ]),
            problem,
            offReason: optionalText,
            listedAt: optionalTime,
            lastEventAt: optionalTime,
            backlog: count.optional(),
            lagMs: optionalDuration,
            lagP95Ms: optionalDuration,
            runs: z
              .strictObject({ since: time, seen: count, stored: count })
              .optional(),
            refusedRuns: count.optional(),
            unreadable: z
              .strictObject({
                count,
                last: z
                  .strictObject({
                    namespace: optionalText,
                    name: optionalText,
                    problem: text,
                    time,
                  })
                  .optional(),
              })
              .optional(),
          }),
        ),
        missingRights: z
          .array(
            z.strictObject({
              verb: text,
              apiGroup: text,
              resource: text,
              namespace: optionalText,
              feature: text,
              optional: z.boolean(),
            }),
          )
          .optional(),
        oldestUnstored: z
          .strictObject({
            kind,
            namespace: text,
            name: text,
            uid: text,
            completedAt: writtenTime,
            reason: text,
          })
          .optional(),
        outages: z
          .array(z.strictObject({ from: time, until: time }))
          .optional(),
      }),
    ),
    configProblems: z.array(z.strictObject({ path: text, message: text })),
  }),
);

const place = { line: z.int(), column: z.int(), endColumn: z.int() };

export const filterValidation = described<FilterValidation>()(
  'FilterValidation',
  z.union([
    z.strictObject({
      valid: z.literal(true),
      indexed: z.boolean(),
      parts: z.array(
        z.strictObject({
          text,
          ...place,
          access: z.enum(['index', 'columns', 'signature', 'objects']),
        }),
      ),
    }),
    z.strictObject({
      valid: z.literal(false),
      errors: z.array(
        z.strictObject({ message: text, ...place, hint: optionalText }),
      ),
    }),
  ]),
);

/** An object of Kubernetes, or this document. */
export const anyObject = named('Object', z.looseObject({}));

export const errorAnswer = named(
  'Error',
  z.looseObject({
    error: z.looseObject({ name: text, message: text }),
    response: z.looseObject({ statusCode: z.int() }),
  }),
);
