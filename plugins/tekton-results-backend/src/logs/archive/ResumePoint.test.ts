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

import { LineSplitter } from './LineSplitter';
import { readOnFrom, ResumePoint } from './ResumePoint';

/** Reads lines; gives those that are new, and how the log stands. */
function read(
  lines: readonly string[],
  log: Pick<ConstructorParameters<typeof ResumePoint>[0], 'lines' | 'resume'>,
) {
  const resume = new ResumePoint(log);
  const fresh: string[] = [];
  for (const piece of new LineSplitter().push(
    Buffer.from(lines.map(line => `${line}\n`).join('')),
  )) {
    if (resume.take(piece)) {
      fresh.push(piece.bytes.toString());
    }
  }
  resume.endSource();
  return {
    fresh,
    gap: resume.gap,
    log: { lines: log.lines + fresh.length, resume: resume.point() },
  };
}

const EMPTY = { lines: 0 };
const at = (second: number, text: string, fraction = '') =>
  `2026-11-21T10:00:${String(second).padStart(2, '0')}${fraction}Z ${text}`;

const A = at(1, 'a');
const B = at(2, 'b', '.1');
const C = at(2, 'c', '.1');
const D = at(2, 'd', '.2');
const E = at(3, 'e');

it('counts the lines of the last second', () => {
  const { log } = read([A, B, C], EMPTY);
  expect(log.resume).toEqual({
    time: '2026-11-21T10:00:02.1Z',
    lines: 2,
    hash: expect.any(String),
  });
});

it('counts later lines, too, when the clock goes back', () => {
  const { log } = read([A, E, C, A], EMPTY);
  expect(log.resume).toMatchObject({
    time: '2026-11-21T10:00:01Z',
    lines: 4,
  });
});

it('reads on from before the last line, as the clock may be set back', () => {
  const { log } = read([at(40, 'x'), at(50, 'y')], EMPTY);
  expect(readOnFrom(log.resume)).toBe('2026-11-21T10:00:20Z');
  const [old, later] = [at(25, 'set back'), at(51, 'z')];
  const { log: back, fresh } = read([at(40, 'x'), at(50, 'y'), old], log);
  expect(fresh).toEqual([old]);
  expect(back.resume).toMatchObject({
    time: '2026-11-21T10:00:25Z',
    lines: 3,
  });
  expect(read([at(40, 'x'), at(50, 'y'), old, later], back)).toMatchObject({
    fresh: [later],
    gap: false,
  });
});

it('needs only the last second of what it reads again', () => {
  const { log } = read([at(40, 'x'), at(50, 'y')], EMPTY);
  expect(read([at(50, 'y'), at(51, 'z')], log)).toMatchObject({
    fresh: [at(51, 'z')],
    gap: false,
  });
});

it('goes back to the start when the clock goes back to before what is known', () => {
  const earlier = at(45, 'e');
  const { log } = read([A, B, earlier], EMPTY);
  // Only lines from shortly before the last one on came.
  const { log: later, fresh } = read([earlier, A], log);
  expect(fresh).toEqual([A]);
  expect(later.resume).toMatchObject({
    time: '1970-01-01T00:00:00Z',
    lines: 4,
  });
  expect(read([A, B, earlier, A, B], later)).toMatchObject({
    fresh: [B],
    gap: false,
  });
});

it('remembers for long how many lines a second had', () => {
  const many = Array.from(
    { length: 5_000 },
    (_, index) => `${new Date(index * 1000).toISOString()} x`,
  );
  const old = `${new Date(1_000_000).toISOString()} back`;
  const near = `${new Date(4_900_000).toISOString()} back`;
  expect(read([...many, near], EMPTY).log.resume.lines).toBe(101);
  expect(read([...many, old], EMPTY).log.resume).toMatchObject({
    time: '1970-01-01T00:00:00Z',
    lines: 5_001,
  });
});

it.each([
  ['goes on', [A, B], [B, C], [C], false],
  ['has nothing new', [A, B, C], [B, C], [], false],
  ['comes from before', [A, B, C], [A, B, C, D], [D], false],
  ['has times twice', [A, B, B], [B, B, B], [B], false],
  ['lost what was stored, and has later lines', [A, B], [D, E], [D, E], true],
  ['lost some of what was stored', [A, B, C], [C, D], [D], true],
  ['lost everything', [A, B], [], [], true],
  ['has another line in its place', [A, B], [C, D], [D], true],
])('sees that a log %s', (_, stored, source, fresh, gap) => {
  const { log } = read(stored, EMPTY);
  expect(read(source, log)).toMatchObject({ fresh, gap });
});

it('goes on after a gap', () => {
  const { log } = read([D, E], read([A, B], EMPTY).log);
  expect(read([E, at(4, 'f')], log)).toMatchObject({
    fresh: [at(4, 'f')],
    gap: false,
  });
});

it('goes by the count alone if it does not know the lines', () => {
  const resume = { time: '2026-11-21T10:00:02Z', lines: 1, hash: 'other' };
  expect(read([B, C], { lines: 2, resume })).toMatchObject({
    fresh: [C],
    gap: false,
  });
});
