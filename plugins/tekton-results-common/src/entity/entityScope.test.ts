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
import { entityScope } from './entityScope';
import { isTektonResultsAvailable } from './isTektonResultsAvailable';

function entity(annotations?: Record<string, string>): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: { name: 'a', annotations },
  };
}

const SELECTOR = 'backstage.io/kubernetes-label-selector';

describe('entityScope', () => {
  it('takes the Kubernetes id, narrowed by namespace and cluster', () => {
    expect(
      entityScope(
        entity({
          'backstage.io/kubernetes-id': 'checkout',
          'backstage.io/kubernetes-namespace': 'shop',
          'backstage.io/kubernetes-cluster': 'prod',
        }),
      ),
    ).toEqual({
      kind: 'mapped',
      scope: {
        labels: [
          {
            key: 'backstage.io/kubernetes-id',
            operator: 'in',
            values: ['checkout'],
          },
        ],
        namespace: 'shop',
        cluster: 'prod',
        rule: 'backstage.io/kubernetes-id',
      },
    });
  });

  it.each([
    ['a=b', [['a', 'in', ['b']]]],
    [
      'a == b , c!=d',
      [
        ['a', 'in', ['b']],
        ['c', 'notIn', ['d']],
      ],
    ],
    [
      'example.com/a in (b, c),d notin (e),f,!g',
      [
        ['example.com/a', 'in', ['b', 'c']],
        ['d', 'notIn', ['e']],
        ['f', 'exists', undefined],
        ['g', 'doesNotExist', undefined],
      ],
    ],
    ['a=', [['a', 'in', ['']]]],
  ])('reads the label selector %s', (selector, expected) => {
    const scope = entityScope(
      entity({ [SELECTOR]: selector, 'backstage.io/kubernetes-id': 'other' }),
    );
    expect(
      scope.kind === 'mapped' &&
        scope.scope.labels.map(label => [
          label.key,
          label.operator,
          'values' in label ? label.values : undefined,
        ]),
    ).toEqual(expected);
  });

  it.each([
    ['a b', "'a b' is not a label selector"],
    ['a=b,,c=d', "'' is not a label selector"],
    ['a in (b', "'a in (b' is not a label selector"],
    ['!a', 'the selector must ask for at least one label'],
    ['a!=b', 'the selector must ask for at least one label'],
  ])('does not guess what the selector %s means', (selector, problem) => {
    expect(entityScope(entity({ [SELECTOR]: selector }))).toEqual({
      kind: 'invalid',
      annotation: SELECTOR,
      problem,
    });
  });

  it('does not take a whole namespace for the runs of one entity', () => {
    expect(
      entityScope(entity({ 'backstage.io/kubernetes-namespace': 'shop' })),
    ).toEqual({ kind: 'notMapped' });
    expect(entityScope(entity())).toEqual({ kind: 'notMapped' });
  });
});

describe('isTektonResultsAvailable', () => {
  it.each([
    [{ 'backstage.io/kubernetes-id': 'a' }, true],
    [{ [SELECTOR]: 'a b' }, true],
    [{ 'tekton.dev/cicd': 'true' }, true],
    [{ 'backstage.io/kubernetes-namespace': 'shop' }, true],
    [{ 'tekton.dev/cicd': 'false' }, false],
    [undefined, false],
  ])('for annotations %j is %s', (annotations, expected) => {
    expect(isTektonResultsAvailable(entity(annotations))).toBe(expected);
  });
});
