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
export type AzureCredentials =
  | { readonly kind: 'connectionString'; readonly connectionString: string }
  | {
      readonly kind: 'accountKey';
      readonly account: string;
      readonly accountKey: string;
    }
  | { readonly kind: 'sasToken'; readonly sasToken: string }
  /** Of the environment: workload identity, managed identity, and others. */
  | { readonly kind: 'environment'; readonly clientId?: string };

/** `tektonResults.logs.drivers.azure`, checked. */
export interface AzureSettings {
  readonly container: string;
  /** Empty, or with a slash at its end. */
  readonly prefix: string;
  /** Of the account; absent: the connection string says it. */
  readonly endpoint?: string;
  readonly credentials: AzureCredentials;
  readonly timeoutMs: number;
}

/** @throws InputError if a setting is wrong, with its name */
export function readAzureSettings(config: Config | undefined): AzureSettings {
  const settings = new LogDriverSettings({
    driver: 'azure',
    config,
    known: [
      'account',
      'endpoint',
      'container',
      'prefix',
      'connectionString',
      'accountKey',
      'sasToken',
      'clientId',
      'timeout',
    ],
  });
  const account = settings.text('account');
  if (account !== undefined && !/^[a-z0-9]{3,24}$/.test(account)) {
    throw settings.mistake(
      'account',
      'must be 3 to 24 lower-case letters and digits',
    );
  }
  const credentials = readCredentials(settings, account);
  const endpoint =
    settings.url('endpoint') ??
    (account && `https://${account}.blob.core.windows.net`);
  if (credentials.kind === 'connectionString') {
    if (endpoint) {
      throw settings.mistake(
        account ? 'account' : 'endpoint',
        'is already in connectionString: leave one of them out',
      );
    }
  } else if (!endpoint) {
    throw settings.mistake(
      'account',
      'must be given, or endpoint, or connectionString',
    );
  }
  return {
    container: settings.requiredText('container'),
    prefix: settings.keyPrefix('prefix'),
    endpoint,
    credentials,
    timeoutMs: settings.durationMs('timeout', DEFAULT_TIMEOUT_MS),
  };
}

function readCredentials(
  settings: LogDriverSettings,
  account: string | undefined,
): AzureCredentials {
  const connectionString = settings.text('connectionString');
  const accountKey = settings.text('accountKey');
  const sasToken = settings.text('sasToken')?.replace(/^\?/, '');
  const clientId = settings.text('clientId');
  const given = Object.entries({
    connectionString,
    accountKey,
    sasToken,
    clientId,
  }).filter(([, value]) => value !== undefined);
  if (given.length > 1) {
    throw settings.mistake(
      given[1][0],
      `cannot go with ${given[0][0]}: leave one of them out`,
    );
  }
  if (connectionString !== undefined) {
    return { kind: 'connectionString', connectionString };
  }
  if (sasToken !== undefined) {
    return { kind: 'sasToken', sasToken };
  }
  if (accountKey !== undefined) {
    if (account === undefined) {
      throw settings.mistake('account', 'must go with accountKey');
    }
    return { kind: 'accountKey', account, accountKey };
  }
  return { kind: 'environment', clientId };
}
