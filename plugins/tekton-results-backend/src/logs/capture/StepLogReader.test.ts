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

import type { ClusterConnection } from '../../cluster';
import type { StepLog } from '../../store';
import type { LogArchive } from '../LogArchive';
import { LogSourceError, StepLogReader } from './StepLogReader';

const lease = { name: 'watch/test', holder: 'a', epoch: 1 };
const { signal } = new AbortController();

const newLog: StepLog = {
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

interface Answer {
  readonly text: string;
  readonly fails?: Error;
  /** It begins after what is stored. */
  readonly isHole?: boolean;
}

/** A cluster that answers by a script, and an archive that appends what is new. */
function setUp(
  answers: readonly Answer[],
  options: { maxFollowMs?: number } & Partial<StepLog> = {},
) {
  const { maxFollowMs, ...appendedLog } = options;
  const script = [...answers];
  const requests: Array<{ sinceTime?: string; follow?: boolean }> = [];
  const holes: string[] = [];
  let stored = '';
  let isHole = false;
  const connection: Pick<ClusterConnection, 'podLog'> = {
    async *podLog({ sinceTime, follow, signal: stop }) {
      requests.push({ sinceTime, follow });
      const answer = script.shift();
      if (!answer) {
        // Nothing comes, and nothing ends.
        await new Promise((_, reject) => {
          stop.addEventListener('abort', () => reject(stop.reason));
        });
        return;
      }
      isHole = answer.isHole ?? false;
      yield Buffer.from(answer.text);
      if (answer.fails) {
        throw answer.fails;
      }
    },
  };
  const archive: Pick<LogArchive, 'append'> = {
    async append(log, source, { isLast, onGap }) {
      let text = '';
      const failure = await (async () => {
        for await (const chunk of source) {
          text += Buffer.from(chunk).toString();
        }
        return undefined;
      })().catch((error: unknown) => error);
      const whole = isLast() ? text : text.slice(0, text.lastIndexOf('\n') + 1);
      const gap = isHole || !whole.startsWith(stored);
      if (isHole) {
        await onGap?.();
      }
      const known = isHole ? 0 : stored.length;
      const added = gap && !isHole ? '' : whole.slice(known);
      stored += added;
      if (failure) {
        throw failure;
      }
      return {
        log: {
          ...log,
          bytes: stored.length,
          lines: stored.split('\n').filter(Boolean).length,
          segments: log.segments + (added ? 1 : 0),
          resume: stored
            ? { time: '2026-01-01T10:00:00.5Z', lines: 1, hash: 'x' }
            : undefined,
          ...appendedLog,
        },
        gap,
        full: false,
      };
    },
  };
  const reader = new StepLogReader({
    connection,
    archive,
    store: { noteHole: async (_id, { reason }) => void holes.push(reason) },
    lease,
    maxFollowMs,
  });
  const request = { log: newLog, namespace: 'shop', signal };
  return { reader, request, requests, holes, stored: () => stored };
}

describe('StepLogReader', () => {
  it('reads the log of a container that has ended until nothing more comes', async () => {
    const { reader, request, requests, stored } = setUp([
      // The connection between the API server and the node broke.
      { text: 'one\ntw' },
      { text: 'one\ntwo\nthree\n' },
      { text: 'one\ntwo\nthree\n' },
    ]);
    const { outcome, bytes } = await reader.finish(request);
    expect(outcome).toEqual({ state: 'stored' });
    expect(stored()).toBe('one\ntwo\nthree\n');
    expect(bytes).toBe(14);
    expect(requests).toEqual([
      { sinceTime: undefined, follow: false },
      { sinceTime: '2026-01-01T09:59:30Z', follow: false },
      { sinceTime: '2026-01-01T09:59:30Z', follow: false },
    ]);
  });

  it('takes a last line without its end for one when it is certain', async () => {
    const { reader, request, requests, stored } = setUp(
      Array.from({ length: 9 }, () => ({ text: 'one\ntwo' })),
    );
    const { outcome } = await reader.finish(request);
    expect(outcome).toEqual({ state: 'stored' });
    expect(stored()).toBe('one\ntwo');
    // All but the first and the last say nothing new.
    expect(requests).toHaveLength(1 + 3 + 1);
  });

  it.each([
    ['more comes after all', 'one\ntwo\nthr', 'one\ntwo\n'],
    ['it is cut elsewhere in the same line', 'one\nt', 'one\n'],
  ])('is not certain when %s', async (_name, last, kept) => {
    const { reader, request, stored } = setUp([
      ...Array.from({ length: 4 }, () => ({ text: 'one\ntw' })),
      { text: last },
    ]);
    expect((await reader.finish(request)).outcome).toBeUndefined();
    expect(stored()).toBe(kept);
  });

  it('is not certain while a line is cut here and there', async () => {
    const { reader, request, stored } = setUp(
      Array.from({ length: 8 }, (_, index) => ({
        text: `one\n${'x'.repeat(1 + (index % 3))}`,
      })),
    );
    expect((await reader.finish(request)).outcome).toBeUndefined();
    expect(stored()).toBe('one\n');
  });

  it('stores the log of a step that wrote nothing as whole', async () => {
    const { reader, request } = setUp([{ text: '' }, { text: '' }]);
    expect((await reader.finish(request)).outcome).toEqual({ state: 'stored' });
  });

  it('does not take an answer that ends too soon for a log that was thrown away', async () => {
    const { reader, request, holes } = setUp([
      { text: 'one\ntwo\n' },
      { text: 'on' },
      { text: 'one\ntwo\n' },
    ]);
    expect((await reader.finish(request)).outcome).toEqual({ state: 'stored' });
    expect(holes).toEqual([]);
  });

  it('does not know the end of a log of which the cluster has nothing any more', async () => {
    const { reader, request } = setUp([
      { text: 'one\ntwo\n' },
      ...Array.from({ length: 9 }, () => ({ text: '' })),
    ]);
    await expect(reader.finish(request)).rejects.toMatchObject({
      name: 'LogSourceError',
      cause: { name: 'LogRotatedError' },
    });
  });

  it('notes what the cluster has thrown away, and goes on', async () => {
    const { reader, request, holes, stored } = setUp([
      { text: 'one\n' },
      { text: 'nine\n', isHole: true },
      { text: 'one\nnine\n' },
    ]);
    const { outcome } = await reader.finish(request);
    expect(outcome).toMatchObject({ state: 'partial', cause: 'rotated' });
    expect(stored()).toBe('one\nnine\n');
    expect(holes).toEqual(['The cluster had thrown away what followed line 1']);
  });

  describe('of a log that it reads for the first time when it is long', () => {
    const firstLineAt = 30_000;
    const readLate = (writesSince?: number) => {
      const { reader, request, holes } = setUp(
        [{ text: 'late\n' }, { text: 'late\n' }],
        { firstLineAt, lastLineAt: 60_000, bytes: 8 * 1024 * 1024 },
      );
      return { done: reader.finish({ ...request, writesSince }), holes };
    };

    it('notes that its beginning seems to be gone', async () => {
      const { done, holes } = readLate(0);
      expect((await done).outcome).toEqual({
        state: 'partial',
        cause: 'rotated',
        reason: holes[0],
      });
    });

    it.each([
      ['it begins with its step', firstLineAt - 1_000],
      ['nobody knows when its step began', undefined],
    ])('takes it for whole when %s', async (_name, writesSince) => {
      const { done, holes } = readLate(writesSince);
      expect((await done).outcome).toEqual({ state: 'stored' });
      expect(holes).toEqual([]);
    });
  });

  it('knows the words of a node that has no log any more', async () => {
    const { reader, request, stored } = setUp([
      { text: 'unable to retrieve container logs for containerd://abc' },
    ]);
    const failure = await reader.finish(request).catch(error => error);
    expect(failure).toBeInstanceOf(LogSourceError);
    expect(failure.cause.message).toContain('unable to retrieve');
    expect(stored()).toBe('');
  });

  it('tells a cluster that fails from an archive that does', async () => {
    const { reader, request, stored } = setUp([
      { text: 'one\ntw', fails: new Error('cut') },
    ]);
    await expect(reader.read(request)).rejects.toMatchObject({
      name: 'LogSourceError',
      cause: new Error('cut'),
    });
    expect(stored()).toBe('one\n');
    const other = setUp([{ text: '' }]);
    const broken = new StepLogReader({
      connection: { podLog: async function* nothing() {} },
      archive: {
        append: async () => {
          throw new Error('full disk');
        },
      },
      store: { noteHole: async () => {} },
      lease,
    });
    await expect(broken.read(other.request)).rejects.toThrow('full disk');
  });

  describe('following', () => {
    it('ends when the container has, and reads the rest', async () => {
      const { reader, request, requests } = setUp([
        { text: 'one\n' },
        { text: 'one\ntwo\n' },
        { text: 'one\ntwo\n' },
      ]);
      const { outcome } = await reader.follow(request, async () => true);
      expect(outcome).toEqual({ state: 'stored' });
      expect(requests.map(({ follow }) => follow)).toEqual([
        true,
        false,
        false,
      ]);
    });

    it.each([
      ['only the answer has ended', 'one\n'],
      ['it broke within a line', 'one\ntw'],
    ])('goes on later when %s', async (_name, text) => {
      const { reader, request, stored } = setUp([{ text }]);
      const { outcome } = await reader.follow(request, async () => false);
      expect(outcome).toBeUndefined();
      expect(stored()).toBe('one\n');
    });

    it('lets others have their turn when it takes long', async () => {
      const { reader, request } = setUp([], { maxFollowMs: 20 });
      const { outcome } = await reader.follow(request, async () => true);
      expect(outcome).toBeUndefined();
    });
  });
});
