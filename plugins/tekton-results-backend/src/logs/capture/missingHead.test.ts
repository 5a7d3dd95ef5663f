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

import { NEW_LOG } from '../__testUtils__/testArchive';
import { lacksHead, writesSince } from './missingHead';
import type { TaskRunContainer } from './taskRunLogs';

const MIB = 1024 * 1024;

function container(
  position: number,
  times: Pick<TaskRunContainer, 'startedAt' | 'endedAt'>,
  kind: TaskRunContainer['kind'] = 'step',
): TaskRunContainer {
  return {
    kind,
    container: `c-${position}`,
    step: `c-${position}`,
    position,
    phase: 'running',
    started: 'yes',
    ...times,
  };
}

describe('since when a container writes', () => {
  const first = container(0, { startedAt: 1_000, endedAt: 60_000 });
  const second = container(1, { startedAt: 1_000 });
  const containers = [first, second];

  it.each([
    ['its start', first, undefined, 1_000],
    ['the end of the step in front of it', second, undefined, 60_000],
    ['the time at which its log was still empty', first, 5_000, 5_000],
    ['its start if it is a sidecar', container(2, first, 'sidecar'), 0, 1_000],
    ['no known time without a start', container(0, {}), 5_000, undefined],
  ])('is %s', (_name, of, lastReadAt, expected) => {
    expect(writesSince({ containers }, of, lastReadAt)).toBe(expected);
  });

  it('is not known while the step in front of it runs', () => {
    const running = container(0, { startedAt: 1_000 });
    expect(
      writesSince({ containers: [running, second] }, second),
    ).toBeUndefined();
  });
});

it.each([
  ['lacks what a fast step wrote before it', 8 * MIB, 20_000, 40_000, true],
  ['is whole if it is short', 1 * MIB, 20_000, 40_000, false],
  ['is whole if it begins soon', 8 * MIB, 5_000, 40_000, false],
  ['is whole if all came at once after long', 8 * MIB, 60_000, 61_000, false],
])('a log %s', (_name, bytes, firstLineAt, lastLineAt, expected) => {
  const log = { ...NEW_LOG, bytes, firstLineAt, lastLineAt };
  expect(lacksHead(log, 0)).toBe(expected);
});

it('takes a log without times for whole', () => {
  expect(lacksHead({ ...NEW_LOG, bytes: 8 * MIB }, 0)).toBe(false);
});
