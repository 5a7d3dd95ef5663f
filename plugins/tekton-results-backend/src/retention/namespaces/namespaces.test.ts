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
import type { ClusterConnection, ListPage } from '../../cluster';
import { findGoneNamespaces } from './findGoneNamespaces';
import { goneNamespaces } from './goneNamespaces';

describe('goneNamespaces', () => {
  it.each([
    ['all are there', ['a', 'b'], ['kube-system', 'a', 'b', 'c'], []],
    ['some are not there', ['a', 'b'], ['kube-system', 'a'], ['b']],
    ['the list is empty', ['a', 'b'], [], []],
    ['the list is narrowed', ['a', 'b'], ['a'], []],
    ['the cluster is a new one', ['a', 'b'], ['kube-system', 'default'], []],
    ['nothing is stored', [], ['kube-system'], []],
  ])('if %s', (_, stored, existing, gone) => {
    expect(goneNamespaces({ cluster: 'prod', stored, existing })).toEqual(
      gone.map(namespace => ({ cluster: 'prod', namespace })),
    );
  });
});

/** A cluster that answers with pages of names. */
function clusterOf(
  name: string,
  pages: ReadonlyArray<readonly unknown[] | Error>,
) {
  const list = async ({
    continueToken = '0',
  }: Parameters<ClusterConnection['list']>[0]): Promise<ListPage> => {
    const number = Number(continueToken);
    const page = pages[number];
    if (page instanceof Error) {
      throw page;
    }
    return {
      items: page.map(namespace => ({ metadata: { name: namespace } })),
      resourceVersion: '1',
      ...(number + 1 < pages.length && { continueToken: String(number + 1) }),
    };
  };
  return { name, connection: { list } as ClusterConnection };
}

describe('findGoneNamespaces', () => {
  const usage = async () =>
    ['a', 'b', 'c'].flatMap(namespace =>
      ['prod', 'west', 'old'].map(cluster => ({
        cluster,
        namespace,
        bytes: 1,
      })),
    );

  it('reads whole lists, and leaves out clusters that do not give them', async () => {
    const logger = mockServices.logger.mock();
    const gone = await findGoneNamespaces({
      clusters: [
        clusterOf('west', [['kube-system', 'a'], new Error('forbidden')]),
        clusterOf('prod', [['kube-system', 'a'], ['c']]),
        clusterOf('new', [['kube-system']]),
      ],
      store: { usage },
      logger,
    });
    expect(gone).toEqual([{ cluster: 'prod', namespace: 'b' }]);
    expect(logger.warn.mock.calls).toEqual([
      [expect.any(String), { cluster: 'west', error: 'forbidden' }],
    ]);
  });

  it('does not go by a list that it cannot read', async () => {
    const gone = await findGoneNamespaces({
      clusters: [clusterOf('prod', [['kube-system', 'a', 7]])],
      store: { usage },
      logger: mockServices.logger.mock(),
    });
    expect(gone).toEqual([]);
  });
});
