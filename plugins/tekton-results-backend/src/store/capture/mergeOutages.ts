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

import type { CaptureOutage } from '../OutageStore';

/** Makes one of those of the same cluster that overlap; newest first. */
export function mergeOutages(
  outages: readonly CaptureOutage[],
): CaptureOutage[] {
  const last = new Map<string, CaptureOutage>();
  const merged: CaptureOutage[] = [];
  for (const outage of [...outages].sort((a, b) => a.from - b.from)) {
    const before = last.get(outage.cluster);
    if (before && outage.from <= before.until) {
      const joined = { ...before, until: Math.max(before.until, outage.until) };
      merged[merged.indexOf(before)] = joined;
      last.set(outage.cluster, joined);
    } else {
      merged.push(outage);
      last.set(outage.cluster, outage);
    }
  }
  return merged.sort((a, b) => b.until - a.until);
}
