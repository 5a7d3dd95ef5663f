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

import { sourceRepository } from './sourceRepository';

function repositoryAt(location: string) {
  return sourceRepository({
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: {
      name: 'cart',
      annotations: { 'backstage.io/source-location': location },
    },
  });
}

describe('sourceRepository', () => {
  it.each([
    ['https://github.com/acme/cart', 'acme', 'cart'],
    ['https://github.com/acme/cart/', 'acme', 'cart'],
    ['https://github.com/acme/cart.git', 'acme', 'cart'],
    ['https://github.com/acme/cart/tree/main/services/a/', 'acme', 'cart'],
    ['https://github.com/acme/cart/releases', 'acme', 'cart'],
    ['https://ghe.example.com/acme/cart/blob/main/x.yaml', 'acme', 'cart'],
    ['https://user:pw@github.com:443/acme/cart?a=b#c', 'acme', 'cart'],
    ['https://gitlab.com/acme/shop/web/cart', 'acme/shop/web', 'cart'],
    ['https://gitlab.com/acme/shop/cart/-/tree/main/src', 'acme/shop', 'cart'],
    ['https://gitlab.com/acme/src/tree/-/blob/main/x', 'acme/src', 'tree'],
    ['https://gitlab.example.com/acme/shop/cart/tree/x', 'acme/shop', 'cart'],
    ['https://bitbucket.org/acme/cart/src/main/', 'acme', 'cart'],
    ['https://gitea.example.com/acme/cart/src/branch/main', 'acme', 'cart'],
    ['https://git.example.com/acme/my%20cart', 'acme', 'my cart'],
    ['https://bb.example.com/projects/ACME/repos/cart', 'ACME', 'cart'],
    [
      'https://bb.example.com/bb/projects/ACME/repos/cart/browse/src?at=main',
      'ACME',
      'cart',
    ],
    ['https://bb.example.com/users/jo/repos/cart/browse', '~jo', 'cart'],
    ['https://bb.example.com/scm/acme/cart.git', 'ACME', 'cart'],
  ])('finds that of %s', (url, owner, name) => {
    expect(repositoryAt(`url:${url}`)?.path).toEqual({ owner, name });
  });

  it.each([
    [
      'https://user:pw@GitHub.com/acme/cart.git/tree/main',
      ['https://github.com/acme/cart', 'https://github.com/acme/cart.git'],
    ],
    [
      'https://git.example.com:8443/acme/my%20cart/-/blob/main/x',
      [
        'https://git.example.com:8443/acme/my%20cart',
        'https://git.example.com:8443/acme/my%20cart.git',
      ],
    ],
    [
      'https://bb.example.com/scm/acme/cart.git',
      [
        'https://bb.example.com/projects/ACME/repos/cart',
        'https://bb.example.com/projects/ACME/repos/cart/browse',
      ],
    ],
    [
      'https://bb.example.com/bb/projects/ACME/repos/cart/raw/x',
      [
        'https://bb.example.com/bb/projects/ACME/repos/cart',
        'https://bb.example.com/bb/projects/ACME/repos/cart/browse',
      ],
    ],
    [
      'https://dev.azure.com/acme/shop/_git/cart?path=/src&version=GBmain',
      ['https://dev.azure.com/acme/shop/_git/cart'],
    ],
    [
      'https://acme.visualstudio.com/shop/_git/cart',
      ['https://acme.visualstudio.com/shop/_git/cart'],
    ],
  ])('knows how runs may spell the URL of %s', (url, urls) => {
    expect(repositoryAt(`url:${url}`)?.urls).toEqual(urls);
  });

  it('has no owner for Azure DevOps, which Pipelines-as-Code does not label', () => {
    expect(
      repositoryAt('url:https://dev.azure.com/acme/shop/_git/cart')?.path,
    ).toBeUndefined();
  });

  it.each([
    'https://github.com/acme/cart',
    'url:github.com/acme/cart',
    'url:https://github.com/acme',
    'url:https://github.com',
    'url:https://github.com/acme/%zz',
    'url:ssh://git@github.com/acme/cart',
    'file:/home/acme/cart',
    'dir:./cart',
    'url:',
    '',
  ])('finds none at %j', location => {
    expect(repositoryAt(location)).toBeUndefined();
  });
});
