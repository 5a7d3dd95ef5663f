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

import { mockServices } from '@backstage/backend-test-utils';
import type { Lease, LeaseStore, RetentionStore } from '../../store';
import type { JobParts } from '../job/RetentionJobRun';
import { compileRules } from '../rules/Rule';
import { noRetentionAudit } from '../RetentionAudit';
import { noRetentionMetrics } from '../RetentionMetrics';
import { readRetentionSettings } from '../settings/readRetentionSettings';

/** What a section of the configuration says; fails if it has mistakes. */
export function testSettings(section: object) {
  const { settings, problems } = readRetentionSettings(section);
  if (!settings) {
    throw new Error(JSON.stringify(problems));
  }
  return settings;
}

/** What jobs work with; time stands still, and nobody waits. */
export function testParts(
  options: {
    section: object;
    store: RetentionStore;
    leases: LeaseStore;
    now: number;
  } & Partial<JobParts>,
): JobParts & { leases: LeaseStore } {
  const { section, now, ...rest } = options;
  const settings = testSettings(section);
  return {
    settings,
    rules: compileRules(settings),
    goneNamespaces: async () => [],
    metrics: noRetentionMetrics,
    audit: noRetentionAudit,
    logger: mockServices.logger.mock(),
    clock: () => now,
    sleep: async (_, signal) => signal.throwIfAborted(),
    ...rest,
  };
}

/** Leases without a database; time does not pass. */
export class MemoryLeases implements LeaseStore {
  held?: Lease;
  private epoch = 0;

  async acquire(options: { name: string; holder: string }) {
    if (this.held) {
      return undefined;
    }
    this.epoch += 1;
    this.held = { ...options, epoch: this.epoch };
    return this.held;
  }

  async renew(lease: Lease) {
    return this.held?.epoch === lease.epoch;
  }

  async release(lease: Lease) {
    if (this.held?.epoch === lease.epoch) {
      this.held = undefined;
    }
  }
}
