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

import { failureCause } from './failureCause';
import { parseRunObject, type RunObject } from './RunObject';
import type { RunStatus } from './RunStatus';
import type { StepExecution, TaskExecution } from './TaskExecution';

function runWith(reason: string, kind = 'PipelineRun'): RunObject {
  const { run } = parseRunObject({
    apiVersion: 'tekton.dev/v1',
    kind,
    metadata: { name: 'r', namespace: 'n', uid: 'u' },
    status: {
      conditions: [
        { type: 'Succeeded', status: 'False', reason, message: 'of the run' },
      ],
    },
  });
  if (!run) {
    throw new Error('not a run');
  }
  return run;
}

function task(
  name: string,
  facts: Partial<TaskExecution>,
  step?: Partial<StepExecution>,
): TaskExecution {
  return {
    name,
    finally: false,
    status: 'failed',
    reason: 'Failed',
    message: `of ${name}`,
    params: [],
    run: { kind: 'TaskRun', uid: `uid of ${name}`, name },
    attempts: [
      {
        number: 1,
        status: 'failed',
        steps: step ? [{ name: 'step', status: 'failed', ...step }] : [],
      },
    ],
    ...facts,
  };
}

function causeOf(
  reason: string,
  tasks: TaskExecution[] = [],
  status: RunStatus = 'failed',
) {
  return failureCause({ run: runWith(reason), status, tasks });
}

describe('failureCause', () => {
  it.each<RunStatus>(['succeeded', 'completed', 'running', 'incomplete'])(
    'has none for a run that is %s',
    status => {
      expect(causeOf('Failed', [], status)).toBeUndefined();
    },
  );

  it.each([
    ['StepOOM', {}, 'platform', 'reason'],
    ['Failed', { reason: 'OOMKilled', exitCode: 1 }, 'platform', 'stepReason'],
    ['Failed', { exitCode: 137 }, 'platform', 'exitCode'],
    ['Failed', { exitCode: 1 }, 'code', 'exitCode'],
    ['Failed', { exitCode: 125 }, 'code', 'exitCode'],
    ['Failed', { exitCode: 126 }, 'unclassified', undefined],
    ['TaskRunTimeout', { exitCode: 1 }, 'timeLimit', 'reason'],
    ['TaskRunCancelled', {}, 'people', 'reason'],
    ['TaskRunResultLargerThanAllowedLimit', {}, 'resultTooLarge', 'reason'],
    ['TaskRunResolutionFailed', {}, 'resolution', 'reason'],
    ['TaskRunValidationFailed', {}, 'definition', 'reason'],
    ['toString', {}, 'unclassified', undefined],
  ])(
    'takes a task that ends with %s and a step with %p for %s',
    (reason, step, failureClass, decidedBy) => {
      const cause = causeOf('Failed', [task('a', { reason }, step)]);
      expect(cause).toMatchObject({ class: failureClass, task: 'a', reason });
      expect(cause?.decidedBy).toBe(decidedBy);
    },
  );

  it('tells the first failure by time, where it was, and the others', () => {
    const cause = causeOf('Failed', [
      task('late', { completedAt: '2026-01-01T00:00:02Z' }, { exitCode: 2 }),
      task('ok', { status: 'succeeded' }),
      task('early', { completedAt: '2026-01-01T00:00:01Z' }, { exitCode: 1 }),
      task('open', {}),
    ]);
    expect(cause).toEqual({
      class: 'code',
      decidedBy: 'exitCode',
      task: 'early',
      uid: 'uid of early',
      attempt: 1,
      step: 'step',
      exitCode: 1,
      reason: 'Failed',
      message: 'of early',
      others: [
        expect.objectContaining({ task: 'late', exitCode: 2 }),
        expect.objectContaining({ task: 'open', class: 'unclassified' }),
      ],
    });
  });

  it('tells what ended the whole run, and in which task', () => {
    expect(
      causeOf('PipelineRunTimeout', [task('a', {}, { exitCode: 1 })]),
    ).toMatchObject({
      class: 'timeLimit',
      reason: 'PipelineRunTimeout',
      message: 'of the run',
      task: 'a',
      step: 'step',
    });
  });

  it('tells what the run says if no task of it failed', () => {
    expect(causeOf('CouldntGetPipeline', [], 'couldNotStart')).toEqual({
      class: 'definition',
      decidedBy: 'reason',
      reason: 'CouldntGetPipeline',
      message: 'of the run',
      others: [],
    });
  });
});
