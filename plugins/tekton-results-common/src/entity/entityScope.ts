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

import type { Entity } from '@backstage/catalog-model';

/**
 * Entity annotations that choose an entity's runs. They are those of the
 * Kubernetes plugin, so that an entity is described once.
 *
 * @public
 */
export const ENTITY_ANNOTATIONS = {
  kubernetesId: 'backstage.io/kubernetes-id',
  labelSelector: 'backstage.io/kubernetes-label-selector',
  namespace: 'backstage.io/kubernetes-namespace',
  cluster: 'backstage.io/kubernetes-cluster',
} as const;

/**
 * One condition on a run's labels, as in a Kubernetes label selector.
 *
 * @public
 */
export type LabelRequirement =
  | {
      readonly key: string;
      readonly operator: 'in' | 'notIn';
      readonly values: readonly string[];
    }
  | { readonly key: string; readonly operator: 'exists' | 'doesNotExist' };

/**
 * Which runs belong to an entity: those that meet every condition.
 *
 * @public
 */
export interface RunScope {
  readonly labels: readonly LabelRequirement[];
  readonly namespace?: string;
  readonly cluster?: string;
  /** The annotation that decided. */
  readonly rule: string;
}

/**
 * How an entity maps to runs. An annotation that cannot be read is a problem of
 * its own: showing the runs of some other rule instead would be wrong.
 *
 * @public
 */
export type EntityScope =
  | { readonly kind: 'mapped'; readonly scope: RunScope }
  | { readonly kind: 'notMapped' }
  | {
      readonly kind: 'invalid';
      readonly annotation: string;
      readonly problem: string;
    };

/**
 * Tells which runs belong to an entity. A label selector decides over the
 * Kubernetes id; namespace and cluster narrow either, and do not suffice alone,
 * as a namespace is shared by many components.
 *
 * @public
 */
export function entityScope(entity: Entity): EntityScope {
  const annotations = entity.metadata.annotations ?? {};
  const read = (key: string) => annotations[key]?.trim() || undefined;
  const narrowing = {
    namespace: read(ENTITY_ANNOTATIONS.namespace),
    cluster: read(ENTITY_ANNOTATIONS.cluster),
  };

  const selector = read(ENTITY_ANNOTATIONS.labelSelector);
  if (selector) {
    const rule = ENTITY_ANNOTATIONS.labelSelector;
    const parsed = parseLabelSelector(selector);
    return typeof parsed === 'string'
      ? { kind: 'invalid', annotation: rule, problem: parsed }
      : { kind: 'mapped', scope: { labels: parsed, ...narrowing, rule } };
  }

  const id = read(ENTITY_ANNOTATIONS.kubernetesId);
  if (id) {
    const key = ENTITY_ANNOTATIONS.kubernetesId;
    return {
      kind: 'mapped',
      scope: {
        labels: [{ key, operator: 'in', values: [id] }],
        ...narrowing,
        rule: key,
      },
    };
  }
  return { kind: 'notMapped' };
}

const KEY = '[A-Za-z0-9][-A-Za-z0-9_./]*';
const VALUE = '[A-Za-z0-9][-A-Za-z0-9_.]*';
const EQUALITY = new RegExp(`^(${KEY})\\s*(==|=|!=)\\s*(${VALUE})?$`);
const SET = new RegExp(`^(${KEY})\\s+(in|notin)\\s+\\(([^()]*)\\)$`);
const EXISTENCE = new RegExp(`^(!)?\\s*(${KEY})$`);

/**
 * Reads a Kubernetes label selector: `a=b,c!=d,e in (f,g),h notin (i),j,!k`.
 *
 * @returns The requirements, or what is wrong.
 */
function parseLabelSelector(selector: string): LabelRequirement[] | string {
  const requirements: LabelRequirement[] = [];
  for (const part of selector.split(/,(?![^(]*\))/).map(term => term.trim())) {
    const requirement = parseRequirement(part);
    if (!requirement) {
      return `'${part}' is not a label selector`;
    }
    requirements.push(requirement);
  }
  return requirements.some(
    ({ operator }) => operator === 'in' || operator === 'exists',
  )
    ? requirements
    : 'the selector must ask for at least one label';
}

function parseRequirement(part: string): LabelRequirement | undefined {
  const equality = EQUALITY.exec(part);
  if (equality) {
    const [, key, operator, value = ''] = equality;
    return {
      key,
      operator: operator === '!=' ? 'notIn' : 'in',
      values: [value],
    };
  }
  const set = SET.exec(part);
  if (set) {
    const [, key, operator, values] = set;
    return {
      key,
      operator: operator === 'in' ? 'in' : 'notIn',
      values: values.split(',').map(value => value.trim()),
    };
  }
  const existence = EXISTENCE.exec(part);
  return existence
    ? { key: existence[2], operator: existence[1] ? 'doesNotExist' : 'exists' }
    : undefined;
}
