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

import type { CaptureHealth } from 'backstage-plugin-tekton-results-common';
import { EVERYTHING, NOTHING, type AccessFilter } from '../../store';
import { visibleHealth } from './visibleHealth';

const east = {
  name: 'east',
  title: 'East',
  state: 'ok',
  resources: [],
} as const;
const west = {
  name: 'west',
  title: 'West',
  state: 'failing',
  resources: [],
  problem: {
    code: 'unreachable',
    message: 'west.example.com does not answer',
    since: '2026-11-21T05:00:00Z',
  },
} as const;

const HEALTH: CaptureHealth = {
  state: 'degraded',
  clusters: [east, west],
  configProblems: [{ path: 'tektonResults.clusters[2].url', message: 'no' }],
};

const inEast: AccessFilter = { kind: 'cluster', values: ['east'] };
const inShop: AccessFilter = { kind: 'namespace', values: ['shop'] };

it('tells admins with all runs everything', () => {
  expect(visibleHealth(HEALTH, { access: EVERYTHING, isAdmin: true })).toEqual(
    HEALTH,
  );
});

it('tells how many runs there are to those who may see all of them', () => {
  const runs = { since: '2026-11-22T05:00:00Z', seen: 3, stored: 2 };
  const resource = { resource: 'taskruns', state: 'watching', runs } as const;
  const health: CaptureHealth = {
    state: 'ok',
    clusters: [
      { ...east, resources: [resource, { ...resource, namespace: 'shop' }] },
    ],
    configProblems: [],
  };
  const [cluster] = visibleHealth(health, {
    access: inShop,
    isAdmin: false,
  }).clusters;
  expect(cluster.resources.map(told => told.runs)).toEqual([undefined, runs]);
});

it('tells why the database does not answer to admins', () => {
  const health: CaptureHealth = {
    state: 'ok',
    clusters: [],
    configProblems: [],
    database: {
      engine: 'postgres',
      state: 'failing',
      message: 'away',
      checkedAt: '2026-11-22T05:00:00Z',
    },
  };
  const told = (isAdmin: boolean) =>
    visibleHealth(health, { access: EVERYTHING, isAdmin });
  expect(told(true)).toEqual({ ...health, state: 'degraded' });
  expect(told(false)).toMatchObject({
    state: 'degraded',
    database: { state: 'failing', message: undefined },
  });
});

it.each<[string, AccessFilter, CaptureHealth['clusters'], string]>([
  ['of all runs of all clusters', EVERYTHING, [east, west], 'degraded'],
  ['of no runs of none', NOTHING, [], 'ok'],
  ['of one cluster of that', inEast, [east], 'ok'],
  [
    'of all but one cluster of the others',
    { kind: 'not', part: inEast },
    [west],
    'degraded',
  ],
  ['of a namespace of all that may have it', inShop, [east, west], 'degraded'],
  [
    'of a namespace of one cluster of that',
    { kind: 'allOf', parts: [inEast, inShop] },
    [east],
    'ok',
  ],
  [
    'of runs with a label of all that may have it',
    { kind: 'label', key: 'app' },
    [east, west],
    'degraded',
  ],
])('tells readers %s', (_, access, clusters, state) => {
  expect(visibleHealth(HEALTH, { access, isAdmin: false })).toEqual({
    state,
    clusters,
    configProblems: [],
  });
});

it('tells admins of the configuration, whichever runs they see', () => {
  expect(visibleHealth(HEALTH, { access: NOTHING, isAdmin: true })).toEqual({
    state: 'degraded',
    clusters: [],
    configProblems: HEALTH.configProblems,
  });
});

it('tells readers that a needed right is missing where they may see runs', () => {
  const missingRights = [
    {
      verb: 'list',
      apiGroup: 'tekton.dev',
      resource: 'taskruns',
      feature: 'archive',
      optional: false,
    },
  ];
  const clusters = [east, { ...west, state: 'ok', missingRights } as const];
  const stateWith = (access: AccessFilter) =>
    visibleHealth({ ...HEALTH, clusters }, { access, isAdmin: false }).state;
  expect(stateWith(EVERYTHING)).toBe('degraded');
  expect(stateWith(inEast)).toBe('ok');
});

it('names no run but to those who may see all runs in its place', () => {
  const oldestUnstored = {
    uid: 'u',
    kind: 'PipelineRun',
    namespace: 'secret',
    name: 'rotate-keys',
    reason: 'logs: no answer',
  } as const;
  const health = { ...HEALTH, clusters: [{ ...east, oldestUnstored }] };
  const seenWith = (access: AccessFilter) =>
    visibleHealth(health, { access, isAdmin: false }).clusters.map(
      cluster => cluster.oldestUnstored,
    );
  expect(seenWith(EVERYTHING)).toEqual([oldestUnstored]);
  expect(seenWith({ kind: 'namespace', values: ['secret'] })).toEqual([
    oldestUnstored,
  ]);
  expect(seenWith(inShop)).toEqual([undefined]);
  expect(seenWith({ kind: 'label', key: 'app' })).toEqual([undefined]);
});

it('names no unreadable object but to those who may see all runs in its place', () => {
  const last = { name: 'odd', problem: 'kind: odd', time: '2026-11-21T05:00Z' };
  const seenWith = (access: AccessFilter, namespace?: string) => {
    const unreadable = { count: 3, last: { ...last, namespace } };
    const resources = [
      { resource: 'taskruns', state: 'watching', unreadable },
    ] as const;
    const health = { ...HEALTH, clusters: [{ ...east, resources }] };
    const [seen] = visibleHealth(health, { access, isAdmin: false }).clusters;
    return seen.resources[0].unreadable;
  };
  const named = { count: 3, last: { ...last, namespace: 'shop' } };
  expect(seenWith(EVERYTHING, 'shop')).toEqual(named);
  expect(seenWith(inShop, 'shop')).toEqual(named);
  expect(seenWith(inShop, 'secret')).toEqual({ count: 3 });
  expect(seenWith(inShop)).toEqual({ count: 3 });
});

it('tells what is wrong where logs are kept to admins only', () => {
  const logStorage = {
    driver: 's3',
    state: 'failing',
    message: 'no such bucket',
    checkedAt: '2026-11-21T05:00:00Z',
  } as const;
  const health = { ...HEALTH, clusters: [], configProblems: [], logStorage };
  const seen = (isAdmin: boolean) =>
    visibleHealth(health, { access: EVERYTHING, isAdmin });
  expect(seen(true)).toEqual({ ...health, state: 'degraded' });
  expect(seen(false)).toEqual({
    ...health,
    logStorage: { ...logStorage, message: undefined },
  });
});

it('tells of namespaces that are watched by themselves only who may see runs there', () => {
  const right = {
    verb: 'list',
    apiGroup: 'tekton.dev',
    resource: 'taskruns',
    feature: 'archive',
    optional: false,
  };
  const inNamespace = (namespace: string) => ({
    resource: 'taskruns',
    namespace,
    state: 'watching' as const,
  });
  const cluster = {
    ...east,
    resources: [inNamespace('shop'), inNamespace('secret')],
    missingRights: [{ ...right, namespace: 'secret' }],
  };
  const health = { ...HEALTH, clusters: [cluster] };
  const visible = (access: AccessFilter) =>
    visibleHealth(health, { access, isAdmin: false });
  expect(visible(EVERYTHING).clusters).toEqual([cluster]);
  expect(visible(inShop)).toEqual({
    state: 'ok',
    clusters: [
      { ...east, resources: [inNamespace('shop')], missingRights: [] },
    ],
    configProblems: [],
  });
});
