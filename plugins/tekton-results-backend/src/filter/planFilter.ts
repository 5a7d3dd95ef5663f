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

import type { FilterAccess } from 'backstage-plugin-tekton-results-common';
import type { Filter } from './Filter';
import type { Expression, SourceRange } from './language/Expression';
import { approximate } from './sql/approximate';
import {
  combine,
  isIndexed,
  readsPromoted,
  someCondition,
  type Approximation,
  type Condition,
} from './sql/Condition';
import type { FilterSchema } from './sql/FilterSchema';

/** One of the conditions that a filter joins with `&&`. */
interface FilterPart {
  readonly range: SourceRange;
  readonly access: FilterAccess;
}

/** How a filter is answered from the database. */
export interface FilterPlan {
  /** Holds for every row that matches. */
  readonly condition: Condition;
  /** What rows that meet the condition must be asked still; absent: nothing. */
  readonly residual?: Expression;
  /** The filter itself, for rows whose columns do not say what their object says. */
  readonly whole: Expression;
  /** An index leads to the rows. */
  readonly indexed: boolean;
  /** The condition relies on what was taken from the stored objects. */
  readonly readsPromoted: boolean;
  readonly parts: readonly FilterPart[];
}

/** Splits a filter into what SQL answers and what is asked of the objects. */
export function planFilter(filter: Filter, schema: FilterSchema): FilterPlan {
  const { expression } = filter;
  const conjuncts =
    expression.kind === 'and' ? expression.operands : [expression];
  const parts = conjuncts.map(part => ({
    part,
    approximation: approximate(part, schema),
  }));
  const { condition } = combine(
    'all',
    parts.map(({ approximation }) => approximation),
  );
  const open = parts
    .filter(({ approximation }) => !approximation.exact)
    .map(({ part }) => part);
  return {
    condition,
    ...(open.length > 0 && {
      residual:
        open.length === 1
          ? open[0]
          : { kind: 'and', operands: open, range: expression.range },
    }),
    whole: expression,
    indexed: isIndexed(condition),
    readsPromoted: readsPromoted(condition),
    parts: parts.map(({ part, approximation }) => ({
      range: part.range,
      access: accessOf(approximation),
    })),
  };
}

function accessOf({ condition, exact }: Approximation): FilterAccess {
  if (isIndexed(condition)) {
    return 'index';
  }
  if (exact) {
    return 'columns';
  }
  return someCondition(condition, ({ kind }) => kind === 'leafIn')
    ? 'signature'
    : 'objects';
}
