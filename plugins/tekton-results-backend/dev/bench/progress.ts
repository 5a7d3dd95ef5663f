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

const REPORT_EVERY_MS = 1_000;

/** Tells how far something has come, on one line. */
export function startProgress(title: string, total: number) {
  const startedAt = Date.now();
  let reportedAt = startedAt;
  const tell = (done: number, end: string) => {
    const seconds = (Date.now() - startedAt) / 1000;
    const rate = Math.round(done / Math.max(seconds, 0.001));
    process.stderr.write(`\r${title}: ${done} of ${total} (${rate}/s)${end}`);
  };
  return {
    update(done: number) {
      if (Date.now() - reportedAt > REPORT_EVERY_MS) {
        reportedAt = Date.now();
        tell(done, '');
      }
    },
    end(done: number) {
      tell(done, '\n');
    },
  };
}
