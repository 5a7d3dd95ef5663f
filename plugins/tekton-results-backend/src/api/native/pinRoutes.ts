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

import { InputError, NotAllowedError } from '@backstage/errors';
import { tektonRunPinPermission } from 'backstage-plugin-tekton-results-common';
import { json, type IRouter, type Request } from 'express';
import { z } from 'zod';
import type { BackstageCaller } from '../../auth';
import { allOf } from '../../store';
import { formatPin } from './formatRetention';
import type { NativeContext } from './NativeContext';
import { text } from './requests/parameters';
import { foundRun, visibleRun, type VisibleRef } from './visibleRun';

export const pinRequest = z.strictObject({ reason: text });

/** Keeping runs whatever retention policies say. */
export function addPinRoutes(
  router: IRouter,
  { pins, runs, callers, audit }: NativeContext,
): void {
  const changed = async <T>(
    eventId: string,
    { req, ref }: { req: Request; ref: { cluster: string; uid: string } },
    change: (run: VisibleRef, caller: BackstageCaller) => Promise<T>,
  ): Promise<T> => {
    const caller = await callers.identifyInBackstage(req);
    return audit.record(
      { eventId, severity: 'medium', meta: { ...ref } },
      { req, caller },
      async () => {
        const visible = await visibleRun(caller, ref);
        foundRun(await runs.get(visible), visible);
        const pinnable = await caller.accessWith(tektonRunPinPermission);
        const access = allOf(visible.access, pinnable);
        if (!(await runs.get({ ...visible, access }))) {
          throw new NotAllowedError('You may see this run but not pin it');
        }
        return change(visible, caller);
      },
    );
  };

  router.post('/runs/:cluster/:uid/pin', json(), async (req, res) => {
    const { cluster, uid } = req.params;
    const ref = { cluster, uid };
    const pinned = await changed(
      'run-pin',
      { req, ref },
      async (run, caller) => {
        const { reason } = parsePin(req.body);
        const pin = await pins.pin({ ...ref, actor: caller.id, reason });
        // It may have been removed since.
        return pin ? formatPin(pin) : foundRun(undefined, run);
      },
    );
    res.json(pinned);
  });

  router.delete('/runs/:cluster/:uid/pin', async (req, res) => {
    const { cluster, uid } = req.params;
    const ref = { cluster, uid };
    await changed('run-unpin', { req, ref }, () => pins.unpin(ref));
    res.status(204).end();
  });
}

function parsePin(body: unknown): z.output<typeof pinRequest> {
  const parsed = pinRequest.safeParse(body);
  if (!parsed.success) {
    const [{ path, message }] = parsed.error.issues;
    throw new InputError(
      path.length > 0 ? `Field '${path.join('.')}': ${message}` : message,
    );
  }
  return parsed.data;
}
