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
  DOCUMENTS,
  isIn,
  marksIn,
  RESULTS,
  type MatrixDocument,
  type MatrixResult,
} from './archive';
import { maySee, within, type Extent, type MatrixCaller } from './callers';
import type { Reading } from './readings';

/** Whether an extent has a Result: some of what is in it, and all its roots. */
export function resultWithin(extent: Extent, result: MatrixResult): boolean {
  const inside = DOCUMENTS.filter(document => isIn(result, document));
  if (inside.length === 0) {
    return extent.place(result.cluster, result.parent) === true;
  }
  return (
    inside.some(document => within(extent, document)) &&
    inside.filter(isRoot).every(document => within(extent, document))
  );
}

function isRoot({ data }: MatrixDocument): boolean {
  return (
    ['PipelineRun', 'TaskRun'].includes(data.kind) &&
    !JSON.stringify(data).includes('ownerReferences')
  );
}

/** The part of the archive that somebody may see, as an archive of its own. */
export function visiblePart(
  caller: MatrixCaller,
  subject: Reading['subject'],
): { documents: MatrixDocument[]; results: MatrixResult[] } {
  const { read } = caller.rights;
  if (subject === 'results') {
    return {
      documents: DOCUMENTS.filter(document => within(read, document)),
      results: RESULTS.filter(result => resultWithin(read, result)),
    };
  }
  const documents = DOCUMENTS.filter(document => maySee(caller, document));
  return {
    documents,
    results: RESULTS.filter(result =>
      documents.some(document => isIn(result, document)),
    ),
  };
}

/** All secrets that somebody may get to know. */
export function knownMarks(caller: MatrixCaller): Set<string> {
  const { read } = caller.rights;
  return new Set([
    ...DOCUMENTS.filter(document => maySee(caller, document)).flatMap(marksIn),
    ...RESULTS.filter(result => resultWithin(read, result)).flatMap(marksIn),
  ]);
}

export interface Refusal {
  readonly status: number;
  readonly body: object;
}

const NOBODY: Refusal = {
  status: 401,
  body: { code: 16, message: expect.any(String) },
};

/** What somebody is answered whatever is stored; undefined: what they may see. */
export function refusalOf(
  caller: MatrixCaller,
  reading: Reading,
): Refusal | undefined {
  const { api, subject, cluster, parent } = reading;
  const { kubernetes, rights, stranger } = caller;
  if (api === 'native') {
    return nativeRefusal(caller, reading);
  }
  if (stranger) {
    return NOBODY;
  }
  if (kubernetes) {
    const { namespaces, resources } = kubernetes;
    const isElsewhere = cluster !== undefined && cluster !== kubernetes.cluster;
    const mayAskIt =
      subject === 'nothing' ||
      (resources.includes(subject) &&
        (parent === undefined
          ? namespaces?.length !== 0
          : namespaces?.includes(parent) ?? true));
    return isElsewhere || !mayAskIt ? NOBODY : undefined;
  }
  const exists =
    cluster === undefined ||
    (cluster !== 'nowhere' && rights.read.place(cluster) !== false);
  return exists
    ? undefined
    : {
        status: 404,
        body: { code: 5, message: `there is no cluster '${cluster}'` },
      };
}

/**
 * An answer about what somebody may see, from an archive with nothing else in it, as
 * they get it: lists and cards tell who may not see all runs so, whatever there is.
 */
export function asTold<Answer extends { readonly body: any }>(
  { rights }: MatrixCaller,
  { api }: Reading,
  answer: Answer,
): Answer {
  const { body } = answer;
  const isList = body.items && body.total;
  const isCard = body.runs && body.current;
  return api === 'native' &&
    (isList || isCard) &&
    rights.read.place('any') !== true
    ? { ...answer, body: { ...body, limited: true } }
    : answer;
}

function nativeRefusal(
  { rights, credentials, stranger }: MatrixCaller,
  { subject }: Reading,
): Refusal | undefined {
  if (stranger || !credentials) {
    return {
      status: 401,
      body: expect.objectContaining({
        error: expect.objectContaining({
          name: expect.stringMatching(/^(Authentication|Access)Error$/),
        }),
      }),
    };
  }
  const seesNothing = rights.read.place('any') === false;
  const isNothing =
    seesNothing && !DOCUMENTS.some(document => within(rights.read, document));
  return isNothing && subject === 'runs'
    ? {
        status: 403,
        body: expect.objectContaining({
          error: { name: 'NotAllowedError', message: 'You may not see runs' },
        }),
      }
    : undefined;
}
