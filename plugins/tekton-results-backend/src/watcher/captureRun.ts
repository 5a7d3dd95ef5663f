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
import {
  parseRunObject,
  runFacts,
} from 'backstage-plugin-tekton-results-common';
import { versionNumber, type CapturedRun } from '../store';
import { runAnnotations } from './annotations';
import { runGroup } from './grouping';

/** Bulky and of no use in an archive. */
const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

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
  const { run, problem } = parseRunObject(object);
  if (!run) {
    return { problem };
  }
  return {
    captured: {
      facts: runFacts(run),
      resourceVersion: versionNumber(run.metadata.resourceVersion),
      sighting,
      podName: run.status.podName,
      // A run that parses is a JSON object.
      payload: payloadOf(object as JsonObject),
      dataType: `${run.apiVersion}.${run.kind}`,
      group: runGroup(run),
      ...runAnnotations(run),
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
