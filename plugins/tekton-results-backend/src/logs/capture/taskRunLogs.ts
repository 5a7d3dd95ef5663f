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
import type { JsonObject } from '@backstage/types';
import type { LogContainerKind } from '../../store';

/** How far a container is, by what its TaskRun says. */
export type ContainerPhase = 'waiting' | 'running' | 'ended';

/** A container of an attempt of a TaskRun, whose log is to be captured. */
export interface TaskRunContainer {
  readonly kind: Exclude<LogContainerKind, 'whole'>;
  readonly container: string;
  /** Such as `build`. */
  readonly step: string;
  /** Its place among the containers of the attempt, from 0. */
  readonly position: number;
  readonly phase: ContainerPhase;
  /** Whether it is certain that it ran, or that it never did. */
  readonly started: 'yes' | 'no' | 'unknown';
  /** Ms since 1970 (UTC). */
  readonly startedAt?: number;
  readonly endedAt?: number;
}

/** One try of a TaskRun, with a pod of its own. */
export interface TaskRunAttempt {
  /** From 1. */
  readonly attempt: number;
  /** Absent: it never got one. */
  readonly podName?: string;
  readonly cancelled: boolean;
  /** What its condition says, for people. */
  readonly message?: string;
  readonly containers: readonly TaskRunContainer[];
}

/** Reads a list item by item: what does not fit is left out. */
function listOf<T extends z.ZodType>(item: T) {
  return z
    .array(z.unknown())
    .catch([])
    .transform(values =>
      values.flatMap(value => {
        const parsed = item.safeParse(value);
        return parsed.success ? [parsed.data] : [];
      }),
    );
}

const text = z.string().min(1).optional().catch(undefined);

const stateSchema = z.object({
  name: text,
  container: text,
  running: z.object({ startedAt: text }).optional().catch(undefined),
  terminated: z
    .object({ containerID: text, startedAt: text, finishedAt: text })
    .optional()
    .catch(undefined),
});

const attemptSchema = z.object({
  podName: text,
  conditions: listOf(
    z.object({ type: z.string(), reason: text, message: text }),
  ),
  steps: listOf(stateSchema),
  sidecars: listOf(stateSchema),
  taskSpec: z
    .object({ steps: listOf(z.object({ name: text })) })
    .optional()
    .catch(undefined),
});

const statusSchema = attemptSchema.extend({
  retriesStatus: listOf(attemptSchema),
});

const specSchema = z.object({
  status: text,
  taskSpec: z
    .object({ steps: listOf(z.object({ name: text })) })
    .optional()
    .catch(undefined),
});

type AttemptState = z.output<typeof attemptSchema>;
type ContainerState = z.output<typeof stateSchema>;

/** Reasons of TaskRuns whose steps cannot have started. */
const NEVER_STARTED = new Set([
  'PodCreationFailed',
  'CreateContainerConfigError',
  'ExceededResourceQuota',
  'ExceededNodeResources',
  'InvalidParamValue',
  'CouldntGetTask',
  'TaskRunResolutionFailed',
  'TaskRunValidationFailed',
]);

/**
 * The attempts of a TaskRun with their containers: those of `retriesStatus` in
 * order, and the current one last. What does not fit counts as absent.
 */
export function taskRunAttempts(
  payload: JsonObject,
  options: { sidecars: boolean },
): TaskRunAttempt[] {
  const status = statusSchema.parse(asObject(payload.status));
  const spec = specSchema.parse(asObject(payload.spec));
  const planned = (status.taskSpec?.steps ?? spec.taskSpec?.steps ?? []).map(
    ({ name }, index) => ({ name: name ?? `unnamed-${index}` }),
  );
  return [...status.retriesStatus, status].map((told, index, all) => {
    const state = withoutLeftovers(told, all[index - 1]);
    const { reason, message } =
      state.conditions.find(({ type }) => type === 'Succeeded') ?? {};
    const steps = state.steps.length > 0 ? state.steps : planned;
    return {
      attempt: index + 1,
      podName: state.podName,
      cancelled: reason === 'TaskRunCancelled',
      message,
      containers: [
        ...containers('step', steps, { state, reason, from: 0 }),
        ...(options.sidecars
          ? containers('sidecar', state.sidecars, {
              state,
              reason,
              from: steps.length,
            })
          : []),
      ],
    };
  });
}

/** Whether somebody has asked for the TaskRun to end before its time. */
export function isStopping(payload: JsonObject): boolean {
  return specSchema.parse(asObject(payload.spec)).status !== undefined;
}

/** Whether the run is to be deleted. */
export function isDeleting(payload: JsonObject): boolean {
  return 'deletionTimestamp' in asObject(payload.metadata);
}

/**
 * When an attempt has failed, the next one has the containers of the failed one
 * until it has some of its own.
 */
function withoutLeftovers(
  state: AttemptState,
  before: AttemptState | undefined,
): AttemptState {
  if (!before) {
    return state;
  }
  const isLeftover = ({ container, terminated }: ContainerState) =>
    terminated !== undefined &&
    [...before.steps, ...before.sidecars].some(
      other =>
        other.container === container &&
        other.terminated?.containerID === terminated.containerID &&
        other.terminated?.startedAt === terminated.startedAt &&
        other.terminated?.finishedAt === terminated.finishedAt,
    );
  const fresh = (states: ContainerState[]) =>
    states.map(own =>
      isLeftover(own) ? { ...own, terminated: undefined } : own,
    );
  return {
    ...state,
    steps: fresh(state.steps),
    sidecars: fresh(state.sidecars),
  };
}

function containers(
  kind: 'step' | 'sidecar',
  states: ReadonlyArray<Partial<ContainerState>>,
  {
    state: { podName, conditions },
    reason,
    from,
  }: { state: AttemptState; reason: string | undefined; from: number },
): TaskRunContainer[] {
  const withoutImage = imageFailure(conditions);
  const isStuck = (index: number) =>
    withoutImage?.kind === kind
      ? index >= states.findIndex(({ name }) => name === withoutImage.name)
      : kind === 'step' && withoutImage?.kind === 'sidecar';
  return states.flatMap((state, index) => {
    const { name, container, running, terminated } = state;
    const full = container ?? (name && `${kind}-${name}`);
    if (!full) {
      return [];
    }
    return [
      {
        kind,
        container: full,
        step: name ?? full,
        position: from + index,
        phase: phaseOf(state),
        started:
          withoutImage && isStuck(index)
            ? startedOf(state, { reason })
            : startedOf(state, { podName, reason }),
        startedAt: timeMs(running?.startedAt ?? terminated?.startedAt),
        endedAt: timeMs(terminated?.finishedAt),
      },
    ];
  });
}

/** As Tekton words it. */
const IMAGE_FAILURE = /^the (step|sidecar) "([^"]+)" in TaskRun /i;

/** The container whose image was not to be had; those after it wait for it. */
function imageFailure(conditions: AttemptState['conditions']) {
  const { reason, message = '' } =
    conditions.find(({ type }) => type === 'Succeeded') ?? {};
  const [, kind, name] =
    (reason === 'TaskRunImagePullFailed' && IMAGE_FAILURE.exec(message)) || [];
  return kind && name ? { kind: kind.toLowerCase(), name } : undefined;
}

function phaseOf({
  running,
  terminated,
}: Partial<ContainerState>): ContainerPhase {
  if (terminated) {
    return 'ended';
  }
  return running ? 'running' : 'waiting';
}

/**
 * Tekton says of steps that they are terminated, with times, when it deletes their
 * pod; only of those that ran it knows the container.
 */
function startedOf(
  { running, terminated }: Partial<ContainerState>,
  { podName, reason }: { podName?: string; reason?: string },
): TaskRunContainer['started'] {
  if (running || terminated?.containerID) {
    return 'yes';
  }
  if (!podName || (reason && NEVER_STARTED.has(reason))) {
    return 'no';
  }
  return 'unknown';
}

function timeMs(time: string | undefined): number | undefined {
  const ms = time === undefined ? NaN : Date.parse(time);
  return Number.isNaN(ms) ? undefined : ms;
}

function asObject(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};
}
