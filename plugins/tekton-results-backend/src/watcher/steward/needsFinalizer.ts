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

import type { CapturedRun } from '../../store';
import { runTraits, type ArchivePolicy } from '../archive';
import { nextStewardStep, type StewardSettings } from './nextStewardStep';
import { stewardFacts } from './stewardFacts';

const PROTECTING: StewardSettings = {
  annotations: false,
  finalizers: 'use',
  checkOwner: true,
  labelSelector: [],
  forwardBufferMs: 0,
};

/**
 * Whether a run that is stored only when it is finished is to be protected until
 * then, where finalizers are used.
 *
 * @param now - in ms since 1970 (UTC)
 */
export function needsFinalizer(
  { facts, payload }: CapturedRun,
  policy: ArchivePolicy,
  now: number,
): boolean {
  const known = stewardFacts(
    { ...facts, storedAt: now, result: '', record: '' },
    runTraits(payload),
    policy,
  );
  return nextStewardStep(known, PROTECTING, now).kind === 'addFinalizer';
}
