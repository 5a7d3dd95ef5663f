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
import type { Knex } from 'knex';
import { TEST_NOW } from '../databases';
import { storeDocuments, type TestDocument } from '../storeDocuments';

/** What is stored in the archive that callers of the matrix ask. */
export interface MatrixDocument extends TestDocument {
  readonly cluster: string;
  readonly createTime: number;
  readonly data: { readonly kind: string; readonly metadata: Metadata };
}

interface Metadata {
  readonly uid: string;
  /** Of runs. */
  readonly name?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** A Result, which may have no Records. */
export interface MatrixResult {
  readonly cluster: string;
  readonly parent: string;
  readonly result: string;
  readonly mark: string;
}

export const CLUSTERS = ['east', 'west'] as const;
export const LOG_TYPE = 'results.tekton.dev/v1alpha3.Log';
const EVENT_TYPE = 'results.tekton.dev/v1.EventList';
/** Only in one cluster, and nowhere else named. */
export const VAULT = 'vault-mk900mk';
const VAULT_RESULT = 'res-mk901mk';

/** Whatever has a mark is somebody's secret: no two objects have the same. */
const MARK = /mk\d+mk/g;

let marks = 0;
function nextMark(): string {
  marks += 1;
  return `mk${marks}mk`;
}

interface Place {
  readonly cluster: string;
  readonly parent: string;
  readonly result: string;
}

interface RunOptions {
  readonly place: Place;
  readonly name: string;
  readonly kind: 'PipelineRun' | 'TaskRun';
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly owner?: string;
}

const START = Date.UTC(2026, 10, 20, 10);
let documentCount = 0;

function stored(
  place: Place,
  name: string,
  dataType: string,
  data: MatrixDocument['data'],
): MatrixDocument {
  documentCount += 1;
  return {
    ...place,
    name,
    dataType,
    data,
    createTime: TEST_NOW + documentCount * 1000,
  };
}

function run(options: RunOptions): MatrixDocument {
  const { place, name, kind, labels, annotations, owner } = options;
  const mark = nextMark();
  const data = {
    apiVersion: 'tekton.dev/v1',
    kind,
    metadata: {
      name: `${name}-${mark}`,
      namespace: place.parent,
      uid: `uid-${mark}`,
      creationTimestamp: new Date(START + documentCount * 60_000).toISOString(),
      labels: { ...labels, secret: `label-${mark}` },
      annotations: { ...annotations, secret: `annotation-${mark}` },
      ...(owner && {
        ownerReferences: [
          {
            apiVersion: 'tekton.dev/v1',
            kind: 'PipelineRun',
            name: owner,
            uid: owner,
          },
        ],
      }),
    },
    spec: {
      params: [{ name: 'token', value: `param-${mark}` }],
      // What filters fail on, on some.
      size: documentCount % 3,
      ...(kind === 'PipelineRun'
        ? { pipelineRef: { name: `pipeline-${mark}` } }
        : { taskRef: { name: `task-${mark}` } }),
    },
    status: {
      startTime: new Date(START + documentCount * 60_000).toISOString(),
      completionTime: new Date(
        START + documentCount * 61_000 + 5_000,
      ).toISOString(),
      conditions: [
        {
          type: 'Succeeded',
          status: documentCount % 2 ? 'True' : 'False',
          reason: documentCount % 2 ? 'Succeeded' : 'Failed',
          message: `message-${mark}`,
        },
      ],
    },
  };
  return stored(place, name, `tekton.dev/v1.${kind}`, data);
}

/** What tells of a run, and has no labels of it. */
function telling(place: Place, name: string, dataType: string): MatrixDocument {
  const mark = nextMark();
  return stored(place, name, dataType, {
    kind: dataType.replace(/.*\./, ''),
    metadata: { uid: `uid-${mark}` },
  });
}

/** The same names in each place: only marks tell them apart. */
function documentsOf(cluster: string, parent: string): MatrixDocument[] {
  const other = { red: 'blue', blue: 'red' };
  const team = (cluster === 'east') === (parent === 'shop') ? 'red' : 'blue';
  const own = { cluster, parent, result: 'own' };
  const group = { cluster, parent, result: 'group' };
  const root = run({
    place: own,
    name: 'root',
    kind: 'PipelineRun',
    labels: { team, 'backstage.io/kubernetes-id': 'checkout' },
    annotations: { keeper: parent === 'shop' ? 'me' : 'you' },
  });
  return [
    root,
    run({
      place: own,
      name: 'task',
      kind: 'TaskRun',
      labels: { team: other[team] },
      owner: root.data.metadata.uid,
    }),
    telling(own, 'log', LOG_TYPE),
    telling(own, 'events', EVENT_TYPE),
    run({
      place: group,
      name: 'red',
      kind: 'PipelineRun',
      labels: { team: 'red' },
      annotations: { keeper: 'me' },
    }),
    run({
      place: group,
      name: 'blue',
      kind: 'PipelineRun',
      labels: { team: 'blue' },
    }),
    run({
      place: { cluster, parent, result: 'single' },
      name: 'run',
      kind: 'TaskRun',
      labels: { team: other[team] },
      annotations: { keeper: 'me' },
    }),
  ];
}

export const DOCUMENTS: readonly MatrixDocument[] = [
  ...CLUSTERS.flatMap(cluster =>
    ['shop', 'pay'].flatMap(parent => documentsOf(cluster, parent)),
  ),
  run({
    place: { cluster: 'west', parent: VAULT, result: VAULT_RESULT },
    name: 'rec-mk902mk',
    kind: 'PipelineRun',
    labels: { team: 'gold' },
  }),
];

const PARENTS = ['shop', 'pay'];

/** All Results in the order in which they are stored. */
export const RESULTS: readonly MatrixResult[] = [
  ...CLUSTERS.flatMap(cluster =>
    PARENTS.flatMap(parent =>
      ['own', 'group', 'single', 'empty'].map(result => ({
        cluster,
        parent,
        result,
        mark: nextMark(),
      })),
    ),
  ),
  { cluster: 'west', parent: VAULT, result: VAULT_RESULT, mark: nextMark() },
];

export function isIn(
  { cluster, parent, result }: Place,
  document: MatrixDocument,
): boolean {
  return (
    document.cluster === cluster &&
    document.parent === parent &&
    document.result === result
  );
}

/** Puts these objects into an archive, and nothing else. */
export async function fillArchive(
  db: Knex,
  content: {
    readonly documents: readonly MatrixDocument[];
    readonly results: readonly MatrixResult[];
  },
): Promise<void> {
  const { documents, results } = content;
  await db('step_logs').delete();
  await db('pins').delete();
  await db('records').delete();
  await db('results').delete();
  await db('attribute_pairs').delete();
  // In the order of the whole archive, whatever of it is left out.
  for (const result of results) {
    const inside = documents.filter(document => isIn(result, document));
    if (inside.length === 0) {
      await storeEmptyResult(db, result);
    } else {
      await storeDocuments(db, inside);
    }
    const { cluster, parent, mark } = result;
    const main = DOCUMENTS.find(document => isIn(result, document));
    await db('results')
      .where({ cluster, parent, name: result.result })
      .update({
        annotations: JSON.stringify({ secret: mark }),
        ...(main && {
          summary_record: `${parent}/results/${result.result}/records/${main.name}`,
          summary_type: main.dataType,
          summary_status: 'SUCCESS',
          summary_annotations: JSON.stringify({ secret: mark }),
        }),
      });
  }
  await db('records')
    .whereNotNull('status')
    .update({ capture_uid: db.ref('run_uid'), resource_version: 1 });
}

async function storeEmptyResult(
  db: Knex,
  { cluster, parent, result, mark }: MatrixResult,
): Promise<void> {
  const digits = mark.replace(/\D/g, '').padStart(12, '0');
  await db('results').insert({
    uid: `00000000-0000-4000-8000-${digits}`,
    cluster,
    parent,
    name: result,
    annotations: '{}',
    etag: '1',
    create_time: new Date(TEST_NOW),
    update_time: new Date(TEST_NOW),
  });
}

/** The marks in something, wherever they are. */
export function marksIn(value: unknown): string[] {
  return (
    (typeof value === 'string' ? value : JSON.stringify(value)).match(MARK) ??
    []
  );
}

export const ENTITIES: readonly Entity[] = [
  {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: {
      name: 'checkout',
      namespace: 'default',
      annotations: { 'backstage.io/kubernetes-id': 'checkout' },
    },
    relations: [{ type: 'ownedBy', targetRef: 'group:default/owners' }],
  },
  {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: {
      name: 'hidden',
      namespace: 'default',
      annotations: {
        'backstage.io/kubernetes-label-selector': 'secret=mk950mk',
      },
    },
  },
];
