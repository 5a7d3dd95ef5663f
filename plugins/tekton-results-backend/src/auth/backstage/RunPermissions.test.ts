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

import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import {
  AuthorizeResult,
  type PolicyDecision,
} from '@backstage/plugin-permission-common';
import { ServerPermissionClient } from '@backstage/plugin-permission-node';
import {
  tektonAdminPermission,
  tektonLogReadPermission,
  tektonRecordDeletePermission,
  tektonRunPermissions,
  tektonRunReadPermission,
} from 'backstage-plugin-tekton-results-common';
import {
  createTektonRunConditionalDecision,
  tektonRunConditions,
} from 'backstage-plugin-tekton-results-node';
import { testPermissions } from '../../__testUtils__/callers';
import { EVERYTHING, NOTHING } from '../../store';
import { RunPermissions } from './RunPermissions';

const ANN = mockCredentials.user('user:default/ann');

const { isInNamespace, isEntityOwner, isKind } = tektonRunConditions;

function decided(decision: PolicyDecision) {
  return testPermissions({ policy: () => decision }).accessOf(
    [tektonRunReadPermission],
    ANN,
  );
}

function conditional(
  conditions: Parameters<typeof createTektonRunConditionalDecision>[1],
): PolicyDecision {
  return createTektonRunConditionalDecision(
    tektonRunReadPermission,
    conditions,
  );
}

it('gives all runs, none, or those that meet conditions', async () => {
  expect(await decided({ result: AuthorizeResult.ALLOW })).toEqual([
    EVERYTHING,
  ]);
  expect(await decided({ result: AuthorizeResult.DENY })).toEqual([NOTHING]);
  expect(
    await decided(
      conditional({
        allOf: [
          isInNamespace({ namespaces: ['shop'] }),
          { not: isKind({ kinds: ['TaskRun'] }) },
        ],
      }),
    ),
  ).toEqual([
    {
      kind: 'allOf',
      parts: [
        { kind: 'namespace', values: ['shop'] },
        { kind: 'not', part: { kind: 'objectKind', values: ['TaskRun'] } },
      ],
    },
  ]);
});

it('gives no runs to owners of nothing, which is no denial', async () => {
  expect(
    await decided(conditional(isEntityOwner({ claims: ['user:default/ann'] }))),
  ).toEqual([{ kind: 'cluster', values: [] }]);
});

it('keeps the answers in the order of the permissions', async () => {
  const permissions = testPermissions({
    policy: permission => ({
      result:
        permission.name === 'tekton-results.log.read'
          ? AuthorizeResult.DENY
          : AuthorizeResult.ALLOW,
    }),
  });
  expect(
    await permissions.accessOf(
      [tektonRunReadPermission, tektonLogReadPermission],
      ANN,
    ),
  ).toEqual([EVERYTHING, NOTHING]);
});

it.each([
  ['a rule that there is not', { rule: 'IS_ANYTHING', params: {} }],
  [
    'parameters that a rule does not have',
    { rule: 'HAS_LABEL', params: { key: 'a', vlaue: 'b' } },
  ],
])('gives nothing for %s', async (_, condition) => {
  await expect(
    decided({
      result: AuthorizeResult.CONDITIONAL,
      pluginId: 'tekton-results',
      resourceType: 'tekton-run',
      conditions: { resourceType: 'tekton-run', ...condition },
    }),
  ).rejects.toThrow();
});

it('tells whether a permission is given that is about no run', async () => {
  const isAllowed = (result: AuthorizeResult.ALLOW | AuthorizeResult.DENY) =>
    testPermissions({ policy: () => ({ result }) }).isAllowed(
      tektonAdminPermission,
      ANN,
    );
  expect(await isAllowed(AuthorizeResult.ALLOW)).toBe(true);
  expect(await isAllowed(AuthorizeResult.DENY)).toBe(false);
});

describe('with what Backstage itself decides', () => {
  function permissionsWith(config: object) {
    return new RunPermissions({
      permissions: ServerPermissionClient.fromConfig(
        mockServices.rootConfig({ data: config }),
        {
          auth: mockServices.auth(),
          // Nobody may be asked.
          discovery: mockServices.discovery.mock(),
        },
      ),
      // Nothing conditional is decided.
      registry: mockServices.permissionsRegistry.mock({
        getPermissionRuleset: () => ({ getRuleByName: jest.fn() } as never),
      }),
      ownership: { accessOf: jest.fn() } as never,
    });
  }

  it('gives everybody all runs if permissions are switched off', async () => {
    const permissions = permissionsWith({});
    expect(await permissions.accessOf(tektonRunPermissions, ANN)).toEqual(
      tektonRunPermissions.map(() => EVERYTHING),
    );
    expect(await permissions.isAllowed(tektonAdminPermission, ANN)).toBe(true);
  });

  it.each([
    ['without restrictions', undefined, [EVERYTHING, EVERYTHING, true]],
    [
      'with one permission',
      { permissionNames: ['tekton-results.run.read'] },
      [EVERYTHING, NOTHING, false],
    ],
    [
      'that may delete only',
      { permissionAttributes: { action: ['delete' as const] } },
      [NOTHING, EVERYTHING, false],
    ],
  ])('holds a service %s to that', async (_, restrictions, expected) => {
    const credentials = mockCredentials.service(
      'external:ci',
      restrictions as Parameters<typeof mockCredentials.service>[1],
    );
    for (const enabled of [false, true]) {
      const permissions = permissionsWith({ permission: { enabled } });
      expect([
        ...(await permissions.accessOf(
          [tektonRunReadPermission, tektonRecordDeletePermission],
          credentials,
        )),
        await permissions.isAllowed(tektonAdminPermission, credentials),
      ]).toEqual(expected);
    }
  });
});
