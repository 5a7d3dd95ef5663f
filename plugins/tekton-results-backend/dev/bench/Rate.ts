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

import { performance } from 'perf_hooks';

/** How much was done in the time that it took. */
export class Rate {
  count = 0;
  private ms = 0;

  async measure(count: number, work: () => Promise<void>): Promise<void> {
    const start = performance.now();
    await work();
    this.ms += performance.now() - start;
    this.count += count;
  }

  perSecond(): number {
    return (this.count / this.ms) * 1_000;
  }
}
