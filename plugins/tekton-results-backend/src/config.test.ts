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

import { ConfigReader } from '@backstage/config';
import { readConfig } from './config';

function read(tektonResults: unknown) {
  return readConfig(new ConfigReader({ tektonResults } as never));
}

describe('readConfig', () => {
  it('reads clusters', () => {
    const { config, problems } = read({
      clusters: [
        {
          name: 'prod',
          url: 'https://prod.example.com:6443',
          token: 's',
          caData: 'YQ==',
        },
      ],
    });
    expect(problems).toEqual([]);
    expect(config.clusters).toEqual([
      {
        name: 'prod',
        url: 'https://prod.example.com:6443',
        token: 's',
        ca: Buffer.from('a'),
        skipTLSVerify: false,
      },
    ]);
  });

  it('needs no section', () => {
    expect(readConfig(new ConfigReader({}))).toEqual({
      config: {
        clusters: [],
        namesClusters: false,
        filters: { maxScannedRecords: 100_000, maxScanMs: 5_000 },
      },
      problems: [],
    });
  });

  it.each([
    [{ maxScanTime: '2s' }, { maxScanMs: 2_000 }],
    [{ maxScanTime: { minutes: 1 } }, { maxScanMs: 60_000 }],
    [{ maxScannedRecords: 7 }, { maxScannedRecords: 7 }],
  ])('reads the limits of filters %j', (filters, expected) => {
    const { config, problems } = read({ filters });
    expect(problems).toEqual([]);
    expect(config.filters).toMatchObject(expected);
  });

  it.each([
    [{ maxScanTime: 'soon' }, 'filters.maxScanTime'],
    [{ maxScanTime: 0 }, 'filters.maxScanTime'],
    [{ maxScannedRecords: 0.5 }, 'filters.maxScannedRecords'],
    [{ maxScannedRecords: -1 }, 'filters.maxScannedRecords'],
    [{ maxRows: 1 }, 'filters.maxRows'],
    ['none', 'filters'],
  ])(
    'reports the limits of filters %j, and keeps to others',
    (filters, path) => {
      const { config, problems } = read({ filters });
      expect(problems).toEqual([
        { path: `tektonResults.${path}`, message: expect.any(String) },
      ]);
      expect(config.filters).toEqual({
        maxScannedRecords: 100_000,
        maxScanMs: 5_000,
      });
    },
  );

  it.each([
    ['no name', { url: 'http://a' }, 'name'],
    [
      'a name that is no part of a path',
      { name: 'a/b', url: 'http://a' },
      'name',
    ],
    ['no url', { name: 'b' }, 'url'],
    ['a url of another kind', { name: 'b', url: 'ftp://a' }, 'url'],
    [
      'two tokens',
      { name: 'b', url: 'http://a', token: 'x', tokenFile: 'y' },
      'tokenFile',
    ],
    ['a name twice', { name: 'good', url: 'http://a' }, 'name'],
  ])(
    'reports %s with its path, and keeps the other clusters',
    (_, bad, key) => {
      const { config, problems } = read({
        clusters: [{ name: 'good', url: 'http://good' }, bad],
      });
      expect(config.clusters.map(({ name }) => name)).toEqual(['good']);
      expect(problems).toEqual([
        {
          path: `tektonResults.clusters[1].${key}`,
          message: expect.any(String),
        },
      ]);
    },
  );

  it('reports settings that do not exist', () => {
    expect(read({ cluster: [] }).problems).toEqual([
      { path: 'tektonResults.cluster', message: 'is not a setting' },
    ]);
    expect(
      read({ clusters: [{ name: 'a', url: 'http://a', tokn: 'x' }] })
        .problems[0],
    ).toMatchObject({
      path: 'tektonResults.clusters[0]',
      message: expect.stringContaining('tokn'),
    });
  });
});
