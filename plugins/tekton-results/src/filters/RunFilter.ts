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
  RUN_FIELDS,
  type RunStatus,
} from 'backstage-plugin-tekton-results-common';

/** Spans that reach from now into the past; ids as in the URL. */
export const SPANS = ['1h', '24h', '7d', '30d', '90d'] as const;

/** One of {@link SPANS}. */
export type Span = (typeof SPANS)[number];

/**
 * When runs started: at any time, within a span until now, or from a day to
 * another, both included (`2026-11-21`, in the zone of the browser).
 */
export type Period =
  | { readonly kind: 'all' }
  | { readonly kind: 'last'; readonly span: Span }
  | { readonly kind: 'days'; readonly from?: string; readonly to?: string };

/** What values can be chosen of; the ids stand in the URL. */
export const FILTER_FIELDS = [
  ...RUN_FIELDS,
  'label',
  'kind',
  'cluster',
  'namespace',
] as const;

/** One of {@link FILTER_FIELDS}. */
export type FilterField = (typeof FILTER_FIELDS)[number];

/** A value that a field must have; of a label `key=value`. */
export interface FieldValue {
  readonly field: FilterField;
  readonly value: string;
}

/** What a user narrows a list of runs by. */
export interface RunFilter {
  readonly search: string;
  readonly statuses: readonly RunStatus[];
  readonly period: Period;
  /** Of several values of one field any suffices; all fields must match. */
  readonly values: readonly FieldValue[];
}

/** Lets all runs through. */
export const NO_FILTER: RunFilter = {
  search: '',
  statuses: [],
  period: { kind: 'all' },
  values: [],
};

/** One condition of a filter, which can be taken away by itself. */
export type FilterPart =
  | { readonly kind: 'search'; readonly text: string }
  | { readonly kind: 'status'; readonly status: RunStatus }
  | { readonly kind: 'period'; readonly period: Period }
  | ({ readonly kind: 'value' } & FieldValue);

/** The conditions of a filter, in the order of the filter bar. */
export function filterParts(filter: RunFilter): FilterPart[] {
  const { search, statuses, period, values } = filter;
  return [
    ...(search ? [{ kind: 'search', text: search } as const] : []),
    ...statuses.map(status => ({ kind: 'status', status } as const)),
    ...(period.kind === 'all' ? [] : [{ kind: 'period', period } as const]),
    ...values.map(value => ({ kind: 'value', ...value } as const)),
  ];
}

/** What tells the parts of one filter apart. */
export function partKey(part: FilterPart): string {
  switch (part.kind) {
    case 'status':
      return `status:${part.status}`;
    case 'value':
      return `value:${part.field}:${part.value}`;
    default:
      return part.kind;
  }
}

/** A filter without one of its conditions. */
export function withoutPart(filter: RunFilter, part: FilterPart): RunFilter {
  switch (part.kind) {
    case 'search':
      return { ...filter, search: '' };
    case 'status':
      return {
        ...filter,
        statuses: filter.statuses.filter(status => status !== part.status),
      };
    case 'period':
      return { ...filter, period: NO_FILTER.period };
    default:
      return {
        ...filter,
        values: filter.values.filter(
          ({ field, value }) => field !== part.field || value !== part.value,
        ),
      };
  }
}

/** A filter that also asks for a value. */
export function withValue(filter: RunFilter, wanted: FieldValue): RunFilter {
  const rest = withoutPart(filter, { kind: 'value', ...wanted });
  return { ...rest, values: [...rest.values, wanted] };
}
