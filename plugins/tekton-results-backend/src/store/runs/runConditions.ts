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

import { RUN_FIELDS } from 'backstage-plugin-tekton-results-common';
import type { Sql } from '../../filter';
import type { Engine } from '../filters/engine';
import type { RunQuery } from '../RunStore';
import { containing, likePattern } from './containing';
import { FIELD_COLUMNS, INDEXED_FIELDS } from './runColumns';

const MAX_WORDS = 8;

/** What a word of a search may be a part of. */
const SEARCHED_COLUMNS = [
  'run_name',
  'display_name',
  'pipeline',
  'source_title',
  'source_author',
] as const;

/**
 * The conditions of a query to which no index leads, on table `r`; undefined if
 * there are none. A list that has some is read piece by piece.
 */
export function runConditions(
  query: RunQuery,
  engine: Engine,
): Sql | undefined {
  const parts = [
    ...RUN_FIELDS.filter(field => !INDEXED_FIELDS.includes(field)).map(field =>
      oneOf(FIELD_COLUMNS[field], query.fields?.[field]),
    ),
    atLeast(query.minDurationMs),
    atMost(query.maxDurationMs),
    ...searchedWords(query.search).map(word => containsWord(word, engine)),
  ].filter(part => part !== undefined);
  return parts.length === 0
    ? undefined
    : {
        text: parts.map(({ text }) => text).join(' and '),
        bindings: parts.flatMap(({ bindings }) => bindings),
      };
}

function oneOf(
  column: string,
  values: readonly string[] | undefined,
): Sql | undefined {
  if (!values) {
    return undefined;
  }
  return values.length === 0
    ? { text: '1 = 0', bindings: [] }
    : {
        text: `r.${column} in (${values.map(() => '?').join(', ')})`,
        bindings: [...values],
      };
}

function atLeast(ms: number | undefined): Sql | undefined {
  return ms === undefined
    ? undefined
    : { text: 'r.duration_ms >= ?', bindings: [ms] };
}

function atMost(ms: number | undefined): Sql | undefined {
  return ms === undefined
    ? undefined
    : { text: 'r.duration_ms <= ?', bindings: [ms] };
}

function searchedWords(search: string | undefined): string[] {
  return (search ?? '').split(/\s+/).filter(Boolean).slice(0, MAX_WORDS);
}

function containsWord(word: string, engine: Engine): Sql {
  const parts = SEARCHED_COLUMNS.map(column =>
    containing(`r.${column}`, word, engine),
  );
  return {
    text: `(${parts
      .map(({ text }) => text)
      .join(
        ' or ',
      )} or r.source_revision like ? escape '!' or r.source_pull_request = ?)`,
    bindings: [
      ...parts.flatMap(({ bindings }) => bindings),
      `${likePattern(word.toLowerCase())}%`,
      word.replace(/^#/, ''),
    ],
  };
}
