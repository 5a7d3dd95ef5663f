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
  AllOfCriteria,
  AnyOfCriteria,
  NotCriteria,
  PermissionCriteria,
} from '@backstage/plugin-permission-common';
import type { TektonRunQuery } from 'backstage-plugin-tekton-results-node';
import { allOf, anyOf, type AccessFilter } from '../../store';

type Criteria = PermissionCriteria<TektonRunQuery>;

/**
 * The runs that meet the conditions of a policy.
 *
 * @param ownedBy - tells which runs belong to entities of some owners
 */
export async function toAccessFilter(
  criteria: Criteria,
  ownedBy: (owners: readonly string[]) => Promise<AccessFilter>,
): Promise<AccessFilter> {
  const convert = (part: Criteria) => toAccessFilter(part, ownedBy);
  if (isAllOf(criteria)) {
    return allOf(...(await Promise.all(criteria.allOf.map(convert))));
  }
  if (isAnyOf(criteria)) {
    return anyOf(...(await Promise.all(criteria.anyOf.map(convert))));
  }
  if (isNot(criteria)) {
    return { kind: 'not', part: await convert(criteria.not) };
  }
  switch (criteria.property) {
    case 'cluster':
    case 'namespace':
      return { kind: criteria.property, values: criteria.values };
    case 'kind':
      return { kind: 'objectKind', values: criteria.values };
    case 'owner':
      return ownedBy(criteria.values);
    default: {
      const { property, key, value } = criteria;
      return {
        kind: property,
        key,
        ...(value !== undefined && { values: [value] }),
      };
    }
  }
}

function isAllOf(
  criteria: Criteria,
): criteria is AllOfCriteria<TektonRunQuery> {
  return 'allOf' in criteria;
}

function isAnyOf(
  criteria: Criteria,
): criteria is AnyOfCriteria<TektonRunQuery> {
  return 'anyOf' in criteria;
}

function isNot(criteria: Criteria): criteria is NotCriteria<TektonRunQuery> {
  return 'not' in criteria;
}
