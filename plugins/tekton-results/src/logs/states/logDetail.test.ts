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

import type { RunLog } from 'backstage-plugin-tekton-results-common';
import { logDetail } from './logDetail';

const log = (change: Partial<RunLog>): RunLog => ({
  task: 'build',
  attempt: 1,
  state: 'neverCaptured',
  live: false,
  ...change,
});

describe('logDetail', () => {
  it('is what only the server knows', () => {
    const reason =
      'The pod build-pod was gone before the log was read: Evicted';
    expect(logDetail(log({ cause: 'podGone', reason }))).toBe(reason);
    const answer = 'Loki answers 502';
    expect(logDetail(log({ state: 'unavailable', reason: answer }))).toBe(
      answer,
    );
  });

  it('repeats nothing that its texts say already', () => {
    expect(
      logDetail(
        log({
          cause: 'podGone',
          reason: 'The pod was gone before its log was read',
        }),
      ),
    ).toBeUndefined();
    expect(
      logDetail(log({ cause: 'tooLong', reason: 'Longer than 256 MiB' })),
    ).toBeUndefined();
    expect(
      logDetail(log({ state: 'notYet', reason: 'No step has started yet' })),
    ).toBeUndefined();
    expect(logDetail(log({ state: 'stored' }))).toBeUndefined();
  });
});
