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

import {
  mockCredentials,
  mockErrorHandler,
} from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import type {
  LabelRequirement,
  ListEntityRunsResponse,
} from 'backstage-plugin-tekton-results-common';
import express from 'express';
import fc from 'fast-check';
import request from 'supertest';
import {
  createTestStores,
  TESTED_DATABASES,
  type TestDatabaseId,
} from '../../__testUtils__/databases';
import {
  lastRecordedEvents,
  TEST_CLUSTER,
} from '../../__testUtils__/recordedRuns';
import { parseFilter } from '../../filter';
import { accessParts } from '../__testUtils__/accessParts';
import { logParts } from '../__testUtils__/logParts';
import { retentionParts } from '../__testUtils__/retentionParts';
import type { RunQuery, Stores } from '../../store';
import { captureRun } from '../../watcher';
import { createNativeRouter } from './createNativeRouter';
import { readEntityScope, runQuery } from './scopeRunQuery';

jest.setTimeout(120_000);

const FILTER = 'tekton-results/filter';
const SELECTOR = 'backstage.io/kubernetes-label-selector';
const ID = 'backstage.io/kubernetes-id';
const NAMESPACE = 'backstage.io/kubernetes-namespace';
const CLUSTER = 'backstage.io/kubernetes-cluster';
const CICD = 'tekton.dev/cicd';
const SOURCE = 'backstage.io/source-location';

const IS_PIPELINE_RUN = 'data.kind == "PipelineRun"';

const CHECKOUT_BUILDS = [
  'checkout-build-1d20c77',
  'checkout-build-2b7e151',
  'checkout-build-9f3c2ab',
  'checkout-build-c0ffee1',
];

function component(name: string, annotations?: Record<string, string>): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: { name, namespace: 'default', annotations },
  };
}

const ENTITIES = [
  component('checkout', { [ID]: 'checkout' }),
  component('elsewhere', { [ID]: 'checkout', [NAMESPACE]: 'none' }),
  component('here', { [ID]: 'checkout', [CLUSTER]: TEST_CLUSTER }),
  component('builds', {
    [FILTER]:
      'data.metadata.name.startsWith("checkout-build-") // and no other',
    [CLUSTER]: TEST_CLUSTER,
  }),
  component('two', { [FILTER]: 'data.kind == "TaskRun" || true' }),
  component('unkept', {
    [SELECTOR]: `${ID}=checkout,!tekton.dev/pipelineRun`,
  }),
  component('repository', {
    [CICD]: 'true',
    [SOURCE]: 'url:https://git.example.com/acme/checkout/tree/main/',
  }),
  component('payments-api', { [CICD]: 'true' }),
  component('plain'),
  component('odd-selector', { [SELECTOR]: 'a b' }),
  component('odd-filter', { [FILTER]: 'data.kind = "TaskRun"' }),
  component('odd-brackets', { [FILTER]: 'true) || (true', [CLUSTER]: 'x' }),
  component('no-filter', { [FILTER]: '// to be done' }),
];

async function capturePipelineRun(
  stores: Stores,
  cluster: string,
  metadata: object,
): Promise<void> {
  const { captured } = captureRun(
    {
      apiVersion: 'tekton.dev/v1',
      kind: 'PipelineRun',
      metadata: {
        resourceVersion: '1',
        creationTimestamp: '2026-11-21T10:00:00Z',
        ...metadata,
      },
      spec: {},
    },
    'changed',
  );
  await stores.capture.record(
    { cluster, resource: 'pipelineruns', kind: 'PipelineRun' },
    captured ? [captured] : [],
  );
}

/** The native API over the recorded runs, and what it asks of the catalog. */
async function startApi(id: TestDatabaseId) {
  const { stores } = await createTestStores(id);
  for (const { scope, captured } of lastRecordedEvents()) {
    await stores.capture.record(scope, [captured]);
  }
  await capturePipelineRun(stores, TEST_CLUSTER, {
    name: 'known-by-url',
    namespace: 'shop',
    uid: '00000000-0000-4000-8000-000000000000',
    annotations: {
      'pipelinesascode.tekton.dev/repo-url':
        'https://git.example.com/acme/checkout',
    },
  });
  const catalog = catalogServiceMock({ entities: ENTITIES });
  const askCatalog = jest.spyOn(catalog, 'getEntityByRef');
  const app = express()
    .use(
      createNativeRouter({
        runs: stores.runs,
        results: stores.results,
        ...logParts(),
        runAggregates: stores.runAggregates,
        ...retentionParts(stores),
        adviseFilter: stores.adviseFilter,
        catalog,
        ...accessParts({ results: stores.results }),
        health: () => ({ state: 'ok', clusters: [], configProblems: [] }),
        database: stores.database,
        outages: stores.outages,
      }),
    )
    .use(mockErrorHandler());
  const list = async (name: string, query: object = {}) => {
    const response = await request(app)
      .get(`/entities/component/default/${name}/runs`)
      .query(query);
    return {
      status: response.status,
      body: response.body as ListEntityRunsResponse & {
        error: { message: string };
      },
    };
  };
  const names = async (name: string, query?: object) => {
    const { body } = await list(name, query);
    return body.items.map(run => run.name).sort();
  };
  return { app, askCatalog, stores, list, names };
}

describe.each(TESTED_DATABASES.eachSupportedId())(
  'the runs of an entity on %s',
  id => {
    let api: Awaited<ReturnType<typeof startApi>>;

    beforeAll(async () => {
      api = await startApi(id);
    });
    afterAll(() => api.stores.close());
    afterEach(() => {
      jest.clearAllMocks();
    });

    it('are chosen by its annotations, and so narrowed by the request', async () => {
      expect(await api.names('checkout', { kind: 'PipelineRun' })).toEqual(
        CHECKOUT_BUILDS,
      );
      expect(
        await api.names('checkout', {
          kind: 'PipelineRun',
          status: 'failed',
          filter: 'data.metadata.name.endsWith("77")',
        }),
      ).toEqual(['checkout-build-1d20c77']);
      expect(await api.names('elsewhere')).toEqual([]);
      expect(await api.names('here', { cluster: 'other' })).toEqual([]);
      expect(
        await api.names('here', { cluster: TEST_CLUSTER, kind: 'PipelineRun' }),
      ).toEqual(CHECKOUT_BUILDS);
    });

    it('are chosen by a filter, within its cluster and that of the request', async () => {
      expect(await api.names('builds')).toEqual(CHECKOUT_BUILDS);
      expect(await api.names('builds', { cluster: 'other' })).toEqual([]);
      expect(
        await api.names('two', {
          filter: `data.kind == "none" || ${IS_PIPELINE_RUN}`,
          status: 'timedOut',
        }),
      ).toEqual(['slow-timeout']);
    });

    it('are counted', async () => {
      const { body } = await api.list('builds', { limit: 1 });
      expect(body.total).toEqual({ count: 4, exact: true });
    });

    it('are found by labels that only filters find', async () => {
      expect(await api.names('unkept', { kind: 'PipelineRun' })).toEqual(
        CHECKOUT_BUILDS,
      );
      expect(
        await api.names('unkept', { kind: 'TaskRun', includeOwned: true }),
      ).toEqual(await api.names('checkout', { kind: 'TaskRun' }));
    });

    it('are found by the name of an entity', async () => {
      expect(await api.names('payments-api')).toEqual([
        'lint-evt',
        'payments-matrix-01',
        'scan-evt',
      ]);
    });

    it('are found by the repository of an entity, as label or URL', async () => {
      const labelled = lastRecordedEvents()
        .filter(
          ({ captured: { facts, payload } }) =>
            facts.root &&
            JSON.stringify(payload).includes(
              '"pipelinesascode.tekton.dev/url-repository":"checkout"',
            ),
        )
        .map(({ captured }) => captured.facts.name);
      expect(labelled).not.toEqual([]);
      expect(await api.names('repository')).toEqual(
        [...labelled, 'known-by-url'].sort(),
      );
    });

    it('come with the filter that finds the same and the rule that chose it', async () => {
      for (const name of [
        'checkout',
        'here',
        'builds',
        'unkept',
        'repository',
      ]) {
        const { body } = await api.list(name, { limit: 100 });
        const { filter = '' } = body.scope ?? {};
        const same = await request(api.app)
          .get('/runs')
          .query({ filter, limit: 100 });
        expect(same.body.items).toEqual(body.items);
        expect(body.items.length).toBeGreaterThan(0);
      }
      const { body } = await api.list('here');
      expect(body.scope).toEqual({
        rule: ID,
        filter: `data.metadata.labels["${ID}"] == "checkout" && cluster == "${TEST_CLUSTER}"`,
      });
    });

    it('are none, and said not to be chosen, without annotations', async () => {
      const { status, body } = await api.list('plain');
      expect(status).toBe(200);
      expect(body).toEqual({
        items: [],
        total: { count: 0, exact: true },
        scope: null,
      });
    });

    it.each([
      ['odd-selector', /label-selector of the entity: 'a b' is not/],
      ['odd-filter', /tekton-results\/filter of .*line 1, column 11.*Use ==/],
      ['odd-brackets', /tekton-results\/filter of .*column 5/],
      ['no-filter', /tekton-results\/filter of /],
    ])('are refused with the annotation of %s', async (name, message) => {
      const { status, body } = await api.list(name);
      expect(status).toBe(400);
      expect(body.error.message).toMatch(message);
    });

    it('names the filter of the request when that is wrong', async () => {
      const { status, body } = await api.list('builds', { filter: 'a' });
      expect(status).toBe(400);
      expect(body.error.message).toMatch(/Parameter 'filter'/);
    });

    it('are paged with cursors that belong to the whole scope', async () => {
      for (const name of ['checkout', 'builds', 'here']) {
        const first = await api.list(name, { limit: 2 });
        const cursor = first.body.nextCursor;
        const second = await api.list(name, { limit: 2, cursor });
        const all = await api.list(name);
        expect([...first.body.items, ...second.body.items]).toEqual(
          all.body.items.slice(0, 4),
        );
        for (const other of ['elsewhere', 'two', 'unkept', 'repository']) {
          const refused = await api.list(other, { limit: 2, cursor });
          expect(refused.status).toBe(400);
          expect(refused.body.error.message).toMatch(/cursor/);
        }
      }
    });

    it('asks the catalog with the credentials of the caller', async () => {
      const credentials = mockCredentials.user('user:default/jo');
      await request(api.app)
        .get('/entities/component/default/checkout/runs')
        .set('Authorization', mockCredentials.user.header('user:default/jo'));
      expect(api.askCatalog).toHaveBeenCalledTimes(1);
      expect(api.askCatalog).toHaveBeenCalledWith(
        { kind: 'component', namespace: 'default', name: 'checkout' },
        { credentials },
      );
    });

    it('answers for an entity that the caller may not see as for none', async () => {
      const none = await api.list('secret');
      // The catalog does not tell them apart either.
      api.askCatalog.mockResolvedValueOnce(undefined);
      const unseen = await api.list('checkout');
      expect(none.status).toBe(404);
      expect(unseen.status).toBe(404);
      expect(unseen.body.error).toEqual({
        ...none.body.error,
        message: none.body.error.message.replace('secret', 'checkout'),
      });
    });

    it.each([
      '/entities/component/default/%00/runs',
      '/entities/component/default/a%2Fb/runs',
      '/entities/%2e%2e%2f/%2e%2e%2f/entities/runs',
      '/entities/component/default/%2e%2e%2fx/runs',
    ])('does not ask the catalog for %s', async path => {
      expect((await request(api.app).get(path)).status).toBe(404);
      expect(api.askCatalog).not.toHaveBeenCalled();
    });

    it.each([
      'limit=0',
      'entityRef=component:default/checkout',
      'staus=failed',
    ])('refuses the parameter %s', async query => {
      const { status } = await request(api.app).get(
        `/entities/component/default/checkout/runs?${query}`,
      );
      expect(status).toBe(400);
    });
  },
);

/*
 * Runs, and selectors of few keys and values, so that they find something. Of
 * the keys the last two are not kept as attributes.
 */
const KEYS = [
  'app',
  'team',
  ID,
  'tekton.dev/pipelineRun',
  'results.tekton.dev/x',
];
const VALUES = ['', 'web', 'api', '5', 'true', 'null'];
const NAMESPACES = ['shop', 'ops'];
const CLUSTERS = ['test', 'prod'];

interface SampleRun {
  readonly cluster: string;
  readonly namespace: string;
  readonly labels?: Readonly<Record<string, string>>;
}

const RUN: fc.Arbitrary<SampleRun> = fc.record(
  {
    cluster: fc.constantFrom(...CLUSTERS),
    namespace: fc.constantFrom(...NAMESPACES),
    labels: fc.dictionary(fc.constantFrom(...KEYS), fc.constantFrom(...VALUES)),
  },
  { requiredKeys: ['cluster', 'namespace'] },
);

const KEY = fc.constantFrom(...KEYS);
const SOME_VALUES = fc.uniqueArray(fc.constantFrom(...VALUES), {
  minLength: 1,
  maxLength: 3,
});
const POSITIVE: fc.Arbitrary<LabelRequirement> = fc.oneof(
  fc.record({
    key: KEY,
    operator: fc.constant('in' as const),
    values: SOME_VALUES,
  }),
  fc.record({ key: KEY, operator: fc.constant('exists' as const) }),
);
const NEGATIVE: fc.Arbitrary<LabelRequirement> = fc.oneof(
  fc.record({
    key: KEY,
    operator: fc.constant('notIn' as const),
    values: SOME_VALUES,
  }),
  fc.record({ key: KEY, operator: fc.constant('doesNotExist' as const) }),
);
const REQUIREMENTS = fc
  .tuple(POSITIVE, fc.array(fc.oneof(POSITIVE, NEGATIVE), { maxLength: 2 }))
  .map(([first, others]) => [...others, first]);
const PLACE = fc.record(
  {
    cluster: fc.constantFrom(...CLUSTERS),
    namespace: fc.constantFrom(...NAMESPACES),
  },
  { requiredKeys: [] },
);

function selectorTerm(requirement: LabelRequirement): string {
  const { key } = requirement;
  switch (requirement.operator) {
    case 'in':
      return `${key} in (${requirement.values.join(',')})`;
    case 'notIn':
      return `${key} notin (${requirement.values.join(',')})`;
    case 'exists':
      return key;
    default:
      return `!${key}`;
  }
}

/** As Kubernetes selects. */
function selects(requirement: LabelRequirement, labels: SampleRun['labels']) {
  const value = labels?.[requirement.key];
  switch (requirement.operator) {
    case 'in':
      return value !== undefined && requirement.values.includes(value);
    case 'notIn':
      return value === undefined || !requirement.values.includes(value);
    case 'exists':
      return value !== undefined;
    default:
      return value === undefined;
  }
}

function nameOf(index: number): string {
  return `run-${index}`;
}

describe.each(TESTED_DATABASES.eachSupportedId())(
  'label selectors on %s',
  id => {
    it('select the same as in Kubernetes, by attributes and in CEL', async () => {
      const { stores } = await createTestStores(id);
      const sample = fc.sample(RUN, { numRuns: 60, seed: 5 });
      for (const [index, { cluster, namespace, labels }] of sample.entries()) {
        await capturePipelineRun(stores, cluster, {
          name: nameOf(index),
          namespace,
          uid: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
          labels,
        });
      }
      const names = async (query: RunQuery) => {
        const { runs } = await stores.runs.list({ query, limit: 100 });
        return runs.map(run => run.name).sort();
      };

      let decisive = 0;
      await fc.assert(
        fc.asyncProperty(REQUIREMENTS, PLACE, async (requirements, place) => {
          const expected = sample.flatMap((run, index) =>
            run.cluster === (place.cluster ?? run.cluster) &&
            run.namespace === (place.namespace ?? run.namespace) &&
            requirements.every(requirement => selects(requirement, run.labels))
              ? [nameOf(index)]
              : [],
          );
          decisive += expected.length > 0 ? 1 : 0;
          const entity = component('any', {
            [SELECTOR]: requirements.map(selectorTerm).join(', '),
            ...(place.cluster && { [CLUSTER]: place.cluster }),
            ...(place.namespace && { [NAMESPACE]: place.namespace }),
          });
          const scope = await readEntityScope({
            ref: { kind: 'component', namespace: 'default', name: 'any' },
            catalog: catalogOf(entity),
            credentials: mockCredentials.user(),
          });
          expect(await names(runQuery({}, scope))).toEqual(expected.sort());
          expect(
            await names({
              filter: parseFilter(scope?.filter ?? '', 'records'),
            }),
          ).toEqual(expected);
        }),
        { numRuns: 150, seed: 20261121 },
      );
      expect(decisive).toBeGreaterThan(40);
      await stores.close();
    });
  },
);

function catalogOf(entity: Entity): CatalogService {
  return catalogServiceMock({ entities: [entity] });
}
