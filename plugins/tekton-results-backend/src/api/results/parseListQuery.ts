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
  FilterError,
  parseFilter,
  type Filter,
  type FilterSubject,
} from '../../filter';
import type { ResultPosition } from '../../store';
import type { PositionSealer } from '../positions';
import { parsePageToken } from './pageToken';
import { queryParameter } from './queryParameter';
import { GrpcCode, ResultsApiError } from './ResultsApiError';

const DEFAULT_PAGE_SIZE = 50;
/** Upstream's; its lower bound of 5 is not kept. */
const MAX_PAGE_SIZE = 10_000;

/** The parameters of a list, and how a page token of it is written. */
export interface ListQuery {
  readonly limit: number;
  readonly after?: ResultPosition;
  readonly filter?: Filter;
  readonly formatToken: (position: ResultPosition) => string;
}

/**
 * Reads the parameters of a list. Each is taken in both spellings; unknown ones
 * are ignored.
 */
export function parseListQuery<Order extends readonly unknown[]>(
  query: Readonly<Record<string, unknown>>,
  options: {
    /** Cluster, parent and Result; absent: all clusters. */
    scope: ReadonlyArray<string | undefined>;
    subject: FilterSubject;
    parseOrder: (text: string | undefined) => Order | undefined;
    positions: PositionSealer;
  },
): ListQuery & { order?: Order } {
  const { scope, subject, parseOrder, positions } = options;
  const text = queryParameter(query, 'filter')?.trim() ?? '';
  const order = parseOrder(queryParameter(query, 'order_by'));
  const token = queryParameter(query, 'page_token');
  const identity = { scope, filter: text, order };
  return {
    limit: parsePageSize(queryParameter(query, 'page_size')),
    filter: parseApiFilter(text, subject),
    order,
    after: token
      ? parsePageToken(positions.open(token, identity), order?.length ?? 1)
      : undefined,
    formatToken: position => positions.seal(position, identity),
  };
}

/**
 * Reads a filter for an answer in the form of the Results API.
 *
 * @throws ResultsApiError that says what is wrong and where
 */
export function parseApiFilter(
  text: string,
  subject: FilterSubject,
): Filter | undefined {
  try {
    return parseFilter(text, subject);
  } catch (error) {
    if (error instanceof FilterError) {
      throw new ResultsApiError(GrpcCode.InvalidArgument, error.message);
    }
    throw error;
  }
}

function parsePageSize(text: string | undefined): number {
  if (!text) {
    return DEFAULT_PAGE_SIZE;
  }
  if (!/^[-+]?\d{1,9}$/.test(text)) {
    throw new ResultsApiError(
      GrpcCode.InvalidArgument,
      `parsing field "page_size": "${text}": invalid syntax`,
    );
  }
  const size = Number(text);
  if (size < 0 || size > MAX_PAGE_SIZE) {
    throw new ResultsApiError(
      GrpcCode.InvalidArgument,
      `invalid page size (${size}): value must be between 0 and ${MAX_PAGE_SIZE}`,
    );
  }
  return size || DEFAULT_PAGE_SIZE;
}
