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

import { SeededRandom } from './random';
import { AUTHORS, COMMIT_TITLES, FEATURE_BRANCHES } from './vocabulary';

/** A made-up change of the source that a run is about. */
export interface Change {
  /** Seven hexadecimal digits. */
  revision: string;
  branch: string;
  author: string;
  title: string;
  /** Only for changes that are not merged yet. */
  pullRequest?: number;
}

/** Makes up a change; the kind of event is that of the recorded run. */
export function makeUpChange(
  random: SeededRandom,
  options: { pullRequest: boolean; revision?: string },
): Change {
  return {
    revision: options.revision ?? random.hex(7),
    branch: options.pullRequest ? random.pick(FEATURE_BRANCHES) : 'main',
    author: random.pick(AUTHORS),
    title: random.pick(COMMIT_TITLES),
    pullRequest: options.pullRequest ? 100 + random.below(900) : undefined,
  };
}

const PAC = 'pipelinesascode.tekton.dev';

/** The labels and annotations in which a change shows, where they exist already. */
export function changeMetadata(change: Change): Record<string, string> {
  return {
    [`${PAC}/branch`]: change.branch,
    [`${PAC}/sender`]: change.author,
    [`${PAC}/sha-title`]: change.title,
    ...(change.pullRequest
      ? { [`${PAC}/pull-request`]: String(change.pullRequest) }
      : {}),
  };
}

/** The revision in the name of a recorded run, or the one in its annotations. */
export function recordedRevision(name: string): string | undefined {
  return /-([0-9a-f]{7})$/.exec(name)?.[1];
}

/** A name for a run like the recorded one, ending in the revision. */
export function varyName(name: string, revision: string): string {
  return `${name.replace(/-(?:[0-9a-f]{7}|(?:\d+-)?\d+)$/, '')}-${revision}`;
}
