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

import type { RunSummary } from 'backstage-plugin-tekton-results-common';
import type { PinStore } from '../../store';

/** The same runs, of which those that are pinned say so. */
export async function withPins(
  pins: Pick<PinStore, 'pinnedAmong'>,
  runs: readonly RunSummary[],
): Promise<RunSummary[]> {
  const pinned = new Set(
    (await pins.pinnedAmong(runs)).map(({ cluster, uid }) =>
      JSON.stringify([cluster, uid]),
    ),
  );
  return runs.map(run =>
    pinned.has(JSON.stringify([run.cluster, run.uid]))
      ? { ...run, pinned: true }
      : run,
  );
}
