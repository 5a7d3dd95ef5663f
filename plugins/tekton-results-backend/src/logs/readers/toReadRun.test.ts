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

import { parseRunObject } from 'backstage-plugin-tekton-results-common';
import { toReadRun } from './toReadRun';

const PLACE = { namespace: 'shop', result: 'result-1', record: 'aaaa-1' };

function read(status: object) {
  const { run } = parseRunObject({
    apiVersion: 'tekton.dev/v1',
    kind: 'TaskRun',
    metadata: { name: 'build', namespace: 'claimed', uid: 'aaaa-1' },
    status,
  });
  return toReadRun(PLACE, run!);
}

it('takes the attempts in order, and the time of the first', () => {
  expect(
    read({
      podName: 'build-pod-retry1',
      startTime: '2026-03-01T10:02:00Z',
      completionTime: '2026-03-01T10:05:00Z',
      steps: [{ name: 'make', container: 'step-make' }],
      retriesStatus: [
        {
          podName: 'build-pod',
          startTime: '2026-03-01T10:00:00Z',
          completionTime: '2026-03-01T10:01:00Z',
          steps: [{ name: 'make' }],
        },
      ],
    }),
  ).toEqual({
    ...PLACE,
    name: 'build',
    uid: 'aaaa-1',
    startedAt: Date.parse('2026-03-01T10:00:00Z'),
    completedAt: Date.parse('2026-03-01T10:05:00Z'),
    attempts: [
      {
        podName: 'build-pod',
        steps: [{ name: 'make', container: 'step-make' }],
      },
      {
        podName: 'build-pod-retry1',
        steps: [{ name: 'make', container: 'step-make' }],
      },
    ],
  });
});

it('believes no namespace that an object claims', () => {
  expect(read({}).namespace).toBe('shop');
});

it('knows of a run that has not started', () => {
  expect(read({})).toMatchObject({
    startedAt: undefined,
    completedAt: undefined,
    attempts: [{ podName: undefined, steps: [] }],
  });
});
