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
  AnonymousCredential,
  BlobServiceClient,
  StorageSharedKeyCredential,
  type ContainerClient,
  type StoragePipelineOptions,
} from '@azure/storage-blob';
import type { AzureSettings } from './readAzureSettings';

const MAX_TRIES = 4;

/** The container of a storage account, with the credentials that are set. */
export async function createContainerClient(
  settings: AzureSettings,
): Promise<ContainerClient> {
  const service = await createServiceClient(settings);
  return service.getContainerClient(settings.container);
}

async function createServiceClient(
  settings: AzureSettings,
): Promise<BlobServiceClient> {
  const { credentials, endpoint = '', timeoutMs } = settings;
  const pipeline: StoragePipelineOptions = {
    retryOptions: {
      maxTries: MAX_TRIES,
      // With each doubled, all are well over before the time is.
      retryDelayInMs: timeoutMs / 60,
      maxRetryDelayInMs: timeoutMs / 10,
    },
  };
  switch (credentials.kind) {
    case 'connectionString':
      return BlobServiceClient.fromConnectionString(
        credentials.connectionString,
        pipeline,
      );
    case 'accountKey':
      return new BlobServiceClient(
        endpoint,
        new StorageSharedKeyCredential(
          credentials.account,
          credentials.accountKey,
        ),
        pipeline,
      );
    case 'sasToken':
      return new BlobServiceClient(
        `${endpoint}?${credentials.sasToken}`,
        new AnonymousCredential(),
        pipeline,
      );
    default: {
      const { DefaultAzureCredential } = await import('@azure/identity');
      return new BlobServiceClient(
        endpoint,
        new DefaultAzureCredential(
          credentials.clientId
            ? {
                managedIdentityClientId: credentials.clientId,
                workloadIdentityClientId: credentials.clientId,
              }
            : {},
        ),
        pipeline,
      );
    }
  }
}
