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
  type RunRef,
  tektonRunPinPermission,
} from 'backstage-plugin-tekton-results-common';
import { useCallback } from 'react';
import { usePolledRequest } from '../data';

const never = () => undefined;

/** Whether the user may pin a run; false until that is known. */
export function useMayPin({ cluster, uid }: RunRef): boolean {
  const api = useApi(permissionApiRef);
  const load = useCallback(async () => {
    const { result } = await api.authorize({
      permission: tektonRunPinPermission,
      resourceRef: `${cluster}/${uid}`,
    });
    return result === AuthorizeResult.ALLOW;
  }, [api, cluster, uid]);
  return usePolledRequest(load, never).value ?? false;
}
