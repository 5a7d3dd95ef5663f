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

import { parseRunObject } from './RunObject';
import { runFacts } from './RunFacts';

function facts(status: object) {
  const { run, problem } = parseRunObject({
    apiVersion: 'tekton.dev/v1',
    kind: 'TaskRun',
    metadata: {
      name: 'retry-me',
      namespace: 'shop',
      uid: 'u',
      creationTimestamp: '2026-11-21T02:31:14Z',
    },
    status,
  });
  if (!run) {
    throw new Error(problem);
  }
  return runFacts(run);
}

const failed = { type: 'Succeeded', status: 'False', reason: 'StepFailed' };

describe('runFacts', () => {
  it('counts a run with retries from its first attempt', () => {
    expect(
      facts({
        conditions: [failed],
        startTime: '2026-11-21T02:31:18Z',
        completionTime: '2026-11-21T02:31:19Z',
        retriesStatus: [
          { startTime: '2026-11-21T02:31:14Z' },
          { startTime: '2026-11-21T02:31:16Z' },
        ],
      }),
    ).toMatchObject({
      startedAt: Date.UTC(2026, 10, 21, 2, 31, 14),
      durationMs: 5_000,
    });
  });

  it('names the step that failed, not one that was allowed to', () => {
    expect(
      facts({
        conditions: [failed],
        steps: [
          {
            name: 'first',
            terminated: { exitCode: 3 },
            terminationReason: 'Continued',
          },
          { name: 'second', terminated: { exitCode: 4 } },
        ],
      }),
    ).toMatchObject({ failedStep: 'second', exitCode: 4 });
  });
});
