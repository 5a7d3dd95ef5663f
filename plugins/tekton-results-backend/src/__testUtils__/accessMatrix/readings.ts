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

import { RUN_SORTS } from 'backstage-plugin-tekton-results-common';
import { DOCUMENTS, VAULT } from './archive';

/** A request that changes nothing. */
export interface Reading {
  readonly path: string;
  readonly api: 'results' | 'native';
  /** What is read; `run` is one of the runs, `nothing` nothing that is stored. */
  readonly subject: 'results' | 'records' | 'logs' | 'runs' | 'run' | 'nothing';
  /** That the path names. */
  readonly cluster?: string;
  readonly parent?: string;
  /** Asked so often that it is not written down. */
  readonly unaudited?: boolean;
}

const ROOT = '';
const PLUGIN = '/api/tekton-results';
const NATIVE = `${PLUGIN}/v1`;

/** Where the Results API is served. */
const BASES: ReadonlyArray<{ path: string; cluster?: string }> = [
  { path: PLUGIN },
  { path: ROOT },
  ...['east', 'west', 'nowhere'].map(cluster => ({
    path: `${PLUGIN}/clusters/${cluster}`,
    cluster,
  })),
];

const INDEXED = 'data.metadata.labels["team"] == "red"';
const RESIDUAL = 'data.spec.params.exists(p, p.value.endsWith("mk"))';
/** Fails on some objects. */
const FAILING = 'data.spec.params[data.spec.size].name == "token"';
/** The texts of all filters, which no log may quote. */
export const FILTERS = [INDEXED, RESIDUAL, FAILING, 'annotations["secret"]'];

type Parameters = Readonly<Record<string, string>>;

function query(parameters: Parameters): string {
  return `?${new URLSearchParams(parameters)}`;
}

const LIST_QUERIES: Parameters[] = [
  {},
  { filter: INDEXED },
  { filter: RESIDUAL },
  { filter: FAILING },
  { filter: `${INDEXED} && !(${RESIDUAL})` },
  { filter: 'data.none == 1 || data.spec.size == 1' },
  { order_by: 'create_time desc', page_size: '3' },
  { order_by: 'update_time asc' },
  { fields: 'records.name,records.data.value.metadata.name,next_page_token' },
  { filter: 'nonsense(' },
];
const RESULT_QUERIES: Parameters[] = [
  {},
  { filter: 'annotations["secret"].endsWith("mk")' },
  { filter: 'summary.status == SUCCESS' },
  { filter: 'summary.annotations["secret"] < "mk3"' },
  { order_by: 'summary.start_time desc' },
  { fields: 'results.name,results.annotations.secret' },
  { filter: 'nonsense(' },
];
const EVERY_FIGURE =
  'total,succeeded,failed,cancelled,running,others,last_runtime,avg_duration,max_duration,min_duration,total_duration';
const SUMMARY_QUERIES: Parameters[] = [
  {},
  { summary: EVERY_FIGURE },
  { summary: EVERY_FIGURE, group_by: 'namespace', order_by: 'total asc' },
  { summary: EVERY_FIGURE, group_by: 'pipeline' },
  { summary: EVERY_FIGURE, group_by: 'repository' },
  ...['minute', 'hour', 'day', 'week', 'month', 'year'].map(unit => ({
    summary: EVERY_FIGURE,
    group_by: unit,
  })),
  { group_by: 'minute startTime' },
  { group_by: 'minute completionTime' },
  { filter: RESIDUAL },
  { filter: INDEXED, group_by: 'namespace' },
];

const WILDCARD = '-';
const PARENTS = [WILDCARD, 'shop', 'pay', VAULT];

/** What the Results API is asked at a base path. */
function resultsReadings(
  base: { path: string; cluster?: string },
  whole: boolean,
): Reading[] {
  const { path, cluster } = base;
  const at = `${path}/apis/results.tekton.dev/v1alpha2/parents`;
  const reading = (
    subject: Reading['subject'],
    parent: string,
    rest: string,
    of = at,
  ): Reading => ({
    api: 'results',
    subject,
    cluster,
    ...(parent !== WILDCARD && { parent }),
    path: `${of}/${parent}/results${rest}`,
  });
  const some = <T>(all: T[], few: number) => (whole ? all : all.slice(0, few));
  return [
    ...PARENTS.flatMap(parent => [
      ...some(parent === WILDCARD ? RESULT_QUERIES : [{}], 2).map(parameters =>
        reading('results', parent, query(parameters)),
      ),
      ...some(parent === WILDCARD ? LIST_QUERIES : [{}], 3).map(parameters =>
        reading('records', parent, `/-/records${query(parameters)}`),
      ),
      reading('logs', parent, `/-/logs`),
      ...some(parent === WILDCARD ? SUMMARY_QUERIES : [{}], 3).map(parameters =>
        reading('records', parent, `/-/records/summary${query(parameters)}`),
      ),
    ]),
    ...['shop', 'pay'].flatMap(parent => [
      ...['own', 'group', 'single', 'empty', 'none'].flatMap(result => [
        reading('results', parent, `/${result}`),
        reading('records', parent, `/${result}/records`),
        reading('logs', parent, `/${result}/logs`),
      ]),
      ...['root', 'task', 'log', 'events', 'none'].map(record =>
        reading('records', parent, `/own/records/${record}`),
      ),
      ...['red', 'blue'].map(record =>
        reading('records', parent, `/group/records/${record}`),
      ),
      ...['log', 'none'].flatMap(log =>
        ['v1alpha2', 'v1alpha3'].map(version =>
          reading(
            'logs',
            parent,
            `/own/logs/${log}`,
            at.replace('v1alpha2', version),
          ),
        ),
      ),
    ]),
    // Here it is a name like any other.
    { ...reading('results', WILDCARD, '/own'), parent: WILDCARD },
    {
      api: 'results',
      subject: 'nothing',
      cluster,
      path: `${path}/apis/results.tekton.dev/openapi.json`,
    },
    { api: 'results', subject: 'nothing', cluster, path: `${path}/healthz` },
  ];
}

const RUN_QUERIES: Parameters[] = [
  {},
  { includeOwned: 'true', limit: '100' },
  { includeOwned: 'true', filter: INDEXED },
  { includeOwned: 'true', filter: RESIDUAL },
  { includeOwned: 'true', filter: FAILING },
  { cluster: 'east' },
  { cluster: 'nowhere' },
  { namespace: 'shop' },
  { namespace: VAULT },
  { kind: 'TaskRun', includeOwned: 'true' },
  { status: 'failed' },
  { filter: 'nonsense(' },
];

const FACETS =
  'status,kind,cluster,namespace,pipeline,task,branch,author,reason,label,label:team,label:secret'
    .split(',')
    .map(name => `facet=${encodeURIComponent(name)}`)
    .join('&');

/** What runs add up to, of all and of an entity. */
const AGGREGATES = [
  `facets?${FACETS}`,
  `facets?${FACETS}&includeOwned=true&label=team%3Dred`,
  `facets?facet=pipeline&filter=${encodeURIComponent(RESIDUAL)}`,
  'statistics?includeOwned=true',
  `statistics?filter=${encodeURIComponent(RESIDUAL)}`,
];

const FINDS = [
  'name=none',
  'uid=none&cluster=east',
  `name=none&namespace=${VAULT}`,
  ...['shop', 'pay'].flatMap(parent => [
    ...['own', 'group', 'single', 'empty', 'none'].map(
      result => `result=${parent}/results/${result}`,
    ),
    `record=${parent}/results/own/records/task&cluster=west`,
  ]),
];

const ENTITY = '/entities/component/default/checkout';

function nativeReadings(): Reading[] {
  const reading = (subject: Reading['subject'], path: string): Reading => ({
    api: 'native',
    subject,
    path: `${NATIVE}${path}`,
  });
  return [
    ...RUN_QUERIES.map(parameters =>
      reading('runs', `/runs${query(parameters)}`),
    ),
    ...RUN_QUERIES.slice(0, 5).map(parameters =>
      reading('runs', `${ENTITY}/runs${query(parameters)}`),
    ),
    ...RUN_SORTS.map(sort =>
      reading('runs', `/runs${query({ includeOwned: 'true', sort })}`),
    ),
    reading('runs', '/runs?includeOwned=true&tasks=true&search=root'),
    ...AGGREGATES.flatMap(path => [
      reading('runs', `/${path}`),
      reading('runs', `${ENTITY}/${path}`),
    ]),
    ...FINDS.map(what => reading('runs', `/find?${what}`)),
    reading('runs', `${ENTITY}/card`),
    ...['', ENTITY].map(path => ({
      ...reading('runs', `${path}/changes?includeOwned=true`),
      unaudited: true,
    })),
    ...DOCUMENTS.filter(({ dataType }) => dataType.startsWith('tekton.dev'))
      .flatMap(({ cluster, data }) => `${cluster}/${data.metadata.uid}`)
      .concat('east/none', 'nowhere/none')
      .flatMap(run => [
        reading('run', `/runs/${run}`),
        ...['object', 'events', 'related'].map(part =>
          reading('run', `/runs/${run}/${part}`),
        ),
      ]),
  ];
}

/** Everything that can be read. */
export const READINGS: readonly Reading[] = [
  ...BASES.flatMap((base, index) => resultsReadings(base, index === 0)),
  ...nativeReadings(),
];

/** Lists that are read to their end in pages of one. */
export const PAGED: readonly Reading[] = READINGS.filter(({ path }) =>
  [
    `${PLUGIN}/apis/results.tekton.dev/v1alpha2/parents/-/results?`,
    `${PLUGIN}/apis/results.tekton.dev/v1alpha2/parents/-/results/-/records?`,
    `${PLUGIN}/apis/results.tekton.dev/v1alpha2/parents/-/results/-/records${query(
      { filter: RESIDUAL },
    )}`,
    `${PLUGIN}/apis/results.tekton.dev/v1alpha2/parents/-/results/-/logs`,
    `${NATIVE}/runs?`,
    ...RUN_SORTS.map(
      sort => `${NATIVE}/runs${query({ includeOwned: 'true', sort })}`,
    ),
    `${NATIVE}/runs${query({ includeOwned: 'true', filter: RESIDUAL })}`,
  ].includes(path),
);
