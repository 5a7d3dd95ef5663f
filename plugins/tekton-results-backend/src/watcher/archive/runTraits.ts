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

/** Begins all of them. */
export const FINALIZER_PREFIX = 'results.tekton.dev/';

/** The finalizers of the kinds, as Tekton Results names them. */
const FINALIZERS = {
  PipelineRun: `${FINALIZER_PREFIX}pipelinerun`,
  TaskRun: `${FINALIZER_PREFIX}taskrun`,
  CustomRun: `${FINALIZER_PREFIX}customrun`,
} as const;

/** The finalizer that protects runs of a kind. */
export function finalizerOf(kind: keyof typeof FINALIZERS): string {
  return FINALIZERS[kind];
}

/** What the care for a run in its cluster goes by, as its object has it. */
export interface RunTraits {
  readonly apiVersion: string;
  readonly resourceVersion?: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly finalizers: readonly string[];
  /** Whether its deletion was asked for. */
  readonly deleting: boolean;
  /** Of what owns it. */
  readonly ownerKinds: readonly string[];
  readonly ownerUids: readonly string[];
  readonly managedBy?: string;
  /** The pods of a TaskRun, the last attempt last. */
  readonly pods: readonly string[];
  readonly childReferences: ReadonlyArray<{
    readonly kind: string;
    readonly name: string;
  }>;
}

const text = z.string().optional().catch(undefined);
/** Entries that are no texts are left out, and nothing else. */
const textMap = z
  .record(z.string(), z.unknown())
  // Not left to catch: that it is absent is common, and a caught issue slow.
  .default({})
  .catch({})
  .transform(entries =>
    Object.fromEntries(
      Object.entries(entries).flatMap(([key, value]) =>
        typeof value === 'string' ? [[key, value]] : [],
      ),
    ),
  );

/** Items that cannot be read are left out, and nothing else. */
function listOf<Item>(item: z.ZodType<Item>) {
  return z
    .array(z.unknown())
    .default([])
    .catch([])
    .transform(items =>
      items.flatMap(each => {
        const { success, data } = item.safeParse(each);
        return success ? [data] : [];
      }),
    );
}

const statusSchema = z.object({
  podName: text,
  retriesStatus: listOf(z.object({ podName: text })),
  childReferences: listOf(
    z.object({
      // Tekton leaves the kind out where it was always a TaskRun.
      kind: z.string().min(1).default('TaskRun').catch('TaskRun'),
      name: z.string(),
    }),
  ),
});

const traitsSchema = z.object({
  apiVersion: z.string().catch(''),
  metadata: z.object({
    resourceVersion: text,
    labels: textMap,
    annotations: textMap,
    finalizers: listOf(z.string()),
    deletionTimestamp: text,
    ownerReferences: listOf(
      z.object({ kind: z.string(), uid: z.string().catch('') }),
    ),
  }),
  spec: z.object({ managedBy: text }).catch({}),
  status: statusSchema.catch(() => statusSchema.parse({})),
});

/** Reads the traits of a run from its object. */
export function runTraits(object: unknown): RunTraits {
  const { apiVersion, metadata, spec, status } = traitsSchema.parse(object);
  return {
    apiVersion,
    resourceVersion: metadata.resourceVersion,
    labels: metadata.labels,
    annotations: metadata.annotations,
    finalizers: metadata.finalizers,
    deleting: metadata.deletionTimestamp !== undefined,
    ownerKinds: metadata.ownerReferences.map(({ kind }) => kind),
    ownerUids: metadata.ownerReferences.map(({ uid }) => uid),
    managedBy: spec.managedBy,
    pods: [...status.retriesStatus, status].flatMap(
      ({ podName }) => podName || [],
    ),
    childReferences: status.childReferences,
  };
}
