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

import { NotFoundError } from '@backstage/errors';
import type { LogLinesResponse } from 'backstage-plugin-tekton-results-common';
import { BLOCK_LINES, LogLines } from './LogLines';

const SECOND = 1_000;

/** A server with some lines, which answers when it is told to. */
function serverOf(count: number, options: { atATime?: number } = {}) {
  const asked: Array<[from: number, to: number]> = [];
  const aborted: number[] = [];
  const server = { count, fail: false };
  const load = async (
    from: number,
    to: number,
    signal: AbortSignal,
  ): Promise<LogLinesResponse> => {
    asked.push([from, to]);
    signal.addEventListener('abort', () => aborted.push(from));
    await Promise.resolve();
    if (server.fail) {
      throw new Error('no answer');
    }
    const last = Math.min(to, server.count);
    const end = Math.min(last, from + (options.atATime ?? Infinity) - 1);
    const items = Array.from(
      { length: Math.max(0, end - from + 1) },
      (_, at) => ({
        number: from + at,
        text: `line ${from + at}`,
      }),
    );
    return { items, ...(end < last && { next: end + 1 }) };
  };
  return { asked, aborted, server, load };
}

function open(options: ConstructorParameters<typeof LogLines>[0]) {
  const lines = new LogLines(options);
  lines.open();
  return lines;
}

const settle = () => jest.advanceTimersByTimeAsync(100);
const textOf = (lines: LogLines, number: number) => lines.line(number)?.text;

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

describe('LogLines', () => {
  it('asks for what is looked at, in blocks', async () => {
    const { load, asked } = serverOf(10_000);
    const lines = open({ load, count: 10_000 });
    lines.show(1, 50);
    await settle();
    expect(asked).toEqual([[1, BLOCK_LINES]]);
    expect(textOf(lines, 50)).toBe('line 50');
    expect(textOf(lines, 2_001)).toBeUndefined();

    lines.show(1_990, 2_040);
    await settle();
    expect(asked.slice(1)).toEqual([[2_001, 4_000]]);
    expect(textOf(lines, 2_040)).toBe('line 2040');
  });

  it('asks for the rest of an answer that had no room for all', async () => {
    const { load, asked } = serverOf(1_500, { atATime: 600 });
    const lines = open({ load, count: 1_500 });
    lines.show(1, 10);
    await settle();
    expect(asked).toEqual([
      [1, 1_500],
      [601, 1_500],
      [1_201, 1_500],
    ]);
    expect(textOf(lines, 1_500)).toBe('line 1500');
  });

  it('keeps five blocks on each side, however far one scrolls', async () => {
    const { load } = serverOf(1_000_000);
    const lines = open({ load, count: 1_000_000 });
    for (let block = 0; block < 40; block++) {
      lines.show(block * BLOCK_LINES + 1, block * BLOCK_LINES + 50);
      await settle();
    }
    expect(lines.kept).toBe(6 * BLOCK_LINES);
    expect(textOf(lines, 1)).toBeUndefined();
    expect(textOf(lines, 34 * BLOCK_LINES + 1)).toBeDefined();
  });

  it('does not ask for blocks that are only passed', async () => {
    const { load, asked } = serverOf(1_000_000);
    const lines = open({ load, count: 1_000_000 });
    lines.show(1, 50);
    await settle();
    for (let line = 100_001; line < 900_000; line += 100_000) {
      lines.show(line, line + 50);
      await jest.advanceTimersByTimeAsync(5);
    }
    await settle();
    expect(asked).toEqual([
      [1, 2_000],
      [800_001, 802_000],
    ]);
  });

  it('gives up a request that nobody waits for any more', async () => {
    const signals: AbortSignal[] = [];
    const lines = open({
      load: (_from, _to, signal) => {
        signals.push(signal);
        return new Promise(() => {});
      },
      count: 100_000,
    });
    lines.show(1, 50);
    await settle();
    lines.show(50_001, 50_050);
    await settle();
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, false]);
    lines.close();
    expect(signals[1].aborted).toBe(true);
  });

  it('tells why lines are not there, and asks again when told to', async () => {
    const { load, server } = serverOf(10);
    const lines = open({ load, count: 10 });
    server.fail = true;
    lines.show(1, 10);
    await settle();
    expect(lines.error?.message).toBe('no answer');
    server.fail = false;
    lines.retry();
    await settle();
    expect(lines.error).toBeUndefined();
    expect(textOf(lines, 10)).toBe('line 10');
  });

  it('finds the end of a log of which nobody knows how long it is', async () => {
    const { load } = serverOf(4_500);
    const lines = open({ load });
    expect(lines.total).toEqual({ count: BLOCK_LINES, exact: false });
    lines.show(1, 50);
    await settle();
    expect(lines.total).toEqual({ count: 4_000, exact: false });
    lines.show(3_990, 4_000);
    await settle();
    lines.show(5_990, 6_000);
    await settle();
    expect(lines.total).toEqual({ count: 4_500, exact: true });
  });

  it('carries a look from line to line and from block to block', async () => {
    const lines = open({
      load: async (from, to) => ({
        items: Array.from({ length: to - from + 1 }, (_, at) => ({
          number: from + at,
          text: from + at === 1_999 ? '\u001b[31mred' : 'text',
        })),
      }),
      count: 4_000,
    });
    lines.show(1, 4_000);
    await settle();
    await settle();
    expect(lines.line(1_999)?.startStyle).toEqual({});
    expect(lines.line(2_000)?.startStyle).toEqual({ fg: 1 });
    expect(lines.line(2_001)?.startStyle).toEqual({ fg: 1 });
  });

  it('adds lines of a running step, none of them twice', async () => {
    const { load } = serverOf(3);
    const lines = open({ load, count: 3 });
    lines.show(1, 3);
    await settle();
    const line = (number: number) => ({ number, text: `live ${number}` });
    lines.append([1, 2, 3, 4, 5].map(line));
    lines.append([5, 6].map(line));
    expect(lines.total).toEqual({ count: 6, exact: true });
    expect([3, 4, 6].map(number => textOf(lines, number))).toEqual([
      'line 3',
      'live 4',
      'live 6',
    ]);
  });

  it('waits for lines that were followed and are not stored yet', async () => {
    const { load, server, asked } = serverOf(1_000);
    const lines = open({ load, count: 1_000 });
    // The block before them is not there, so they cannot be kept.
    lines.append([{ number: 1_500, text: 'live' }]);
    lines.show(1_400, 1_500);
    await settle();
    expect(textOf(lines, 1_500)).toBeUndefined();
    expect(lines.total.count).toBe(1_500);
    const before = asked.length;
    await jest.advanceTimersByTimeAsync(SECOND);
    expect(asked.length).toBe(before);
    server.count = 1_500;
    await jest.advanceTimersByTimeAsync(10 * SECOND);
    expect(textOf(lines, 1_500)).toBe('line 1500');
  });

  it('forgets what turns out not to be there', async () => {
    const { load } = serverOf(10);
    const lines = open({ load, count: 10 });
    lines.show(1, 10);
    await settle();
    lines.setCount(4);
    expect(lines.total).toEqual({ count: 4, exact: true });
    expect(textOf(lines, 5)).toBeUndefined();
  });

  it('reads lines for copying without keeping them', async () => {
    const { load } = serverOf(5_000);
    const lines = open({ load, count: 5_000 });
    lines.show(1, 10);
    await settle();
    const read = await lines.read(1_999, 4_500);
    expect(read.map(({ number }) => number)).toEqual(
      Array.from({ length: 2_502 }, (_, at) => 1_999 + at),
    );
    expect(lines.kept).toBe(BLOCK_LINES);
    expect(await lines.read(4_999, 9_000)).toHaveLength(2);
  });

  it('shows a line as a whole when it was asked for', async () => {
    const { load } = serverOf(3);
    const lines = open({ load, count: 3 });
    lines.show(1, 3);
    await settle();
    lines.replace(2, 'all of it', undefined);
    expect(textOf(lines, 2)).toBe('all of it');
    expect(lines.line(1)).toBe(lines.line(1));
  });

  it('leaves room for lines that are lost', async () => {
    const lines = open({
      load: async (from, to) => ({
        items: [1, 2, 5, 6]
          .filter(number => number >= from && number <= to)
          .map(number => ({ number, text: `line ${number}` })),
      }),
      count: 8,
      hasLosses: true,
    });
    lines.show(1, 8);
    await settle();
    expect(textOf(lines, 2)).toBe('line 2');
    expect(lines.line(3)?.lost).toEqual({ from: 3, to: 4 });
    expect(lines.line(4)?.lost).toEqual({ from: 3, to: 4 });
    expect(textOf(lines, 5)).toBe('line 5');
    expect(lines.line(8)?.lost).toEqual({ from: 7, to: 8 });
    expect(lines.total).toEqual({ count: 8, exact: true });
    const read = await lines.read(2, 8);
    expect(read.map(({ number }) => number)).toEqual([2, 5, 6]);
  });

  it('goes on after lines of which it turns out that they are lost', async () => {
    const { load } = serverOf(5_000);
    const lines = open({
      load: async (from, to, signal) => {
        if (from > BLOCK_LINES && from <= 2 * BLOCK_LINES) {
          throw Object.assign(new NotFoundError('gone'), {
            logCause: 'bytesMissing',
          });
        }
        return load(from, to, signal);
      },
      count: 5_000,
    });
    lines.show(1_990, 4_010);
    await settle();
    await settle();
    expect(textOf(lines, 2_000)).toBe('line 2000');
    expect(lines.line(2_001)?.lost).toEqual({ from: 2_001, to: 4_000 });
    expect(textOf(lines, 4_001)).toBe('line 4001');
    expect(lines.error).toBeUndefined();
  });
});
