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

import { setTimeout as sleepFor } from 'timers/promises';
import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Cluster } from '../cluster';
import type { ConfigProblem } from '../config';
import type { LeaseStore, RetentionStore } from '../store';
import type { JobParts } from './job/RetentionJobRun';
import { findGoneNamespaces } from './namespaces/findGoneNamespaces';
import { RefusingRetention } from './RefusingRetention';
import type { Retention } from './Retention';
import type { RetentionAudit } from './RetentionAudit';
import type { RetentionMetrics } from './RetentionMetrics';
import { compileRules } from './rules/Rule';
import { ScheduledRetention } from './ScheduledRetention';
import { readRetentionSettings } from './settings/readRetentionSettings';

/**
 * Makes the retention that the configuration asks for, and starts its schedule. With
 * any mistake in it nothing is ever removed; all else runs.
 */
export function createRetention(options: {
  /** `tektonResults.retention`; undefined: nothing is ever removed. */
  section: unknown;
  store: RetentionStore;
  leases: LeaseStore;
  metrics: RetentionMetrics;
  audit: RetentionAudit;
  logger: LoggerService;
  /** Those that are asked which namespaces they still have, as there are now. */
  clusters: () => ReadonlyArray<Pick<Cluster, 'name' | 'connection'>>;
  /** ms since 1970 (UTC). */
  clock?: () => number;
  /** Rejects when the signal is aborted. */
  sleep?: JobParts['sleep'];
}): { retention: Retention; problems: readonly ConfigProblem[] } {
  const {
    section,
    clusters,
    clock = Date.now,
    sleep = sleepQuietly,
    ...parts
  } = options;
  const { settings, problems, warnings } = readRetentionSettings(section);
  for (const { path, message } of warnings) {
    options.logger.warn(`Configuration: ${path} ${message}`);
  }
  if (!settings) {
    const state = section === undefined ? 'unset' : 'refused';
    return {
      retention: new RefusingRetention({ state, problems, warnings }),
      problems,
    };
  }
  const rules = compileRules(settings);
  const retention = new ScheduledRetention({
    parts: {
      ...parts,
      settings,
      rules,
      clock,
      sleep,
      goneNamespaces: () =>
        findGoneNamespaces({ clusters: clusters(), ...parts }),
    },
    warnings,
  });
  retention.start();
  return { retention, problems };
}

/** A process may end meanwhile. */
function sleepQuietly(ms: number, signal: AbortSignal): Promise<void> {
  return sleepFor(ms, undefined, { signal, ref: false });
}
