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

import type { DbRecordsRow } from '../tables';

/** Keys of objects, and indexes of arrays, from the root of a payload. */
export type PayloadPath = ReadonlyArray<string | number>;

/** A column of `records` that holds what stands at a path of the payload. */
export interface PromotedPath {
  readonly path: PayloadPath;
  readonly column: keyof DbRecordsRow;
  /** How the column holds the text of the payload: as it is, or as a time. */
  readonly type: 'text' | 'time';
}

/**
 * Which columns hold what the payload says. In rows with `promotion` 1 a column
 * is null exactly if its path is absent from the payload (or null in it), and
 * else equal to what stands there.
 */
export const PROMOTED_PATHS = [
  { column: 'kind', type: 'text', path: ['kind'] },
  { column: 'run_name', type: 'text', path: ['metadata', 'name'] },
  { column: 'namespace', type: 'text', path: ['metadata', 'namespace'] },
  { column: 'run_uid', type: 'text', path: ['metadata', 'uid'] },
  {
    column: 'label_pipeline_run',
    type: 'text',
    path: ['metadata', 'labels', 'tekton.dev/pipelineRun'],
  },
  {
    column: 'label_pipeline_run_uid',
    type: 'text',
    path: ['metadata', 'labels', 'tekton.dev/pipelineRunUID'],
  },
  {
    column: 'label_pipeline',
    type: 'text',
    path: ['metadata', 'labels', 'tekton.dev/pipeline'],
  },
  {
    column: 'annotation_repository',
    type: 'text',
    path: ['metadata', 'annotations', 'pipelinesascode.tekton.dev/repository'],
  },
  {
    column: 'owner_run_uid',
    type: 'text',
    path: ['metadata', 'ownerReferences', 0, 'uid'],
  },
  {
    column: 'reason',
    type: 'text',
    path: ['status', 'conditions', 0, 'reason'],
  },
  {
    column: 'condition_status',
    type: 'text',
    path: ['status', 'conditions', 0, 'status'],
  },
  {
    column: 'run_created_time',
    type: 'time',
    path: ['metadata', 'creationTimestamp'],
  },
  { column: 'status_start_time', type: 'time', path: ['status', 'startTime'] },
  {
    column: 'run_completion_time',
    type: 'time',
    path: ['status', 'completionTime'],
  },
] as const satisfies readonly PromotedPath[];

/** A column of {@link PROMOTED_PATHS}. */
export type PromotedPathColumn = (typeof PROMOTED_PATHS)[number]['column'];

/** Stands for what is not where the path leads, as something else is in the way. */
const NO_SUCH_PLACE = Symbol('no such place');

/**
 * What stands at a path: undefined if nothing does, or null.
 *
 * @returns {@link NO_SUCH_PLACE} if the path goes through a value that has no
 * such parts, such as a key of a text
 */
export function valueAt(payload: unknown, path: PayloadPath): unknown {
  let value = payload;
  for (const part of path) {
    if (value === undefined || value === null) {
      return undefined;
    }
    if (typeof part === 'number' ? !Array.isArray(value) : !isObject(value)) {
      return NO_SUCH_PLACE;
    }
    value = (value as Record<string | number, unknown>)[part];
  }
  return value ?? undefined;
}

/** Whether a JSON value is an object: not an array, nor null. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
