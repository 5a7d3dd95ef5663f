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

import { ChangePace } from './ChangePace';

describe('ChangePace', () => {
  const news = { news: true, signalled: true, pollAfterMs: 10_000 };
  const nothing = { ...news, news: false };
  const polled = { ...news, signalled: false };

  it('asks as the backend advises while there are no signals', () => {
    const pace = new ChangePace();
    expect(pace.answered(0, polled)).toBe(10_000);
    expect(pace.answered(10_000, { ...polled, pollAfterMs: 60_000 })).toBe(
      60_000,
    );
    expect(pace.live).toBe(false);
  });

  it('asks soon when a signal comes, everybody at another time', () => {
    expect(new ChangePace(() => 0).signalled(50)).toBe(0);
    expect(new ChangePace(() => 0.5).signalled(50)).toBe(500);
  });

  it('rests after an answer, however many signals come', () => {
    const pace = new ChangePace(() => 0);
    pace.signalled(0);
    pace.answered(100, news);
    expect(pace.signalled(101)).toBe(1_999);
    expect(pace.signalled(2_000)).toBe(100);
    expect(pace.signalled(2_200)).toBe(0);
  });

  it('asks less and less often while the changes are of other runs', () => {
    const pace = new ChangePace(() => 0);
    const rests = [0, 1, 2, 3].map(() => {
      pace.signalled(0);
      pace.answered(0, nothing);
      return pace.signalled(0);
    });
    expect(rests).toEqual([4_000, 8_000, 10_000, 10_000]);
    pace.answered(0, news);
    expect(pace.signalled(0)).toBe(2_000);
  });

  it('hardly asks by itself while signals come', () => {
    const pace = new ChangePace();
    pace.signalled(0);
    expect(pace.live).toBe(true);
    expect(pace.answered(0, news)).toBe(30_000);
    expect(pace.answered(0, { ...nothing, pollAfterMs: 60_000 })).toBe(60_000);
  });

  it('asks seldom while no answer comes', () => {
    const pace = new ChangePace(() => 0);
    pace.failed(500);
    expect(pace.signalled(500)).toBe(10_000);
  });

  it('relies on signals no more once one was missing', () => {
    const pace = new ChangePace();
    pace.signalled(0);
    expect(pace.answered(30_000, { ...polled, news: false })).toBe(30_000);
    expect(pace.answered(60_000, polled)).toBe(10_000);
    expect(pace.live).toBe(false);
    pace.signalled(70_000);
    expect(pace.live).toBe(true);
  });
});
