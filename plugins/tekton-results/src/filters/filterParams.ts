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
  RUN_STATUSES,
  type RunStatus,
} from 'backstage-plugin-tekton-results-common';
import { isDay } from './days';
import {
  FILTER_FIELDS,
  type FieldValue,
  type Period,
  type RunFilter,
  SPANS,
} from './RunFilter';

/** Parameters of the URL that hold a filter. */
const PARAMS = ['q', 'status', 'last', 'from', 'to', 'f'] as const;

/** The backend takes no more (`search`). */
const MAX_SEARCH_LENGTH = 256;

/** The backend takes no more values of one field. */
const MAX_VALUES = 50;

/** A filter as read from a URL. */
export interface ParsedFilter {
  readonly filter: RunFilter;
  /** What of the URL could not be read and is left out: `status=nonsense`. */
  readonly unread: readonly string[];
}

/** Reads the filter of a URL. Whatever is no filter is left out and told. */
export function parseFilter(params: URLSearchParams): ParsedFilter {
  const unread: string[] = [];
  const read = <T>(
    name: string,
    text: string,
    parse: (text: string) => T | undefined,
  ): T[] => {
    const value = parse(text);
    if (value === undefined) {
      unread.push(`${name}=${text}`);
      return [];
    }
    return [value];
  };
  const statuses = (params.get('status') ?? '')
    .split(',')
    .filter(Boolean)
    .flatMap(text => read('status', text, parseStatus));
  const values = params
    .getAll('f')
    .slice(0, MAX_VALUES)
    .flatMap(text => read('f', text, parseValue));
  return {
    filter: {
      search: searchable(params.get('q') ?? ''),
      statuses: [...new Set(statuses)],
      period: readPeriod(params, read),
      values: distinct(values),
    },
    unread,
  };
}

/** A URL's parameters with another filter, and on the first page. */
export function withFilter(
  params: URLSearchParams,
  filter: RunFilter,
): URLSearchParams {
  const result = new URLSearchParams(params);
  for (const name of [...PARAMS, 'cursor']) {
    result.delete(name);
  }
  const { search, statuses, period, values } = filter;
  if (search) {
    result.set('q', search);
  }
  if (statuses.length > 0) {
    result.set('status', statuses.join(','));
  }
  if (period.kind === 'last') {
    result.set('last', period.span);
  }
  if (period.kind === 'days') {
    for (const name of ['from', 'to'] as const) {
      const day = period[name];
      if (day) {
        result.set(name, day);
      }
    }
  }
  for (const { field, value } of values) {
    result.append('f', `${field}:${value}`);
  }
  return result;
}

type Read = <T>(
  name: string,
  text: string,
  parse: (text: string) => T | undefined,
) => T[];

function readPeriod(params: URLSearchParams, read: Read): Period {
  const last = params.get('last');
  if (last !== null) {
    const [span] = read('last', last, text => SPANS.find(it => it === text));
    return span ? { kind: 'last', span } : { kind: 'all' };
  }
  const day = (name: string) => {
    const text = params.get(name);
    return text === null
      ? undefined
      : read(name, text, it => (isDay(it) ? it : undefined))[0];
  };
  const from = day('from');
  const to = day('to');
  return from || to ? { kind: 'days', from, to } : { kind: 'all' };
}

/** The backend refuses NUL, which PostgreSQL cannot hold. */
function searchable(text: string): string {
  return text.split('\0').join('').slice(0, MAX_SEARCH_LENGTH);
}

function parseStatus(text: string): RunStatus | undefined {
  return RUN_STATUSES.find(status => status === text);
}

function parseValue(text: string): FieldValue | undefined {
  const colon = text.indexOf(':');
  const field = FILTER_FIELDS.find(it => it === text.slice(0, colon));
  const value = text.slice(colon + 1);
  if (!field || !value) {
    return undefined;
  }
  if (field === 'label' && !/^[^=]+=./.test(value)) {
    return undefined;
  }
  if (field === 'kind' && !/^(Pipeline|Task|Custom)Run$/.test(value)) {
    return undefined;
  }
  return { field, value };
}

function distinct(values: readonly FieldValue[]): FieldValue[] {
  return [
    ...new Map(
      values.map(item => [`${item.field}:${item.value}`, item]),
    ).values(),
  ];
}
