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
import {
  DEFAULT_LOGS_CONFIG,
  DEFAULT_WATCHER_CONFIG,
  readConfig,
  watcherConfigOf,
} from './config';

function read(tektonResults: unknown) {
  return readConfig(new ConfigReader({ tektonResults } as never));
}

const API_DEFAULTS = {
  rootMount: false,
  rateLimit: { requests: 6_000, windowMs: 60_000 },
  maxBodyBytes: 4 * 1024 * 1024,
  kubernetesAuth: {
    enabled: false,
    impersonation: true,
    audiences: [],
    cacheMs: 10_000,
  },
  expensiveRequests: { perMinute: 120, concurrent: 4 },
};

const NO_WRITES = {
  finalizers: 'never',
  annotations: false,
  completedRunGracePeriodMs: undefined,
};

describe('readConfig', () => {
  it('reads clusters', () => {
    const { config, problems } = read({
      clusters: [
        {
          name: 'prod',
          url: 'https://prod.example.com:6443',
          token: 's',
          caData: 'YQ==',
          tokenIssuers: ['https://issuer.example.com'],
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
        tokenIssuers: ['https://issuer.example.com'],
      },
    ]);
  });

  it('needs no section', () => {
    expect(readConfig(new ConfigReader({}))).toEqual({
      config: {
        clusters: [],
        namesClusters: false,
        refusedClusters: [],
        kubernetes: { clusters: [], otherLocators: [] },
        watcher: DEFAULT_WATCHER_CONFIG,
        foundWatcher: { ...DEFAULT_WATCHER_CONFIG, finalizers: 'never' },
        watchers: new Map(),
        foundWatchers: new Map(),
        logs: DEFAULT_LOGS_CONFIG,
        clusterLogs: new Map(),
        filters: { maxScannedRecords: 100_000, maxScanMs: 5_000 },
        api: API_DEFAULTS,
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
    [{ rootMount: true }, { rootMount: true }],
    [
      { rateLimit: { requests: 10, window: '2s' } },
      { rateLimit: { requests: 10, windowMs: 2_000 } },
    ],
    [
      { rateLimit: { window: { hours: 24 } } },
      { rateLimit: { requests: 6_000, windowMs: 86_400_000 } },
    ],
    [{ maxBodySize: 1000 }, { maxBodyBytes: 1000 }],
    [{ maxBodySize: '8MiB' }, { maxBodyBytes: 8 * 1024 * 1024 }],
    [{ maxBodySize: '512 KiB' }, { maxBodyBytes: 512 * 1024 }],
    [{ maxBodySize: '700' }, { maxBodyBytes: 700 }],
  ])('reads the settings of the API %j', (api, expected) => {
    const { config, problems } = read({ api });
    expect(problems).toEqual([]);
    expect(config.api).toEqual({ ...API_DEFAULTS, ...expected });
  });

  it.each([
    [{ enabled: true }, { enabled: true }],
    [{ impersonation: false }, { impersonation: false }],
    [{ audiences: ['a', 'b'] }, { audiences: ['a', 'b'] }],
    [{ cacheTime: '500ms' }, { cacheMs: 500 }],
    [{ cacheTime: { minutes: 1 } }, { cacheMs: 60_000 }],
  ])('reads how callers of Kubernetes are let in %j', (given, expected) => {
    const { config, problems } = read({ api: { kubernetesAuth: given } });
    expect(problems).toEqual([]);
    expect(config.api.kubernetesAuth).toEqual({
      ...API_DEFAULTS.kubernetesAuth,
      ...expected,
    });
  });

  it.each([
    ['none', 'api'],
    [{ rootmount: true }, 'api.rootmount'],
    [{ rootMount: 'yes' }, 'api.rootMount'],
    [{ rateLimit: 5 }, 'api.rateLimit'],
    [{ rateLimit: { requests: 0 } }, 'api.rateLimit.requests'],
    [{ rateLimit: { requests: '5' } }, 'api.rateLimit.requests'],
    [{ rateLimit: { window: '25h' } }, 'api.rateLimit.window'],
    [{ rateLimit: { window: 'soon' } }, 'api.rateLimit.window'],
    [{ rateLimit: { burst: 1 } }, 'api.rateLimit.burst'],
    [{ maxBodySize: 0 }, 'api.maxBodySize'],
    [{ maxBodySize: 1.5 }, 'api.maxBodySize'],
    [{ maxBodySize: '4MB' }, 'api.maxBodySize'],
    [{ maxBodySize: '65MiB' }, 'api.maxBodySize'],
    [{ maxBodySize: true }, 'api.maxBodySize'],
    [{ kubernetesAuth: true }, 'api.kubernetesAuth'],
    [
      { expensiveRequests: { perMinute: 0 } },
      'api.expensiveRequests.perMinute',
    ],
    [{ kubernetesAuth: { enabled: 'yes' } }, 'api.kubernetesAuth.enabled'],
    [
      { kubernetesAuth: { impersonation: 1 } },
      'api.kubernetesAuth.impersonation',
    ],
    [{ kubernetesAuth: { audiences: 'a' } }, 'api.kubernetesAuth.audiences'],
    [{ kubernetesAuth: { audiences: [''] } }, 'api.kubernetesAuth.audiences'],
    [{ kubernetesAuth: { cacheTime: '61s' } }, 'api.kubernetesAuth.cacheTime'],
    [{ kubernetesAuth: { cacheTime: 0 } }, 'api.kubernetesAuth.cacheTime'],
    [
      { kubernetesAuth: { enabled: true, audience: ['x'] } },
      'api.kubernetesAuth.audience',
    ],
    [
      { kubernetesAuth: { enabled: true, audiences: 'x' } },
      'api.kubernetesAuth.audiences',
    ],
  ])('reports the settings of the API %j, and keeps to others', (api, path) => {
    const { config, problems } = read({ api });
    expect(problems).toEqual([
      { path: `tektonResults.${path}`, message: expect.any(String) },
    ]);
    expect(config.api).toEqual(API_DEFAULTS);
  });

  it('reports a section that is none', () => {
    const { config, problems } = read('none');
    expect(problems).toEqual([
      { path: 'tektonResults', message: 'must be an object' },
    ]);
    expect(config.api).toEqual(API_DEFAULTS);
  });

  it.each([
    ['no name', { url: 'http://a' }, 'name'],
    [
      'a name that is no part of a path',
      { name: 'a/b', url: 'http://a' },
      'name',
    ],
    ['no url', { name: 'b', token: 'x' }, 'url'],
    [
      'a url beside the cluster of the backend',
      { name: 'b', url: 'https://a', inCluster: true },
      'inCluster',
    ],
    [
      'a client certificate without its key',
      { name: 'b', url: 'https://a', clientCertFile: '/c.pem' },
      'clientKeyFile',
    ],
    [
      'a key without its certificate',
      { name: 'b', url: 'https://a', clientKeyData: 'YQ==' },
      'clientCertFile',
    ],
    [
      'a proxy of another kind',
      { name: 'b', url: 'https://a', proxy: 'socks5://p' },
      'proxy',
    ],
    [
      'no namespaces at all',
      { name: 'b', url: 'https://a', namespaces: [] },
      'namespaces',
    ],
    [
      'a pattern of namespaces',
      { name: 'b', url: 'https://a', namespaces: ['team-*'] },
      'namespaces[0]',
    ],
    ['a url of another kind', { name: 'b', url: 'ftp://a' }, 'url'],
    [
      'two tokens',
      { name: 'b', url: 'http://a', token: 'x', tokenFile: 'y' },
      'tokenFile',
    ],
    ['a name twice', { name: 'good', url: 'http://a' }, 'name'],
    [
      'no issuer of tokens',
      { name: 'b', url: 'http://a', tokenIssuers: [] },
      'tokenIssuers',
    ],
    [
      'an issuer of tokens that is no text',
      { name: 'b', url: 'http://a', tokenIssuers: [1] },
      'tokenIssuers[0]',
    ],
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
      path: 'tektonResults.clusters[0].tokn',
      message: 'is not a setting',
    });
  });
});

describe('the watcher of readConfig', () => {
  it('reads what all clusters have in common, and what one has of its own', () => {
    const { config, problems } = read({
      watcher: {
        finalizers: 'always',
        completedRunGracePeriod: '24h',
        forwardBuffer: '0s',
        labelSelector: 'team in (a,b)',
        archive: { namespaces: { exclude: ['tmp-*'] }, incompleteRuns: false },
      },
      clusters: [
        { name: 'plain', url: 'https://plain' },
        {
          name: 'own',
          url: 'https://own',
          watcher: {
            finalizers: 'never',
            storeDeadline: { minutes: 10 },
            archive: { kinds: ['TaskRun'], namespaces: { include: ['a'] } },
          },
        },
      ],
    });
    expect(problems).toEqual([]);
    const common = {
      ...DEFAULT_WATCHER_CONFIG,
      finalizers: 'always',
      completedRunGracePeriodMs: 24 * 60 * 60_000,
      labelSelector: [{ key: 'team', operator: 'in', values: ['a', 'b'] }],
      archive: {
        ...DEFAULT_WATCHER_CONFIG.archive,
        namespaces: { include: [], exclude: ['tmp-*'] },
        incompleteRuns: false,
      },
    };
    expect(config.watcher).toEqual(common);
    expect([...config.watchers]).toEqual([
      [
        'own',
        {
          ...common,
          finalizers: 'never',
          storeDeadlineMs: 10 * 60_000,
          archive: {
            ...common.archive,
            kinds: ['TaskRun'],
            namespaces: { include: ['a'], exclude: ['tmp-*'] },
          },
        },
      ],
    ]);
  });

  it.each([
    [{ finalizers: 'sometimes' }, 'finalizers'],
    [{ labelSelector: 'a b' }, 'labelSelector'],
    [{ completedRunGracePeriod: 'soon' }, 'completedRunGracePeriod'],
    [{ summaryLabels: 'tekton.dev/pipeline' }, 'summaryLabels'],
    [{ archive: { kinds: ['Pod'] } }, 'archive.kinds'],
    [{ archive: { names: { only: [] } } }, 'archive.names.only'],
    [{ disable_crd_update: true }, 'disable_crd_update'],
    [{ completedRunGracePeriod: '1h', checkOwners: true }, 'checkOwners'],
    [{ completedRunGracePeriod: '1h', labelSelector: 'a b' }, 'labelSelector'],
    [{ annotations: true, storeDeadline: 'soon' }, 'storeDeadline'],
    [{ storeDeadline: '0s' }, 'storeDeadline'],
    [{ storeDeadline: 'immediately' }, 'storeDeadline'],
    [{ completedRunGracePeriod: '0s' }, 'completedRunGracePeriod'],
    [{ completedRunGracePeriod: { hours: 0 } }, 'completedRunGracePeriod'],
    [{ completedRunGracePeriod: 'Never' }, 'completedRunGracePeriod'],
    [{ finalizers: 'Never' }, 'finalizers'],
  ])('F19: reports %j, and writes nothing to runs', (watcher, path) => {
    const clusters = [{ name: 'a', url: 'https://a', watcher }];
    const { config, problems } = read({ watcher, clusters });
    expect(problems.map(problem => problem.path)).toEqual([
      `tektonResults.watcher.${path}`,
      `tektonResults.clusters[0].watcher.${path}`,
    ]);
    const harmless = { ...DEFAULT_WATCHER_CONFIG, ...NO_WRITES };
    expect(config.watcher).toEqual(harmless);
    expect(config.watchers.get('a')).toEqual(harmless);
  });

  it('lets a cluster undo a period of all, and delete at once if it says so', () => {
    const { config, problems } = read({
      watcher: { completedRunGracePeriod: '24h', storeDeadline: '1h' },
      clusters: [
        {
          name: 'kept',
          url: 'https://kept',
          watcher: { completedRunGracePeriod: 'never', storeDeadline: 'never' },
        },
        {
          name: 'cleaned',
          url: 'https://cleaned',
          watcher: { completedRunGracePeriod: 'immediately' },
        },
      ],
    });
    expect(problems).toEqual([]);
    expect([...config.watchers]).toMatchObject([
      [
        'kept',
        { completedRunGracePeriodMs: undefined, storeDeadlineMs: undefined },
      ],
      ['cleaned', { completedRunGracePeriodMs: 0, storeDeadlineMs: 3_600_000 }],
    ]);
  });

  const writing = {
    finalizers: 'always',
    annotations: true,
    completedRunGracePeriod: '1h',
  };

  it.each([
    ['in it', { watcher: { checkOwner: 'no' } }],
    ['in its name', { watchers: {} }],
    ['as it is no section', { watcher: 'all' }],
  ])(
    'writes nothing to clusters after a mistake in the general section: %s',
    (_, mistake) => {
      const { config } = read({
        clusters: [{ name: 'a', url: 'https://a', watcher: writing }],
        ...mistake,
      });
      expect(config.watcher).toMatchObject(NO_WRITES);
      expect(config.watchers.get('a')).toMatchObject(NO_WRITES);
    },
  );

  it('archives with the rest of a section that has a mistake, and leaves other clusters as they are', () => {
    const { config } = read({
      watcher: writing,
      clusters: [
        { name: 'good', url: 'https://good', watcher: { storeDeadline: '1h' } },
        {
          name: 'bad',
          url: 'https://bad',
          watcher: {
            storeEvents: false,
            archive: { incompleteRuns: false, kind: [] },
          },
        },
      ],
    });
    const kept = {
      finalizers: 'always',
      annotations: true,
      completedRunGracePeriodMs: 60 * 60_000,
    };
    expect(config.watcher).toMatchObject(kept);
    expect(config.watchers.get('good')).toMatchObject(kept);
    expect(config.watchers.get('bad')).toEqual({
      ...DEFAULT_WATCHER_CONFIG,
      ...NO_WRITES,
      storeEvents: false,
      archive: { ...DEFAULT_WATCHER_CONFIG.archive, incompleteRuns: false },
    });
  });

  it.each([
    ['by default', {}, 'auto', 'never'],
    ['if somebody chose', { watcher: { finalizers: 'auto' } }, 'auto', 'auto'],
    [
      'if somebody chose wrongly',
      { watcher: { finalizers: 'perhaps' } },
      'never',
      'never',
    ],
  ])(
    'writes nothing to clusters that are described elsewhere without being asked: %s',
    (_, given, own, found) => {
      const { config } = read(given);
      const settings = (finalizers: string) => ({
        ...DEFAULT_WATCHER_CONFIG,
        finalizers,
      });
      const at = (isFound: boolean) =>
        watcherConfigOf({ name: 'a', isFound }, config);
      expect(at(false)).toEqual(settings(own));
      expect(at(true)).toEqual(settings(found));
    },
  );

  it('lets somebody ask for it for a cluster that is described elsewhere', () => {
    const { config, problems } = read({
      clusters: [
        { name: 'a', watcher: { annotations: true } },
        { name: 'b', watcher: { finalizers: 'auto' } },
      ],
    });
    expect(problems).toEqual([]);
    const of = (name: string) =>
      watcherConfigOf({ name, isFound: true }, config);
    expect(of('a')).toMatchObject({ annotations: true, finalizers: 'never' });
    expect(of('b')).toMatchObject({ annotations: false, finalizers: 'auto' });
  });
});

describe('the clusters of readConfig', () => {
  it('reads all that there is to say of one', () => {
    const { config, problems } = read({
      clusters: [
        {
          name: 'prod',
          title: 'Production',
          default: true,
          url: 'https://prod.example.com',
          clientCertData: 'Yw==',
          clientKeyData: 'aw==',
          caFile: '/ca.pem',
          proxy: 'http://proxy:3128',
          namespaces: ['shop', 'payments', 'shop'],
          links: [{ title: 'Console', url: 'https://console/{{name}}' }],
        },
        { name: 'here', inCluster: true, proxy: false },
        { name: 'off', enabled: false },
      ],
    });
    expect(problems).toEqual([]);
    expect(config.clusters).toEqual([
      {
        name: 'prod',
        title: 'Production',
        default: true,
        url: 'https://prod.example.com',
        clientCert: Buffer.from('c'),
        clientKey: Buffer.from('k'),
        caFile: '/ca.pem',
        proxy: 'http://proxy:3128',
        namespaces: ['shop', 'payments'],
        links: [{ title: 'Console', url: 'https://console/{{name}}' }],
        skipTLSVerify: false,
      },
      { name: 'here', inCluster: true, proxy: false, skipTLSVerify: false },
      { name: 'off', enabled: false, skipTLSVerify: false },
    ]);
    expect(config.namesClusters).toBe(true);
  });

  it('does not take what is said about others for a description', () => {
    const { config } = read({
      clusters: [{ name: 'kind', namespaces: ['shop'] }],
    });
    expect(config.namesClusters).toBe(false);
  });

  it('names what is wrong with a link', () => {
    const { problems } = read({
      clusters: [
        {
          name: 'prod',
          url: 'https://prod.example.com',
          links: [
            { title: 'Console', url: 'https://console/{{pod}}' },
            { title: ' ', url: 'data:text/html,hello' },
            { url: 'https://console/{{name}}' },
          ],
        },
      ],
    });
    expect(problems).toEqual([
      {
        path: 'tektonResults.clusters[0].links[0].url',
        message: expect.stringContaining("has '{{pod}}'"),
      },
      {
        path: 'tektonResults.clusters[0].links[1].title',
        message: 'must not be empty',
      },
      {
        path: 'tektonResults.clusters[0].links[1].url',
        message: 'must be an http or https URL',
      },
      {
        path: 'tektonResults.clusters[0].links[2].title',
        message: 'must be given',
      },
    ]);
  });

  it('has one default', () => {
    const { config, problems } = read({
      clusters: [
        { name: 'a', url: 'https://a', default: true },
        { name: 'b', url: 'https://b', default: true },
      ],
    });
    expect(problems.map(({ path }) => path)).toEqual([
      'tektonResults.clusters[1].default',
    ]);
    expect(config.clusters.map(cluster => cluster.default)).toEqual([
      true,
      false,
    ]);
  });

  it('reads where clusters are looked for, in that order', () => {
    const of = (clusterSources: unknown) => read({ clusterSources });
    expect(of(undefined).config.clusterSources).toBeUndefined();
    expect(of(['kubeconfig', 'config']).config.clusterSources).toEqual([
      'kubeconfig',
      'config',
    ]);
    const wrong = of(['gke']);
    expect(wrong.config.clusterSources).toEqual(['config']);
    expect(wrong.problems.map(({ path }) => path)).toEqual([
      'tektonResults.clusterSources',
    ]);
  });
});
