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

import { mockCredentials } from '@backstage/backend-test-utils';
import {
  AuthorizeResult,
  type PolicyDecision,
} from '@backstage/plugin-permission-common';
import {
  tektonAdminPermission,
  tektonLogReadPermission,
  tektonRunReadPermission,
} from 'backstage-plugin-tekton-results-common';
import { testPermissions } from '../__testUtils__/callers';
import {
  EVERYTHING,
  isNothing,
  LOG_TYPES,
  NOTHING,
  type AccessFilter,
} from '../store';
import { BackstageCaller } from './BackstageCaller';
import type { ResultsRequest } from './Caller';

const READ = 'tekton-results.run.read';
const LOGS = 'tekton-results.log.read';
const WRITE = 'tekton-results.record.write';
const DELETE = 'tekton-results.record.delete';

const VERBS = ['get', 'list', 'create', 'update', 'delete'] as const;
const RESOURCES = ['results', 'records', 'logs'] as const;

/** A decision that lets pass only what is in one namespace. */
function inNamespace(namespace: string): PolicyDecision {
  return {
    result: AuthorizeResult.CONDITIONAL,
    pluginId: 'tekton-results',
    resourceType: 'tekton-run',
    conditions: {
      rule: 'IS_IN_NAMESPACE',
      resourceType: 'tekton-run',
      params: { namespaces: [namespace] },
    },
  };
}

/** Somebody with permissions for different namespaces, or for all. */
function callerWith(permissions: Record<string, 'all' | { in: string }>) {
  const credentials = mockCredentials.user('user:default/ann');
  return new BackstageCaller({
    id: credentials.principal.userEntityRef,
    credentials,
    permissions: testPermissions({
      policy: ({ name }) => {
        const given = permissions[name];
        if (given === undefined) {
          return { result: AuthorizeResult.DENY };
        }
        return given === 'all'
          ? { result: AuthorizeResult.ALLOW }
          : inNamespace(given.in);
      },
    }),
  });
}

function accessOf(
  caller: BackstageCaller,
  verb: ResultsRequest['verb'],
  resource: ResultsRequest['resource'],
) {
  return caller.accessFor({ verb, resource, parent: 'shop' });
}

const namespace = (value: string): AccessFilter => ({
  kind: 'namespace',
  values: [value],
});
const isNoLog: AccessFilter = {
  kind: 'not',
  part: { kind: 'dataType', values: LOG_TYPES },
};
const all = (...parts: AccessFilter[]): AccessFilter => ({
  kind: 'allOf',
  parts,
});
const any = (...parts: AccessFilter[]): AccessFilter => ({
  kind: 'anyOf',
  parts,
});

describe('with each permission for a namespace of its own', () => {
  const caller = callerWith({
    [READ]: { in: 'runs' },
    [LOGS]: { in: 'logs' },
    [WRITE]: { in: 'writes' },
    [DELETE]: { in: 'deletions' },
  });
  const runs = namespace('runs');
  const logs = namespace('logs');
  const records = all(runs, any(isNoLog, logs));
  const runsWithLogs = all(runs, logs);

  it.each<
    [
      ResultsRequest['verb'],
      ResultsRequest['resource'],
      AccessFilter,
      AccessFilter,
    ]
  >([
    ['get', 'results', runs, runs],
    ['list', 'results', runs, runs],
    ['create', 'results', runs, namespace('writes')],
    ['update', 'results', runs, namespace('writes')],
    ['delete', 'results', runs, namespace('deletions')],
    ['get', 'records', records, records],
    ['list', 'records', records, records],
    ['create', 'records', runs, namespace('writes')],
    ['update', 'records', records, namespace('writes')],
    ['delete', 'records', records, namespace('deletions')],
    ['get', 'logs', runs, runsWithLogs],
    ['list', 'logs', runs, runsWithLogs],
    ['create', 'logs', runs, namespace('writes')],
    ['update', 'logs', runsWithLogs, namespace('writes')],
    ['delete', 'logs', runsWithLogs, namespace('deletions')],
  ])('may %s %s', async (verb, resource, visible, allowed) => {
    expect(await accessOf(caller, verb, resource)).toEqual({
      visible,
      allowed,
    });
  });
});

it('may do everything with all permissions', async () => {
  const caller = callerWith({
    [READ]: 'all',
    [LOGS]: 'all',
    [WRITE]: 'all',
    [DELETE]: 'all',
  });
  for (const verb of VERBS) {
    for (const resource of RESOURCES) {
      expect(await accessOf(caller, verb, resource)).toEqual({
        visible: EVERYTHING,
        allowed: EVERYTHING,
      });
    }
  }
});

it('may see nothing, and is refused to create, with no permission', async () => {
  const caller = callerWith({});
  for (const resource of RESOURCES) {
    for (const verb of ['get', 'list', 'update', 'delete'] as const) {
      const { visible, allowed } = await accessOf(caller, verb, resource);
      expect([isNothing(visible), isNothing(allowed)]).toEqual([true, true]);
    }
    await expect(accessOf(caller, 'create', resource)).rejects.toMatchObject({
      name: 'AccessError',
      reason: 'refused',
    });
  }
});

it('sees what tells of logs only with the permission for logs', async () => {
  const caller = callerWith({ [READ]: 'all', [WRITE]: 'all', [DELETE]: 'all' });
  for (const verb of ['get', 'list', 'update', 'delete'] as const) {
    const { visible } = await accessOf(caller, verb, 'records');
    expect(visible).toEqual(isNoLog);
    const { allowed } = await accessOf(caller, verb, 'results');
    expect(allowed).toEqual(EVERYTHING);
  }
  expect((await accessOf(caller, 'list', 'logs')).allowed).toEqual(NOTHING);
  expect((await accessOf(caller, 'get', 'logs')).allowed).toEqual(NOTHING);
  expect((await accessOf(caller, 'delete', 'logs')).visible).toEqual(NOTHING);
});

it('sees no runs by the permissions to write, delete and see logs', async () => {
  const caller = callerWith({ [LOGS]: 'all', [WRITE]: 'all', [DELETE]: 'all' });
  for (const verb of VERBS) {
    for (const resource of RESOURCES) {
      const { visible } = await accessOf(caller, verb, resource);
      expect(isNothing(visible)).toBe(true);
    }
  }
});

it('tells what each permission is given for', async () => {
  const caller = callerWith({
    [READ]: { in: 'runs' },
    [tektonAdminPermission.name]: 'all',
  });
  expect(await caller.accessWith(tektonRunReadPermission)).toEqual(
    namespace('runs'),
  );
  expect(await caller.accessWith(tektonLogReadPermission)).toEqual(NOTHING);
  expect(await caller.isAllowed(tektonAdminPermission)).toBe(true);
  expect(await callerWith({}).isAllowed(tektonAdminPermission)).toBe(false);
});
