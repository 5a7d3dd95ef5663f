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

import type { Expression, Filter } from '../../filter';
import { isEverything, type AccessFilter } from '../AccessFilter';
import {
  recordAccessExpression,
  resultAccessExpression,
} from './accessExpression';

/**
 * A filter on Records that keeps to an access, too. What is not within the access
 * is not asked anything else: a filter must not tell of it, not even by failing.
 *
 * @returns undefined if neither narrows
 */
export function recordFilterWithAccess(
  filter: Filter | undefined,
  access: AccessFilter | undefined,
): Filter | undefined {
  return access === undefined || isEverything(access)
    ? filter
    : accessFirst('records', recordAccessExpression(access), filter);
}

/** The same on Results, of an access that asks only for the place. */
export function resultFilterWithAccess(
  filter: Filter | undefined,
  access: AccessFilter | undefined,
): Filter | undefined {
  return access === undefined || isEverything(access)
    ? filter
    : accessFirst('results', resultAccessExpression(access), filter);
}

function accessFirst(
  subject: Filter['subject'],
  access: Expression,
  filter: Filter | undefined,
): Filter {
  const operands = [access, ...(filter ? [filter.expression] : [])].flatMap(
    expression =>
      expression.kind === 'and' ? expression.operands : [expression],
  );
  return {
    text: filter?.text ?? '',
    subject,
    expression: { kind: 'and', operands, range: access.range },
  };
}
