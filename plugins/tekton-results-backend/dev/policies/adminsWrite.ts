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

import { createBackendModule } from '@backstage/backend-plugin-api';
import {
  AuthorizeResult,
  isPermission,
  type PolicyDecision,
} from '@backstage/plugin-permission-common';
import type {
  PermissionPolicy,
  PolicyQuery,
  PolicyQueryUser,
} from '@backstage/plugin-permission-node';
import { policyExtensionPoint } from '@backstage/plugin-permission-node/alpha';
import {
  tektonLogReadPermission,
  tektonResultsPermissions,
  tektonRunReadPermission,
} from 'backstage-plugin-tekton-results-common';

const ADMINS = 'group:default/platform-admins';

/** Everyone who is signed in sees all runs and logs; only admins change them. */
class AdminsWritePolicy implements PermissionPolicy {
  async handle(
    { permission }: PolicyQuery,
    user?: PolicyQueryUser,
  ): Promise<PolicyDecision> {
    const isOurs = tektonResultsPermissions.some(ours =>
      isPermission(permission, ours),
    );
    if (!isOurs) {
      // What your policy says of other plugins goes here.
      return { result: AuthorizeResult.ALLOW };
    }
    const isRead =
      isPermission(permission, tektonRunReadPermission) ||
      isPermission(permission, tektonLogReadPermission);
    const isAdmin = user?.info.ownershipEntityRefs.includes(ADMINS) ?? false;
    return {
      result:
        isAdmin || (user !== undefined && isRead)
          ? AuthorizeResult.ALLOW
          : AuthorizeResult.DENY,
    };
  }
}

export default createBackendModule({
  pluginId: 'permission',
  moduleId: 'admins-write-policy',
  register(reg) {
    reg.registerInit({
      deps: { policy: policyExtensionPoint },
      async init({ policy }) {
        policy.setPolicy(new AdminsWritePolicy());
      },
    });
  },
});
