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

import { inspect } from 'util';
import {
  coreServices,
  createServiceFactory,
  type LoggerService,
  type RootLoggerService,
} from '@backstage/backend-plugin-api';
import { startTestBackend } from '@backstage/backend-test-utils';
import { ConfigSources, MutableConfigSource } from '@backstage/config-loader';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import type {
  CaptureHealth,
  ClusterHealth,
  ListRunsResponse,
  RunSummary,
} from 'backstage-plugin-tekton-results-common';
import {
  RESOURCES,
  startExampleCluster,
  type ExampleCluster,
} from 'example-cluster';
import request from 'supertest';
import tektonResultsPlugin from '.';
import { backendDatabase } from './__testUtils__/databases';
import { RecordingProxy } from './auth/kubernetes/__testUtils__/RecordingProxy';
import { until } from './watcher/__testUtils__/watchedCluster';

jest.setTimeout(120_000);

const NAMES = ['a', 'b', 'c'] as const;
type Name = (typeof NAMES)[number];

/** Nothing else contains it. */
function tokenOf(name: Name, generation = 1): string {
  return `credential-of-${name}-${generation}`;
}

/** A logger that keeps all that it is told, with all that hangs on it. */
class KeptLog implements LoggerService {
  readonly lines: string[] = [];

  private readonly keep = (...told: unknown[]) => {
    this.lines.push(inspect(told, { depth: 12, maxStringLength: 100_000 }));
  };

  error = this.keep;
  warn = this.keep;
  info = this.keep;
  debug = this.keep;

  child(meta: object): LoggerService {
    this.keep(meta);
    return this;
  }
}

/** A cluster that can be reached through a proxy which sees all requests. */
async function startCluster(name: Name) {
  const cluster = await startExampleCluster({
    tokens: [{ token: tokenOf(name), user: 'backstage' }],
    issuer: `https://${name}.example.com`,
  });
  const proxy = await RecordingProxy.start(cluster.url);
  return { cluster, proxy };
}

function createRun({ store }: ExampleCluster, name: string): string {
  return store.create(RESOURCES.pipelineruns, {
    metadata: { name, namespace: 'shop' },
  }).metadata.uid;
}

describe('three clusters at once', () => {
  const log = new KeptLog();
  const answers: string[] = [];
  const clusters = new Map<Name, Awaited<ReturnType<typeof startCluster>>>();
  const described = new Map<string, object>();
  let source: MutableConfigSource;
  let backend: Awaited<ReturnType<typeof startTestBackend>>;

  function at(name: Name) {
    const started = clusters.get(name);
    if (!started) {
      throw new Error(`There is no cluster ${name}`);
    }
    return started;
  }

  function configuration() {
    return {
      tektonResults: {
        clusters: [...described.values()],
        watcher: { storeEvents: false },
      },
    };
  }

  function describeCluster(name: Name, generation = 1): void {
    described.set(name, {
      name,
      title: `Cluster ${name}`,
      url: at(name).proxy.url,
      token: tokenOf(name, generation),
    });
  }

  async function get<T>(path: string): Promise<T> {
    const response = await request(backend.server).get(
      `/api/tekton-results${path}`,
    );
    answers.push(JSON.stringify([response.headers, response.text]));
    return response.body;
  }

  async function runs(): Promise<readonly RunSummary[]> {
    return (await get<ListRunsResponse>('/v1/runs?limit=100')).items;
  }

  async function storedRun(cluster: Name, name: string): Promise<RunSummary> {
    const find = (all: readonly RunSummary[]) =>
      all.find(run => run.cluster === cluster && run.name === name);
    return find(await until(runs, find))!;
  }

  async function untilHealth(
    name: Name,
    holds: (health: ClusterHealth | undefined) => unknown,
  ) {
    const find = ({ clusters: all }: CaptureHealth) =>
      all.find(cluster => cluster.name === name);
    return find(
      await until(
        () => get<CaptureHealth>('/v1/health'),
        health => holds(find(health)),
      ),
    );
  }

  const isOk = (health?: ClusterHealth) => health?.state === 'ok';

  beforeAll(async () => {
    for (const name of NAMES) {
      clusters.set(name, await startCluster(name));
      describeCluster(name);
    }
    source = MutableConfigSource.create({ data: configuration() });
    const config = await ConfigSources.toConfig(source);
    const features: Parameters<typeof startTestBackend>[0]['features'] = [
      tektonResultsPlugin,
      createServiceFactory({
        service: coreServices.rootConfig,
        deps: {},
        factory: () => config,
      }),
      createServiceFactory({
        service: coreServices.rootLogger,
        deps: {},
        factory: () => log as RootLoggerService,
      }),
      await backendDatabase(),
      catalogServiceMock.factory({ entities: [] }),
    ];
    backend = await startTestBackend({ features });
    await Promise.all(NAMES.map(name => untilHealth(name, isOk)));
  });

  afterAll(async () => {
    await backend?.stop();
    source?.close();
    for (const { cluster, proxy } of clusters.values()) {
      proxy.close();
      await cluster.close({ abrupt: true });
    }
  });

  it('keeps runs of the same name in the same namespace apart', async () => {
    const uids = NAMES.map(name => createRun(at(name).cluster, 'build'));
    const stored = await Promise.all(
      NAMES.map(name => storedRun(name, 'build')),
    );
    expect(stored.map(({ cluster, uid }) => [cluster, uid])).toEqual(
      NAMES.map((name, index) => [name, uids[index]]),
    );
    for (const [index, name] of NAMES.entries()) {
      const { results } = await get<{ results: Array<{ summary: object }> }>(
        `/clusters/${name}/apis/results.tekton.dev/v1alpha2/parents/shop/results`,
      );
      expect(results).toHaveLength(1);
      const { records } = await get<{
        records: Array<{ data: { value: string } }>;
      }>(
        `/clusters/${name}/apis/results.tekton.dev/v1alpha2/parents/shop/results/-/records`,
      );
      expect(
        records.map(({ data }) =>
          JSON.parse(Buffer.from(data.value, 'base64').toString()),
        ),
      ).toMatchObject([{ metadata: { uid: uids[index] } }]);
    }
  });

  it('goes on with two when one goes down', async () => {
    const { proxy } = at('b');
    proxy.close();
    const health = await untilHealth('b', cluster => cluster?.problem);
    expect(health).toMatchObject({
      state: 'failing',
      problem: { code: 'unreachable' },
    });
    createRun(at('a').cluster, 'while-b-is-away');
    createRun(at('c').cluster, 'while-b-is-away');
    await storedRun('a', 'while-b-is-away');
    await storedRun('c', 'while-b-is-away');
    expect(await storedRun('b', 'build')).not.toHaveProperty('goneAt');
    expect(await untilHealth('a', isOk)).not.toHaveProperty('problem');
  });

  it('takes a new credential from the configuration, and misses nothing', async () => {
    const { cluster } = at('c');
    const watchesOfA = at('a').proxy.requests.length;
    cluster.setTokens([{ token: tokenOf('c', 2), user: 'backstage' }]);
    cluster.dropWatches();
    createRun(cluster, 'while-refused');
    const refused = await untilHealth('c', health => health?.problem);
    expect(refused).toMatchObject({ problem: { code: 'unauthorized' } });

    describeCluster('c', 2);
    source.setData(configuration());
    await untilHealth('c', isOk);
    await storedRun('c', 'while-refused');
    // Others are not watched anew for that.
    expect(
      at('a')
        .proxy.requests.slice(watchesOfA)
        .filter(({ path }) => path.includes('watch=true')),
    ).toEqual([]);
  });

  it('ends with one that is removed from the configuration, and keeps its runs', async () => {
    const { cluster } = at('a');
    described.delete('a');
    source.setData(configuration());
    await untilHealth('a', health => health === undefined);
    await until(
      () => cluster.state().watches,
      watches => Object.values(watches).every(count => count === 0),
    );
    createRun(cluster, 'unseen');
    createRun(at('c').cluster, 'seen');
    await storedRun('c', 'seen');
    const ofA = (await runs()).filter(run => run.cluster === 'a');
    expect(ofA.map(({ name, goneAt }) => [name, goneAt]).sort()).toEqual([
      ['build', undefined],
      ['while-b-is-away', undefined],
    ]);
  });

  it('goes on with one that comes back, from where it had stopped', async () => {
    describeCluster('a');
    source.setData(configuration());
    await untilHealth('a', isOk);
    expect(await storedRun('a', 'unseen')).not.toHaveProperty('goneAt');
  });

  it('takes up the rest of a configuration with a mistake, and tells of that', async () => {
    described.set('b', { name: 'b', url: 'nowhere', token: tokenOf('b') });
    source.setData(configuration());
    const { configProblems } = await until(
      () => get<CaptureHealth>('/v1/health'),
      health => health.configProblems.length > 0,
    );
    expect(configProblems).toEqual([
      {
        path: 'tektonResults.clusters[0].url',
        message: 'must be an http or https URL',
      },
    ]);
    createRun(at('c').cluster, 'after-a-mistake');
    await storedRun('c', 'after-a-mistake');
  });

  it('shows each credential to its own cluster only, and never to anybody else', () => {
    for (const name of NAMES) {
      const shown = new Set(
        at(name).proxy.requests.map(({ authorization }) => authorization),
      );
      const own = [1, 2].map(
        generation => `Bearer ${tokenOf(name, generation)}`,
      );
      expect(shown.size).toBeGreaterThan(0);
      expect([...shown].filter(text => !own.includes(text ?? ''))).toEqual([]);
    }
    expect(log.lines.length).toBeGreaterThan(0);
    expect(answers.length).toBeGreaterThan(0);
    const told = [...log.lines, ...answers].filter(text =>
      text.includes('credential-of-'),
    );
    expect(told).toEqual([]);
  });
});
