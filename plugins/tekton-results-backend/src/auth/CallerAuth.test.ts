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
import type { Request } from 'express';
import { testPermissions } from '../__testUtils__/callers';
import { CallerAuth } from './CallerAuth';

const ANN = 'user:default/ann';

const auth = new CallerAuth({
  httpAuth: mockServices.httpAuth({
    pluginId: 'tekton-results',
    defaultCredentials: mockCredentials.none(),
  }),
  permissions: testPermissions(),
  results: { listParents: async () => [] },
});

function request(headers: Record<string, string>): Request {
  return { headers } as unknown as Request;
}

const bearing = (authorization: string, others: Record<string, string> = {}) =>
  request({ authorization, ...others });

it('knows users and services of Backstage', async () => {
  const user = bearing(mockCredentials.user.header(ANN));
  expect((await auth.identify(user)).id).toBe(ANN);
  expect((await auth.identifyInBackstage(user)).id).toBe(ANN);
  const service = bearing(mockCredentials.service.header());
  expect((await auth.identify(service)).id).toBe('external:test-service');
});

it.each([
  ['impersonate-user', 'system:admin'],
  ['impersonate-group', 'system:masters'],
  ['impersonate-uid', '1'],
  ['impersonate-extra-scopes', 'all'],
  ['impersonate-user', ''],
])(
  'gives nothing to somebody of Backstage who asks as others by %s',
  async (name, value) => {
    for (const authorization of [
      mockCredentials.user.header(ANN),
      mockCredentials.service.header(),
    ]) {
      const asOther = bearing(authorization, { [name]: value });
      await expect(auth.identify(asOther)).rejects.toMatchObject({
        name: 'AccessError',
        reason: 'refused',
      });
      await expect(auth.identifyInBackstage(asOther)).rejects.toMatchObject({
        name: 'AccessError',
        // As the native API answers it.
        statusCode: 401,
      });
    }
  },
);

it.each([
  ['nobody', request({}), 'noToken'],
  ['an unknown token', bearing('Bearer none'), 'refused'],
  [
    'a token that expired',
    bearing('Bearer mock-invalid-user-token'),
    'refused',
  ],
  [
    'a token for another plugin',
    bearing(
      mockCredentials.service.header({
        onBehalfOf: mockCredentials.service(),
        targetPluginId: 'catalog',
      }),
    ),
    'refused',
  ],
])('does not let %s in', async (_, stranger, reason) => {
  await expect(auth.identify(stranger)).rejects.toMatchObject({
    name: 'AccessError',
    reason,
  });
  await expect(auth.identifyInBackstage(stranger)).rejects.toMatchObject({
    name: 'AuthenticationError',
  });
});

it('does not take a failure to tell who it is for a stranger', async () => {
  const failing = new CallerAuth({
    httpAuth: mockServices.httpAuth.mock({
      credentials: async () => {
        throw new Error('The keys cannot be read');
      },
    }),
    permissions: testPermissions(),
    results: { listParents: async () => [] },
  });
  await expect(failing.identify(request({}))).rejects.toThrow(
    'The keys cannot be read',
  );
});
