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

import { mockServices } from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { NOTHING } from '../../store';
import { EntityOwnership } from './EntityOwnership';

const ID = 'backstage.io/kubernetes-id';
const MAX_AGE_MS = 30_000;

function component(
  name: string,
  annotations: Record<string, string>,
  owners: string[] = ['group:default/cart'],
): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: { name, namespace: 'default', annotations },
    relations: owners.map(targetRef => ({ type: 'ownedBy', targetRef })),
  };
}

/** A run with the label of the Kubernetes plugin. */
function runOf(id: string) {
  return {
    cluster: 'east',
    parent: 'shop',
    dataType: 'tekton.dev/v1.PipelineRun',
    payload: { kind: 'PipelineRun', metadata: { labels: { [ID]: id } } },
  };
}

/** Ownership as a catalog tells it that can change, and at a time that can. */
function ownershipIn(entities: Entity[]) {
  let current = catalogServiceMock({ entities });
  let time = 0;
  const streamEntities = jest.fn(
    (...args: Parameters<typeof current.streamEntities>) =>
      current.streamEntities(...args),
  );
  const catalog = catalogServiceMock.mock({ streamEntities });
  return {
    ownership: new EntityOwnership({
      catalog,
      auth: mockServices.auth({ pluginId: 'tekton-results' }),
      now: () => time,
    }),
    streamEntities,
    change(next: Entity[]) {
      current = catalogServiceMock({ entities: next });
    },
    wait(ms: number) {
      time += ms;
    },
  };
}

const away = new Error('The catalog is away');

function failing(): AsyncIterable<Entity[]> {
  return {
    [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(away) }),
  };
}

it('reads the catalog as the plugin itself, and only what maps to runs', async () => {
  const { ownership, streamEntities } = ownershipIn([]);
  await ownership.accessOf(['group:default/cart']);
  expect(streamEntities).toHaveBeenCalledTimes(1);
  const [query, options] = streamEntities.mock.calls[0];
  expect(options).toMatchObject({
    credentials: {
      principal: { type: 'service', subject: 'plugin:tekton-results' },
    },
  });
  expect(JSON.stringify(query)).not.toContain('tekton-results/filter');
});

it('keeps what the catalog tells for half a minute', async () => {
  const { ownership, streamEntities, change, wait } = ownershipIn([
    component('cart', { [ID]: 'cart' }),
  ]);
  expect(await ownership.ownersOf(runOf('cart'))).toEqual([
    'group:default/cart',
  ]);
  change([component('cart', { [ID]: 'cart' }, ['group:default/pay'])]);
  wait(MAX_AGE_MS - 1);
  expect(await ownership.ownersOf(runOf('cart'))).toEqual([
    'group:default/cart',
  ]);
  expect(streamEntities).toHaveBeenCalledTimes(1);
  wait(1);
  expect(await ownership.ownersOf(runOf('cart'))).toEqual([
    'group:default/pay',
  ]);
  expect(await ownership.accessOf(['group:default/cart'])).toEqual(NOTHING);
  expect(streamEntities).toHaveBeenCalledTimes(2);
});

it('reads the catalog once for all who ask meanwhile', async () => {
  const { ownership, streamEntities } = ownershipIn([
    component('cart', { [ID]: 'cart' }),
  ]);
  const answers = await Promise.all([
    ownership.accessOf(['group:default/cart']),
    ownership.accessOf(['GROUP:default/Cart']),
    ownership.ownersOf(runOf('cart')),
  ]);
  expect(answers[0]).toEqual({ kind: 'label', key: ID, values: ['cart'] });
  expect(answers[1]).toEqual(answers[0]);
  expect(answers[2]).toEqual(['group:default/cart']);
  expect(streamEntities).toHaveBeenCalledTimes(1);
});

it('fails while the catalog is away, and asks again at once', async () => {
  const { ownership, streamEntities } = ownershipIn([
    component('cart', { [ID]: 'cart' }),
  ]);
  streamEntities.mockImplementationOnce(failing);
  await expect(
    ownership.accessOf(['group:default/cart']),
  ).rejects.toMatchObject({
    name: 'ServiceUnavailableError',
    message: expect.stringContaining('does not tell who owns what'),
  });
  expect(await ownership.ownersOf(runOf('cart'))).toEqual([
    'group:default/cart',
  ]);
  expect(streamEntities).toHaveBeenCalledTimes(2);
});

it('does not go on with what it knew when the catalog is away', async () => {
  const { ownership, streamEntities, wait } = ownershipIn([
    component('cart', { [ID]: 'cart' }),
  ]);
  await ownership.ownersOf(runOf('cart'));
  wait(MAX_AGE_MS);
  streamEntities.mockImplementation(failing);
  await expect(ownership.ownersOf(runOf('cart'))).rejects.toMatchObject({
    name: 'ServiceUnavailableError',
  });
});

it('goes on without an entity that cannot be read', async () => {
  const { ownership } = ownershipIn([
    component('cart', { [ID]: 'cart' }),
    component('selector', {
      'backstage.io/kubernetes-label-selector': 'a b',
    }),
    // Its condition is longer than a filter may be.
    component('long', {
      'tekton.dev/cicd': 'true',
      'backstage.io/source-location': `url:https://git.example.com/${'x'.repeat(
        10_000,
      )}/cart`,
    }),
  ]);
  expect(await ownership.ownersOf(runOf('cart'))).toEqual([
    'group:default/cart',
  ]);
});

it('goes on without an entity that asks for more labels than anybody needs', async () => {
  const selector = (count: number, values: string) =>
    Array.from({ length: count }, (_, n) => `l${n} in (${values})`).join(',');
  const { ownership } = ownershipIn(
    [
      selector(17, 'a'),
      selector(1, Array.from({ length: 257 }, (_, n) => `v${n}`).join(',')),
      selector(2, 'a'),
    ].map((text, index) =>
      component(`c${index}`, {
        'backstage.io/kubernetes-label-selector': text,
      }),
    ),
  );
  expect(await ownership.accessOf(['group:default/cart'])).toEqual({
    kind: 'allOf',
    parts: [
      { kind: 'label', key: 'l0', values: ['a'] },
      { kind: 'label', key: 'l1', values: ['a'] },
    ],
  });
});

it('takes no filter that an entity states for a proof', async () => {
  const { ownership } = ownershipIn([
    component('greedy', { 'tekton-results/filter': 'true' }),
    component('both', { 'tekton-results/filter': 'true', [ID]: 'pay' }),
  ]);
  expect(await ownership.ownersOf(runOf('cart'))).toEqual([]);
  expect(await ownership.ownersOf(runOf('pay'))).toEqual([
    'group:default/cart',
  ]);
  expect(await ownership.accessOf(['group:default/cart'])).toEqual({
    kind: 'label',
    key: ID,
    values: ['pay'],
  });
});

it('looks many components up at once, those of one place together', async () => {
  const { ownership } = ownershipIn([
    component('one', { [ID]: 'one' }),
    component('two', { [ID]: 'two' }),
    component('there', {
      [ID]: 'three',
      'backstage.io/kubernetes-namespace': 'shop',
    }),
  ]);
  expect(await ownership.accessOf(['group:default/cart'])).toEqual({
    kind: 'anyOf',
    parts: [
      { kind: 'label', key: ID, values: ['one', 'two'] },
      {
        kind: 'allOf',
        parts: [
          { kind: 'namespace', values: ['shop'] },
          { kind: 'label', key: ID, values: ['three'] },
        ],
      },
    ],
  });
});
