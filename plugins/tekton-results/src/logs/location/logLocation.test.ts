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

import { formatFind, formatLines, readLogLocation } from './logLocation';

const read = (query: string) => readLogLocation(new URLSearchParams(query));

describe('the URL', () => {
  it('says which log, lines and search are meant', () => {
    expect(
      read(
        'task=build&attempt=2&step=compile&lines=215-230&find=a%2Bb&findAs=regex,case&findIn=run',
      ),
    ).toEqual({
      task: 'build',
      attempt: 2,
      step: 'compile',
      lines: { from: 215, to: 230 },
      find: 'a+b',
      findInRun: true,
      findRegex: true,
      findCase: true,
    });
  });

  it.each([
    ['lines=7', { from: 7, to: 7 }],
    ['lines=9-3', { from: 3, to: 9 }],
    ['lines=0', undefined],
    ['lines=-4', undefined],
    ['lines=1e3', undefined],
    ['lines=99999999999999999999', undefined],
    ['lines=%3Cscript%3E', undefined],
    ['lines=', undefined],
  ])('reads %s', (query, lines) => {
    expect(read(query).lines).toEqual(lines);
  });

  it.each(['attempt=0', 'attempt=x', 'attempt=1.5', 'attempt='])(
    'takes %s for no attempt',
    query => {
      expect(read(query).attempt).toBeUndefined();
    },
  );

  it('leaves out what is as ever', () => {
    expect(formatLines({ from: 3, to: 3 })).toBe('3');
    expect(formatLines({ from: 3, to: 9 })).toBe('3-9');
    const plain = {
      find: '',
      findInRun: false,
      findRegex: false,
      findCase: false,
    };
    expect(formatFind(plain)).toEqual({
      find: null,
      findIn: null,
      findAs: null,
    });
    expect(
      formatFind({ ...plain, find: 'a', findCase: true, findInRun: true }),
    ).toEqual({ find: 'a', findIn: 'run', findAs: 'case' });
  });
});
