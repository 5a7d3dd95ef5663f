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

import type { ApiClient } from './ApiClient';
import { RUN_TYPES, runsPath } from './runObjects';

const OURS = /^results\.tekton\.dev\//;

/** Takes the finalizers of ours off all runs of a namespace, and no others. */
export async function releaseRuns(
  api: ApiClient,
  namespace: string,
): Promise<void> {
  for (const type of RUN_TYPES) {
    const path = runsPath(type, namespace);
    for (const { metadata } of await api.list(path)) {
      await api.removeFinalizers(`${path}/${metadata.name}`, OURS);
    }
  }
}
