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

import type { LoggedRun } from '../../store';
import { PodReader } from './PodReader';

const MISSING = { kind: 'missing' } as const;
const run = { ...({} as LoggedRun), uid: 'run' };

function setUp() {
  const time = { now: 0 };
  const pods = new PodReader({
    connection: { getObject: async () => undefined },
    now: () => time.now,
  });
  return { pods, time };
}

describe('PodReader', () => {
  it('believes that a pod is gone once it was missing for 5 seconds', () => {
    const { pods, time } = setUp();
    expect(pods.missingUntil(run, 'first', MISSING)).toBe(5_000);
    time.now = 2_000;
    expect(pods.missingUntil(run, 'first', MISSING)).toBe(5_000);
    expect(pods.missingUntil(run, 'second', MISSING)).toBe(7_000);
    time.now = 5_000;
    expect(pods.missingUntil(run, 'first', MISSING)).toBeUndefined();
  });

  it('begins anew with a pod that was there in between', () => {
    const { pods, time } = setUp();
    pods.missingUntil(run, 'pod', MISSING);
    time.now = 5_000;
    expect(pods.missingUntil(run, 'pod', { kind: 'other' })).toBeUndefined();
    expect(pods.missingUntil(run, 'pod', MISSING)).toBe(10_000);
  });

  it('keeps nothing of a run that nobody will ask for', () => {
    const { pods, time } = setUp();
    pods.missingUntil(run, 'pod', MISSING);
    pods.forget(run.uid);
    time.now = 5_000;
    expect(pods.missingUntil(run, 'pod', MISSING)).toBe(10_000);
  });
});
