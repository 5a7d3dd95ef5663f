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

import { setImmediate as nextTurn } from 'timers/promises';
import { setFlagsFromString } from 'v8';
import { runInNewContext } from 'vm';
import type { StewardedRun } from '../../store';
import { RunReader } from './RunReader';

function runOf(uid: string): StewardedRun {
  return { ...({} as StewardedRun), uid };
}

function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  if (typeof collect === 'function') {
    collect();
  }
}

function setUp() {
  const reads: Array<{
    uids: readonly string[];
    end: (error?: Error) => void;
  }> = [];
  const reader = new RunReader({
    cluster: 'test',
    store: {
      liveRuns: (_, uids) =>
        new Promise((resolve, reject) => {
          reads.push({
            uids,
            end: error => (error ? reject(error) : resolve(uids.map(runOf))),
          });
        }),
    },
  });
  /** Until what was asked for is under way. */
  const begun = async (count: number) => {
    while (reads.length < count) {
      await Promise.resolve();
    }
  };
  return { reader, reads, begun };
}

describe('RunReader', () => {
  it('reads for all at once who ask while it reads for others', async () => {
    const { reader, reads, begun } = setUp();
    const first = reader.read(['a']);
    await begun(1);
    const others = [reader.read(['b', 'c']), reader.read(['b', 'd'])];
    expect(reads).toHaveLength(1);
    reads[0].end();
    expect(await first).toEqual([runOf('a')]);
    await begun(2);
    // What was stored since is in the next answer.
    const last = reader.read(['b']);
    reads[1].end();
    expect(await Promise.all(others)).toEqual([
      [runOf('b'), runOf('c')],
      [runOf('b'), runOf('d')],
    ]);
    await begun(3);
    reads[2].end();
    expect(await last).toEqual([runOf('b')]);
    expect(reads.map(({ uids }) => uids)).toEqual([
      ['a'],
      ['b', 'c', 'd'],
      ['b'],
    ]);
  });

  it('tells all who asked that a read failed, and reads on', async () => {
    const { reader, reads, begun } = setUp();
    const asked = [reader.read(['a']), reader.read(['b'])];
    await begun(1);
    const later = reader.read(['c']);
    reads[0].end(new Error('database is away'));
    for (const failed of asked) {
      await expect(failed).rejects.toThrow('database is away');
    }
    await begun(2);
    reads[1].end();
    expect(await later).toEqual([runOf('c')]);
  });

  it('keeps nothing of what it has read', async () => {
    const { reader, reads, begun } = setUp();
    const asked = reader.read(['a']).then(([run]) => new WeakRef(run));
    await begun(1);
    reads[0].end();
    const run = await asked;
    reads.length = 0;
    await nextTurn();
    collectGarbage();
    expect(run.deref()).toBeUndefined();
  });
});
