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

import { DOCUMENTS, VAULT } from './archive';
import { within, type MatrixCaller } from './callers';

/** A request about what keeps and removes runs, and how it has to end. */
export interface RetentionRequest {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  readonly body?: object;
  readonly eventId: string;
  readonly status: number;
  /** Of what it may tell besides numbers. */
  readonly tells?: string;
}

const NATIVE = '/api/tekton-results/v1';
const STRANGER = 401;
const FORBIDDEN = 403;
const MISSING = 404;
/** Nothing is configured to be removed. */
const OFF = 409;

/** All that somebody may ask of what removes runs; in the matrix it is off. */
export function retentionRequestsOf(caller: MatrixCaller): RetentionRequest[] {
  const judged = (permission: string, allowed: number): number => {
    if (!caller.credentials) {
      return STRANGER;
    }
    return caller.rights.others.includes(permission) ? allowed : FORBIDDEN;
  };
  const reading = (rest: string, allowed: number): RetentionRequest => ({
    method: 'GET',
    path: `${NATIVE}/retention${rest}`,
    eventId: 'retention-fetch',
    status: judged('tekton-results.retention.read', allowed),
  });
  return [
    reading('', 200),
    reading('/preview', OFF),
    // How much there is of each namespace, for which these must be named.
    { ...reading('/usage', 200), tells: VAULT },
    reading('/runs', 200),
    {
      method: 'POST',
      path: `${NATIVE}/retention/run`,
      eventId: 'retention-run',
      status: judged('tekton-results.retention.run', OFF),
    },
  ];
}

/** A run that is pinned, or not any more. */
export interface Pinning extends RetentionRequest {
  readonly uid: string;
}

/** Pins each run, and then unpins it. */
export function pinningsOf(caller: MatrixCaller): Pinning[] {
  const { rights, credentials } = caller;
  return DOCUMENTS.filter(({ dataType }) =>
    dataType.startsWith('tekton.dev/'),
  ).flatMap((document): Pinning[] => {
    const judged = (allowed: number): number => {
      if (!credentials) {
        return STRANGER;
      }
      if (!within(rights.read, document)) {
        return MISSING;
      }
      return within(rights.pin, document) ? allowed : FORBIDDEN;
    };
    const { cluster, data } = document;
    const { uid } = data.metadata;
    const path = `${NATIVE}/runs/${cluster}/${uid}/pin`;
    return [
      {
        method: 'POST',
        path,
        body: { reason: 'evidence' },
        uid,
        eventId: 'run-pin',
        status: judged(200),
      },
      {
        method: 'DELETE',
        path,
        uid,
        eventId: 'run-unpin',
        status: judged(204),
      },
    ];
  });
}
