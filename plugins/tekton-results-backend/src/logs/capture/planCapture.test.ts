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

import { readRecording } from 'example-cluster';
import type { LoggedRun, StepLog } from '../../store';
import { captureRun } from '../../watcher';
import { DEFAULT_CAPTURE_SETTINGS } from './CaptureSettings';
import {
  logKey,
  nextIntervalMs,
  planCapture,
  type PastRead,
} from './planCapture';

const NOW = Date.UTC(2026, 10, 22);
const recording = readRecording();

const taskRunEvents = recording.events.filter(
  ({ resource, object }) =>
    resource === 'taskruns' && object.metadata.uid !== undefined,
);

function loggedRun(object: object, others: Partial<LoggedRun> = {}): LoggedRun {
  const { captured, problem } = captureRun(object, 'changed');
  if (!captured) {
    throw new Error(problem);
  }
  const { uid, kind, namespace, name, status, ownerUid } = captured.facts;
  return {
    cluster: 'test',
    uid,
    kind,
    namespace,
    name,
    status,
    ownerUid,
    gone: false,
    described: false,
    payload: captured.payload,
    ...others,
  };
}

/** The recorded states of a TaskRun, in order. */
function statesOf(name: string): LoggedRun[] {
  return taskRunEvents
    .filter(({ object }) => object.metadata.name === name)
    .map(({ object }) => loggedRun(object));
}

function lastStates(): LoggedRun[] {
  const names = new Set(
    taskRunEvents.map(({ object }) => object.metadata.name),
  );
  return [...names].flatMap(name => statesOf(name).at(-1) ?? []);
}

function plan(
  run: LoggedRun,
  options: {
    known?: readonly StepLog[];
    reads?: ReadonlyMap<string, PastRead>;
    sidecars?: boolean;
    storeDeadlineMs?: number;
    now?: number;
  } = {},
) {
  return planCapture({
    run,
    known: options.known ?? [],
    lastRead: key => options.reads?.get(key),
    settings: {
      ...DEFAULT_CAPTURE_SETTINGS,
      sidecars: options.sidecars ?? false,
      storeDeadlineMs: options.storeDeadlineMs,
    },
    now: options.now ?? NOW,
  });
}

function storedLog(
  log: Pick<StepLog, 'attempt' | 'container'> & Partial<StepLog>,
): StepLog {
  return {
    id: 1,
    cluster: 'test',
    runUid: 'x',
    kind: 'step',
    step: log.container.replace(/^step-/, ''),
    position: 0,
    podName: 'p',
    state: 'stored',
    bytes: 0,
    lines: 0,
    segments: 0,
    stateTime: NOW,
    ...log,
  };
}

function taskNames({ tasks }: ReturnType<typeof plan>): string[] {
  return tasks.map(({ attempt, container }) =>
    logKey({ ...attempt, ...container }),
  );
}

describe('planCapture', () => {
  it('reads just the recorded logs of all runs that have ended, and those that never were', () => {
    const planned = lastStates().flatMap(run =>
      plan(run, { sidecars: true }).open.map(
        ({ podName, container }) => `${podName}/${container}`,
      ),
    );
    const recorded = recording.logs.map(
      ({ pod, container }) => `${pod}/${container}`,
    );
    expect(planned.sort()).toEqual([...recorded, 'no-image-pod/step-x'].sort());
  });

  it('opens a log for each attempt, with the pod of each', () => {
    const [last] = statesOf('retry-me').slice(-1);
    expect(
      plan(last).open.map(({ attempt, podName, container, step }) => ({
        attempt,
        podName,
        container,
        step,
      })),
    ).toEqual(
      ['retry-me-pod', 'retry-me-pod-retry1', 'retry-me-pod-retry2'].map(
        (podName, index) => ({
          attempt: index + 1,
          podName,
          container: 'step-try',
          step: 'try',
        }),
      ),
    );
  });

  it('reads an earlier attempt to its end while the next one runs', () => {
    const second = statesOf('retry-me').find(
      ({ payload, status }) =>
        status === 'running' &&
        JSON.stringify(payload).includes('retriesStatus'),
    );
    expect(second && taskNames(plan(second))).toContain('1/step-try');
  });

  it('does not take what is left over from a failed attempt for the next one', () => {
    const opened = statesOf('retry-me').flatMap(run =>
      plan(run).open.map(({ attempt, podName }) => `${attempt} ${podName}`),
    );
    expect([...new Set(opened)]).toEqual([
      '1 retry-me-pod',
      '2 retry-me-pod-retry1',
      '3 retry-me-pod-retry2',
    ]);
  });

  it('leaves sidecars out unless they are wanted, after the steps', () => {
    const [last] = statesOf('checkout-build-9f3c2ab-image').slice(-1);
    const logs = (sidecars: boolean) =>
      plan(last, { sidecars }).open.map(({ container, kind, position }) => [
        position,
        kind,
        container,
      ]);
    expect(logs(false)).toEqual([
      [0, 'step', 'step-build'],
      [1, 'step', 'step-push'],
    ]);
    expect(logs(true)).toEqual([
      ...logs(false),
      [2, 'sidecar', 'sidecar-registry-proxy'],
    ]);
  });

  it('waits for a step that has not started', () => {
    const [first] = statesOf('no-image');
    expect(plan(first)).toEqual({
      open: [],
      tasks: [],
      later: [],
      done: false,
    });
  });

  it('is done when every log has its last state', () => {
    const [last] = statesOf('retry-me').slice(-1);
    const known = [1, 2, 3].map(attempt =>
      storedLog({ attempt, container: 'step-try' }),
    );
    expect(plan(last, { known }).done).toBe(true);
    expect(plan(last, { known: known.slice(1) })).toMatchObject({
      done: false,
      open: [{ attempt: 1 }],
    });
  });

  describe('of a running step', () => {
    const running = statesOf('slow-cancelled-first').filter(
      ({ status }) => status === 'running',
    );
    const run = running[0];
    const startedAt = Date.parse('2026-11-21T02:31:04Z');
    const known = [
      storedLog({ attempt: 1, container: 'step-s', state: 'streaming' }),
    ];

    it('opens the log at once, and reads it a few seconds after its start', () => {
      const early = plan(run, { now: startedAt + 1_000 });
      expect(early.open).toHaveLength(1);
      expect(early.tasks).toEqual([]);
      expect(early.next).toBe(startedAt + 5_000);
      expect(taskNames(plan(run, { known, now: early.next }))).toEqual([
        '1/step-s',
      ]);
    });

    it('reads it again after an interval of its own', () => {
      const reads = new Map([['1/step-s', { at: NOW, intervalMs: 90_000 }]]);
      expect(plan(run, { known, reads, now: NOW + 1 })).toMatchObject({
        open: [],
        tasks: [],
        done: false,
        next: NOW + 90_000,
      });
    });

    it('reads it at once when somebody ends the run, as its pod will go', () => {
      const stopping = statesOf('slow-cancelled-first').find(
        ({ status }) => status === 'stopping',
      );
      const reads = new Map([['1/step-s', { at: NOW, intervalMs: 90_000 }]]);
      expect(
        stopping && taskNames(plan(stopping, { known, reads, now: NOW + 1 })),
      ).toEqual(['1/step-s']);
    });

    it('reads it to its end when the run is gone', () => {
      const { tasks } = plan({ ...run, gone: true }, { known });
      expect(tasks.map(({ ending }) => ending)).toEqual([true]);
    });
  });

  it('says which logs are not waited for any longer', () => {
    const [last] = statesOf('scan-evt').slice(-1);
    const tooLate = (now: number) =>
      plan(
        { ...last, finalStoredAt: NOW },
        { storeDeadlineMs: 1_000, now },
      ).tasks.map(task => task.tooLate);
    expect(tooLate(NOW + 999)).toEqual([false]);
    expect(tooLate(NOW + 1_000)).toEqual([true]);
  });

  it('looks after logs of which the run no longer tells', () => {
    const [last] = statesOf('scan-evt').slice(-1);
    const known = [
      storedLog({ attempt: 1, container: 'step-scan' }),
      storedLog({
        attempt: 1,
        container: 'prepare',
        kind: 'init',
        state: 'streaming',
      }),
    ];
    expect(taskNames(plan(last, { known }))).toEqual(['1/prepare']);
  });

  it('leaves a run alone whose log is imported, as far as there is anything of it', () => {
    const [last] = statesOf('scan-evt').slice(-1);
    const whole = (segments: number) =>
      storedLog({ attempt: 1, container: 'all', kind: 'whole', segments });
    expect(plan(last, { known: [whole(1)] })).toMatchObject({
      open: [],
      done: true,
    });
    const nothing = plan(last, { known: [whole(0)] });
    expect(nothing.open).toMatchObject([{ container: 'step-scan' }]);
    const begun = storedLog({
      attempt: 1,
      container: 'step-scan',
      state: 'streaming',
    });
    expect(taskNames(plan(last, { known: [whole(1), begun] }))).toEqual([
      '1/step-scan',
    ]);
  });

  it('knows which steps cannot have started for want of an image', () => {
    const run = loggedRun({
      apiVersion: 'tekton.dev/v1',
      kind: 'TaskRun',
      metadata: { name: 'a', namespace: 'shop', uid: 'a' },
      spec: {},
      status: {
        podName: 'a-pod',
        conditions: [
          {
            type: 'Succeeded',
            status: 'False',
            reason: 'TaskRunImagePullFailed',
            message: 'the step "two" in TaskRun "a" failed to pull the image',
          },
        ],
        steps: ['one', 'two', 'three'].map(name => ({
          name,
          container: `step-${name}`,
          terminated: { exitCode: 1, reason: 'TaskRunImagePullFailed' },
        })),
      },
    });
    expect(
      plan(run).tasks.map(({ container: { started } }) => started),
    ).toEqual(['unknown', 'no', 'no']);
  });

  it('plans the steps of a run that never had a pod by its definition', () => {
    const run = loggedRun({
      apiVersion: 'tekton.dev/v1',
      kind: 'TaskRun',
      metadata: { name: 'a', namespace: 'shop', uid: 'a' },
      spec: { taskSpec: { steps: [{ name: 'one' }, { image: 'x' }] } },
      status: {
        conditions: [
          { type: 'Succeeded', status: 'False', reason: 'PodCreationFailed' },
        ],
      },
    });
    expect(
      plan(run).tasks.map(({ container: { container, started } }) => [
        container,
        started,
      ]),
    ).toEqual([
      ['step-one', 'no'],
      ['step-unnamed-1', 'no'],
    ]);
  });
});

describe('nextIntervalMs', () => {
  const settings = { intervalMs: 60_000, maxIntervalMs: 300_000 };

  it.each([
    ['the interval', 10_000, 60_000],
    ['shorter for a step that writes fast', 500_000, 5_000],
  ])('is %s after the first reading', (_name, bytes, expected) => {
    const past = undefined;
    expect(nextIntervalMs({ past, bytes, settings })).toBe(expected);
  });

  it('grows for a step that runs on', () => {
    const past = { at: NOW, intervalMs: 60_000 };
    expect(nextIntervalMs({ past, bytes: 10, settings })).toBe(90_000);
    expect(
      nextIntervalMs({
        past: { at: NOW, intervalMs: 290_000 },
        bytes: 10,
        settings,
      }),
    ).toBe(300_000);
  });

  it('shrinks for a log that grows fast, as the cluster rotates it', () => {
    const past = { at: NOW, intervalMs: 60_000 };
    const bytes = 5_000_000;
    expect(nextIntervalMs({ past, bytes, settings })).toBe(15_000);
    expect(
      nextIntervalMs({ past: { at: NOW, intervalMs: 6_000 }, bytes, settings }),
    ).toBe(5_000);
  });
});
