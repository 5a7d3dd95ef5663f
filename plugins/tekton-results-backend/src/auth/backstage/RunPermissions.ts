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

import type {
  BackstageCredentials,
  PermissionsRegistryService,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import {
  AuthorizeResult,
  type BasicPermission,
  type PolicyDecision,
  type ResourcePermission,
} from '@backstage/plugin-permission-common';
import {
  createConditionTransformer,
  type ConditionTransformer,
} from '@backstage/plugin-permission-node';
import {
  tektonRunResourceRef,
  type TektonRunQuery,
} from 'backstage-plugin-tekton-results-node';
import { EVERYTHING, isNothing, NOTHING, type AccessFilter } from '../../store';
import type { EntityOwnership } from './EntityOwnership';
import { toAccessFilter } from './toAccessFilter';

/** Asks the permission policy what callers of Backstage may do. */
export class RunPermissions {
  private readonly permissions: PermissionsService;
  private readonly ownership: EntityOwnership;
  private readonly toCriteria: ConditionTransformer<TektonRunQuery>;

  /** @param options - `registry` must know the rules already */
  constructor(options: {
    permissions: PermissionsService;
    registry: PermissionsRegistryService;
    ownership: EntityOwnership;
  }) {
    this.permissions = options.permissions;
    this.ownership = options.ownership;
    this.toCriteria = createConditionTransformer(
      options.registry.getPermissionRuleset(tektonRunResourceRef),
    );
  }

  /**
   * For each of some permissions the runs that it is given for.
   *
   * @throws ServiceUnavailableError if that cannot be told now
   */
  async accessOf(
    permissions: readonly ResourcePermission[],
    credentials: BackstageCredentials,
  ): Promise<AccessFilter[]> {
    const decisions = await this.permissions.authorizeConditional(
      permissions.map(permission => ({ permission })),
      { credentials },
    );
    return Promise.all(decisions.map(decision => this.decided(decision)));
  }

  /** Whether a permission that is about no run is given. */
  async isAllowed(
    permission: BasicPermission,
    credentials: BackstageCredentials,
  ): Promise<boolean> {
    const [{ result }] = await this.permissions.authorize([{ permission }], {
      credentials,
    });
    return result === AuthorizeResult.ALLOW;
  }

  private async decided(decision: PolicyDecision): Promise<AccessFilter> {
    switch (decision.result) {
      case AuthorizeResult.ALLOW:
        return EVERYTHING;
      case AuthorizeResult.CONDITIONAL:
        return notDenied(
          await toAccessFilter(this.toCriteria(decision.conditions), owners =>
            this.ownership.accessOf(owners),
          ),
        );
      default:
        return NOTHING;
    }
  }
}

/**
 * Whoever owns no runs may see those that they own: that there are none is no
 * denial, which they would be told of.
 */
function notDenied(access: AccessFilter): AccessFilter {
  return isNothing(access) ? { kind: 'cluster', values: [] } : access;
}
