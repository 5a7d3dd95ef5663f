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

const jobSchema = z.object({ sid: z.string().min(1) });

const stateSchema = z.object({
  entry: z
    .array(
      z.object({
        content: z.object({
          dispatchState: z.string(),
          resultCount: z.number().optional(),
          messages: z.array(z.object({ text: z.string() })).catch([]),
        }),
      }),
    )
    .min(1),
});

const rowsSchema = z.object({
  fields: z.array(z.string()),
  rows: z.array(z.array(z.unknown())),
});

/** How a search stands. */
export interface SplunkJobState {
  readonly kind: 'running' | 'done' | 'failed';
  /** How many rows it has found. */
  readonly rows: number;
  /** What Splunk says about it. */
  readonly message: string;
}

/** Rows of a table; fields that a row has not are empty. */
export type SplunkRows = ReadonlyArray<Readonly<Record<string, string>>>;

/** @returns the id of a search; undefined if it is no such answer */
export function parseJob(answer: unknown): string | undefined {
  return jobSchema.safeParse(answer).data?.sid;
}

/** @returns undefined if it is no such answer */
export function parseJobState(answer: unknown): SplunkJobState | undefined {
  const content = stateSchema.safeParse(answer).data?.entry[0].content;
  return (
    content && {
      kind: kindOf(content.dispatchState),
      rows: content.resultCount ?? 0,
      message: [
        content.dispatchState,
        ...content.messages.map(({ text }) => text),
      ].join(': '),
    }
  );
}

/** @returns undefined if it is no such answer */
export function parseRows(answer: unknown): SplunkRows | undefined {
  const table = rowsSchema.safeParse(answer).data;
  return table?.rows.map(row =>
    Object.fromEntries(
      table.fields.map((field, index) => [field, textOf(row[index])]),
    ),
  );
}

function kindOf(state: string): SplunkJobState['kind'] {
  if (state === 'DONE') {
    return 'done';
  }
  return /^(FAILED|QUIT|.*_CANCEL)$/.test(state) ? 'failed' : 'running';
}

/** A field that a line has more than once comes as a list. */
function textOf(value: unknown): string {
  const [first] = Array.isArray(value) ? value : [value];
  return first === null || first === undefined ? '' : String(first);
}
