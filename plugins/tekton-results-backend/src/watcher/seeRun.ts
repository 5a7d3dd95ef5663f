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
import { parseRunOutline } from 'backstage-plugin-tekton-results-common';
import { versionNumber, type CapturedRun } from '../store';
import { isDeeperThan } from './isDeeperThan';

/** Bulky and of no use in an archive. */
const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';
/**
 * Some thousand levels, which a cluster takes, are more than can be made text of; a run
 * has about twenty.
 */
const MOST_LEVELS = 500;

/**
 * A state of a run as a cluster sent it. Most states are replaced by the next one before
 * they are stored: only what it takes to wait has been read of it.
 */
export interface SeenRun {
  readonly uid: string;
  readonly resourceVersion: number;
  readonly sighting: CapturedRun['sighting'];
  readonly finished: boolean;
  /** The part of the object that is worth storing. */
  readonly payload: JsonObject;
}

/**
 * Makes of an object that a cluster sent what can wait to be captured.
 *
 * @returns undefined and why, if the object is no run
 */
export function seeRun(
  object: unknown,
  sighting: CapturedRun['sighting'],
):
  | { readonly seen: SeenRun; readonly problem?: undefined }
  | { readonly seen?: undefined; readonly problem: string } {
  const { outline, problem } = parseRunOutline(object);
  if (!outline) {
    return { problem };
  }
  if (isDeeperThan(MOST_LEVELS, object)) {
    return { problem: `object: has more than ${MOST_LEVELS} levels` };
  }
  const { uid, resourceVersion, finished } = outline;
  return {
    seen: {
      uid,
      resourceVersion: versionNumber(resourceVersion),
      sighting,
      finished,
      // What has an outline is a JSON object.
      payload: payloadOf(object as JsonObject),
    },
  };
}

function payloadOf(object: JsonObject): JsonObject {
  const { managedFields, ...metadata } = object.metadata as JsonObject;
  const annotations = metadata.annotations as JsonObject | undefined;
  if (annotations && LAST_APPLIED in annotations) {
    const { [LAST_APPLIED]: dropped, ...others } = annotations;
    metadata.annotations = others;
  }
  return { ...object, metadata };
}
