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

import type { LineRange } from '../rows';

/** What the URL says of the log that is shown. */
export interface LogLocation {
  /** Key of a task. */
  readonly task?: string;
  readonly attempt?: number;
  /** Name of a step, or of a container that is none. */
  readonly step?: string;
  readonly lines?: LineRange;
  readonly find?: string;
  /** Looks in all logs of the run, and not only in the one that is shown. */
  readonly findInRun: boolean;
  readonly findRegex: boolean;
  readonly findCase: boolean;
}

const LINES = /^(\d{1,15})(?:-(\d{1,15}))?$/;

/** Reads the URL; what it says wrongly counts as not said. */
export function readLogLocation(params: URLSearchParams): LogLocation {
  const as = (params.get('findAs') ?? '').split(',');
  return {
    task: params.get('task') || undefined,
    attempt: readNumber(params.get('attempt')),
    step: params.get('step') || undefined,
    lines: readLines(params.get('lines')),
    find: params.get('find') || undefined,
    findInRun: params.get('findIn') === 'run',
    findRegex: as.includes('regex'),
    findCase: as.includes('case'),
  };
}

/** Lines as the URL has them: `215`, `215-230`. */
export function formatLines({ from, to }: LineRange): string {
  return from === to ? `${from}` : `${from}-${to}`;
}

/** How a search is written in the URL; null: not at all. */
export function formatFind(search: {
  readonly find: string;
  readonly findInRun: boolean;
  readonly findRegex: boolean;
  readonly findCase: boolean;
}): Record<'find' | 'findIn' | 'findAs', string | null> {
  const as = [search.findRegex && 'regex', search.findCase && 'case'];
  return {
    find: search.find || null,
    findIn: search.findInRun ? 'run' : null,
    findAs: as.filter(Boolean).join() || null,
  };
}

function readLines(text: string | null): LineRange | undefined {
  const [, first, second = first] = LINES.exec(text ?? '') ?? [];
  const one = readNumber(first);
  const other = readNumber(second);
  return one && other
    ? { from: Math.min(one, other), to: Math.max(one, other) }
    : undefined;
}

function readNumber(text: string | null | undefined): number | undefined {
  const number = Number(text || NaN);
  return Number.isSafeInteger(number) && number > 0 ? number : undefined;
}
