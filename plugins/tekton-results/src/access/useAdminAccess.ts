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

import { useApi } from '@backstage/core-plugin-api';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { permissionApiRef } from '@backstage/plugin-permission-react';
import {
  tektonAdminPermission,
  tektonRetentionReadPermission,
  tektonRetentionRunPermission,
} from 'backstage-plugin-tekton-results-common';
import { useCallback } from 'react';
import { type PolledRequest, usePolledRequest } from '../data';

/** What somebody may do as an admin. The server decides; screens only hide. */
export interface AdminAccess {
  /** To open the page at all. */
  readonly page: boolean;
  /** To see what retention does. */
  readonly retention: boolean;
  /** To have old runs removed at once. */
  readonly runRetention: boolean;
  /** To clear up what logs have left behind. */
  readonly clearUp: boolean;
}

const PERMISSIONS = [
  tektonAdminPermission,
  tektonRetentionReadPermission,
  tektonRetentionRunPermission,
] as const;

const never = () => undefined;

/** What the user may do as an admin. */
export function useAdminAccess(): PolledRequest<AdminAccess> {
  const api = useApi(permissionApiRef);
  const load = useCallback(async (): Promise<AdminAccess> => {
    const [admin, retention, runRetention] = await Promise.all(
      PERMISSIONS.map(async permission => {
        const { result } = await api.authorize({ permission });
        return result === AuthorizeResult.ALLOW;
      }),
    );
    return {
      page: admin || retention,
      retention,
      runRetention: retention && runRetention,
      clearUp: admin,
    };
  }, [api]);
  return usePolledRequest(load, never);
}
