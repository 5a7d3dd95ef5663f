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

import type { JsonObject } from '@backstage/types';
import type { CapturedRun } from '../../src/store';
import { captureRun } from '../../src/watcher';

/**
 * What the watcher makes of a made-up object.
 *
 * @throws if that is no run
 */
export function captured(
  object: JsonObject,
  sighting: CapturedRun['sighting'],
): CapturedRun {
  const { captured: run, problem } = captureRun(object, sighting);
  if (!run) {
    throw new Error(`A made-up run cannot be read: ${problem}`);
  }
  return run;
}
