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
import type { ClusterConnection } from '../../cluster';
import type { StepLog, StoredRun } from '../../store';
import { followLog, type Followed } from './followLog';
import { archivedText } from './LogText';
import type { RunLog } from './RunLog';

const TIME = '2026-11-21T10:00:00Z';
const RUN = {
  summary: { cluster: 'test', uid: 'run-uid' },
  parent: 'shop',
} as unknown as StoredRun;

const linesOf = (from: number, to: number) =>
  Array.from(
    { length: to - from + 1 },
    (_, n) => `${TIME} line ${from + n}\n`,
  ).join('');

/** A cluster whose pod says one text after another; a text may end in failure. */
function clusterSaying(
  ...answers: Array<{ text: string; fails?: boolean; whileOpen?: () => void }>
) {
  const asked: unknown[] = [];
  const connection = {
    getObject: async () => ({
      metadata: { ownerReferences: [{ uid: 'run-uid' }] },
    }),
    async *podLog(options: { signal: AbortSignal }) {
      asked.push(options);
      const answer = answers.shift();
      yield Buffer.from(answer?.text ?? '');
      answer?.whileOpen?.();
      if (answer?.fails) {
        throw new Error('the connection broke');
      }
    },
  } as unknown as ClusterConnection;
  return { connection, asked };
}

/** A step that is running, of which something is stored. */
function runningLog(logs: FakeLogs, lines: number) {
  const fake = {
    runUid: 'run-uid',
    container: 'step-x',
    text: lines > 0 ? linesOf(1, lines) : '',
    state: 'streaming' as const,
    resume: { time: TIME, lines, hash: '' },
  };
  const { id } = logs.add('test', fake);
  return {
    fake,
    become: (change: Partial<StepLog> & { text?: string }) =>
      logs.change(id, { ...fake, ...change }),
    find: async (): Promise<RunLog> => {
      const [stored] = await logs.store.logsOf('test', ['run-uid']);
      return {
        run: RUN,
        task: 'x',
        attempt: 1,
        attempts: 1,
        step: 'x',
        container: 'step-x',
        podName: 'pod',
        kind: 'step',
        state: stored.state,
        live: stored.state === 'streaming',
        stored,
        text: archivedText(logs.archive, stored),
      };
    },
  };
}

async function follow(
  options: Pick<Parameters<typeof followLog>[0], 'find' | 'connection'> & {
    logs: FakeLogs;
    from?: number;
    signal?: AbortSignal;
    wait?: () => void;
  },
) {
  const events: Followed[] = [];
  for await (const event of followLog({
    from: options.from ?? 1,
    maxLineBytes: 1_000,
    find: options.find,
    archive: options.logs.archive,
    connection: options.connection,
    signal: options.signal ?? new AbortController().signal,
    wait: async () => options.wait?.(),
  })) {
    events.push(event);
  }
  return events;
}

const numbers = (events: Followed[]) =>
  events.flatMap(event => ('line' in event ? [event.line.number] : []));

const texts = (events: Followed[]) =>
  events.flatMap(event => ('line' in event ? [String(event.line.text)] : []));

const upTo = (last: number, first = 1) =>
  Array.from({ length: last - first + 1 }, (_, n) => first + n);

describe('following a log', () => {
  it('gives what is stored, then what the pod says, until all is stored', async () => {
    const logs = new FakeLogs();
    const log = runningLog(logs, 3);
    const { connection, asked } = clusterSaying({
      // From the second on in which the last stored line was written.
      text: linesOf(1, 6),
      whileOpen: () => log.become({ state: 'stored', text: linesOf(1, 7) }),
    });
    const events = await follow({ logs, find: log.find, connection });
    expect(numbers(events)).toEqual(upTo(7));
    expect(events.at(-1)).toEqual({ end: { finished: true, state: 'stored' } });
    expect(asked).toEqual([
      expect.objectContaining({
        namespace: 'shop',
        pod: 'pod',
        container: 'step-x',
        // A clock may have been set back since.
        sinceTime: '2026-11-21T09:59:30Z',
        follow: true,
        timestamps: true,
      }),
    ]);
  });

  it('does not wait for what others store minutes later', async () => {
    const logs = new FakeLogs();
    const { find } = runningLog(logs, 2);
    const wait = jest.fn();
    const events = await follow({
      logs,
      find: async () => ({
        ...(await find()),
        state: 'notYet',
        reason: 'its last lines may be on their way',
        live: false,
        elsewhere: true,
      }),
      connection: undefined,
      wait,
    });
    expect(numbers(events)).toEqual([1, 2]);
    expect(events.at(-1)).toMatchObject({
      end: { finished: false, state: 'notYet' },
    });
    expect(wait).not.toHaveBeenCalled();
  });

  it('begins with any line, even one that is not written yet', async () => {
    for (const from of [2, 5]) {
      const logs = new FakeLogs();
      const log = runningLog(logs, 3);
      const { connection } = clusterSaying({
        text: linesOf(1, 6),
        whileOpen: () => log.become({ state: 'stored', text: linesOf(1, 6) }),
      });
      const events = await follow({ logs, from, find: log.find, connection });
      expect(numbers(events)).toEqual(upTo(6, from));
    }
  });

  it('goes on after a broken connection, without a line lost or doubled', async () => {
    const logs = new FakeLogs();
    const log = runningLog(logs, 0);
    const { connection } = clusterSaying(
      { text: linesOf(1, 4), fails: true },
      { text: '', fails: true },
      {
        text: linesOf(1, 6),
        fails: true,
        // Stored meanwhile, further than it was followed.
        whileOpen: () => log.become({ text: linesOf(1, 8) }),
      },
      {
        text: linesOf(1, 9),
        whileOpen: () => log.become({ state: 'stored', text: linesOf(1, 9) }),
      },
    );
    const events = await follow({ logs, find: log.find, connection });
    expect(numbers(events)).toEqual(upTo(9));
  });

  it('ends when the pod has nothing new to say', async () => {
    const logs = new FakeLogs();
    const log = runningLog(logs, 1);
    const { connection } = clusterSaying({ text: linesOf(1, 2) });
    const events = await follow({ logs, find: log.find, connection });
    expect(numbers(events)).toEqual([1, 2]);
    expect(events.at(-1)).toMatchObject({
      end: { finished: true, state: 'notYet' },
    });
  });

  it('takes up a line in the middle of which the connection ended', async () => {
    const logs = new FakeLogs();
    const log = runningLog(logs, 0);
    const whole = `${TIME} progress 10 % ... 100 %`;
    const { connection } = clusterSaying(
      { text: `${TIME} one\n${TIME} progress 10 %` },
      {
        text: `${TIME} one\n${whole}\n${TIME} three`,
        whileOpen: () =>
          log.become({
            state: 'stored',
            text: `${TIME} one\n${whole}\n${TIME} three, four`,
          }),
      },
    );
    const events = await follow({ logs, find: log.find, connection });
    expect(texts(events)).toEqual([
      'one',
      'progress 10 % ... 100 %',
      'three, four',
    ]);
  });

  it('gives a last line without its end when nothing more comes of it', async () => {
    const logs = new FakeLogs();
    const log = runningLog(logs, 0);
    const growing = ['10 %', '10 % 20 %', '10 % 20 % 30 %'];
    const { connection } = clusterSaying(
      ...[...growing, growing[2], growing[2]].map(text => ({
        text: `${TIME} ${text}`,
      })),
    );
    const events = await follow({ logs, find: log.find, connection });
    expect(texts(events)).toEqual(['10 % 20 % 30 %']);
    expect(events.at(-1)).toMatchObject({ end: { finished: true } });
  });

  it('gives what there was of the last line of a log that is not stored', async () => {
    const logs = new FakeLogs();
    const log = runningLog(logs, 0);
    const { connection } = clusterSaying({
      text: `${TIME} one\n${TIME} tw`,
      whileOpen: () => log.become({ state: 'neverCaptured', segments: 0 }),
    });
    const events = await follow({ logs, find: log.find, connection });
    expect(texts(events)).toEqual(['one', 'tw']);
  });

  it('ends when the cluster fails again and again', async () => {
    const logs = new FakeLogs();
    const log = runningLog(logs, 1);
    const failing = Array.from({ length: 20 }, () => ({
      text: '',
      fails: true,
    }));
    const { connection, asked } = clusterSaying(...failing);
    const events = await follow({ logs, find: log.find, connection });
    expect(events.at(-1)).toEqual({
      end: {
        finished: false,
        state: 'unavailable',
        reason: 'the connection broke',
      },
    });
    expect(asked.length).toBeLessThan(10);
  });

  it('never reads the pod of another run', async () => {
    const logs = new FakeLogs();
    const log = runningLog(logs, 1);
    const { connection, asked } = clusterSaying({ text: linesOf(1, 2) });
    const of = (pod: unknown) =>
      follow({
        logs,
        find: log.find,
        connection: { ...connection, getObject: async () => pod },
      });
    for (const pod of [
      undefined,
      { metadata: {} },
      { metadata: { ownerReferences: [{ uid: 'other' }] } },
    ]) {
      expect(numbers(await of(pod))).toEqual([1]);
    }
    expect(asked).toEqual([]);
  });

  it('waits for a step that has not started, and for a log that is being stored', async () => {
    const logs = new FakeLogs();
    const log = runningLog(logs, 1);
    const { connection } = clusterSaying();
    let waits = 0;
    const events = await follow({
      logs,
      find: async () => ({
        ...(await log.find()),
        ...(waits < 3 && { state: 'notYet' as const, live: false }),
      }),
      connection,
      wait: () => {
        waits += 1;
        log.become({ state: 'stored', text: linesOf(1, 2) });
      },
    });
    expect(numbers(events)).toEqual([1, 2]);
    expect(waits).toBe(3);
  });

  it('ends at once without its cluster, and with its run', async () => {
    const logs = new FakeLogs();
    const log = runningLog(logs, 1);
    expect(
      await follow({ logs, find: log.find, connection: undefined }),
    ).toMatchObject([
      { line: { number: 1 } },
      { end: { finished: false, state: 'unavailable' } },
    ]);
    expect(
      await follow({
        logs,
        find: async () => undefined,
        connection: undefined,
      }),
    ).toMatchObject([{ end: { finished: true, state: 'expired' } }]);
  });

  it('stops the stream of the pod when it is aborted', async () => {
    const logs = new FakeLogs();
    const log = runningLog(logs, 1);
    const stop = new AbortController();
    let streams = 0;
    const connection = {
      ...clusterSaying().connection,
      async *podLog({ signal }: { signal: AbortSignal }) {
        streams += 1;
        try {
          yield Buffer.from(linesOf(1, 2));
          stop.abort(new Error('enough'));
          await new Promise((_, reject) => {
            reject(signal.reason);
          });
        } finally {
          streams -= 1;
        }
      },
    } as unknown as ClusterConnection;
    await expect(
      follow({ logs, find: log.find, connection, signal: stop.signal }),
    ).rejects.toThrow('enough');
    expect(streams).toBe(0);
  });
});
