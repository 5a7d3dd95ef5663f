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

/**
 * The kinds of run that are archived.
 *
 * @public
 */
export const RUN_KINDS = ['PipelineRun', 'TaskRun', 'CustomRun'] as const;

/**
 * One of {@link RUN_KINDS}.
 *
 * @public
 */
export type RunKind = (typeof RUN_KINDS)[number];

/**
 * A condition that a controller reports. Status is `True`, `False` or `Unknown`.
 *
 * @public
 */
export interface RunCondition {
  readonly type: string;
  readonly status?: string;
  readonly reason?: string;
  readonly message?: string;
}

/**
 * What a TaskRun says of one of its steps.
 *
 * @public
 */
export interface RunStepState {
  readonly name: string;
  readonly container?: string;
  readonly running?: { readonly startedAt?: string };
  readonly waiting?: { readonly reason?: string };
  readonly terminated?: {
    readonly exitCode?: number;
    readonly reason?: string;
    readonly startedAt?: string;
    readonly finishedAt?: string;
  };
  /** Tekton's own: `Completed`, `Error`, `Continued`, `Skipped`, … */
  readonly terminationReason?: string;
}

/**
 * The status part that a run and each of its earlier attempts share. Times are
 * RFC 3339.
 *
 * @public
 */
export interface AttemptStatus {
  readonly conditions: readonly RunCondition[];
  readonly podName?: string;
  readonly startTime?: string;
  readonly completionTime?: string;
  readonly steps: readonly RunStepState[];
}

/**
 * A task as the definition of a pipeline names it.
 *
 * @public
 */
export interface PipelineTask {
  readonly name: string;
  readonly displayName?: string;
  readonly runAfter: readonly string[];
  /** The tasks whose results it uses. */
  readonly resultsOf: readonly string[];
}

/**
 * What a run refers to: a pipeline, a task or a custom task.
 *
 * @public
 */
export interface RunDefinitionRef {
  readonly name?: string;
  readonly kind?: string;
  readonly resolver?: string;
  /** What the resolver is asked for. */
  readonly params: ReadonlyArray<{
    readonly name: string;
    readonly value?: unknown;
  }>;
}

/**
 * What this project reads of a PipelineRun, TaskRun or CustomRun. Fields of the
 * wrong type count as absent; fields that are not read are left out.
 *
 * @public
 */
export interface RunObject {
  readonly apiVersion: string;
  readonly kind: RunKind;
  readonly metadata: {
    readonly name: string;
    /** What the name was made of, if it was made up. */
    readonly generateName?: string;
    readonly namespace: string;
    readonly uid: string;
    readonly resourceVersion?: string;
    readonly creationTimestamp?: string;
    readonly deletionTimestamp?: string;
    readonly labels: Readonly<Record<string, string>>;
    readonly annotations: Readonly<Record<string, string>>;
    readonly ownerReferences: ReadonlyArray<{
      readonly kind: string;
      readonly name: string;
      readonly uid: string;
    }>;
  };
  readonly spec: {
    /** With which a user asks the run to end, or to wait. */
    readonly status?: string;
    readonly pipelineRef?: RunDefinitionRef;
    readonly taskRef?: RunDefinitionRef;
    readonly customRef?: RunDefinitionRef;
    readonly params: ReadonlyArray<{
      readonly name: string;
      readonly value?: unknown;
    }>;
  };
  readonly status: AttemptStatus & {
    readonly retriesStatus: readonly AttemptStatus[];
    readonly pipelineSpec?: {
      readonly tasks: readonly PipelineTask[];
      readonly finally: readonly PipelineTask[];
    };
    readonly taskSpec?: {
      readonly steps: ReadonlyArray<{ readonly name: string }>;
    };
    readonly skippedTasks: ReadonlyArray<{
      readonly name?: string;
      readonly reason?: string;
    }>;
    readonly childReferences: ReadonlyArray<{
      readonly name: string;
      readonly kind?: string;
      readonly pipelineTaskName?: string;
      readonly displayName?: string;
    }>;
  };
}

/**
 * Reads a list item by item: what does not fit is left out, so that one odd
 * entry never hides the others.
 */
function listOf<T extends z.ZodType>(item: T) {
  return (
    z
      .array(z.unknown())
      // Not left to catch: that something is absent is common, and a caught issue slow.
      .default([])
      .catch([])
      .transform(values =>
        values.flatMap(value => {
          const parsed = item.safeParse(value);
          return parsed.success ? [parsed.data] : [];
        }),
      )
  );
}

const text = z.string().optional().catch(undefined);
/** Kubernetes allows 253 characters; NUL in a text is refused by PostgreSQL. */
const identifier = z
  .string()
  .min(1)
  .max(253)
  .refine(value => !value.includes('\u0000'), 'must not contain NUL');
const integer = z.number().int().optional().catch(undefined);
const textMap = z
  .record(z.string(), z.unknown())
  .default({})
  .catch({})
  .transform(map =>
    Object.fromEntries(
      Object.entries(map).flatMap(([key, value]) =>
        typeof value === 'string' ? [[key, value] as const] : [],
      ),
    ),
  );

const conditionSchema = z.object({
  type: z.string(),
  status: text,
  reason: text,
  message: text,
});

const paramSchema = z.object({ name: z.string(), value: z.unknown() });

const stepSchema = z.object({
  name: z.string(),
  container: text,
  running: z.object({ startedAt: text }).optional().catch(undefined),
  waiting: z.object({ reason: text }).optional().catch(undefined),
  terminated: z
    .object({
      exitCode: integer,
      reason: text,
      startedAt: text,
      finishedAt: text,
    })
    .optional()
    .catch(undefined),
  terminationReason: text,
});

const attemptSchema = z.object({
  conditions: listOf(conditionSchema),
  podName: text,
  startTime: text,
  completionTime: text,
  steps: listOf(stepSchema),
});

const namedStepsSchema = z
  .object({ steps: listOf(z.object({ name: z.string() })) })
  .optional()
  .catch(undefined);

/** Such as `$(tasks.build.results.image)`. */
const RESULT_REFERENCE = /\$\(tasks\.([^.)\s]+)\.results[.[]/g;

const pipelineTaskSchema = z
  .object({
    name: z.string(),
    displayName: text,
    runAfter: listOf(z.string()),
    params: z.unknown().optional(),
    when: z.unknown().optional(),
    matrix: z.unknown().optional(),
  })
  .transform(({ params, when, matrix, ...task }) => ({
    ...task,
    resultsOf: [
      ...new Set(
        Array.from(
          JSON.stringify([params, when, matrix]).matchAll(RESULT_REFERENCE),
          ([, name]) => name,
        ),
      ),
    ],
  }));

const pipelineSpecSchema = z
  .object({
    tasks: listOf(pipelineTaskSchema),
    finally: listOf(pipelineTaskSchema),
  })
  .optional()
  .catch(undefined);

const refSchema = z
  .object({
    name: text,
    kind: text,
    resolver: text,
    params: listOf(paramSchema),
  })
  .optional()
  .catch(undefined);

/** What must be right for an object to be a run. */
const runIdentitySchema = z.object({
  apiVersion: z.string().min(1),
  kind: z.enum(RUN_KINDS),
  metadata: z.object({
    name: identifier,
    namespace: identifier,
    uid: identifier,
    resourceVersion: text,
  }),
});

const runOutlineSchema = runIdentitySchema.extend({
  status: z
    .object({ conditions: listOf(conditionSchema) })
    .catch({ conditions: [] }),
});

const runObjectSchema = runIdentitySchema.extend({
  metadata: runIdentitySchema.shape.metadata.extend({
    generateName: text,
    creationTimestamp: text,
    deletionTimestamp: text,
    labels: textMap,
    annotations: textMap,
    ownerReferences: listOf(
      z.object({ kind: z.string(), name: z.string(), uid: z.string() }),
    ),
  }),
  spec: z
    .object({
      status: text,
      pipelineRef: refSchema,
      taskRef: refSchema,
      customRef: refSchema,
      params: listOf(paramSchema),
    })
    .catch({ params: [] }),
  status: z
    .object({
      ...attemptSchema.shape,
      retriesStatus: listOf(attemptSchema),
      pipelineSpec: pipelineSpecSchema,
      taskSpec: namedStepsSchema,
      skippedTasks: listOf(z.object({ name: text, reason: text })),
      childReferences: listOf(
        z.object({
          name: z.string(),
          kind: text,
          pipelineTaskName: text,
          displayName: text,
        }),
      ),
    })
    .catch({
      conditions: [],
      steps: [],
      retriesStatus: [],
      skippedTasks: [],
      childReferences: [],
    }),
});

/**
 * Reads a Kubernetes object as a run.
 *
 * @returns The run, or what is wrong with the object. Only its type and
 * identity (kind, name, namespace, uid) must be right.
 *
 * @public
 */
export function parseRunObject(
  object: unknown,
):
  | { readonly run: RunObject; readonly problem?: undefined }
  | { readonly run?: undefined; readonly problem: string } {
  const parsed = runObjectSchema.safeParse(
    withObjects(object, ['spec', 'status']),
  );
  if (parsed.success) {
    return { run: parsed.data };
  }
  return { problem: problemOf(parsed.error) };
}

/**
 * Which run an object is, in which version, and whether it is finished.
 *
 * @public
 */
export interface RunOutline {
  readonly kind: RunKind;
  readonly name: string;
  readonly namespace: string;
  readonly uid: string;
  readonly resourceVersion?: string;
  readonly finished: boolean;
}

/**
 * Reads the little of a run without which it cannot wait to be read as a whole.
 *
 * @returns The outline, or what is wrong with the object: the same as of
 * {@link parseRunObject}, which reads each object that has an outline.
 *
 * @public
 */
export function parseRunOutline(
  object: unknown,
):
  | { readonly outline: RunOutline; readonly problem?: undefined }
  | { readonly outline?: undefined; readonly problem: string } {
  const parsed = runOutlineSchema.safeParse(withObjects(object, ['status']));
  if (!parsed.success) {
    return { problem: problemOf(parsed.error) };
  }
  const { kind, metadata, status } = parsed.data;
  const succeeded = status.conditions.find(({ type }) => type === 'Succeeded');
  const finished =
    succeeded?.status === 'True' || succeeded?.status === 'False';
  return { outline: { kind, ...metadata, finished } };
}

function problemOf({ issues: [issue] }: z.ZodError): string {
  return `${issue.path.join('.') || 'object'}: ${issue.message}`;
}

/** A run that has just been created has no status at all. */
function withObjects(object: unknown, keys: string[]): unknown {
  if (typeof object !== 'object' || object === null) {
    return object;
  }
  const defaults = Object.fromEntries(keys.map(key => [key, {}]));
  return { ...defaults, ...object };
}
