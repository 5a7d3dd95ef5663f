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
  isTimeToLearn,
  isWorthKeeping,
  runsUntilLearned,
} from './learningTime';

describe('when to learn', () => {
  it('is after 4 runs, twice as many, and then every 64', () => {
    const times = Array.from({ length: 200 }, (_, index) => index + 1);
    expect(times.filter(isTimeToLearn)).toEqual([4, 8, 16, 32, 64, 128, 192]);
  });

  it.each([
    [0, 4],
    [4, 0],
    [5, 3],
    [9, 7],
    [65, 63],
  ])('is after %d runs in %d more', (runs, more) => {
    expect(runsUntilLearned(runs)).toBe(more);
  });
});

describe('what is worth keeping', () => {
  const options = {
    runsSinceLearned: 8,
    bytesWithout: 2 * 1_000,
    bytesWith: 2 * 400,
    dictionaryBytes: 3_000,
  };

  it('saves more than it takes', () => {
    expect(isWorthKeeping(options)).toBe(true);
    expect(isWorthKeeping({ ...options, dictionaryBytes: 4_600 })).toBe(false);
  });

  it('saves little of many', () => {
    const little = { ...options, bytesWith: 2 * 950 };
    expect(isWorthKeeping(little)).toBe(false);
    expect(isWorthKeeping({ ...little, runsSinceLearned: 128 })).toBe(true);
  });

  it('saves something', () => {
    const none = { ...options, bytesWith: 2 * 1_000, dictionaryBytes: 0 };
    expect(isWorthKeeping({ ...none, runsSinceLearned: 64_000 })).toBe(false);
  });
});
