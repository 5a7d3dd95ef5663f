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

import type {
  LogFollowEvent,
  LogLine,
} from 'backstage-plugin-tekton-results-common';
import { followLines } from './followLines';

const line = (number: number): LogFollowEvent => ({
  type: 'line',
  number,
  text: `line ${number}`,
});
const END: LogFollowEvent = { type: 'end', finished: true, state: 'stored' };

/** Follows a server that gives one answer after another. */
async function follow(
  answers: Array<readonly LogFollowEvent[] | Error>,
  stop = new AbortController(),
) {
  const heard = {
    from: [] as number[],
    lines: [] as number[],
    status: [] as string[],
    waits: [] as number[],
  };
  await followLines({
    from: 1,
    follow: async function* serve(from) {
      heard.from.push(from);
      const answer = answers.shift();
      if (!answer) {
        stop.abort();
        return;
      }
      if (answer instanceof Error) {
        throw answer;
      }
      yield* answer;
    },
    onLines: (lines: readonly LogLine[]) =>
      heard.lines.push(...lines.map(({ number }) => number)),
    onStatus: status => {
      if (heard.status[heard.status.length - 1] !== status) {
        heard.status.push(status);
      }
    },
    signal: stop.signal,
    wait: async ms => {
      heard.waits.push(ms);
    },
  });
  return heard;
}

describe('followLines', () => {
  it('gives the lines until the step has ended', async () => {
    const heard = await follow([[line(1), { type: 'waiting' }, line(2), END]]);
    expect(heard).toEqual({
      from: [1],
      lines: [1, 2],
      status: ['following', 'ended'],
      waits: [],
    });
  });

  it('goes on from the next line when the connection breaks or is ended', async () => {
    const heard = await follow([
      [line(1), line(2)],
      new Error('broken'),
      [line(3), { type: 'end', finished: false, state: 'streaming' }],
      [line(4), END],
    ]);
    expect(heard.from).toEqual([1, 3, 3, 4]);
    expect(heard.lines).toEqual([1, 2, 3, 4]);
    expect(heard.status).toEqual(['following', 'broken', 'following', 'ended']);
  });

  it('tries less and less often', async () => {
    const broken = Array.from({ length: 7 }, () => new Error('broken'));
    const heard = await follow([...broken]);
    expect(heard.waits).toEqual([
      1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000,
    ]);
  });

  it('says that it is broken when the cluster cannot be reached', async () => {
    const heard = await follow([
      [line(1), { type: 'end', finished: false, state: 'unavailable' }],
      [END],
    ]);
    expect(heard.status).toEqual(['following', 'broken', 'following', 'ended']);
  });

  it('stops when nobody looks any more', async () => {
    const stop = new AbortController();
    stop.abort();
    expect(await follow([[line(1)]], stop)).toMatchObject({ from: [] });
  });
});
