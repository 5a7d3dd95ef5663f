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

import type { RetentionCount, RetentionJob } from '../store';

/** How a job ended: `interrupted` if it is another's to go on with it. */
export type JobEnd = 'finished' | 'stopped' | 'failed' | 'interrupted';

/** A job that was written down as one that began. */
export interface AuditedJob {
  /** Writes down how it ended, and what it removed. Never rejects. */
  ended(options: {
    state: JobEnd;
    counts: readonly RetentionCount[];
  }): Promise<void>;
}

/** Writes down what jobs do, whoever has started them. */
export interface RetentionAudit {
  /** Writes down that a job begins. Never rejects. */
  begin(job: RetentionJob): Promise<AuditedJob>;
}

/** Writes nothing down. */
export const noRetentionAudit: RetentionAudit = {
  begin: async () => ({ ended: async () => {} }),
};
