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

import type { KubernetesUser, ResourceAttributes } from '../../cluster';
import { invalidImpersonation, refused } from '../AccessError';
import type { MetadataEntry } from './metadata';

/** Whom a caller wants to act as. */
export interface Impersonation {
  readonly user: KubernetesUser;
  /** What the caller must be allowed, all of it. */
  readonly checks: readonly ResourceAttributes[];
}

const PREFIX = 'impersonate-';
const EXTRA_PREFIX = 'extra-';
/** Each of them is a request to the cluster. */
const MAX_VALUES = 100;

const AUTHENTICATED = 'system:authenticated';
const UNAUTHENTICATED = 'system:unauthenticated';
const ANONYMOUS = 'system:anonymous';
const AUTHENTICATION_GROUP = 'authentication.k8s.io';

/**
 * Reads the headers for impersonation as a Kubernetes API server does. What it
 * would pass over is refused: to ignore it would answer with more than was
 * asked for.
 *
 * @param options - `allowed`: whether there may be such headers
 * @returns undefined if there are none
 * @throws AccessError `refused`
 */
export function readImpersonation(
  metadata: readonly MetadataEntry[],
  options: { allowed: boolean },
): Impersonation | undefined {
  const given = metadata
    .filter(({ name }) => name.startsWith(PREFIX))
    .map(({ name, value }) => ({
      name: name.slice(PREFIX.length),
      value: decodeValue(value),
    }));
  if (given.length === 0) {
    return undefined;
  }
  if (!options.allowed) {
    throw refused('impersonation is switched off');
  }
  if (given.length > MAX_VALUES) {
    throw invalidImpersonation();
  }

  const users: string[] = [];
  const uids: string[] = [];
  const groups: string[] = [];
  const extras: Array<{ key: string; value: string }> = [];
  for (const { name, value } of given) {
    if (name === 'user') {
      users.push(value);
    } else if (name === 'uid') {
      uids.push(value);
    } else if (name === 'group') {
      groups.push(value);
    } else if (name.startsWith(EXTRA_PREFIX)) {
      const key = decodeKey(name.slice(EXTRA_PREFIX.length));
      extras.push({ key, value });
    } else {
      throw invalidImpersonation();
    }
  }
  // Which of two names counts is not for us to guess.
  if (users.length !== 1 || uids.length > 1) {
    throw invalidImpersonation();
  }
  const [username] = users;
  const [uid] = uids;
  return {
    user: {
      username,
      uid,
      groups: allGroups(username, groups),
      extra: collect(extras),
    },
    checks: [
      userCheck(username),
      ...groups.map(group => check({ resource: 'groups', name: group })),
      ...extras.map(({ key, value }) =>
        check({
          group: AUTHENTICATION_GROUP,
          resource: 'userextras',
          subresource: key,
          name: value,
        }),
      ),
      ...uids.map(name =>
        check({ group: AUTHENTICATION_GROUP, resource: 'uids', name }),
      ),
    ],
  };
}

/** Headers are bytes, which Node gives as Latin-1. */
function decodeValue(value: string): string {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(
      Buffer.from(value, 'latin1'),
    );
    // To be allowed an empty name would be to be allowed every name.
    if (text !== '') {
      return text;
    }
  } catch {
    // Refused below.
  }
  throw invalidImpersonation();
}

/** Keys are in lower case, as names of headers are, and then percent-encoded. */
function decodeKey(encoded: string): string {
  let key = encoded;
  try {
    key = decodeURIComponent(encoded);
  } catch {
    // Kubernetes takes a malformed key as it is.
  }
  if (key === '') {
    throw invalidImpersonation();
  }
  return key;
}

/** What Kubernetes knows of somebody by their name, if nothing else is said. */
function allGroups(username: string, given: readonly string[]): string[] {
  const account = parseServiceAccount(username);
  const groups =
    account && given.length === 0
      ? [
          'system:serviceaccounts',
          `system:serviceaccounts:${account.namespace}`,
        ]
      : [...given];
  if (username === ANONYMOUS) {
    return groups.includes(UNAUTHENTICATED)
      ? groups
      : [...groups, UNAUTHENTICATED];
  }
  return groups.includes(AUTHENTICATED) || groups.includes(UNAUTHENTICATED)
    ? groups
    : [...groups, AUTHENTICATED];
}

function collect(
  extras: ReadonlyArray<{ key: string; value: string }>,
): Record<string, string[]> {
  const collected = new Map<string, string[]>();
  for (const { key, value } of extras) {
    collected.set(key, [...(collected.get(key) ?? []), value]);
  }
  return Object.fromEntries(collected);
}

function userCheck(username: string): ResourceAttributes {
  const account = parseServiceAccount(username);
  return account
    ? check({ resource: 'serviceaccounts', ...account })
    : check({ resource: 'users', name: username });
}

function check(
  attributes: Partial<ResourceAttributes> & { resource: string },
): ResourceAttributes {
  return { verb: 'impersonate', group: '', namespace: '', ...attributes };
}

const DNS_LABEL = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';
const SERVICE_ACCOUNT = new RegExp(
  `^system:serviceaccount:(?<namespace>${DNS_LABEL}):(?<name>${DNS_LABEL}(\\.${DNS_LABEL})*)$`,
);

/** Undefined for users that are none, also for those that only look like one. */
function parseServiceAccount(
  username: string,
): { namespace: string; name: string } | undefined {
  const { namespace, name } = SERVICE_ACCOUNT.exec(username)?.groups ?? {};
  return namespace && name && namespace.length <= 63 && name.length <= 253
    ? { namespace, name }
    : undefined;
}
