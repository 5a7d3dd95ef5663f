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

import type { ClusterAccess } from '../ClusterAccess';
import type { DescribedCluster } from './DescribedCluster';
import { mergeClusters } from './mergeClusters';

function accessTo(url: string): ClusterAccess {
  return { url, requestOptions: async () => ({}), renew: () => {} };
}

function described(
  name: string,
  origin: string,
  more: Partial<DescribedCluster> = {},
): DescribedCluster {
  return {
    name,
    origin,
    key: origin,
    access: accessTo(`https://${origin}`),
    ...more,
  };
}

function answer(...clusters: DescribedCluster[]) {
  return { clusters, problems: [] };
}

const unusable = { access: { unsupported: 'no credential' } };

it('takes the first of one name, and names both', () => {
  const { clusters, problems } = mergeClusters(
    [
      answer(described('prod', 'ours')),
      answer(described('Prod', 'theirs'), described('test', 'theirs')),
    ],
    [],
  );
  expect(clusters.map(({ name, origin }) => [name, origin])).toEqual([
    ['prod', 'ours'],
    ['test', 'theirs'],
  ]);
  expect(problems).toEqual([
    {
      path: 'theirs',
      message: "is left out: it has the name 'prod', which ours has already",
    },
  ]);
});

it.each(['https://prod', 'https://prod/', 'https://PROD:443'])(
  'does not complain when two sources tell of one and the same cluster: %s',
  url => {
    const access = accessTo('https://prod');
    const { clusters, problems } = mergeClusters(
      [
        answer(described('prod', 'ours', { access })),
        answer(described('prod', 'theirs', { access: accessTo(url) })),
      ],
      [],
    );
    expect(clusters.map(({ origin }) => origin)).toEqual(['ours']);
    expect(problems).toEqual([]);
  },
);

it('says of clusters that cannot be recorded why', () => {
  const { clusters, unsupported } = mergeClusters(
    [answer(described('prod', 'theirs', { title: 'Production', ...unusable }))],
    [],
  );
  expect(clusters).toEqual([]);
  expect(unsupported).toEqual([
    { name: 'prod', title: 'Production', reason: 'theirs: no credential' },
  ]);
});

it.each([
  ['first', [described('a', 'one', unusable), described('a', 'two')]],
  ['second', [described('a', 'two'), described('a', 'one', unusable)]],
])(
  'prefers what can be recorded, without a warning, if the other comes %s',
  (_, clusters) => {
    const merged = mergeClusters([answer(...clusters)], []);
    expect(merged.clusters.map(({ origin }) => origin)).toEqual(['two']);
    expect(merged.unsupported).toEqual([]);
    expect(merged.problems).toEqual([]);
  },
);

it('adds settings to a cluster that is described somewhere else', () => {
  const { clusters, problems } = mergeClusters(
    [answer(described('Prod', 'theirs', { title: 'Theirs' }))],
    [
      {
        name: 'prod',
        title: 'Ours',
        links: [{ title: 'Console', url: 'https://console/{{name}}' }],
        default: true,
        namespaces: ['shop'],
        tokenIssuers: ['i'],
      },
    ],
  );
  expect(problems).toEqual([]);
  expect(clusters).toMatchObject([
    {
      name: 'prod',
      title: 'Ours',
      isFound: true,
      isDefault: true,
      namespaces: ['shop'],
      tokenIssuers: ['i'],
      links: [{ title: 'Console', url: 'https://console/{{name}}' }],
    },
  ]);
});

it('reports settings for a cluster that is nowhere', () => {
  const { problems } = mergeClusters([answer()], [{ name: 'prod' }]);
  expect(problems).toEqual([
    {
      path: 'tektonResults.clusters[prod].url',
      message: expect.stringContaining('no other source'),
    },
  ]);
});

it.each<[string, { isPartial?: boolean }, { url?: string }]>([
  ['could not tell all', { isPartial: true }, {}],
  ['is not used that describes it', {}, { url: 'https://prod' }],
])('does not report it as long as a source %s', (_, state, more) => {
  const { problems } = mergeClusters(
    [{ ...answer(), ...state }],
    [{ name: 'prod', ...more }],
  );
  expect(problems).toEqual([]);
});

it('leaves out what is switched off, wherever it is described', () => {
  const merged = mergeClusters(
    [
      answer(
        described('a', 'ours'),
        described('b', 'theirs'),
        described('c', 'theirs', unusable),
      ),
    ],
    ['a', 'b', 'c', 'nowhere'].map(name => ({ name, enabled: false })),
  );
  expect(merged).toEqual({
    isPartial: false,
    clusters: [],
    unsupported: [],
    warnings: [],
    problems: [],
  });
});

it('passes on what is to be warned about, and what is wrong', () => {
  const problem = { path: 'KUBECONFIG', message: 'no' };
  const { warnings, problems } = mergeClusters(
    [
      {
        clusters: [described('a', 'ours', { warnings: ['careless'] })],
        problems: [problem],
      },
    ],
    [],
  );
  expect(warnings).toEqual(['ours: careless']);
  expect(problems).toEqual([problem]);
});
