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

import { isFinished } from 'backstage-plugin-tekton-results-common';
import type { CapturedRun } from '../../store';
import type { ArchivePolicy } from './ArchivePolicy';
import { finalizerOf, type RunTraits } from './runTraits';

/**
 * What becomes of a state of a run:
 *
 * - `store`: it is stored
 * - `protect`: it is not stored yet, but the run must not get lost
 * - `ask`: it is stored if the run is stored already
 */
export type Admission = 'store' | 'protect' | 'ask';

/**
 * Decides what becomes of a state of a run that a cluster sent. A change of the
 * policy never abandons a run: what has our finalizer is stored, and what is
 * stored is stored to its end.
 *
 * @param options - `ownsFinalizers`: whether finalizers of our name are ours
 */
export function admitRun(options: {
  run: CapturedRun;
  traits: RunTraits;
  policy: ArchivePolicy;
  ownsFinalizers: boolean;
}): Admission {
  const { run, traits, policy, ownsFinalizers } = options;
  const { kind, namespace, name, status } = run.facts;
  const isOurs =
    ownsFinalizers && traits.finalizers.includes(finalizerOf(kind));
  if (!isOurs && !policy.takes({ kind, namespace, name, traits })) {
    return 'ask';
  }
  const isLastState =
    isFinished(status) || traits.deleting || run.sighting === 'deleted';
  return policy.incompleteRuns || isLastState ? 'store' : 'protect';
}
