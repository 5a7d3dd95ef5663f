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
  LabelRequirement,
  RunScope,
} from 'backstage-plugin-tekton-results-common';
import { parseFilter } from '../../filter';
import { allOf, anyOf, NOTHING, type AccessFilter } from '../../store';

type Scope = Pick<RunScope, 'condition' | 'labels' | 'namespace' | 'cluster'>;

/** The runs that belong to one of some entities. */
export function entityAccess(scopes: readonly Scope[]): AccessFilter {
  const sameKey = new Map<
    string,
    { scope: Scope; key: string; values: Set<string> }
  >();
  const others: AccessFilter[] = [];
  for (const scope of scopes) {
    const simple = singleLabel(scope);
    if (simple) {
      const id = JSON.stringify([simple.key, scope.namespace, scope.cluster]);
      const group = sameKey.get(id) ?? {
        scope,
        key: simple.key,
        values: new Set<string>(),
      };
      simple.values.forEach(value => group.values.add(value));
      sameKey.set(id, group);
    } else {
      others.push(inPlace(scope, scopeAccess(scope)));
    }
  }
  // Most entities name one label: together they are one look-up.
  const grouped = [...sameKey.values()].map(({ scope, key, values }) =>
    inPlace(scope, { kind: 'label', key, values: [...values] }),
  );
  return anyOf(...grouped, ...others);
}

function singleLabel({ labels = [] }: Scope) {
  const [label] = labels;
  return labels.length === 1 && label.operator === 'in' ? label : undefined;
}

function scopeAccess({ labels, condition }: Scope): AccessFilter {
  if (labels) {
    return allOf(...labels.map(labelAccess));
  }
  const filter = parseFilter(condition, 'records');
  return filter ? { kind: 'filter', filter } : NOTHING;
}

function labelAccess(label: LabelRequirement): AccessFilter {
  const { key } = label;
  switch (label.operator) {
    case 'in':
      return { kind: 'label', key, values: label.values };
    case 'notIn':
      return {
        kind: 'not',
        part: { kind: 'label', key, values: label.values },
      };
    case 'exists':
      return { kind: 'label', key };
    default:
      return { kind: 'not', part: { kind: 'label', key } };
  }
}

function inPlace(
  { namespace, cluster }: Scope,
  access: AccessFilter,
): AccessFilter {
  return allOf(
    ...(namespace === undefined
      ? []
      : [{ kind: 'namespace' as const, values: [namespace] }]),
    ...(cluster === undefined
      ? []
      : [{ kind: 'cluster' as const, values: [cluster] }]),
    access,
  );
}
