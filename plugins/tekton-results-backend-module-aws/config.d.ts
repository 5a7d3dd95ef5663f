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
        /** Keeps logs in Amazon S3, or in a store that speaks its protocol. */
        s3?: {
          /** Name of the bucket, which must be there. Required. */
          bucket: string;
          /**
           * What the keys of all objects begin with, such as 'tekton/logs'.
           * Default: nothing.
           */
          prefix?: string;
          /**
           * Such as 'eu-central-1'. Default: as the environment says (AWS_REGION);
           * with `endpoint` 'us-east-1', which most other stores ignore.
           */
          region?: string;
          /** URL of another store than Amazon's. */
          endpoint?: string;
          /**
           * Whether the bucket is in the path of URLs rather than in the host
           * name, as most other stores want it. Default: false.
           */
          forcePathStyle?: boolean;
          /**
           * With `secretAccessKey`. Default: what the AWS SDK finds: environment,
           * shared files, web identity, container or instance role.
           */
          accessKeyId?: string;
          /** @visibility secret */
          secretAccessKey?: string;
          /**
           * Of temporary credentials.
           *
           * @visibility secret
           */
          sessionToken?: string;
          /**
           * When checksums are sent and checked, besides those of TLS: only where
           * S3 requires it, or wherever it is possible, which some other stores do
           * not understand. Default: 'WHEN_REQUIRED'.
           */
          requestChecksumCalculation?: 'WHEN_REQUIRED' | 'WHEN_SUPPORTED';
          /** Default: as the bucket says. */
          serverSideEncryption?: 'AES256' | 'aws:kms';
          /** Key for 'aws:kms'. Default: that of the account. */
          kmsKeyId?: string;
          /**
           * How long the store may take for one piece of a log (up to 5 MiB), with
           * all retries. Default: '1m'.
           */
          timeout?: string | HumanDuration;
        };
      };
    };
  };
}
