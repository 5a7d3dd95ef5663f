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

import type { PathStep } from '../language/Expression';
import type { ColumnIndex } from './FilterSchema';

/** A value for a `?` of a statement. Times are bound as `Date`. */
export type SqlBinding = string | number | Date;

/** A piece of a statement. Values are always bound. */
export interface Sql {
  readonly text: string;
  readonly bindings: readonly SqlBinding[];
}

/** A label, annotation or parameter of an object. */
export interface AttributeName {
  readonly type: 'label' | 'annotation' | 'param';
  readonly key: string;
}

/**
 * What SQL can say about a filter. There is no "not": what makes an expression
 * true and what makes it false are two conditions, as it may be neither.
 */
export type Condition =
  | { readonly kind: 'always' | 'never' }
  | { readonly kind: 'all' | 'any'; readonly parts: readonly Condition[] }
  | {
      readonly kind: 'sql';
      readonly sql: Sql;
      /** On columns that repeat what the stored object says. */
      readonly promoted: boolean;
      /** An index leads to the rows. */
      readonly index?: ColumnIndex;
    }
  | {
      /** The object has one of some values of an attribute. */
      readonly kind: 'attributeIn';
      readonly attribute: AttributeName;
      readonly values: readonly string[];
    }
  | {
      /** The object has a value of an attribute for which something holds. */
      readonly kind: 'attributeWhere';
      readonly attribute: AttributeName;
      /** On the value; absent: any. */
      readonly where?: Sql;
      /** The object must have none instead. */
      readonly absent?: boolean;
    }
  | {
      /** The object may have one of some values at a path. */
      readonly kind: 'leafIn';
      /** Numbers stand for any place in a list. */
      readonly path: readonly PathStep[];
      readonly values: readonly string[];
    };

/** A condition that holds for every row that matches, and perhaps for others. */
export interface Approximation {
  readonly condition: Condition;
  /** It holds for no others. */
  readonly exact: boolean;
}

export const ALWAYS: Condition = { kind: 'always' };
export const NEVER: Condition = { kind: 'never' };

/** Nothing can be said in SQL. */
export const UNKNOWN: Approximation = { condition: ALWAYS, exact: false };

/** A condition that says all there is to say. */
export function exactly(condition: Condition): Approximation {
  return { condition, exact: true };
}

/** All, or any, of some conditions. */
export function combine(
  kind: 'all' | 'any',
  parts: readonly Approximation[],
): Approximation {
  const [neutral, deciding] =
    kind === 'all' ? [ALWAYS, NEVER] : [NEVER, ALWAYS];
  const decided = parts.find(
    ({ condition, exact }) => condition.kind === deciding.kind && exact,
  );
  if (decided) {
    return decided;
  }
  const exact = parts.every(part => part.exact);
  if (parts.some(({ condition }) => condition.kind === deciding.kind)) {
    return { condition: deciding, exact };
  }
  const conditions = parts
    .map(({ condition }) => condition)
    .filter(({ kind: part }) => part !== neutral.kind);
  if (conditions.length === 0) {
    return { condition: neutral, exact };
  }
  return {
    condition:
      conditions.length === 1 ? conditions[0] : { kind, parts: conditions },
    exact,
  };
}

/** Whether some part of a condition is as asked. */
export function someCondition(
  condition: Condition,
  test: (condition: Condition) => boolean,
): boolean {
  return (
    test(condition) ||
    ('parts' in condition &&
      condition.parts.some(part => someCondition(part, test)))
  );
}

/** Whether an index leads to the rows, so that not all have to be looked at. */
export function isIndexed(condition: Condition): boolean {
  switch (condition.kind) {
    case 'never':
    case 'attributeIn':
      return true;
    case 'sql':
      return condition.index !== undefined;
    case 'all':
      return condition.parts.some(isIndexed);
    case 'any':
      return condition.parts.every(isIndexed);
    default:
      return false;
  }
}

/** Whether a condition relies on what was taken from the stored object. */
export function readsPromoted(condition: Condition): boolean {
  return someCondition(condition, part => {
    switch (part.kind) {
      case 'sql':
        return part.promoted;
      case 'attributeIn':
      case 'attributeWhere':
      case 'leafIn':
        return true;
      default:
        return false;
    }
  });
}
