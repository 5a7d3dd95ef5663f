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

/** How a container is, by what its pod says. */
export interface PodContainer {
  readonly state: 'waiting' | 'running' | 'terminated';
  /** Why, for people. */
  readonly why?: string;
}

/** What there is under the name of the pod of a TaskRun. */
export type PodFacts =
  /** No pod, or one of another TaskRun. */
  | { readonly kind: 'missing' }
  | { readonly kind: 'other' }
  | {
      readonly kind: 'pod';
      /** Whether it is about to go. */
      readonly deleting: boolean;
      /** Whether nothing in it will run any more. */
      readonly over: boolean;
      /** Why it is over, for people, such as `Evicted: The node was low on memory`. */
      readonly why?: string;
      readonly initContainers: readonly string[];
      /** All that it has, by name. */
      readonly containers: ReadonlyMap<string, PodContainer>;
    };

const text = z.string().min(1).optional().catch(undefined);

const statusesSchema = z
  .array(
    z.object({
      name: z.string(),
      state: z
        .object({
          running: z.object({}).optional(),
          terminated: z.object({}).optional(),
          waiting: z.object({ reason: text, message: text }).optional(),
        })
        .catch({}),
    }),
  )
  .catch([]);

const namesSchema = z.array(z.object({ name: z.string() })).catch([]);

const podSchema = z.object({
  metadata: z.object({
    uid: z.string(),
    deletionTimestamp: text,
    labels: z.record(z.string(), z.string()).catch({}),
    ownerReferences: z
      .array(z.object({ kind: z.string(), uid: z.string() }))
      .catch([]),
  }),
  spec: z.object({ containers: namesSchema, initContainers: namesSchema }),
  status: z
    .object({
      phase: text,
      reason: text,
      message: text,
      containerStatuses: statusesSchema,
      initContainerStatuses: statusesSchema,
    })
    .catch({ containerStatuses: [], initContainerStatuses: [] }),
});

/**
 * Reads a pod.
 *
 * @param pod - As the cluster sent it; undefined if there is none
 * @param runUid - Of the TaskRun whose pod it should be
 * @throws if it is no pod
 */
export function podFacts(pod: unknown, runUid: string): PodFacts {
  if (pod === undefined) {
    return { kind: 'missing' };
  }
  const { metadata, spec, status } = podSchema.parse(pod);
  if (!belongsTo(metadata, runUid)) {
    return { kind: 'other' };
  }
  const states = new Map(
    [...status.containerStatuses, ...status.initContainerStatuses].map(
      ({ name, state }) => [name, containerOf(state)],
    ),
  );
  const initContainers = spec.initContainers.map(({ name }) => name);
  const names = [...spec.containers.map(({ name }) => name), ...initContainers];
  return {
    kind: 'pod',
    deleting: metadata.deletionTimestamp !== undefined,
    over: status.phase === 'Succeeded' || status.phase === 'Failed',
    why: words(status),
    initContainers,
    containers: new Map(
      names.map(name => [name, states.get(name) ?? { state: 'waiting' }]),
    ),
  };
}

/** Names of pods are derived from those of TaskRuns, and used again with them. */
function belongsTo(
  { ownerReferences, labels }: z.output<typeof podSchema>['metadata'],
  runUid: string,
): boolean {
  const owners = ownerReferences.filter(({ kind }) => kind === 'TaskRun');
  if (owners.length > 0) {
    return owners.some(({ uid }) => uid === runUid);
  }
  const uid = labels['tekton.dev/taskRunUID'];
  return uid === undefined || uid === runUid;
}

function containerOf(
  state: z.output<typeof statusesSchema>[number]['state'],
): PodContainer {
  if (state.terminated) {
    return { state: 'terminated' };
  }
  return state.running
    ? { state: 'running' }
    : { state: 'waiting', why: state.waiting && words(state.waiting) };
}

function words({
  reason,
  message,
}: {
  reason?: string;
  message?: string;
}): string | undefined {
  return [reason, message].filter(Boolean).join(': ') || undefined;
}
