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

import { toError } from '@backstage/errors';
import { StoreError, type LogCaptureStore, type LoggedRun } from '../../store';

/**
 * Reads runs from the store. What is stored of a run may not be readable, which
 * must not keep the others waiting.
 *
 * @returns `unreadable`: why those cannot be read of which that is known, by uid
 * @throws StoreError if the store does not answer
 */
export async function readRuns(
  store: Pick<LogCaptureStore, 'runs'>,
  cluster: string,
  uids: readonly string[],
): Promise<{
  runs: readonly LoggedRun[];
  unreadable: ReadonlyMap<string, Error>;
}> {
  const unreadable = new Map<string, Error>();
  try {
    return { runs: await store.runs(cluster, uids), unreadable };
  } catch (error) {
    if (error instanceof StoreError) {
      throw error;
    }
  }
  const runs: LoggedRun[] = [];
  for (const uid of uids) {
    try {
      runs.push(...(await store.runs(cluster, [uid])));
    } catch (error) {
      if (error instanceof StoreError) {
        throw error;
      }
      unreadable.set(uid, toError(error));
    }
  }
  return { runs, unreadable };
}
