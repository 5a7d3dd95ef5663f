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
import { entityScope, type RunScope } from './entityScope';
import { isTektonResultsAvailable } from './isTektonResultsAvailable';

const FILTER = 'tekton-results/filter';
const SELECTOR = 'backstage.io/kubernetes-label-selector';
const ID = 'backstage.io/kubernetes-id';
const NAMESPACE = 'backstage.io/kubernetes-namespace';
const CLUSTER = 'backstage.io/kubernetes-cluster';
const CICD = 'tekton.dev/cicd';
const SOURCE = 'backstage.io/source-location';

function entity(annotations?: Record<string, string>): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: { name: 'cart', annotations },
  };
}

function scopeOf(annotations: Record<string, string>): RunScope {
  const mapping = entityScope(entity(annotations));
  if (mapping.kind !== 'mapped') {
    throw new Error(`Not mapped: ${JSON.stringify(mapping)}`);
  }
  return mapping.scope;
}

describe('entityScope', () => {
  it('takes the Kubernetes id, narrowed by namespace and cluster', () => {
    expect(
      entityScope(
        entity({ [ID]: 'checkout', [NAMESPACE]: 'shop', [CLUSTER]: 'prod' }),
      ),
    ).toEqual({
      kind: 'mapped',
      scope: {
        rule: ID,
        labels: [{ key: ID, operator: 'in', values: ['checkout'] }],
        namespace: 'shop',
        cluster: 'prod',
        condition: `data.metadata.labels["${ID}"] == "checkout"`,
        filter: `data.metadata.labels["${ID}"] == "checkout" && parent == "shop" && cluster == "prod"`,
      },
    });
  });

  it('lets the most explicit annotation decide', () => {
    const annotations: Array<[string, string]> = [
      [FILTER, 'data.kind == "TaskRun"'],
      [SELECTOR, 'app=cart'],
      [ID, 'cart'],
      [CICD, 'true'],
      [NAMESPACE, 'shop'],
    ];
    const rules = annotations.map((_, index) => {
      const mapping = entityScope(
        entity(Object.fromEntries(annotations.slice(index))),
      );
      return mapping.kind === 'mapped' ? mapping.scope.rule : mapping.kind;
    });
    expect(rules).toEqual([FILTER, SELECTOR, ID, CICD, 'notMapped']);
  });

  it.each(['!a', 'a!=b', 'a notin (b)'])(
    'does not take all runs for those of an entity, as %s would',
    selector => {
      expect(entityScope(entity({ [SELECTOR]: selector }))).toEqual({
        kind: 'invalid',
        annotation: SELECTOR,
        problem: 'the selector must ask for at least one label',
      });
    },
  );

  it('takes an empty annotation for none', () => {
    expect(
      scopeOf({
        [FILTER]: ' ',
        [SELECTOR]: '',
        [ID]: ' cart ',
        [CLUSTER]: ' ',
      }),
    ).toMatchObject({
      rule: ID,
      filter: `data.metadata.labels["${ID}"] == "cart"`,
    });
  });

  it('takes a condition in CEL as it is', () => {
    expect(scopeOf({ [FILTER]: 'a == 1 || b' })).toEqual({
      rule: FILTER,
      condition: 'a == 1 || b',
      filter: 'a == 1 || b',
    });
  });

  it.each([
    ['an or', 'a || b', '(a || b\n) && parent == "shop" && cluster == "x"'],
    ['a comment', 'a // b', '(a // b\n) && parent == "shop" && cluster == "x"'],
  ])('narrows the whole of a condition with %s', (_, condition, filter) => {
    expect(
      scopeOf({ [FILTER]: condition, [NAMESPACE]: 'shop', [CLUSTER]: 'x' }),
    ).toMatchObject({ filter, condition, namespace: 'shop', cluster: 'x' });
  });

  it.each([
    [`a"b\\c`, String.raw`"a\"b\\c"`],
    [`it's, "x"), (true`, String.raw`"it's, \"x\"), (true"`],
    ['" || true || "', String.raw`"\" || true || \""`],
    ['grün \u{1F600}', '"grün \u{1F600}"'],
  ])('quotes the cluster %s', (cluster, quoted) => {
    expect(scopeOf({ [ID]: 'cart', [CLUSTER]: cluster }).filter).toBe(
      `data.metadata.labels["${ID}"] == "cart" && cluster == ${quoted}`,
    );
  });

  it.each([
    [ID, 'a b'],
    [ID, 'a"b'],
    [ID, '-a'],
    [ID, 'a\u0000b'],
    [ID, 'l'.repeat(64)],
    [NAMESPACE, 'Shop'],
    [NAMESPACE, 'shop,test'],
    [NAMESPACE, 'shop" || "a" == "a'],
    [CLUSTER, 'two\nlines'],
    [CLUSTER, 'nul\u0000l'],
    [CLUSTER, 'half\uD800'],
  ])('names the annotation %s with the impossible value %j', (key, value) => {
    expect(entityScope(entity({ [ID]: 'cart', [key]: value }))).toMatchObject({
      kind: 'invalid',
      annotation: key,
      problem: expect.stringContaining(value),
    });
  });

  it('does not take a whole namespace for the runs of one entity', () => {
    expect(entityScope(entity({ [NAMESPACE]: 'shop' }))).toEqual({
      kind: 'notMapped',
    });
    expect(entityScope(entity())).toEqual({ kind: 'notMapped' });
  });

  it('finds the runs of an entity that wants to have some by its name', () => {
    const condition = `data.metadata.labels["${ID}"] == "cart"`;
    expect(scopeOf({ [CICD]: 'true' })).toEqual({
      rule: CICD,
      labels: [{ key: ID, operator: 'in', values: ['cart'] }],
      condition,
      filter: condition,
    });
    expect(entityScope(entity({ [CICD]: 'false' })).kind).toBe('notMapped');
  });

  it('finds them by name and by repository if the sources are in one', () => {
    const { labels, condition, filter } = scopeOf({
      [CICD]: 'true',
      [SOURCE]: 'url:https://github.com/acme/cart/tree/main/',
      [NAMESPACE]: 'shop',
    });
    expect(labels).toBeUndefined();
    expect(condition.split('\n')).toEqual([
      `data.metadata.labels["${ID}"] == "cart"`,
      '  || (data.metadata.labels["pipelinesascode.tekton.dev/url-org"] == "acme" && data.metadata.labels["pipelinesascode.tekton.dev/url-repository"] == "cart")',
      '  || data.metadata.annotations["pipelinesascode.tekton.dev/repo-url"] in ["https://github.com/acme/cart", "https://github.com/acme/cart.git"]',
    ]);
    expect(filter).toBe(`(${condition}\n) && parent == "shop"`);
  });
});

describe('isTektonResultsAvailable', () => {
  it.each([
    [{ [FILTER]: 'not CEL' }, true],
    [{ [ID]: 'a' }, true],
    [{ [SELECTOR]: 'a b' }, true],
    [{ [CICD]: 'true' }, true],
    [{ [NAMESPACE]: 'shop' }, true],
    [{ [CLUSTER]: 'prod' }, false],
    [{ [CICD]: 'false' }, false],
    [undefined, false],
  ])('for annotations %j is %s', (annotations, expected) => {
    expect(isTektonResultsAvailable(entity(annotations))).toBe(expected);
  });
});
