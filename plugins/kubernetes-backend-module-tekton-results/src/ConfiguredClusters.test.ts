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
import type { ClusterDetails } from '@backstage/plugin-kubernetes-node';
import { ConfiguredClusters } from './ConfiguredClusters';

const prod = { name: 'prod', url: 'https://prod.example.com' };
const test = { name: 'test', url: 'https://test.example.com' };

const found = (place: { name: string; url: string }): ClusterDetails => ({
  ...place,
  authMetadata: {},
});

/** What is left of clusters after the configuration has changed. */
function leftOf(
  clusters: ReadonlyArray<{ name: string; url: string }>,
  options: { before: unknown; now: unknown },
) {
  const config = mockServices.rootConfig();
  const say = (clusterLocatorMethods: unknown) =>
    config.update({
      data: JSON.parse(
        JSON.stringify({ kubernetes: { clusterLocatorMethods } }),
      ),
    });
  say(options.before);
  const configured = new ConfiguredClusters(config);
  say(options.now);
  return configured.withoutRemoved(clusters.map(found));
}

const methods = (...clusters: object[]) => [
  { type: 'catalog' },
  { type: 'config', clusters },
];

describe('clusters that the configuration of the kubernetes plugin has', () => {
  it('are there as long as it has them', () => {
    const same = { before: methods(prod, test), now: methods(test, prod) };
    expect(leftOf([prod, test], same)).toEqual([found(prod), found(test)]);
  });

  it('are not there any more when they were removed', () => {
    const removed = { before: methods(prod, test), now: methods(test) };
    expect(leftOf([prod, test], removed)).toEqual([found(test)]);
    expect(leftOf([prod], { before: methods(prod), now: undefined })).toEqual(
      [],
    );
  });

  it('are not there any more where they were', () => {
    const moved = { ...prod, url: 'https://new.example.com' };
    const change = { before: methods(prod), now: methods(moved) };
    expect(leftOf([prod], change)).toEqual([]);
  });

  it('hide none of those that other locators find', () => {
    const elsewhere = { ...prod, url: 'https://catalog.example.com' };
    const removed = { before: methods(prod), now: methods() };
    expect(leftOf([elsewhere, test], removed)).toEqual([
      found(elsewhere),
      found(test),
    ]);
  });

  it('stay while the configuration cannot be read', () => {
    const broken = { before: methods(prod), now: methods({ name: 'prod' }) };
    expect(leftOf([prod], broken)).toEqual([found(prod)]);
    expect(leftOf([prod], { before: 'x', now: methods() })).toEqual([
      found(prod),
    ]);
  });
});

it('tells whether the kubernetes plugin is used at all', () => {
  const isUsed = (data: object) =>
    new ConfiguredClusters(
      mockServices.rootConfig({ data: JSON.parse(JSON.stringify(data)) }),
    ).isUsed();
  expect(isUsed({ kubernetes: { clusterLocatorMethods: [] } })).toBe(true);
  expect(isUsed({ tektonResults: {} })).toBe(false);
});
