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
        /** Keeps logs in Google Cloud Storage. */
        gcs?: {
          /** Name of the bucket, which must be there. Required. */
          bucket: string;
          /**
           * What the names of all objects begin with, such as 'tekton/logs'.
           * Default: nothing.
           */
          prefix?: string;
          /** Default: that of the credentials. */
          projectId?: string;
          /**
           * Another endpoint, such as that of Private Service Connect or of an
           * emulator. Default: 'https://storage.googleapis.com'.
           */
          apiEndpoint?: string;
          /**
           * JSON key of a service account. Default: application default
           * credentials, such as workload identity.
           *
           * @visibility secret
           */
          credentials?: string;
          /** File with that key. Instead of `credentials`. */
          keyFile?: string;
          /** Sends no credentials: for emulators. Default: false. */
          anonymous?: boolean;
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
