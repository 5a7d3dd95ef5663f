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

import { NotFoundError } from '@backstage/errors';
import {
  tektonRunReadPermission,
  type RemovedRun,
} from 'backstage-plugin-tekton-results-common';
import type { BackstageCaller } from '../../auth';
import type { AccessFilter, StoredRun, TombstoneStore } from '../../store';
import { formatTombstone } from './formatRetention';

/** A run that a caller asks for, and what that caller may see. */
export interface VisibleRef {
  readonly cluster: string;
  readonly uid: string;
  readonly access: AccessFilter;
}

/** A run as far as the caller may see it. */
export async function visibleRun(
  caller: BackstageCaller,
  { cluster, uid }: { cluster: string; uid: string },
): Promise<VisibleRef> {
  const access = await caller.accessWith(tektonRunReadPermission);
  if (`${cluster}${uid}`.includes('\u0000')) {
    throw noSuchRun({ cluster, uid });
  }
  return { cluster, uid, access };
}

/** A run that a retention policy has removed. */
class RemovedRunError extends NotFoundError {
  constructor(
    message: string,
    /** Sent with the error. */
    readonly removed: RemovedRun,
  ) {
    super(message);
  }
}

/**
 * Why there is no such run. What became of one is for those alone who might see it
 * while it was there.
 */
export async function missingRun(
  tombstones: TombstoneStore,
  ref: VisibleRef,
): Promise<NotFoundError> {
  const { cluster, uid, access } = ref;
  const [tombstone] = await tombstones.find(
    { cluster, by: { uid }, access },
    1,
  );
  if (!tombstone) {
    return noSuchRun(ref);
  }
  const removed = formatTombstone(tombstone);
  return new RemovedRunError(
    `${removed.kind} '${removed.name}' was removed on ${removed.removedAt} by the retention policy '${removed.policy}'`,
    removed,
  );
}

/** @throws NotFoundError if there is none */
export function foundRun(
  run: StoredRun | undefined,
  ref: { cluster: string; uid: string },
): StoredRun {
  if (!run) {
    throw noSuchRun(ref);
  }
  return run;
}

/** One that may not be seen is like one that there is not. */
function noSuchRun(ref: { cluster: string; uid: string }): NotFoundError {
  return new NotFoundError(
    `No run with uid '${ref.uid}' of cluster '${ref.cluster}' is stored`,
  );
}
