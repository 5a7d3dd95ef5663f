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

import { FakeLogs } from '../../__testUtils__/FakeLogs';
import type { StoredRun } from '../../store';
import type { ReadLog } from '../readers';
import { isReadable, type RunLog } from './RunLog';
import { RunLogs } from './RunLogs';

const MINUTE = 60_000;
const START = Date.parse('2026-11-21T10:00:00Z');
const never = new AbortController().signal;

const at = (minutes: number) =>
  new Date(START + minutes * MINUTE).toISOString();

/** A step that ran from the start on; without an end it still does. */
function step(name: string, endMinutes?: number) {
  const startedAt = at(0);
  return {
    name,
    container: `step-${name}`,
    ...(endMinutes === undefined
      ? { running: { startedAt } }
      : { terminated: { startedAt, finishedAt: at(endMinutes), exitCode: 0 } }),
  };
}

function storedRun(status: object, runStatus: string): StoredRun {
  return {
    summary: {
      cluster: 'test',
      kind: 'TaskRun',
      uid: 'uid-1',
      name: 'build',
      namespace: 'shop',
      status: runStatus,
    } as unknown as StoredRun['summary'],
    payload: {
      apiVersion: 'tekton.dev/v1',
      kind: 'TaskRun',
      metadata: { name: 'build', namespace: 'shop', uid: 'uid-1' },
      spec: {},
      status: { podName: 'build-pod', startTime: at(0), ...status },
    } as unknown as StoredRun['payload'],
    dataType: 'tekton.dev/v1.TaskRun',
    parent: 'shop',
    result: 'shop/results/r',
    record: 'shop/results/r/records/uid-1',
    position: { segment: 0, values: [START], seq: 1 },
    createTime: START,
    updateTime: START,
    gaps: [],
  };
}

function found(text: string, name: Omit<ReadLog, 'bytes'> = {}): ReadLog {
  return {
    ...name,
    async *bytes() {
      yield Buffer.from(text);
    },
  };
}

async function logsOf(
  run: StoredRun,
  options: { found: ReadLog[]; minutes: number },
): Promise<RunLog[]> {
  const { store, archive } = new FakeLogs();
  return new RunLogs({
    logs: store,
    archive,
    readerOf: () => ({
      delayMs: 10 * MINUTE,
      read: async () => options.found,
    }),
    isCaptured: () => false,
    now: () => START + options.minutes * MINUTE,
  }).of(run, [], { signal: never });
}

async function textOf(log: RunLog): Promise<string | undefined> {
  const chunks: Uint8Array[] = [];
  if (isReadable(log)) {
    for await (const chunk of log.text.bytes({ signal: never })) {
      chunks.push(chunk);
    }
  }
  return log.text && Buffer.concat(chunks).toString();
}

const inShort = ({ attempt, container, state, live }: RunLog) => [
  attempt,
  container,
  state,
  live,
];

const FETCH = { attempt: 1, step: 'fetch', container: 'step-fetch' };

const RUNNING = storedRun(
  { steps: [step('fetch', 1), step('build'), { name: 'push' }] },
  'running',
);
const ENDED = storedRun(
  { completionTime: at(3), steps: [step('fetch', 1), step('build', 3)] },
  'succeeded',
);

it('says that a log is stored once no more of it can come', async () => {
  const logs = [found('a\n', FETCH)];
  const stateAt = async (minutes: number) =>
    (await logsOf(ENDED, { found: logs, minutes })).map(inShort);

  await expect(stateAt(4)).resolves.toEqual([
    [1, 'step-fetch', 'notYet', false],
    [1, 'step-build', 'notYet', false],
  ]);
  await expect(stateAt(12)).resolves.toEqual([
    [1, 'step-fetch', 'stored', false],
    [1, 'step-build', 'notYet', false],
  ]);
  await expect(stateAt(14)).resolves.toEqual([
    [1, 'step-fetch', 'stored', false],
    [1, 'step-build', 'neverCaptured', false],
  ]);
});

it.each([[[]], [[found('so far\n', { attempt: 1, container: 'step-build' })]]])(
  'follows a step that runs, and lists those to come',
  async logs => {
    const seen = await logsOf(RUNNING, { found: logs, minutes: 30 });

    expect(seen.map(inShort)).toEqual([
      [1, 'step-fetch', 'neverCaptured', false],
      [1, 'step-build', 'streaming', true],
      [1, 'step-push', 'notYet', false],
    ]);
    expect(seen[1].podName).toBe('build-pod');
  },
);

it('takes a log of all steps for that of each', async () => {
  const together = [found('all of it\n', { attempt: 1 })];

  await expect(
    logsOf(RUNNING, { found: together, minutes: 30 }),
  ).resolves.toMatchObject([
    { container: 'all', kind: 'whole', state: 'notYet', live: false },
  ]);
  await expect(
    logsOf(ENDED, { found: together, minutes: 30 }),
  ).resolves.toMatchObject([{ container: 'all', state: 'stored' }]);
});

it('makes one log of those of one container', async () => {
  const logs = await logsOf(ENDED, {
    found: [
      found('of the pod that was evicted', FETCH),
      found('of its successor\n', FETCH),
      found('ready\n', { attempt: 1, container: 'sidecar-db' }),
    ],
    minutes: 30,
  });

  expect(logs.map(inShort)).toEqual([
    [1, 'step-fetch', 'stored', false],
    [1, 'step-build', 'neverCaptured', false],
    [1, 'sidecar-db', 'stored', false],
  ]);
  await expect(textOf(logs[0])).resolves.toBe(
    'of the pod that was evicted\nof its successor\n',
  );
});

it('tells attempts apart, and says so where it cannot', async () => {
  const retried = storedRun(
    {
      steps: [step('build')],
      retriesStatus: [
        { podName: 'first', completionTime: at(1), steps: [step('build', 1)] },
      ],
    },
    'running',
  );
  const build = { step: 'build', container: 'step-build' };

  const known = await logsOf(retried, {
    found: [found('failed\n', { ...build, attempt: 1 })],
    minutes: 30,
  });
  expect(known.map(inShort)).toEqual([
    [1, 'step-build', 'stored', false],
    [2, 'step-build', 'streaming', true],
  ]);

  const unknown = await logsOf(retried, {
    found: [found('failed\n', build)],
    minutes: 30,
  });
  expect(unknown.map(inShort)).toEqual([[1, 'step-build', 'notYet', false]]);
});
