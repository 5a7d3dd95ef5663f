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
import type { S3Settings } from './readS3Settings';

const NEEDED =
  's3:GetObject, s3:PutObject, s3:DeleteObject and s3:AbortMultipartUpload on its objects, and s3:ListBucket on the bucket';

const ADVICE: Readonly<Record<string, string>> = {
  NoSuchBucket: 'there is no such bucket: create it, or correct bucket',
  AccessDenied: `access is denied: allow ${NEEDED}`,
  Forbidden: `access is denied: allow ${NEEDED}`,
  AllAccessDisabled: 'access to the bucket is disabled',
  InvalidAccessKeyId:
    'the access key is not known: check accessKeyId, and that it belongs to this endpoint',
  SignatureDoesNotMatch: 'the secret key is wrong: check secretAccessKey',
  ExpiredToken: 'the credentials have expired: renew them',
  InvalidToken: 'the session token is not valid: renew the credentials',
  CredentialsProviderError:
    'no credentials are found: set accessKeyId and secretAccessKey, or give the backend a role',
  RequestTimeTooSkewed:
    'the clock of the backend is wrong: set it by NTP, as requests are signed with their time',
  PermanentRedirect: 'the bucket is in another region: correct region',
  AuthorizationHeaderMalformed:
    'the bucket is in another region: correct region',
  IllegalLocationConstraintException:
    'the bucket is in another region: correct region',
  SlowDown: 'it is asked too often; it is tried again later',
  ServiceUnavailable: 'it is not available now; it is tried again later',
  InternalError: 'it failed by itself; it is tried again later',
  QuotaExceeded: 'its quota is used up: raise it, or keep less',
  InsufficientStorage: 'it is full: give it more space, or keep less',
  XMinioStorageFull: 'it is full: give it more space, or keep less',
};

const ADVICE_ON_STATUS: Readonly<Record<number, string>> = {
  301: 'the bucket is in another region: correct region',
  401: 'the credentials are not accepted: check them',
  403: `access is denied: check the credentials, and allow ${NEEDED}`,
  404: 'it is not found: check bucket and endpoint',
  429: 'it is asked too often; it is tried again later',
  500: 'it failed by itself; it is tried again later',
  502: 'a proxy does not reach it; it is tried again later',
  503: 'it is not available now; it is tried again later',
  507: 'it is full: give it more space, or keep less',
};

/**
 * The error for people; what the SDK threw may hold credentials.
 *
 * @returns a NotFoundError if the object is missing, but not if the bucket is
 */
export function describeS3Error(error: unknown, settings: S3Settings): Error {
  const { name, status } = s3Facts(error);
  if (name === 'NoSuchKey') {
    return new NotFoundError(
      `S3 bucket '${settings.bucket}' has no such object`,
    );
  }
  const isMissingRegion =
    error instanceof Error && error.message === 'Region is missing';
  return logStoreError({
    store: `S3 bucket '${settings.bucket}'`,
    error,
    code: name in ADVICE || status ? name : undefined,
    advice: isMissingRegion
      ? 'its region is not known: set region'
      : ADVICE[name] ?? ADVICE_ON_STATUS[status],
    secrets: [
      settings.credentials?.accessKeyId,
      settings.credentials?.secretAccessKey,
      settings.credentials?.sessionToken,
    ],
  });
}

/** Whether there is nothing of the object from where it was asked for. */
export function isBeyondEnd(error: unknown): boolean {
  return s3Facts(error).name === 'InvalidRange';
}

function s3Facts(error: unknown): { name: string; status: number } {
  if (!(error instanceof Error)) {
    return { name: '', status: 0 };
  }
  const metadata: unknown = '$metadata' in error ? error.$metadata : undefined;
  const status =
    typeof metadata === 'object' &&
    metadata !== null &&
    'httpStatusCode' in metadata
      ? Number(metadata.httpStatusCode)
      : 0;
  return { name: error.name, status };
}
