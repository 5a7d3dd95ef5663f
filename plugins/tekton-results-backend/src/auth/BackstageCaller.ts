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
import type {
  BasicPermission,
  ResourcePermission,
} from '@backstage/plugin-permission-common';
import {
  tektonLogReadPermission,
  tektonRecordDeletePermission,
  tektonRecordWritePermission,
  tektonRunReadPermission,
} from 'backstage-plugin-tekton-results-common';
import {
  allOf,
  anyOf,
  isNothing,
  LOG_TYPES,
  type AccessFilter,
  type WriteAccess,
} from '../store';
import { refused } from './AccessError';
import type { Caller, ResultsRequest } from './Caller';
import type { RunPermissions } from './backstage';

/** A user or a service of Backstage: the permission policy decides. */
export class BackstageCaller implements Caller {
  readonly id: string;
  readonly credentials: BackstageCredentials;
  private readonly permissions: RunPermissions;

  constructor(options: {
    id: string;
    credentials: BackstageCredentials;
    permissions: RunPermissions;
  }) {
    this.id = options.id;
    this.credentials = options.credentials;
    this.permissions = options.permissions;
  }

  /** The runs that a permission is given for. */
  async accessWith(permission: ResourcePermission): Promise<AccessFilter> {
    const [access] = await this.permissions.accessOf(
      [permission],
      this.credentials,
    );
    return access;
  }

  /** Whether a permission that is about no run is given. */
  async isAllowed(permission: BasicPermission): Promise<boolean> {
    return this.permissions.isAllowed(permission, this.credentials);
  }

  async accessFor({ verb, resource }: ResultsRequest): Promise<WriteAccess> {
    const [runs, logs, writes, deletions] = await this.permissions.accessOf(
      [
        tektonRunReadPermission,
        tektonLogReadPermission,
        tektonRecordWritePermission,
        tektonRecordDeletePermission,
      ],
      this.credentials,
    );
    const readable = visibleWith(resource, runs, logs);
    switch (verb) {
      case 'get':
      case 'list':
        return {
          // Who may see no logs may know of the cluster that they are of.
          visible: resource === 'logs' ? runs : readable,
          allowed: readable,
        };
      case 'update':
        return { visible: readable, allowed: writes };
      case 'delete':
        return { visible: readable, allowed: deletions };
      default:
        if (isNothing(writes)) {
          throw refused();
        }
        // Whether a Result is there does not depend on what tells of its logs.
        return { visible: runs, allowed: writes };
    }
  }
}

function visibleWith(
  resource: ResultsRequest['resource'],
  runs: AccessFilter,
  logs: AccessFilter,
): AccessFilter {
  switch (resource) {
    case 'records':
      return withoutLogs(runs, logs);
    case 'logs':
      return allOf(runs, logs);
    default:
      return runs;
  }
}

/** What tells of logs is for those who may see the logs. */
function withoutLogs(runs: AccessFilter, logs: AccessFilter): AccessFilter {
  const isLog: AccessFilter = { kind: 'dataType', values: LOG_TYPES };
  return allOf(runs, anyOf({ kind: 'not', part: isLog }, logs));
}
