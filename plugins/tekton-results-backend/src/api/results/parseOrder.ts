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

import type {
  ListOrder,
  RecordOrderField,
  ResultOrderField,
} from '../../store';
import { GrpcCode, ResultsApiError } from './ResultsApiError';

const RECORD_FIELDS: Readonly<Record<string, RecordOrderField>> = {
  create_time: 'create_time',
  created_time: 'create_time',
  update_time: 'update_time',
  updated_time: 'update_time',
};

const RESULT_FIELDS: Readonly<Record<string, ResultOrderField>> = {
  ...RECORD_FIELDS,
  'summary.start_time': 'summary_start_time',
  'summary.end_time': 'summary_end_time',
};

const PART = /^([\w.]+)(?:\s+(asc|desc))?$/i;

/** Reads `order_by` of a list of Records; undefined if there is none. */
export function parseRecordOrder(
  text: string | undefined,
): readonly ListOrder<RecordOrderField>[] | undefined {
  return parseOrder(text, RECORD_FIELDS);
}

/** Reads `order_by` of a list of Results; undefined if there is none. */
export function parseResultOrder(
  text: string | undefined,
): readonly ListOrder<ResultOrderField>[] | undefined {
  return parseOrder(text, RESULT_FIELDS);
}

function parseOrder<Field extends string>(
  text: string | undefined,
  fields: Readonly<Record<string, Field>>,
): readonly ListOrder<Field>[] | undefined {
  if (!text?.trim()) {
    return undefined;
  }
  const order = text.split(',').map(part => {
    const [, name, direction] = PART.exec(part.trim()) ?? [];
    if (!name) {
      throw new ResultsApiError(
        GrpcCode.InvalidArgument,
        `invalid order_by: "${part.trim()}" is not a field, optionally followed by asc or desc`,
      );
    }
    if (!Object.hasOwn(fields, name)) {
      throw new ResultsApiError(
        GrpcCode.InvalidArgument,
        `invalid order_by: ${name} field is unknown or cannot be used in the order by clause; use one of ${Object.keys(
          fields,
        ).join(', ')}`,
      );
    }
    return {
      field: fields[name],
      direction:
        direction?.toLowerCase() === 'desc'
          ? ('desc' as const)
          : ('asc' as const),
    };
  });
  const names = order.map(({ field }) => field);
  if (new Set(names).size !== names.length) {
    throw new ResultsApiError(
      GrpcCode.InvalidArgument,
      'invalid order_by: a field is named twice',
    );
  }
  return order;
}
