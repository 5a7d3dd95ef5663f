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

import type { StepLog } from '../../store';
import { decideOnLog, type LogDecision } from './decideOnLog';
import type { LogTask } from './planCapture';
import { podFacts, type PodFacts } from './podFacts';

const log: StepLog = {
  id: 1,
  cluster: 'test',
  runUid: 'run',
  attempt: 1,
  container: 'step-a',
  kind: 'step',
  step: 'a',
  position: 0,
  podName: 'p',
  state: 'streaming',
  bytes: 0,
  lines: 0,
  segments: 0,
  stateTime: 0,
};

const begun: StepLog = { ...log, segments: 1, lines: 3, bytes: 30 };

function task(
  options: {
    ending?: boolean;
    started?: LogTask['container']['started'];
    cancelled?: boolean;
    message?: string;
  } = {},
): LogTask {
  const { ending = true, started = 'unknown', cancelled = false } = options;
  return {
    attempt: {
      attempt: 1,
      podName: 'p',
      cancelled,
      message: options.message,
      containers: [],
    },
    container: {
      kind: 'step',
      container: 'step-a',
      step: 'a',
      position: 0,
      phase: ending ? 'ended' : 'running',
      started,
    },
    ending,
    tooLate: false,
  };
}

function pod(
  state: object,
  others: { metadata?: object; status?: object } = {},
): PodFacts {
  return podFacts(
    {
      metadata: { uid: 'pod', ...others.metadata },
      spec: { containers: [{ name: 'step-a' }], initContainers: [] },
      status: {
        phase: 'Running',
        containerStatuses: [{ name: 'step-a', state }],
        ...others.status,
      },
    },
    'run',
  );
}

const running = { running: { startedAt: 'x' } };
const terminated = { terminated: { exitCode: 0 } };
const pulling = {
  waiting: { reason: 'ImagePullBackOff', message: 'Back-off pulling image' },
};
const missing: PodFacts = { kind: 'missing' };
const evicted = pod(
  {},
  {
    status: {
      phase: 'Failed',
      reason: 'Evicted',
      message: 'The node was low on memory',
      containerStatuses: undefined,
    },
  },
);

type Row = [
  string,
  { task: LogTask; pod: PodFacts; log?: StepLog; hurried?: boolean },
  LogDecision,
];

const settled = (
  state: 'partial' | 'neverCaptured',
  cause: 'podGone' | 'stepNeverStarted' | 'cancelledBeforeOutput',
  reason: string,
): LogDecision => ({ kind: 'settle', outcome: { state, cause, reason } });

describe('decideOnLog', () => {
  it.each<Row>([
    [
      'reads all of a container that has ended',
      { task: task(), pod: pod(terminated) },
      { kind: 'finish' },
    ],
    [
      'reads all of a container that has ended before its run tells so',
      { task: task({ ending: false }), pod: pod(terminated) },
      { kind: 'finish' },
    ],
    [
      'reads what a running container has',
      { task: task({ ending: false }), pod: pod(running) },
      { kind: 'read' },
    ],
    [
      'follows a container that is about to end, by its run',
      { task: task(), pod: pod(running) },
      { kind: 'follow' },
    ],
    [
      'follows a container that is about to end, by what somebody asked for',
      { task: task({ ending: false }), pod: pod(running), hurried: true },
      { kind: 'follow' },
    ],
    [
      'follows a container whose pod is being deleted',
      {
        task: task({ ending: false }),
        pod: pod(running, { metadata: { deletionTimestamp: 'x' } }),
      },
      { kind: 'follow' },
    ],
    [
      'waits for a container of which its run knows more than its pod',
      { task: task({ ending: false }), pod: pod(pulling) },
      { kind: 'wait', reason: 'ImagePullBackOff: Back-off pulling image' },
    ],
    [
      'gives up what cannot start any more, with the words of the pod',
      { task: task(), pod: pod(pulling) },
      settled(
        'neverCaptured',
        'stepNeverStarted',
        'The step never started: ImagePullBackOff: Back-off pulling image',
      ),
    ],
    [
      'tells what was cancelled before it started',
      { task: task({ cancelled: true }), pod: pod({ waiting: {} }) },
      settled(
        'neverCaptured',
        'cancelledBeforeOutput',
        'The step never started',
      ),
    ],
    [
      'keeps what it has of a pod that is gone',
      { task: task(), pod: missing, log: begun },
      settled(
        'partial',
        'podGone',
        'The pod p was gone before all of the log was read',
      ),
    ],
    [
      'has nothing of a pod that was gone too early',
      { task: task(), pod: missing },
      settled(
        'neverCaptured',
        'podGone',
        'The pod p was gone before the log was read',
      ),
    ],
    [
      'knows by the run that a step of a pod that is gone never started',
      { task: task({ started: 'no', message: 'no quota' }), pod: missing },
      settled(
        'neverCaptured',
        'stepNeverStarted',
        'The step never started: no quota',
      ),
    ],
    [
      'does not take the pod of another run for its own',
      { task: task(), pod: { kind: 'other' }, log: begun },
      settled(
        'partial',
        'podGone',
        'The pod p was gone, and its name used again, before all of the log was read',
      ),
    ],
    [
      'knows that an evicted pod has no logs',
      { task: task({ ending: false, started: 'yes' }), pod: evicted },
      settled(
        'neverCaptured',
        'podGone',
        'The pod no longer has the log: Evicted: The node was low on memory',
      ),
    ],
    [
      'tells what never started in an evicted pod',
      { task: task(), pod: evicted },
      settled(
        'neverCaptured',
        'stepNeverStarted',
        'The step never started: Evicted: The node was low on memory',
      ),
    ],
  ])('%s', (_name, { hurried = false, ...options }, expected) => {
    expect(decideOnLog({ log, hurried, ...options })).toEqual(expected);
  });
});

describe('podFacts', () => {
  it.each([
    ['owner', { ownerReferences: [{ kind: 'TaskRun', uid: 'run' }] }, 'pod'],
    ['other', { ownerReferences: [{ kind: 'TaskRun', uid: 'b' }] }, 'other'],
    ['label', { labels: { 'tekton.dev/taskRunUID': 'b' } }, 'other'],
    ['nothing', {}, 'pod'],
  ])('knows whose pod it is by its %s', (_name, metadata, kind) => {
    expect(pod(running, { metadata }).kind).toBe(kind);
  });

  it('refuses what is no pod', () => {
    expect(() => podFacts({ kind: 'Status' }, 'run')).toThrow(/metadata/);
  });
});
