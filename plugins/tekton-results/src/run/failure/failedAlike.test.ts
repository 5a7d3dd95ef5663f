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

import { failedRun } from '../../__fixtures__';
import { failedAlike } from './failedAlike';

const decoded = (run: typeof failedRun) =>
  decodeURIComponent(failedAlike(run)?.query ?? '');

it('asks for failed runs of the same pipeline at the same place', () => {
  expect(failedAlike(failedRun)).toMatchObject({ name: 'build-and-push' });
  expect(failedAlike(failedRun)?.reason).toBeUndefined();
  expect(decoded(failedRun)).toBe(
    'status=failed&f=pipeline:build-and-push&f=namespace:shop&f=cluster:example',
  );
});

it('asks for a reason that tells something', () => {
  const run = {
    ...failedRun,
    status: 'timedOut' as const,
    reason: 'PipelineRunTimeout',
  };
  expect(failedAlike(run)?.reason).toBe('PipelineRunTimeout');
  expect(decoded(run)).toBe(
    'status=timedOut&f=pipeline:build-and-push&f=namespace:shop&f=cluster:example&f=reason:PipelineRunTimeout',
  );
});

it('asks for runs of the same task, where there is no pipeline', () => {
  const run = {
    ...failedRun,
    kind: 'TaskRun' as const,
    pipeline: undefined,
    task: 'lint',
  };
  expect(decoded(run)).toBe(
    'status=failed&f=task:lint&f=kind:TaskRun&f=namespace:shop&f=cluster:example',
  );
});

it.each([
  { status: 'cancelled' },
  { status: 'running' },
  { pipeline: undefined },
] as const)('has none for %p', change => {
  expect(failedAlike({ ...failedRun, ...change })).toBeUndefined();
});
