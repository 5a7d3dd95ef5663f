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

const DEFAULT_TIMEOUT_MS = 60_000;

/** With what requests are allowed. */
export type GcsCredentials =
  /** The key of a service account. */
  | {
      readonly kind: 'key';
      readonly email: string;
      readonly privateKey: string;
    }
  | { readonly kind: 'keyFile'; readonly path: string }
  /** Of the environment: workload identity, metadata server, and others. */
  | { readonly kind: 'environment' }
  | { readonly kind: 'none' };

/** `tektonResults.logs.drivers.gcs`, checked. */
export interface GcsSettings {
  readonly bucket: string;
  /** Empty, or with a slash at its end. */
  readonly prefix: string;
  readonly projectId?: string;
  /** Absent: that of Google. */
  readonly apiEndpoint?: string;
  readonly credentials: GcsCredentials;
  readonly timeoutMs: number;
}

/** @throws InputError if a setting is wrong, with its name */
export function readGcsSettings(config: Config | undefined): GcsSettings {
  const settings = new LogDriverSettings({
    driver: 'gcs',
    config,
    known: [
      'bucket',
      'prefix',
      'projectId',
      'apiEndpoint',
      'credentials',
      'keyFile',
      'anonymous',
      'timeout',
    ],
  });
  return {
    bucket: settings.requiredText('bucket'),
    prefix: settings.keyPrefix('prefix'),
    projectId: settings.text('projectId'),
    apiEndpoint: settings.url('apiEndpoint')?.replace(/\/+$/, ''),
    credentials: readCredentials(settings),
    timeoutMs: settings.durationMs('timeout', DEFAULT_TIMEOUT_MS),
  };
}

function readCredentials(settings: LogDriverSettings): GcsCredentials {
  const key = settings.text('credentials');
  const keyFile = settings.text('keyFile');
  if (key !== undefined && keyFile !== undefined) {
    throw settings.mistake('keyFile', 'cannot go with credentials');
  }
  if (settings.boolean('anonymous', false)) {
    if (key !== undefined || keyFile !== undefined) {
      throw settings.mistake('anonymous', 'cannot go with a key');
    }
    return { kind: 'none' };
  }
  if (key !== undefined) {
    return parseKey(key, settings);
  }
  return keyFile === undefined
    ? { kind: 'environment' }
    : { kind: 'keyFile', path: keyFile };
}

function parseKey(text: string, settings: LogDriverSettings): GcsCredentials {
  let key: unknown;
  try {
    key = JSON.parse(text);
  } catch {
    // The error would quote the text.
    throw settings.mistake('credentials', 'must be JSON');
  }
  const { client_email: email, private_key: privateKey } = Object(
    key,
  ) as Record<string, unknown>;
  if (typeof email !== 'string' || typeof privateKey !== 'string') {
    throw settings.mistake(
      'credentials',
      'must be the key of a service account, with client_email and private_key',
    );
  }
  return { kind: 'key', email, privateKey };
}
