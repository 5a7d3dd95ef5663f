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

import {
  tektonAdminPermission,
  tektonRunReadPermission,
} from 'backstage-plugin-tekton-results-common';
import type { IRouter } from 'express';
import { answerInTime } from '../../store';
import type { NativeContext } from './NativeContext';
import { withOutages } from './withOutages';
import { visibleHealth } from './visibleHealth';

/** Without an answer of the database, the rest is told without the outages. */
const OUTAGES_MS = 5_000;

/** How the capture of the clusters stands. */
export function addHealthRoutes(
  router: IRouter,
  { callers, health, database, outages }: NativeContext,
): void {
  router.get('/health', async (req, res) => {
    const caller = await callers.identifyInBackstage(req);
    const [access, isAdmin, answering, recent] = await Promise.all([
      caller.accessWith(tektonRunReadPermission),
      caller.isAllowed(tektonAdminPermission),
      database.check(),
      // A database that fails is what the health must be able to tell of.
      answerInTime(() => outages.recent(), { ms: OUTAGES_MS }).catch(() => []),
    ]);
    const whole = withOutages(health(), recent);
    res.json(
      visibleHealth({ ...whole, database: answering }, { access, isAdmin }),
    );
  });
}
