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

import { ConflictError } from '@backstage/errors';
import type { Retention, RetentionReport } from './Retention';

/** Removes nothing: it is not asked to, or what it is asked has mistakes. */
export class RefusingRetention implements Retention {
  private readonly standing: RetentionReport;

  constructor(report: RetentionReport) {
    this.standing = report;
  }

  report(): RetentionReport {
    return this.standing;
  }

  keepingOf(): undefined {
    return undefined;
  }

  async preview(): Promise<never> {
    throw this.refusal();
  }

  async run(): Promise<never> {
    throw this.refusal();
  }

  async stop(): Promise<void> {}

  private refusal(): ConflictError {
    const { state, problems } = this.standing;
    return new ConflictError(
      state === 'unset'
        ? 'No run is ever removed, as tektonResults.retention is not set'
        : `Nothing is removed as long as the configuration has mistakes: ${problems
            .map(({ path, message }) => `${path} ${message}`)
            .join('; ')}`,
    );
  }
}
