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

import { repositoryCondition } from './pipelinesAsCode';

const ORG = 'data.metadata.labels["pipelinesascode.tekton.dev/url-org"]';
const REPOSITORY =
  'data.metadata.labels["pipelinesascode.tekton.dev/url-repository"]';
const URL = 'data.metadata.annotations["pipelinesascode.tekton.dev/repo-url"]';

describe('repositoryCondition', () => {
  it.each([
    ['acme', 'cart', 'acme', 'cart'],
    ['acme/shop/web', 'cart', 'acme-shop-web', 'cart'],
    ['~jo', 'my cart', 'jo', 'my_cart'],
    ['-acme-', '.github', 'acme', 'github'],
    ['a:b', 'x[bot]', 'a-b', 'x__bot'],
    ['grün', 'a"\\\n,b', 'grn', 'ab'],
    ['acme', `a/${'b'.repeat(63)}`, 'acme', 'b'.repeat(63)],
    ['acme', `${'a'.repeat(10)}/${'b'.repeat(62)}`, 'acme', 'b'.repeat(62)],
  ])('asks for the labels of %j and %j', (owner, name, org, repository) => {
    expect(
      repositoryCondition({ urls: ['https://h/r'], path: { owner, name } }),
    ).toBe(
      `(${ORG} == "${org}" && ${REPOSITORY} == "${repository}")\n  || ${URL} == "https://h/r"`,
    );
  });

  it('asks for the URL alone where there are no labels', () => {
    expect(repositoryCondition({ urls: ['https://h/a', 'https://h/b'] })).toBe(
      `${URL} in ["https://h/a", "https://h/b"]`,
    );
  });
});
