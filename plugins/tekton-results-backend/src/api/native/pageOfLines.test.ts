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

import { LogBytesMissingError, type ReadableLog } from '../../logs';
import type { StepLog, StoredRun } from '../../store';
import { pageOfLines } from './pageOfLines';

const signal = new AbortController().signal;

/** A log with some lines; `known`: how many its archive says that it has. */
function logOf(
  numbers: readonly number[],
  more: { known?: number; error?: Error } = {},
): ReadableLog {
  return {
    run: {} as StoredRun,
    task: 'build',
    attempt: 1,
    attempts: 1,
    state: 'stored',
    live: false,
    stored:
      more.known === undefined ? undefined : ({ lines: more.known } as StepLog),
    text: {
      async *bytes() {},
      async *search() {},
      async *lines({ from, to }) {
        for (const number of numbers) {
          if (number >= from && number <= to) {
            yield { number, text: Buffer.from('x'), bytes: 1 };
          }
        }
        if (more.error) {
          throw more.error;
        }
      },
    },
  };
}

async function page(log: ReadableLog, range: object) {
  const { items, next } = await pageOfLines(log, {
    from: 1,
    to: 3,
    isOpen: true,
    signal,
    ...range,
  });
  return [items.map(({ number }) => number), next];
}

describe('a page of lines', () => {
  it.each([
    ['kept here', 4],
    ['kept by others', undefined],
  ])('of a log %s says where to go on, if all are wanted', async (_, known) => {
    const log = logOf([1, 2, 3, 4], { known });
    expect(await page(log, {})).toEqual([[1, 2, 3], 4]);
    expect(await page(log, { from: 2, to: 4 })).toEqual([[2, 3, 4], undefined]);
    expect(await page(log, { isOpen: false })).toEqual([[1, 2, 3], undefined]);
  });

  it('goes on after lines that are left out', async () => {
    const log = logOf([1, 7], { known: 7 });
    expect(await page(log, {})).toEqual([[1], 4]);
    expect(await page(log, { from: 4, to: 6 })).toEqual([[], 7]);
    expect(await page(log, { from: 7, to: 9 })).toEqual([[7], undefined]);
  });

  it('ends before lines that are lost, and fails only there', async () => {
    const error = new LogBytesMissingError('gone');
    const log = logOf([1, 2], { known: 3, error });
    expect(await page(log, {})).toEqual([[1, 2], 3]);
    await expect(page(log, { from: 3, to: 5 })).rejects.toThrow(error);
    const away = logOf([1, 2], { known: 3, error: new Error('away') });
    await expect(page(away, {})).rejects.toThrow('away');
  });
});
