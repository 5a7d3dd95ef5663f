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

import { json, type IRouter } from 'express';
import type { NativeContext } from './NativeContext';
import { validateFilter } from './validateFilter';

/** Room for the longest filter, with every character escaped. */
const MAX_VALIDATION_BODY_BYTES = 64 * 1024;

/** Tells what is wrong with filters; nothing stored is looked at. */
export function addFilterRoutes(
  router: IRouter,
  { callers, adviseFilter }: NativeContext,
): void {
  // A string would take what follows the colon for a parameter.
  router.post(
    /^\/filters:validate$/,
    json({ limit: MAX_VALIDATION_BODY_BYTES }),
    async (req, res) => {
      await callers.identifyInBackstage(req);
      res.json(validateFilter(req.body, adviseFilter));
    },
  );
}
