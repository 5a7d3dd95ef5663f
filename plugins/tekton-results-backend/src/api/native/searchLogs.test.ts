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
});
