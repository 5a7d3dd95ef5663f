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

import type { Stores } from '../store';

/** Stores the log of one step of a run of the cluster `test`, in one segment. */
export async function storeLog(
  stores: Pick<Stores, 'logs'>,
  log: {
    readonly runUid: string;
    /** What it takes where it is stored. */
    readonly storedBytes: number;
    /** Default: as many as are stored. */
    readonly bytes?: number;
  },
): Promise<void> {
  const { runUid, storedBytes, bytes = storedBytes } = log;
  const [opened] = await stores.logs.open(
    [
      {
        cluster: 'test',
        runUid,
        attempt: 1,
        container: 'step-build',
        kind: 'step',
        step: 'build',
        position: 0,
        podName: 'pod',
      },
    ],
    {},
  );
  const size = { lines: 1, bytes, storedBytes };
  await stores.logs.append(
    opened,
    {
      number: 0,
      driver: 'memory',
      key: `key-${runUid}`,
      firstLine: 0,
      firstByte: 0,
      ...size,
      members: [size],
    },
    {},
  );
  await stores.logs.settle(opened.id, { state: 'stored' }, {});
}
