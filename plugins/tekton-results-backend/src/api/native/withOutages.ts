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

import type { CaptureHealth } from 'backstage-plugin-tekton-results-common';
import type { CaptureOutage } from '../../store';

/** Tells of each cluster when it was not captured. */
export function withOutages(
  health: CaptureHealth,
  outages: readonly CaptureOutage[],
): CaptureHealth {
  const clusters = health.clusters.map(cluster => {
    const own = outages
      .filter(outage => outage.cluster === cluster.name)
      .map(({ from, until }) => ({
        from: new Date(from).toISOString(),
        until: new Date(until).toISOString(),
      }));
    return own.length > 0 ? { ...cluster, outages: own } : cluster;
  });
  return { ...health, clusters };
}
