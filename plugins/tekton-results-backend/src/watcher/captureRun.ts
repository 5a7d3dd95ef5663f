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

import {
  parseRunObject,
  runFacts,
} from 'backstage-plugin-tekton-results-common';
import type { CapturedRun } from '../store';
import { runAnnotations } from './annotations';
import { runGroup } from './grouping';
import { seeRun, type SeenRun } from './seeRun';

/**
 * Makes of an object that a cluster sent what the store keeps of it.
 *
 * @returns undefined and why, if the object is no run
 */
export function captureRun(
  object: unknown,
  sighting: CapturedRun['sighting'],
):
  | { readonly captured: CapturedRun; readonly problem?: undefined }
  | { readonly captured?: undefined; readonly problem: string } {
  const { seen, problem } = seeRun(object, sighting);
  return seen ? { captured: captureSeen(seen) } : { problem };
}

/** Makes of a state of a run what the store keeps of it. */
export function captureSeen({
  payload,
  resourceVersion,
  sighting,
}: SeenRun): CapturedRun {
  const { run, problem } = parseRunObject(payload);
  if (!run) {
    // What was seen has an outline, and what has one can be read.
    throw new Error(problem);
  }
  return {
    facts: runFacts(run),
    resourceVersion,
    sighting,
    podName: run.status.podName,
    payload,
    dataType: `${run.apiVersion}.${run.kind}`,
    group: runGroup(run),
    ...runAnnotations(run),
  };
}
