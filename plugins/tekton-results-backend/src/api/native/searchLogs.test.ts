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
  LogCause,
  LogState,
} from 'backstage-plugin-tekton-results-common';
import type { RunLog } from '../../logs';
import { readText } from '../../logs/runLogs/LogText';
import type { StoredRun } from '../../store';
import { searchLogs } from './searchLogs';

const run = { summary: { cluster: 'test', uid: 'uid' } } as StoredRun;
const signal = new AbortController().signal;

function log(more: Partial<RunLog>): RunLog {
  return {
    run,
    task: 'build',
    attempt: 1,
    attempts: 1,
    container: 'step-a',
    state: 'stored',
    live: false,
    ...more,
  };
}

const readable = log({
  text: readText({
    async *bytes() {
      yield Buffer.from('one\ntwo\n');
    },
  }),
});

async function endOf(logs: RunLog[], query = 'two', regex = false) {
  let last: unknown;
  for await (const event of searchLogs(logs, { query, regex }, { signal })) {
    last = event;
  }
  return last;
}

describe('a search of logs', () => {
  it.each([false, true])('is complete when all were read', async regex => {
    expect(await endOf([readable], 'two', regex)).toEqual({
      type: 'end',
      logs: 1,
      lines: 1,
      matches: 1,
      complete: true,
    });
  });

  it.each<[LogState, LogCause | undefined]>([
    ['notYet', undefined],
    ['denied', undefined],
    ['unavailable', undefined],
    ['expired', 'policy'],
    ['neverCaptured', 'failed'],
    ['neverCaptured', 'captureOff'],
  ])('is not complete with one that is %s (%s)', async (state, cause) => {
    const unread = log({ state, cause, reason: 'why' });
    expect(await endOf([readable, unread])).toMatchObject({
      lines: 1,
      complete: false,
      reason: 'why',
    });
    const unexplained = log({ state, cause });
    expect(await endOf([unexplained])).toMatchObject({
      complete: false,
      reason: 'A log cannot be read',
    });
  });

  it.each<LogCause>(['stepNeverStarted', 'cancelledBeforeOutput', 'customRun'])(
    'misses nothing where nothing was written (%s)',
    async cause => {
      const none = log({ state: 'neverCaptured', cause, reason: 'why' });
      expect(await endOf([readable, none])).toMatchObject({ complete: true });
    },
  );

  describe('with more lines than are listed', () => {
    const many = log({
      text: readText({
        async *bytes() {
          yield Buffer.from('a needle\nhay\n'.repeat(2_500));
        },
      }),
    });

    async function found(where: { from?: number; before?: number }) {
      const lines: number[] = [];
      let counted: unknown;
      const request = { query: 'needle', ...where };
      for await (const event of searchLogs([many], request, { signal })) {
        if (event.type === 'match') {
          lines.push(event.line.number);
        } else if (event.type === 'log') {
          counted = [event.lines, event.listed];
        }
      }
      return [lines.length, lines[0], lines.at(-1), counted];
    }

    it.each([
      [{}, 1, 1_999, 2_500],
      [{ from: 2_000 }, 2_001, 3_999, 1_500],
      [{ before: 9_999 }, 3_001, 4_999, 2_500],
      [{ before: 3_001 }, 1_001, 2_999, 1_500],
      [{ from: 101, before: 2_103 }, 103, 2_101, 1_001],
    ])('goes on where %j says', async (where, first, last, lines) => {
      expect(await found(where)).toEqual([1_000, first, last, [lines, 1_000]]);
    });
  });
});
