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

import { StuckRuns } from './StuckRuns';

function run(name: string) {
  return {
    uid: name,
    kind: 'TaskRun',
    namespace: 'shop',
    name,
    reason: 'x',
  } as const;
}

describe('StuckRuns', () => {
  it('tells how often in a row a run failed, and which has waited longest', () => {
    const stuck = new StuckRuns();
    expect([1, 2].map(now => stuck.failed(run('a'), now))).toEqual([1, 2]);
    stuck.waits(run('b'), 3);
    const later = 60_000;
    expect(stuck.oldest(later)).toMatchObject({
      name: 'a',
      since: 1,
      failures: 2,
    });
    stuck.solved('a');
    expect(stuck.uids()).toEqual(['b']);
    expect(stuck.oldest(later)).toMatchObject({
      name: 'b',
      since: 3,
      failures: 0,
    });
    expect(stuck.failed(run('b'), 4)).toBe(1);
  });

  it('does not name a run of which something is on its way', () => {
    const stuck = new StuckRuns();
    stuck.waits(run('a'), 0);
    stuck.waits(run('b'), 10_000);
    expect(stuck.oldest(14_999)).toBeUndefined();
    expect(stuck.oldest(15_000)?.name).toBe('a');
    stuck.solved('a');
    expect(stuck.oldest(15_000)).toBeUndefined();
    stuck.failed(run('b'), 15_000);
    expect(stuck.oldest(15_000)?.name).toBe('b');
  });

  it('is bounded, and lets those that it does not know wait as if they failed often', () => {
    const stuck = new StuckRuns();
    for (let count = 0; count < 1_000; count += 1) {
      stuck.failed(run(`run-${count}`), count);
    }
    expect(stuck.failed(run('more'), 1_000)).toBeGreaterThan(5);
    expect(stuck.size).toBe(1_000);
  });
});
