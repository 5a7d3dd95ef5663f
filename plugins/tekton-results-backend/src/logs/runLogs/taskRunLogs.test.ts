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

import {
  lastRecordedEvents,
  type RecordedRunEvent,
} from '../../__testUtils__/recordedRuns';
import type { StepLog, StoredRun } from '../../store';
import type { RunLog } from './RunLog';
import { taskRunLogs } from './taskRunLogs';

const ENDED = Date.UTC(2026, 10, 21, 3);
const SOON = ENDED + 60_000;
const LATE = ENDED + 3_600_000;

const recorded = new Map(
  lastRecordedEvents().map(event => [event.captured.facts.name, event]),
);

function storedRun(
  name: string,
  options: { gone?: boolean; status?: object; runStatus?: string } = {},
): StoredRun {
  const event = recorded.get(name) as RecordedRunEvent;
  const { facts, payload, dataType } = event.captured;
  return {
    summary: {
      cluster: 'test',
      ...facts,
      ...(options.runStatus && { status: options.runStatus }),
      goneAt: options.gone ? '2026-11-21T04:00:00Z' : undefined,
    } as unknown as StoredRun['summary'],
    position: { segment: 0, values: [ENDED], seq: 1 },
    payload: options.status
      ? ({ ...payload, status: options.status } as StoredRun['payload'])
      : payload,
    dataType,
    parent: facts.namespace,
    result: 'shop/results/r',
    record: `shop/results/r/records/${facts.uid}`,
    createTime: ENDED,
    updateTime: ENDED,
    finalStoredTime: ENDED,
    gaps: [],
  };
}

function known(run: StoredRun, log: Partial<StepLog>): StepLog {
  return {
    id: 1,
    cluster: 'test',
    runUid: run.summary.uid,
    attempt: 1,
    container: 'step-eslint',
    kind: 'step',
    step: 'eslint',
    position: 0,
    podName: 'pod',
    state: 'stored',
    bytes: 10,
    lines: 1,
    segments: 1,
    stateTime: ENDED,
    ...log,
  };
}

function describeLogs(
  run: StoredRun,
  options: { stored?: StepLog[]; captured?: boolean; now?: number } = {},
) {
  return taskRunLogs({
    run,
    task: 'lint',
    stored: options.stored ?? [],
    captured: options.captured ?? true,
    now: options.now ?? SOON,
  });
}

const inShort = ({ attempt, container, state, cause, live }: RunLog) =>
  [
    attempt,
    container ?? '-',
    state,
    cause ?? '-',
    ...(live ? ['live'] : []),
  ].join(' ');

const RUNNING = {
  podName: 'p-pod',
  steps: [
    { name: 'a', container: 'step-a', running: { startedAt: '2026-01-01' } },
    { name: 'b', container: 'step-b', waiting: {} },
  ],
};

describe('the logs of a TaskRun', () => {
  const LINT = 'checkout-build-9f3c2ab-lint';

  it('are those that the store knows, as it knows them', () => {
    const run = storedRun(LINT);
    const stored = known(run, {});
    expect(describeLogs(run, { stored: [stored] })).toEqual([
      expect.objectContaining({
        state: 'stored',
        bytes: 10,
        lines: 1,
        live: false,
        stored,
      }),
    ]);
  });

  const GONE = Date.UTC(2026, 10, 21, 4);

  it.each<[string, Partial<StepLog>, number, string]>([
    ['is gone', {}, 60_000, 'notYet -'],
    ['is long gone', {}, 3_600_000, 'partial podGone'],
    [
      'is long gone, with nothing stored',
      { segments: 0 },
      3_600_000,
      'neverCaptured podGone',
    ],
  ])('do not wait for ever when the run %s', (_, log, later, expected) => {
    const run = storedRun(LINT, { gone: true });
    const stored = [known(run, { state: 'streaming', ...log })];
    expect(
      describeLogs(run, { stored, now: GONE + later }).map(inShort),
    ).toEqual([`1 step-eslint ${expected}`]);
  });

  it.each<[string, Parameters<typeof storedRun>[1], object, string]>([
    ['ended now', {}, {}, '1 step-eslint notYet -'],
    ['ended long ago', {}, { now: LATE }, '1 step-eslint neverCaptured failed'],
    ['gone', { gone: true }, {}, '1 step-eslint neverCaptured podGone'],
    [
      'not captured',
      {},
      { captured: false },
      '1 step-eslint neverCaptured captureOff',
    ],
  ])('that is %s, of which the store knows nothing', (_, run, options, log) => {
    expect(describeLogs(storedRun(LINT, run), options).map(inShort)).toEqual([
      log,
    ]);
  });

  it('that runs are live, or still to come', () => {
    const run = storedRun(LINT, { status: RUNNING, runStatus: 'running' });
    expect(describeLogs(run).map(inShort)).toEqual([
      '1 step-a streaming - live',
      '1 step-b notYet -',
    ]);
  });

  it('that ended is still to come until it is stored', () => {
    const run = storedRun(LINT);
    const stored = known(run, { state: 'streaming' });
    expect(describeLogs(run, { stored: [stored] })).toMatchObject([
      { state: 'notYet', live: false, bytes: 10, stored },
    ]);
    const status = { status: RUNNING, runStatus: 'running' };
    const running = storedRun(LINT, status);
    const written = known(running, {
      state: 'streaming',
      container: 'step-a',
    });
    expect(describeLogs(running, { stored: [written] })[0]).toMatchObject({
      state: 'streaming',
      live: true,
    });
  });

  it.each<[string, Partial<StepLog>, string]>([
    ['a beginning', {}, '1 step-a partial captureOff'],
    ['nothing', { segments: 0 }, '1 step-a neverCaptured captureOff'],
    ['what others kept', { kind: 'whole' }, '1 step-a notYet -'],
  ])('that is read no more, with %s of it, is not live', (_, log, expected) => {
    const status = { status: RUNNING, runStatus: 'running' };
    const run = storedRun(LINT, status);
    const stored = known(run, {
      state: 'streaming',
      container: 'step-a',
      ...log,
    });
    const logs = describeLogs(run, { stored: [stored], captured: false });
    expect(inShort(logs[0])).toBe(expected);
  });

  it('that has lost lines is as long as what is left', () => {
    const run = storedRun(LINT);
    const stored = known(run, {
      state: 'partial',
      cause: 'bytesMissing',
      bytes: 30,
      lines: 6,
      lost: { bytes: 10, lines: 2 },
    });
    expect(describeLogs(run, { stored: [stored] })[0]).toMatchObject({
      bytes: 20,
      lines: 4,
      lastLine: 6,
    });
  });

  it('that was cancelled while a step had not started', () => {
    const run = storedRun(LINT, { status: RUNNING, runStatus: 'cancelled' });
    expect(describeLogs(run).map(inShort)).toEqual([
      '1 step-a notYet -',
      '1 step-b neverCaptured stepNeverStarted',
    ]);
  });

  it('of which no step started are one that says so', () => {
    const status = { ...RUNNING, steps: [] };
    const running = { status, runStatus: 'running' };
    expect(describeLogs(storedRun(LINT, running)).map(inShort)).toEqual([
      '1 - notYet -',
    ]);
    const run = storedRun(LINT, { status, runStatus: 'failed' });
    const noted = known(run, {
      state: 'neverCaptured',
      cause: 'cancelledBeforeOutput',
      segments: 0,
    });
    for (const [stored, cause] of [
      [[], 'stepNeverStarted'],
      [[noted, { ...noted, container: 'step-x' }], 'cancelledBeforeOutput'],
    ] as const) {
      const logs = describeLogs(run, { stored: [...stored] });
      expect(logs.map(inShort)).toEqual([`1 - neverCaptured ${cause}`]);
      expect(logs[0]).toMatchObject({
        withoutSteps: true,
        reason: expect.any(String),
      });
    }
  });

  it('that was retried are those of each attempt', () => {
    const run = [...recorded.keys()].find(
      name => name.startsWith('retry-me') && !name.endsWith('retry-me'),
    );
    const logs = describeLogs(storedRun(run ?? 'retry-me'));
    const attempts = new Set(logs.map(({ attempt }) => attempt));
    expect([...attempts]).toEqual([1, 2, 3]);
    expect(logs.every(log => log.attempts === 3)).toBe(true);
  });

  it('that others stored together are one for all steps', () => {
    const run = storedRun(LINT, { status: RUNNING, runStatus: 'succeeded' });
    const whole = known(run, { kind: 'whole', container: 'all' });
    expect(describeLogs(run, { stored: [whole] }).map(inShort)).toEqual([
      '1 all stored -',
    ]);
  });

  it('put init containers before, and sidecars after the steps', () => {
    const run = storedRun(LINT);
    const stored = [
      known(run, { kind: 'sidecar', container: 'sidecar-db' }),
      known(run, {}),
      known(run, { kind: 'init', container: 'prepare' }),
    ];
    expect(
      describeLogs(run, { stored }).map(({ container }) => container),
    ).toEqual(['prepare', 'step-eslint', 'sidecar-db']);
  });
});

describe('a CustomRun', () => {
  it('has no log', () => {
    const [name] =
      [...recorded.entries()].find(
        ([, { captured }]) => captured.facts.kind === 'CustomRun',
      ) ?? [];
    expect(describeLogs(storedRun(name ?? '')).map(inShort)).toEqual([
      '1 - neverCaptured customRun',
    ]);
  });
});
