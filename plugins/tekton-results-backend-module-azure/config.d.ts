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

import type { HumanDuration } from '@backstage/types';

export interface Config {
  tektonResults?: {
    logs?: {
      drivers?: {
        /** Keeps logs in Azure Blob Storage. */
        azure?: {
          /**
           * Name of the storage account. Required, unless `endpoint` or
           * `connectionString` says it.
           */
          account?: string;
          /** Default: `https://<account>.blob.core.windows.net`. */
          endpoint?: string;
          /** Name of the container, which must be there. Required. */
          container: string;
          /**
           * What the names of all blobs begin with, such as 'tekton/logs'.
           * Default: nothing.
           */
          prefix?: string;
          /**
           * Instead of `account`, with its key or a shared access signature.
           *
           * @visibility secret
           */
          connectionString?: string;
          /**
           * Key of the account. Without it, without `sasToken` and without
           * `connectionString` the identity of the backend is used, as
           * `DefaultAzureCredential` finds it.
           *
           * @visibility secret
           */
          accountKey?: string;
          /**
           * Shared access signature that may read, write, delete and list.
           *
           * @visibility secret
           */
          sasToken?: string;
          /**
           * Client id of the identity of the backend, if it has several.
           */
          clientId?: string;
          /**
           * How long the store may take for one piece of a log (up to 4 MiB), with
           * all retries. Default: '1m'.
           */
          timeout?: string | HumanDuration;
        };
      };
    };
  };
}
