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

import { parseRunObject, type RunKind } from './RunObject';
import {
  isFinished,
  resultSummaryStatus,
  runStatus,
  RUN_STATUSES,
} from './RunStatus';

function statusOf(options: {
  kind?: RunKind;
  condition?: [status: string, reason: string];
  requested?: string;
  startTime?: string;
}) {
  const { kind = 'PipelineRun', condition, requested, startTime } = options;
  const { run } = parseRunObject({
    apiVersion: 'tekton.dev/v1',
    kind,
    metadata: { name: 'a', namespace: 'b', uid: 'c' },
    spec: { status: requested },
    status: {
      startTime,
      conditions: condition && [
        { type: 'Ready', status: 'True', reason: 'Other' },
        { type: 'Succeeded', status: condition[0], reason: condition[1] },
      ],
    },
  });
  return run && runStatus(run);
}

const STARTED = '2026-11-21T02:30:54Z';

describe('runStatus', () => {
  it.each<[RunKind, string, string, string]>([
    ['PipelineRun', 'True', 'Succeeded', 'succeeded'],
    ['PipelineRun', 'True', 'Completed', 'completed'],
    ['TaskRun', 'True', 'Completed', 'succeeded'],
    ['CustomRun', 'True', 'Approved', 'succeeded'],
    ['PipelineRun', 'False', 'Failed', 'failed'],
    ['TaskRun', 'False', 'StepFailed', 'failed'],
    ['TaskRun', 'False', 'PodEvicted', 'failed'],
    ['TaskRun', 'False', 'SomethingNew', 'failed'],
    ['CustomRun', 'False', 'Rejected', 'failed'],
    ['PipelineRun', 'False', 'CouldntGetTask', 'couldNotStart'],
    ['PipelineRun', 'False', 'ParameterMissing', 'couldNotStart'],
    ['TaskRun', 'False', 'TaskRunImagePullFailed', 'couldNotStart'],
    ['PipelineRun', 'False', 'PipelineRunTimeout', 'timedOut'],
    ['TaskRun', 'False', 'TaskRunTimeout', 'timedOut'],
    ['CustomRun', 'False', 'CustomRunTimedOut', 'timedOut'],
    ['PipelineRun', 'False', 'Cancelled', 'cancelled'],
    ['TaskRun', 'False', 'TaskRunCancelled', 'cancelled'],
    ['CustomRun', 'False', 'CustomRunCancelled', 'cancelled'],
    ['TaskRun', 'False', 'FailureIgnored', 'failureIgnored'],
    ['PipelineRun', 'Unknown', 'Running', 'running'],
    ['PipelineRun', 'Unknown', 'CancelledRunningFinally', 'stopping'],
    ['PipelineRun', 'Unknown', 'PipelineRunStopping', 'stopping'],
    ['PipelineRun', 'Unknown', 'PipelineRunPending', 'waiting'],
    ['TaskRun', 'Unknown', 'Pending', 'waiting'],
    ['TaskRun', 'Unknown', 'ExceededNodeResources', 'waiting'],
    ['PipelineRun', 'Unknown', 'ResolvingPipelineRef', 'waiting'],
  ])('takes a %s with %s, %s as %s', (kind, status, reason, expected) => {
    expect(
      statusOf({ kind, condition: [status, reason], startTime: STARTED }),
    ).toBe(expected);
  });

  it('takes a run without any status as waiting, and a started one as running', () => {
    expect(statusOf({})).toBe('waiting');
    expect(statusOf({ startTime: STARTED })).toBe('running');
  });

  it('takes a run that was asked to end, or to wait, as that', () => {
    const condition: [string, string] = ['Unknown', 'Running'];
    expect(statusOf({ condition, requested: 'Cancelled' })).toBe('stopping');
    expect(
      statusOf({ requested: 'PipelineRunPending', startTime: STARTED }),
    ).toBe('waiting');
  });
});

it('knows which statuses are final', () => {
  expect(RUN_STATUSES.filter(status => !isFinished(status))).toEqual([
    'stopping',
    'running',
    'waiting',
  ]);
});

it('leaves no final status UNKNOWN in a summary, but that of a vanished run', () => {
  expect(
    Object.fromEntries(
      RUN_STATUSES.map(status => [status, resultSummaryStatus(status)]),
    ),
  ).toEqual({
    succeeded: 'SUCCESS',
    completed: 'SUCCESS',
    failed: 'FAILURE',
    couldNotStart: 'FAILURE',
    failureIgnored: 'FAILURE',
    timedOut: 'TIMEOUT',
    cancelled: 'CANCELLED',
    stopping: 'UNKNOWN',
    running: 'UNKNOWN',
    waiting: 'UNKNOWN',
    incomplete: 'UNKNOWN',
  });
});
