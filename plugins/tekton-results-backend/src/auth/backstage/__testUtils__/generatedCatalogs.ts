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
import fc from 'fast-check';
import type { SampleRun } from './sampleRuns';

/** Owners as the catalog refers to them. */
export const OWNERS = [
  'group:default/cart',
  'group:default/pay',
  'user:default/ann',
];

interface Requirement {
  readonly key: string;
  /** `undefined`: has none of that name. */
  readonly values: readonly string[] | undefined;
}

/** How an entity says which runs are its own. */
type OwnershipRule =
  | { readonly kind: 'id'; readonly id: string }
  | { readonly kind: 'selector'; readonly requirements: Requirement[] }
  /** By its name, and by its repository if it has one. */
  | { readonly kind: 'cicd'; readonly withRepository: boolean }
  | { readonly kind: 'none' };

/** An entity in the words of this test. */
export interface OwnedEntitySpec {
  readonly name: string;
  readonly rule: OwnershipRule;
  readonly owners: readonly string[];
  /** It also states a filter that matches every run. */
  readonly claimsAll?: boolean;
  /** `spec.owner` names somebody without a relation: no owner. */
  readonly named?: boolean;
  readonly namespace?: string;
  readonly cluster?: string;
}

const KUBERNETES_ID = 'backstage.io/kubernetes-id';

const requirement: fc.Arbitrary<Requirement> = fc.constantFrom(
  { key: KUBERNETES_ID, values: ['cart', 'pay'] },
  { key: KUBERNETES_ID, values: ['Cart'] },
  { key: 'app', values: ['shop', '7'] },
  { key: 'stage', values: undefined },
  { key: 'app', values: undefined },
);

const rule: fc.Arbitrary<OwnershipRule> = fc.oneof(
  fc.constantFrom('cart', 'pay', 'Cart', 'none').map(id => ({
    kind: 'id' as const,
    id,
  })),
  fc
    .array(requirement, { minLength: 1, maxLength: 3 })
    .filter(all => all.some(({ values }) => values !== undefined))
    .map(requirements => ({ kind: 'selector' as const, requirements })),
  fc.boolean().map(withRepository => ({
    kind: 'cicd' as const,
    withRepository,
  })),
  fc.constant({ kind: 'none' as const }),
);

/** Catalogs with some entities of several owners. */
export const catalogs: fc.Arbitrary<OwnedEntitySpec[]> = fc.uniqueArray(
  fc.record(
    {
      name: fc.constantFrom('cart', 'pay', 'other', 'fourth', 'fifth'),
      rule,
      owners: fc.subarray(OWNERS),
      claimsAll: fc.boolean(),
      named: fc.boolean(),
      namespace: fc.constantFrom('a', 'b', 'elsewhere'),
      cluster: fc.constantFrom('east', 'west', 'none'),
    },
    { requiredKeys: ['name', 'rule', 'owners'] },
  ),
  { maxLength: 5, selector: ({ name }) => name },
);

/** The entity as the catalog has it. */
export function entityOf(spec: OwnedEntitySpec): Entity {
  const { name, owners, namespace, cluster } = spec;
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: {
      name,
      namespace: 'default',
      annotations: {
        ...annotationsOf(spec.rule),
        ...(spec.claimsAll && { 'tekton-results/filter': 'true' }),
        ...(namespace && { 'backstage.io/kubernetes-namespace': namespace }),
        ...(cluster && { 'backstage.io/kubernetes-cluster': cluster }),
      },
    },
    spec: spec.named ? { owner: 'group:default/cart' } : {},
    relations: [
      ...owners.map(targetRef => ({
        type: 'ownedBy',
        // Some catalogs keep the case of names.
        targetRef: targetRef.replace('default', 'Default'),
      })),
      // What it is a part of does not own it.
      { type: 'partOf', targetRef: 'group:default/pay' },
    ],
  };
}

function annotationsOf(entityRule: OwnershipRule): Record<string, string> {
  switch (entityRule.kind) {
    case 'id':
      return { [KUBERNETES_ID]: entityRule.id };
    case 'selector':
      return {
        'backstage.io/kubernetes-label-selector': entityRule.requirements
          .map(({ key, values }) =>
            values ? `${key} in (${values.join(', ')})` : `!${key}`,
          )
          .join(','),
      };
    case 'cicd':
      return {
        'tekton.dev/cicd': 'true',
        ...(entityRule.withRepository && {
          'backstage.io/source-location':
            'url:https://git.example.com/acme/cart/tree/main/',
        }),
      };
    default:
      return {};
  }
}

/** The truth: who owns an entity that a run belongs to. */
export function ownersOf(
  run: SampleRun,
  specs: readonly OwnedEntitySpec[],
): Set<string> {
  return new Set(
    specs
      .filter(spec => isWithin(run, spec) && belongsTo(run, spec))
      .flatMap(({ owners }) => owners),
  );
}

function isWithin(run: SampleRun, { namespace, cluster }: OwnedEntitySpec) {
  return (
    (namespace === undefined || run.name.parent === namespace) &&
    (cluster === undefined || run.name.cluster === cluster)
  );
}

function belongsTo(run: SampleRun, spec: OwnedEntitySpec): boolean {
  const { rule: entityRule, name } = spec;
  const { labels, annotations } = run;
  switch (entityRule.kind) {
    case 'id':
      return labels[KUBERNETES_ID] === entityRule.id;
    case 'selector':
      return entityRule.requirements.every(({ key, values }) =>
        values
          ? values.includes(String(labels[key]))
          : labels[key] === undefined,
      );
    case 'cicd':
      return (
        labels[KUBERNETES_ID] === name ||
        (entityRule.withRepository &&
          ((labels['pipelinesascode.tekton.dev/url-org'] === 'acme' &&
            labels['pipelinesascode.tekton.dev/url-repository'] === 'cart') ||
            annotations['pipelinesascode.tekton.dev/repo-url'] ===
              'https://git.example.com/acme/cart'))
      );
    default:
      return false;
  }
}
