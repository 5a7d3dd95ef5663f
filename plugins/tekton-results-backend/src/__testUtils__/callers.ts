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

import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import type { JsonObject } from '@backstage/types';
import { mockServices } from '@backstage/backend-test-utils';
import {
  AuthorizeResult,
  type PolicyDecision,
  type Permission,
} from '@backstage/plugin-permission-common';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import type { Entity } from '@backstage/catalog-model';
import { tektonRunRules } from 'backstage-plugin-tekton-results-node';
import { EntityOwnership, RunPermissions } from '../auth';

/** What a policy says of a permission to somebody. */
export type TestPolicy = (
  permission: Permission,
  credentials: BackstageCredentials,
) => PolicyDecision;

const ALLOW_ALL: TestPolicy = () => ({ result: AuthorizeResult.ALLOW });

/** Permissions as a policy gives them, over a catalog with some entities. */
export function testPermissions(
  options: { policy?: TestPolicy; entities?: Entity[] } = {},
): RunPermissions {
  const { policy = ALLOW_ALL, entities } = options;
  return new RunPermissions({
    permissions: mockServices.permissions.mock({
      authorizeConditional: async (queries, { credentials }: any) =>
        queries.map(({ permission }) => policy(permission, credentials)),
      authorize: async (queries, { credentials }: any) =>
        queries.map(({ permission }) => ({
          result: policy(permission, credentials).result as never,
        })),
    }),
    registry: mockServices.permissionsRegistry.mock({
      getPermissionRuleset: () =>
        ({
          getRuleByName: (name: string) =>
            Object.values(tektonRunRules).find(rule => rule.name === name),
        } as never),
    }),
    ownership: new EntityOwnership({
      catalog: catalogServiceMock({ entities }),
      auth: mockServices.auth(),
    }),
  });
}

/** An audit log that keeps what it is told. */
export function testAuditor() {
  const events: Array<{
    eventId: string;
    meta?: JsonObject;
    outcome: 'success' | 'failure';
    error?: string;
  }> = [];
  const auditor = mockServices.auditor.mock({
    createEvent: async ({ eventId, meta }) => ({
      success: async () => {
        events.push({ eventId, meta, outcome: 'success' });
      },
      fail: async ({ error }) => {
        events.push({
          eventId,
          meta,
          outcome: 'failure',
          error: error.message,
        });
      },
    }),
  });
  return { auditor, events };
}
