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

import type { StoredRun } from '../../store';
import { readBytes } from '../__testUtils__/testArchive';
import { joinLogs } from './joinLogs';
import type { LogText } from './LogText';
import type { RunLog } from './RunLog';

const { signal } = new AbortController();

/** A text of pieces; in the place of a number so many lines are lost. */
function textOf(...pieces: Array<string | number>): LogText {
  const none = async function* none() {};
  return {
    lines: none,
    search: none,
    async *bytes({ noteLost }) {
      let line = 1;
      for (const piece of pieces) {
        if (typeof piece === 'string') {
          yield Buffer.from(piece);
          line += piece.split('\n').length - 1;
        } else {
          if (noteLost) {
            yield noteLost({ from: line, to: line + piece - 1 });
          }
          line += piece;
        }
      }
    },
  };
}

function log(step: string, more: Partial<RunLog> = {}): RunLog {
  return {
    run: {} as StoredRun,
    task: 'task',
    attempt: 1,
    attempts: 1,
    step,
    container: `step-${step}`,
    kind: 'step',
    state: 'stored',
    live: false,
    ...more,
  };
}

async function joined(
  logs: RunLog[],
  options: Partial<Parameters<typeof joinLogs>[1]> = {},
) {
  const { text, named, missing } = joinLogs(logs, {
    ofPipeline: false,
    signal,
    ...options,
  });
  return [(await readBytes(text)).toString(), named, missing];
}

const LOST = {
  state: 'partial',
  cause: 'bytesMissing',
  reason: 'It is\nlost',
} as const;

describe('the logs of a run', () => {
  it('are bytes and nothing else if there is one', async () => {
    const one = log('a', { text: textOf('one\n', 'two') });
    expect(await joined([one])).toEqual(['one\ntwo', false, []]);
    const lost = log('a', { ...LOST, text: textOf('one\n', 2, 'four\n') });
    expect(await joined([lost])).toEqual([
      'one\nfour\n',
      false,
      ['bytesMissing'],
    ]);
  });

  it('are named if there is one, and should be more', async () => {
    const one = log('a', { text: textOf('one\n') });
    expect(await joined([one], { ofPipeline: true, alone: false })).toEqual([
      '[task : a]\none\n',
      true,
      ['runMissing'],
    ]);
    const other = log('b', { state: 'unavailable', reason: 'S3 is down' });
    expect(await joined([one, other])).toEqual([
      '[a]\none\n[b] (no log: S3 is down)\n',
      true,
      ['unavailable'],
    ]);
  });

  it('say in its place what is lost', async () => {
    expect(
      await joined([
        log('a', { ...LOST, text: textOf(2, 'three\nfour\n', 1, 'six') }),
        log('b', { ...LOST, text: textOf('one\n', 3) }),
      ]),
    ).toEqual([
      [
        '[a] (incomplete: It is lost)',
        '[lines 1 to 2 are lost]',
        'three',
        'four',
        '[lines 5 to 5 are lost]',
        'six',
        '[b] (incomplete: It is lost)',
        'one',
        '[lines 2 to 4 are lost]',
        '',
      ].join('\n'),
      true,
      ['bytesMissing'],
    ]);
  });

  it('name nothing before something is read', async () => {
    const failing: LogText = {
      ...textOf(),
      bytes: () => ({
        [Symbol.asyncIterator]: () => ({
          next: () => Promise.reject(new Error('S3 is down')),
        }),
      }),
    };
    const { text } = joinLogs([log('a', { text: failing }), log('b')], {
      ofPipeline: false,
      signal,
    });
    await expect(text[Symbol.asyncIterator]().next()).rejects.toThrow(
      'S3 is down',
    );
  });
});
