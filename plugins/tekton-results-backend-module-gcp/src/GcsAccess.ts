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
  IdempotencyStrategy,
  Storage,
  type Bucket,
  type StorageOptions,
} from '@google-cloud/storage';
import type { GcsCredentials, GcsSettings } from './readGcsSettings';

const GOOGLE = 'https://storage.googleapis.com';
const MAX_RETRIES = 3;
/** With less the SDK fails. */
const SHORTEST_RETRY_DELAY_S = 1;

/** The bucket, with the credentials that are set. */
export class GcsAccess {
  readonly bucket: Bucket;
  /** Where objects are sent. */
  readonly uploadUrl: string;
  private readonly storage: Storage;
  private readonly isAnonymous: boolean;

  constructor(settings: GcsSettings) {
    const { apiEndpoint, credentials, projectId, timeoutMs } = settings;
    this.isAnonymous = credentials.kind === 'none';
    this.storage = new Storage({
      projectId,
      apiEndpoint,
      useAuthWithCustomEndpoint: !this.isAnonymous,
      ...authOptions(credentials),
      retryOptions: {
        autoRetry: true,
        maxRetries: MAX_RETRIES,
        // In seconds. All are over before the time is.
        maxRetryDelay: Math.max(timeoutMs / 10_000, SHORTEST_RETRY_DELAY_S),
        totalTimeout: timeoutMs / 2_000,
        // Each object is written once, so nothing is harmed by a repetition.
        idempotencyStrategy: IdempotencyStrategy.RetryAlways,
      },
    });
    this.bucket = this.storage.bucket(settings.bucket);
    this.uploadUrl = `${
      apiEndpoint ?? GOOGLE
    }/upload/storage/v1/b/${encodeURIComponent(settings.bucket)}/o`;
  }

  /** With which a request is allowed. */
  async headers(): Promise<Record<string, string>> {
    return this.isAnonymous
      ? {}
      : { ...(await this.storage.authClient.getRequestHeaders()) };
  }
}

function authOptions(credentials: GcsCredentials): StorageOptions {
  switch (credentials.kind) {
    case 'key':
      return {
        credentials: {
          client_email: credentials.email,
          private_key: credentials.privateKey,
        },
      };
    case 'keyFile':
      return { keyFilename: credentials.path };
    default:
      return {};
  }
}
