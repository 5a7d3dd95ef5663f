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

import type { IRouter } from 'express';
import type { StoredRun } from '../../store';
import type { NativeContext } from './NativeContext';
import { relatedRuns } from './relatedRuns';
import { runDetails } from './runDetails';
import { runEvents } from './runEvents';
import { runLinks } from './runLinks';
import { auditedRead } from './scopedRoutes';
import { missingRun, visibleRun, type VisibleRef } from './visibleRun';

/** What the page of a run shows. */
export function addRunRoutes(router: IRouter, context: NativeContext): void {
  const { runs, pins, retention, tombstones, callers } = context;

  /** Undefined also if something that goes with it is pinned: it stays then. */
  const keepingOf = async (run: StoredRun, { cluster, uid }: VisibleRef) => {
    const keeping = retention.keepingOf(run);
    return keeping &&
      (await pins.isKept({ cluster, uid, namespace: run.parent }))
      ? undefined
      : keeping;
  };

  const addRoute = <Answer>(
    path: string,
    answer: (run: StoredRun, ref: VisibleRef) => Promise<Answer>,
  ) => {
    router.get(`/runs/:cluster/:uid${path}`, async (req, res) => {
      const caller = await callers.identifyInBackstage(req);
      const read = async () => {
        const { cluster, uid } = req.params;
        const ref = await visibleRun(caller, { cluster, uid });
        const run = await runs.get(ref);
        if (!run) {
          throw await missingRun(tombstones, ref);
        }
        return answer(run, ref);
      };
      res.json(
        await auditedRead(context, { req, caller, queryType: 'by-uid' }, read),
      );
    });
  };

  addRoute('', async (run, ref) => {
    const [children, pin] = await Promise.all([
      runs.children(ref),
      pins.get(ref),
    ]);
    const keeping = pin ? undefined : await keepingOf(run, ref);
    const links = runLinks(run.summary, context.linksOf(ref.cluster));
    return runDetails(run, { children, pin, keeping, links });
  });
  addRoute('/object', async run => run.payload);
  addRoute('/events', async (_, ref) => runEvents(await runs.events(ref)));
  addRoute('/related', async (run, { access }) =>
    relatedRuns(runs, run, access),
  );
}
