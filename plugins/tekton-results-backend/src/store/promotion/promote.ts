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

import type { RunFacts } from 'backstage-plugin-tekton-results-common';
import { toDbTime, toDbTimeOrNull, type DbRecordsRow } from '../tables';
import { recordAttributes, type RunAttribute } from './attributes';
import { columnText, exactTimeMs, isStorableText } from './columnValues';
import {
  leafSignature,
  SIGNATURE_COLUMNS,
  type LeafDictionary,
} from './leafSignature';
import {
  PROMOTED_PATHS,
  valueAt,
  type PromotedPath,
  type PromotedPathColumn,
} from './promotedPaths';
import { SAME, withoutRepeats } from './repeatedValues';

/** Every promoted column says what the payload says at its path. */
export const EXACT = 1;
/** Some promoted column does not: only the payload itself can tell. */
export const INEXACT = 2;

/** Columns of which runs have a value, and other Records do not. */
const RUN_COLUMNS = [
  'display_name',
  'pipeline',
  'task',
  'root',
  'status',
  'message',
  'list_time',
  'run_start_time',
  'duration_ms',
  'source_revision',
  'source_branch',
  'source_repository',
  'source_pull_request',
  'source_author',
  'source_trigger',
  'source_title',
  'source_url',
  'failed_step',
  'exit_code',
] as const satisfies ReadonlyArray<keyof DbRecordsRow>;

/** The columns of `records` that are derived from the payload. */
export const PROMOTED_COLUMNS = [
  ...PROMOTED_PATHS.map(({ column }) => column),
  ...RUN_COLUMNS,
  'promotion',
  ...SIGNATURE_COLUMNS,
] as const satisfies ReadonlyArray<keyof DbRecordsRow>;

type PathColumns = Pick<DbRecordsRow, PromotedPathColumn>;
/** What every Record is listed by, runs or not. */
type ListColumns = { root: number; list_time: Date };
type RunColumns = Pick<DbRecordsRow, (typeof RUN_COLUMNS)[number]> &
  ListColumns;
type PromotedColumns = Pick<DbRecordsRow, (typeof PROMOTED_COLUMNS)[number]> &
  ListColumns;

/** What is kept of a payload outside of it. */
export interface Promotion {
  readonly columns: PromotedColumns;
  readonly attributes: readonly RunAttribute[];
}

/**
 * Works out what a Record is found and listed by.
 *
 * @param options - `payload`: any JSON value, undefined if there is none;
 * `facts`: if it is a run; `createTime`: of the Record, by which Records that
 * are no runs are listed (ms since 1970, UTC)
 */
export function promote(options: {
  payload: unknown;
  facts: RunFacts | undefined;
  createTime: number;
  leaves: LeafDictionary;
}): Promotion {
  const { payload, facts, createTime, leaves } = options;
  const { attributes, complete } = recordAttributes(payload);
  const columns = facts
    ? { ...pathColumns(payload), ...runColumns(facts) }
    : { ...pathColumns(payload), ...noRunColumns(createTime) };
  const exact =
    complete &&
    PROMOTED_PATHS.every(path => isExact(path, payload, columns[path.column]));
  return {
    columns: {
      ...withoutRepeats(columns),
      promotion: exact ? EXACT : INEXACT,
      ...leafSignature(payload, leaves),
    },
    attributes,
  };
}

/** What the payload says at each path, as far as columns can hold it. */
function pathColumns(payload: unknown): PathColumns {
  const columns = PROMOTED_PATHS.map(({ path, column, type }) => {
    const value = valueAt(payload, path);
    const text = typeof value === 'string' ? value : undefined;
    return [column, type === 'time' ? columnTime(text) : columnText(text)];
  });
  return Object.fromEntries(columns);
}

function columnTime(text: string | undefined): Date | null {
  return toDbTimeOrNull(text === undefined ? undefined : exactTimeMs(text));
}

/** A run is shown by its facts, which read more leniently than paths do. */
function runColumns(facts: RunFacts): RunColumns & Partial<PathColumns> {
  return {
    kind: facts.kind,
    run_uid: facts.uid,
    run_name: columnText(facts.name),
    namespace: columnText(facts.namespace),
    display_name: columnText(facts.displayName),
    pipeline: columnText(facts.pipeline),
    task: columnText(facts.task),
    owner_run_uid: columnText(facts.ownerUid),
    root: facts.root ? 1 : 0,
    status: facts.status,
    reason: columnText(facts.reason),
    message: columnText(facts.message),
    list_time: toDbTime(facts.startedAt ?? facts.createdAt),
    run_created_time: toDbTime(facts.createdAt),
    run_start_time: toDbTimeOrNull(facts.startedAt),
    run_completion_time: toDbTimeOrNull(facts.completedAt),
    duration_ms: facts.durationMs ?? null,
    source_revision: columnText(facts.source.revision),
    source_branch: columnText(facts.source.branch),
    source_repository: columnText(facts.source.repository),
    source_pull_request: columnText(facts.source.pullRequest),
    source_author: columnText(facts.source.author),
    source_trigger: columnText(facts.source.trigger),
    source_title: columnText(facts.source.title),
    source_url: columnText(facts.source.url),
    failed_step: columnText(facts.failedStep),
    exit_code: facts.exitCode ?? null,
  };
}

function noRunColumns(createTime: number): RunColumns {
  const nulls = Object.fromEntries(RUN_COLUMNS.map(column => [column, null]));
  return {
    ...(nulls as Record<(typeof RUN_COLUMNS)[number], null>),
    root: 0,
    list_time: toDbTime(createTime),
  };
}

function isExact(
  { path, type }: PromotedPath,
  payload: unknown,
  held: PathColumns[PromotedPathColumn],
): boolean {
  const value = valueAt(payload, path);
  if (value === undefined) {
    return held === null;
  }
  if (typeof value !== 'string' || held === null) {
    return false;
  }
  return type === 'time'
    ? exactTimeMs(value) === new Date(held).getTime()
    : held === value && isStorableText(value) && value !== SAME;
}
