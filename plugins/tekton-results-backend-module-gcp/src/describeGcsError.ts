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

import { NotFoundError } from '@backstage/errors';
import { logStoreError } from 'backstage-plugin-tekton-results-node';
import type { GcsSettings } from './readGcsSettings';

const ROLE = 'Storage Object User (roles/storage.objectUser)';

const ADVICE_ON_STATUS: Readonly<Record<number, string>> = {
  400: 'it does not understand the request: check bucket and apiEndpoint',
  401: 'the credentials are not accepted: check credentials or keyFile, and the clock of the backend',
  403: `access is denied: give the service account the role ${ROLE} on the bucket, and check that billing is enabled`,
  404: 'there is no such bucket: create it, or correct bucket',
  408: 'it took too long; it is tried again later',
  412: 'a retention policy of the bucket forbids it',
  429: 'it is asked too often; it is tried again later',
  500: 'it failed by itself; it is tried again later',
  502: 'it failed by itself; it is tried again later',
  503: 'it is not available now; it is tried again later',
  504: 'it took too long; it is tried again later',
  507: 'it is full: give it more space, or keep less',
};

/** What is known where there was no answer. */
const ADVICE_ON_MESSAGE: ReadonlyArray<readonly [RegExp, string]> = [
  [
    /could not load the default credentials/i,
    'no credentials are found: set credentials or keyFile, or give the backend a service account',
  ],
  [
    /invalid_grant|invalid jwt/i,
    'the key is not accepted: check whether it was deleted, and the clock of the backend',
  ],
  [
    /DECODER routines|PEM|asn1|private.?key/i,
    'the private key cannot be read: check credentials or keyFile',
  ],
];

/**
 * The error for people; what the SDK threw may hold credentials.
 *
 * @returns a NotFoundError if the object is missing, but not if the bucket is
 */
export function describeGcsError(error: unknown, settings: GcsSettings): Error {
  const { credentials } = settings;
  const { message, status } = gcsFacts(error);
  const store = `GCS bucket '${settings.bucket}'`;
  if (status === 404 && !/bucket/i.test(message.replace(settings.bucket, ''))) {
    return new NotFoundError(`${store} has no such object`);
  }
  return logStoreError({
    store,
    error,
    code: status ? String(status) : undefined,
    advice:
      ADVICE_ON_STATUS[status] ??
      ADVICE_ON_MESSAGE.find(([pattern]) => pattern.test(message))?.[1],
    secrets: credentials.kind === 'key' ? [credentials.privateKey] : [],
  });
}

/** Whether there is nothing of the object from where it was asked for. */
export function isBeyondEnd(error: unknown): boolean {
  return gcsFacts(error).status === 416;
}

function gcsFacts(error: unknown): { message: string; status: number } {
  const facts = Object(error) as Record<string, unknown>;
  const status = Number(facts.code ?? facts.status);
  return {
    message: String(facts.message ?? ''),
    status: status >= 100 && status <= 599 ? status : 0,
  };
}
