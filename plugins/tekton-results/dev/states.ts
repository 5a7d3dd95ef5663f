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

import type { Entity } from '@backstage/catalog-model';
import { InputError, NotAllowedError } from '@backstage/errors';
import type { RunTotal } from 'backstage-plugin-tekton-results-common';
import { ADMIN_STATES } from './adminStates';
import type { DevState } from './DevState';
import { type Api, HEALTHY, recordedApi, recordedRuns } from './recordedApi';
import { RUN_STATES } from './runStates';

const checkout = (annotations: Record<string, string>): Entity => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name: 'checkout', annotations },
});

/** The entity of most states. */
export const CHECKOUT = checkout({ 'backstage.io/kubernetes-id': 'checkout' });

const never = () => new Promise<never>(() => {});
const fails = (error: Error) => async () => {
  throw error;
};
const lists = (
  items: ReturnType<typeof recordedRuns>,
  told: { total?: RunTotal; limited?: boolean } = {},
) => {
  const page = { items, total: { count: items.length, exact: true }, ...told };
  return recordedApi({
    listRuns: async () => page,
    listEntityRuns: async () => ({
      ...page,
      scope: { filter: 'true', rule: 'backstage.io/kubernetes-id' },
    }),
  });
};
const forbidden = fails(new NotAllowedError('You may not see runs'));
const away = fails(new Error('Bad gateway: the backend does not answer'));

/** A run that goes on, and others that came after it. */
function changing(): Api {
  const [newest, second, third, ...rest] = recordedRuns();
  const startedAt = new Date(Date.now() - 75_000).toISOString();
  const running = {
    ...third,
    status: 'running' as const,
    reason: 'Running',
    startedAt,
    completedAt: undefined,
    durationMs: undefined,
    goneAt: undefined,
  };
  let asked = 0;
  const page = () => {
    const items =
      asked++ === 0
        ? [running, ...rest]
        : [
            newest,
            second,
            {
              ...running,
              status: 'succeeded' as const,
              reason: 'Succeeded',
              durationMs: 75_000,
            },
            ...rest,
          ];
    return { items, total: { count: items.length, exact: true } };
  };
  return recordedApi({
    listRuns: async () => page(),
    listEntityRuns: async () => ({
      ...page(),
      scope: { filter: 'true', rule: 'backstage.io/kubernetes-id' },
    }),
    listChanges: async ({ after }) => ({
      items: after
        ? [{ cluster: running.cluster, uid: running.uid, changedAt: startedAt }]
        : [],
      more: false,
      cursor: 'next',
      pollAfterMs: 3_000,
    }),
  });
}

/** The cluster was not captured between two runs; the user may see some only. */
function outage(): Api {
  const items = recordedRuns();
  const time = (index: number, ms: number) =>
    new Date(Date.parse(items[index].startedAt ?? '') + ms).toISOString();
  const page = {
    items,
    total: { count: items.length, exact: true },
    limited: true,
    scope: { filter: 'true', rule: 'backstage.io/kubernetes-id' },
  };
  return recordedApi({
    listEntityRuns: async ({ sort }) =>
      sort === 'start' ? { ...page, items: items.slice(-1) } : page,
    getHealth: async () => ({
      ...HEALTHY,
      clusters: HEALTHY.clusters.map(cluster => ({
        ...cluster,
        outages: [{ from: time(2, 2_000), until: time(1, -2_000) }],
      })),
    }),
  });
}

/** The states of lists and cards, by the name in the URL. */
const LIST_STATES: Record<string, DevState> = {
  runs: { title: 'Runs', screen: 'tab', api: recordedApi() },
  filtered: {
    title: 'Runs, filtered',
    screen: 'tab',
    api: recordedApi(),
    search: '?status=failed,couldNotStart&last=7d&f=branch:main',
  },
  loading: {
    title: 'First load',
    screen: 'tab',
    api: recordedApi({ listEntityRuns: never, getHealth: never }),
  },
  changing: {
    title: 'Runs that change',
    screen: 'tab',
    api: changing(),
  },
  disconnected: {
    title: 'Disconnected',
    screen: 'tab',
    api: recordedApi({ listChanges: away }),
  },
  estimated: {
    title: 'An estimated total',
    screen: 'tab',
    api: lists(recordedRuns(), {
      total: { count: 12_400, exact: false, estimated: true },
    }),
  },
  notMapped: {
    title: 'No annotation',
    screen: 'tab',
    api: recordedApi(),
    entity: checkout({}),
  },
  invalid: {
    title: 'An annotation with a mistake',
    screen: 'tab',
    api: recordedApi(),
    entity: checkout({ 'backstage.io/kubernetes-label-selector': 'app in (' }),
  },
  invalidFilter: {
    title: 'A filter with a mistake',
    screen: 'tab',
    api: recordedApi({
      listEntityRuns: fails(
        new InputError(
          'Filter, column 14: unknown field; did you mean status?',
        ),
      ),
    }),
  },
  noRuns: { title: 'No run ever seen', screen: 'tab', api: lists([]) },
  noVisibleRuns: {
    title: 'No run that one may see',
    screen: 'tab',
    api: lists([], { limited: true }),
  },
  noMatch: {
    title: 'Filter matches none',
    screen: 'tab',
    api: recordedApi(),
    search: '?q=nonsense&status=failed&nothing=1&sort=Dauer',
  },
  outage: {
    title: 'A capture gap, and a list that is limited',
    screen: 'tab',
    api: outage(),
    search: '?last=30d',
  },
  someClustersFail: {
    title: 'Some clusters fail',
    screen: 'tab',
    api: recordedApi({
      getHealth: async () => ({
        state: 'degraded',
        clusters: [
          ...HEALTHY.clusters,
          {
            name: 'prod-eu',
            title: 'Production EU',
            state: 'failing',
            resources: [
              { resource: 'taskruns', state: 'watching', refusedRuns: 3 },
            ],
            problem: {
              code: 'unreachable',
              message: 'connect ECONNREFUSED 10.0.0.1:6443',
              since: '2026-11-21T08:00:00Z',
            },
            missingRights: [
              {
                verb: 'patch',
                apiGroup: 'tekton.dev',
                resource: 'pipelineruns',
                feature: 'finalizers',
                optional: false,
              },
            ],
          },
        ],
        configProblems: [
          { path: 'tektonResults.clusters[2].url', message: 'is missing' },
        ],
      }),
    }),
  },
  allFail: {
    title: 'Backend away',
    screen: 'tab',
    api: recordedApi({
      listEntityRuns: away,
      listChanges: away,
      getHealth: away,
    }),
  },
  forbidden: {
    title: 'Not allowed',
    screen: 'tab',
    api: recordedApi({ listEntityRuns: forbidden, listChanges: forbidden }),
  },
  page: { title: 'All runs', screen: 'page', api: recordedApi() },
  pageForbidden: {
    title: 'All runs, not allowed',
    screen: 'page',
    api: recordedApi({ listRuns: forbidden }),
  },
  pageEmpty: { title: 'All runs, none', screen: 'page', api: lists([]) },
  pageNoneVisible: {
    title: 'All runs, none that one may see',
    screen: 'page',
    api: lists([], { limited: true }),
  },
  card: { title: 'Card', screen: 'card', api: recordedApi() },
  cardFailing: {
    title: 'Card, failing since',
    screen: 'card',
    api: recordedApi({
      getEntityCard: async () => {
        const runs = recordedRuns({ statuses: ['failed', 'timedOut'] });
        return {
          runs,
          days: 30,
          current: {
            total: 3,
            statuses: { failed: 3 },
            successRate: 0,
            exact: true,
          },
          previous: { total: 0, statuses: {}, exact: true },
          failingSince: { run: runs[runs.length - 1], exact: true },
          scope: { filter: 'true', rule: 'backstage.io/kubernetes-id' },
        };
      },
    }),
  },
  cardLoading: {
    title: 'Card, loading',
    screen: 'card',
    api: recordedApi({ getEntityCard: never }),
  },
  cardEmpty: {
    title: 'Card, no run',
    screen: 'card',
    api: recordedApi({
      getEntityCard: async () => ({
        runs: [],
        days: 30,
        current: { total: 0, statuses: {}, exact: true },
        previous: { total: 0, statuses: {}, exact: true },
        scope: { filter: 'true', rule: 'backstage.io/kubernetes-id' },
      }),
    }),
  },
  cardFails: {
    title: 'Card, backend away',
    screen: 'card',
    api: recordedApi({ getEntityCard: away }),
  },
  cardForbidden: {
    title: 'Card, not allowed',
    screen: 'card',
    api: recordedApi({ getEntityCard: forbidden }),
  },
};

/** Every state that a screen can be in, by the name in the URL. */
export const STATES: Record<string, DevState> = {
  ...LIST_STATES,
  ...RUN_STATES,
  ...ADMIN_STATES,
};
