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
import type { AzureCredentials, AzureSettings } from './readAzureSettings';

const ROLE = 'Storage Blob Data Contributor';

const ADVICE: Readonly<Record<string, string>> = {
  ContainerNotFound:
    'there is no such container: create it, or correct container',
  ContainerBeingDeleted: 'the container is being deleted',
  AuthenticationFailed:
    'the credentials are not accepted: check accountKey or sasToken, whether they have expired, and the clock of the backend',
  AuthorizationPermissionMismatch: `access is denied: give the identity the role ${ROLE}`,
  AuthorizationFailure: `access is denied: check the credentials and the firewall of the storage account, or give the identity the role ${ROLE}`,
  InsufficientAccountPermissions: 'access is denied: the account may not write',
  KeyBasedAuthenticationNotPermitted:
    'the storage account takes no keys: leave accountKey and connectionString out, and give the backend an identity',
  InvalidAuthenticationInfo:
    'the credentials are not accepted: check the tenant of the identity',
  AccountIsDisabled: 'the storage account is disabled',
  CredentialUnavailableError:
    'no credentials are found: set connectionString, accountKey or sasToken, or give the backend an identity',
  AggregateAuthenticationError:
    'no credentials are found: set connectionString, accountKey or sasToken, or give the backend an identity',
  AuthenticationError: 'the identity of the backend is not accepted',
  ServerBusy: 'it is asked too often; it is tried again later',
  InternalError: 'it failed by itself; it is tried again later',
  OperationTimedOut: 'it took too long; it is tried again later',
};

const ADVICE_ON_STATUS: Readonly<Record<number, string>> = {
  401: 'the credentials are not accepted: check them',
  403: `access is denied: check the credentials, or give the identity the role ${ROLE}`,
  404: 'it is not found: check account, endpoint and container',
  429: 'it is asked too often; it is tried again later',
  500: 'it failed by itself; it is tried again later',
  502: 'a proxy does not reach it; it is tried again later',
  503: 'it is not available now; it is tried again later',
  507: 'it is full: give it more space, or keep less',
};

/**
 * The error for people; what the SDK threw may hold credentials.
 *
 * @returns a NotFoundError if the blob is missing, but not if the container is
 */
export function describeAzureError(
  error: unknown,
  settings: AzureSettings,
): Error {
  const { code, status } = azureFacts(error);
  const store = `Azure container '${settings.container}'`;
  if (code === 'BlobNotFound') {
    return new NotFoundError(`${store} has no such blob`);
  }
  return logStoreError({
    store,
    error,
    code: code in ADVICE || status ? code : undefined,
    advice: ADVICE[code] ?? ADVICE_ON_STATUS[status],
    secrets: secretsOf(settings.credentials),
  });
}

/** Whether there is nothing of the blob from where it was asked for. */
export function isBeyondEnd(error: unknown): boolean {
  return azureFacts(error).code === 'InvalidRange';
}

function azureFacts(error: unknown): { code: string; status: number } {
  const facts = Object(error) as Record<string, unknown>;
  return {
    code: String(facts.code ?? facts.name ?? ''),
    status: Number(facts.statusCode ?? 0),
  };
}

function secretsOf(credentials: AzureCredentials): string[] {
  switch (credentials.kind) {
    case 'connectionString':
      return [
        credentials.connectionString,
        ...credentials.connectionString
          .split(';')
          .filter(part => /^(AccountKey|SharedAccessSignature)=/i.test(part))
          .map(part => part.slice(part.indexOf('=') + 1)),
      ];
    case 'accountKey':
      return [credentials.accountKey];
    case 'sasToken':
      return [
        credentials.sasToken,
        new URLSearchParams(credentials.sasToken).get('sig') ?? '',
        // As they stand in a URL.
        /(?:^|&)sig=([^&]*)/.exec(credentials.sasToken)?.[1] ?? '',
      ];
    default:
      return [];
  }
}
