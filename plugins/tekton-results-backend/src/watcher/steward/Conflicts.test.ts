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

import { Conflicts } from './Conflicts';

const run = { uid: 'a', resourceVersion: 1 };

describe('Conflicts', () => {
  it('counts those in a row with the same stored state', () => {
    const conflicts = new Conflicts();
    expect([run, run].map(each => conflicts.met(each))).toEqual([1, 2]);
    expect(conflicts.met({ ...run, resourceVersion: 2 })).toBe(1);
    conflicts.solved('a');
    expect(conflicts.met({ ...run, resourceVersion: 2 })).toBe(1);
  });

  it('forgets the oldest of very many', () => {
    const conflicts = new Conflicts();
    conflicts.met(run);
    for (let count = 0; count < 1_000; count += 1) {
      conflicts.met({ uid: `run-${count}`, resourceVersion: 1 });
    }
    expect(conflicts.met(run)).toBe(1);
  });
});
