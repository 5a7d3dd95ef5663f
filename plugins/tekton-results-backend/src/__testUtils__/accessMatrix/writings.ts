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
  CLUSTERS,
  DOCUMENTS,
  isIn,
  LOG_TYPE,
  RESULTS,
  type MatrixDocument,
  type MatrixResult,
} from './archive';
import { maySee, within, type Extent, type MatrixCaller } from './callers';
import { resultWithin } from './model';

/** A request that may change something, and how it has to end. */
export interface Writing {
  readonly method: 'POST' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly body?: object;
  readonly eventId: string;
  readonly status: number;
}

type Place = { readonly cluster: string; readonly parent: string };

const DONE = 200;
const FORBIDDEN = 401;
const MISSING = 404;

/** What a new Record holds. */
const NEW_DATA = {
  apiVersion: 'tekton.dev/v1',
  kind: 'TaskRun',
  metadata: { uid: 'uid-new', labels: { team: 'red' } },
};

function baseOf({ cluster, parent }: Place): string {
  return `/api/tekton-results/clusters/${cluster}/apis/results.tekton.dev/v1alpha2/parents/${parent}/results`;
}

export function resultPath(result: MatrixResult): string {
  return `${baseOf(result)}/${result.result}`;
}

export function recordPath(document: MatrixDocument): string {
  return `${baseOf(document)}/${document.result}/records/${document.name}`;
}

/** Whether the cluster or the door refuses somebody before anything is looked at. */
function isRefused(
  { kubernetes, stranger }: MatrixCaller,
  subject: string,
  { cluster, parent }: Place,
): boolean {
  return (
    stranger === true ||
    (kubernetes !== undefined &&
      (kubernetes.cluster !== cluster ||
        !kubernetes.resources.includes(subject) ||
        kubernetes.namespaces?.includes(parent) === false))
  );
}

function isNothing(extent: Extent): boolean {
  return (
    extent.place('any') === false &&
    CLUSTERS.every(cluster => extent.place(cluster) === false) &&
    !DOCUMENTS.some(document => within(extent, document))
  );
}

/** All that somebody may try, in an order in which nothing is in the way of the next. */
export function updatesOf(caller: MatrixCaller): Writing[] {
  const { rights } = caller;
  const judged = (
    subject: string,
    place: Place,
    { visible, allowed }: { visible: boolean; allowed: boolean },
  ): number => {
    if (isRefused(caller, subject, place)) {
      return FORBIDDEN;
    }
    if (!visible) {
      return MISSING;
    }
    return allowed ? DONE : FORBIDDEN;
  };
  return [
    ...DOCUMENTS.map(
      (document): Writing => ({
        method: 'PATCH',
        path: recordPath(document),
        body: {},
        eventId: 'record-update',
        status: judged('records', document, {
          visible: maySee(caller, document),
          allowed: within(rights.write, document),
        }),
      }),
    ),
    ...RESULTS.map(
      (result): Writing => ({
        method: 'PATCH',
        path: resultPath(result),
        body: {},
        eventId: 'result-update',
        status: judged('results', result, {
          visible: resultWithin(rights.read, result),
          allowed: resultWithin(rights.write, result),
        }),
      }),
    ),
  ];
}

export function creationsOf(caller: MatrixCaller): Writing[] {
  const { rights } = caller;
  const inOrder = (
    subject: string,
    place: Place,
    { visible, allowed }: { visible: boolean; allowed: boolean },
  ): number => {
    if (isRefused(caller, subject, place) || isNothing(rights.write)) {
      return FORBIDDEN;
    }
    if (!visible || rights.read.place(place.cluster) === false) {
      return MISSING;
    }
    return allowed ? DONE : FORBIDDEN;
  };
  return RESULTS.flatMap((result): Writing[] => {
    const { cluster, parent } = result;
    const record = {
      ...result,
      name: 'new',
      dataType: 'tekton.dev/v1.TaskRun',
      data: NEW_DATA,
      createTime: 0,
    };
    const newResult = `${parent}/results/new-${result.result}`;
    const bothPlaces = [rights.read, rights.write].every(
      extent => extent.place(cluster, parent) === true,
    );
    return [
      {
        method: 'POST',
        path: `${resultPath(result)}/records`,
        body: {
          name: `${parent}/results/${result.result}/records/new`,
          data: {
            type: record.dataType,
            value: Buffer.from(JSON.stringify(NEW_DATA)).toString('base64'),
          },
        },
        eventId: 'record-create',
        status: inOrder('records', result, {
          visible: resultWithin(rights.read, result),
          allowed: within(rights.write, record),
        }),
      },
      {
        method: 'POST',
        path: baseOf(result),
        body: { name: newResult },
        eventId: 'result-create',
        status: inOrder('results', result, {
          visible: true,
          allowed: bothPlaces,
        }),
      },
    ];
  });
}

export function deletionsOf(
  caller: MatrixCaller,
  of: 'records' | 'results' | 'logs',
): Writing[] {
  const { rights } = caller;
  const judged = (
    place: Place,
    { visible, allowed }: { visible: boolean; allowed: boolean },
  ): number => {
    if (isRefused(caller, of, place)) {
      return FORBIDDEN;
    }
    if (!visible) {
      return MISSING;
    }
    return allowed ? DONE : FORBIDDEN;
  };
  const method = 'DELETE';
  if (of === 'results') {
    return RESULTS.map(result => ({
      method,
      path: resultPath(result),
      eventId: 'result-delete',
      status: judged(result, {
        visible: resultWithin(rights.read, result),
        allowed: isWhollyWithin(rights.delete, result),
      }),
    }));
  }
  return DOCUMENTS.map(document => ({
    method,
    path:
      of === 'records'
        ? recordPath(document)
        : recordPath(document).replace(/records(?=\/[^/]*$)/, 'logs'),
    eventId: of === 'records' ? 'record-delete' : 'log-delete',
    status: judged(document, {
      visible:
        maySee(caller, document) &&
        (of === 'records' || document.dataType === LOG_TYPE),
      allowed: within(rights.delete, document),
    }),
  }));
}

function isWhollyWithin(extent: Extent, result: MatrixResult): boolean {
  const inside = DOCUMENTS.filter(document => isIn(result, document));
  return inside.length === 0
    ? extent.place(result.cluster, result.parent) === true
    : inside.every(document => within(extent, document));
}
