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

import { KubernetesObject, RESOURCES } from '../kubernetes';
import { parseFieldSelector, parseLabelSelector } from './selectors';

function object(labels?: Record<string, string>): KubernetesObject {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: 'n',
      namespace: 'shop',
      uid: 'u',
      resourceVersion: '1',
      creationTimestamp: '',
      labels,
    },
    status: { phase: 'Running' },
  };
}

describe('label selectors', () => {
  const labelled = object({ app: 'shop', 'example.dev/tier': 'front', n: '5' });

  it.each([
    ['', true],
    ['app=shop', true],
    ['app==shop', true],
    ['app=other', false],
    ['app!=other', true],
    ['missing!=x', true],
    ['app', true],
    ['!app', false],
    ['missing', false],
    ['! missing', true],
    ['example.dev/tier in (back, front)', true],
    ['example.dev/tier notin (back,front)', false],
    ['missing in (x)', false],
    ['missing notin (x)', true],
    ['app=shop,example.dev/tier in (back)', false],
    ['app=shop, n>4', true],
    ['n<5', false],
  ])('%s: %s', (selector, expected) => {
    expect(parseLabelSelector(selector)(labelled)).toBe(expected);
  });

  it('match objects without labels only by absence', () => {
    expect(parseLabelSelector('!app')(object())).toBe(true);
    expect(parseLabelSelector('app')(object())).toBe(false);
  });

  it.each(['=x', 'a in b', 'a b', 'a=(x)'])('refuse %s', selector => {
    expect(() => parseLabelSelector(selector)).toThrow(
      'unable to parse requirement',
    );
  });
});

describe('field selectors', () => {
  it.each([
    ['metadata.name=n', true],
    ['metadata.name!=n', false],
    ['metadata.namespace=shop,status.phase==Running', true],
  ])('%s: %s', (selector, expected) => {
    expect(parseFieldSelector(selector, RESOURCES.pods)(object())).toBe(
      expected,
    );
  });

  it('refuse fields that the resource does not offer', () => {
    expect(() =>
      parseFieldSelector('status.phase=x', RESOURCES.taskruns),
    ).toThrow('field label not supported: status.phase');
  });
});
