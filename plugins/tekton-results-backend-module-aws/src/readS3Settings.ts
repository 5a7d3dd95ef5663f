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

import type { Config } from '@backstage/config';
import { LogDriverSettings } from 'backstage-plugin-tekton-results-node';

const ENCRYPTIONS = ['AES256', 'aws:kms'] as const;
const CHECKSUMS = ['WHEN_REQUIRED', 'WHEN_SUPPORTED'] as const;
const DEFAULT_TIMEOUT_MS = 60_000;
/** Where buckets of stores that know no regions are. */
const ANY_REGION = 'us-east-1';

/** `tektonResults.logs.drivers.s3`, checked. */
export interface S3Settings {
  readonly bucket: string;
  /** Empty, or with a slash at its end. */
  readonly prefix: string;
  /** Absent: as the environment says. */
  readonly region?: string;
  /** Absent: that of Amazon. */
  readonly endpoint?: string;
  readonly forcePathStyle: boolean;
  /** Absent: the default chain of the SDK. */
  readonly credentials?: {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken?: string;
  };
  readonly checksums: (typeof CHECKSUMS)[number];
  readonly encryption?: (typeof ENCRYPTIONS)[number];
  readonly kmsKeyId?: string;
  readonly timeoutMs: number;
}

/** @throws InputError if a setting is wrong, with its name */
export function readS3Settings(config: Config | undefined): S3Settings {
  const settings = new LogDriverSettings({
    driver: 's3',
    config,
    known: [
      'bucket',
      'prefix',
      'region',
      'endpoint',
      'forcePathStyle',
      'accessKeyId',
      'secretAccessKey',
      'sessionToken',
      'requestChecksumCalculation',
      'serverSideEncryption',
      'kmsKeyId',
      'timeout',
    ],
  });
  const endpoint = settings.url('endpoint');
  const encryption = settings.choice('serverSideEncryption', ENCRYPTIONS);
  const kmsKeyId = settings.text('kmsKeyId');
  if (kmsKeyId && encryption !== 'aws:kms') {
    throw settings.mistake(
      'kmsKeyId',
      'has no use without serverSideEncryption: aws:kms',
    );
  }
  return {
    bucket: settings.requiredText('bucket'),
    prefix: settings.keyPrefix('prefix'),
    region: settings.text('region') ?? (endpoint ? ANY_REGION : undefined),
    endpoint,
    forcePathStyle: settings.boolean('forcePathStyle', false),
    credentials: readCredentials(settings),
    checksums:
      settings.choice('requestChecksumCalculation', CHECKSUMS) ??
      'WHEN_REQUIRED',
    encryption,
    kmsKeyId,
    timeoutMs: settings.durationMs('timeout', DEFAULT_TIMEOUT_MS),
  };
}

function readCredentials(
  settings: LogDriverSettings,
): S3Settings['credentials'] {
  const accessKeyId = settings.text('accessKeyId');
  const secretAccessKey = settings.text('secretAccessKey');
  const sessionToken = settings.text('sessionToken');
  if (accessKeyId && secretAccessKey) {
    return { accessKeyId, secretAccessKey, sessionToken };
  }
  if (accessKeyId) {
    throw settings.mistake('secretAccessKey', 'must go with accessKeyId');
  }
  if (secretAccessKey || sessionToken) {
    throw settings.mistake(
      'accessKeyId',
      'must go with secretAccessKey and sessionToken',
    );
  }
  return undefined;
}
