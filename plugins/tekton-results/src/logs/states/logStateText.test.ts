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
import { logOf } from '../../__fixtures__';
import { hasText, logStateText } from './logStateText';

const textOf = (
  state: LogState,
  cause?: LogCause,
  change: { lines?: number; finished?: boolean } = {},
) =>
  logStateText(
    logOf('a', 'b', { state, cause, lines: change.lines ?? 3 }),
    change.finished ?? true,
  );

it('has words of its own for each state and cause', () => {
  const causes: Array<[LogState, LogCause?]> = [
    ['neverCaptured', 'stepNeverStarted'],
    ['neverCaptured', 'podGone'],
    ['neverCaptured', 'captureOff'],
    ['neverCaptured', 'cancelledBeforeOutput'],
    ['neverCaptured', 'failed'],
    ['neverCaptured', 'customRun'],
    ['neverCaptured', 'runMissing'],
    ['neverCaptured'],
    ['partial', 'podGone'],
    ['partial', 'tooLong'],
    ['partial', 'bytesMissing'],
    ['partial', 'rotated'],
    ['expired', 'policy'],
    ['expired', 'deleted'],
    ['denied'],
    ['unavailable'],
    ['notYet'],
  ];
  const texts = causes.map(([state, cause]) => textOf(state, cause));
  expect(new Set(texts).size).toBe(causes.length);
  expect(texts).not.toContain(undefined);
});

it('tells a log that is empty from one that is not there', () => {
  expect(textOf('stored')).toBeUndefined();
  expect(textOf('streaming')).toBeUndefined();
  expect(textOf('stored', undefined, { lines: 0 })).toBe('empty');
  expect(textOf('streaming', undefined, { lines: 0 })).toBe('streamingEmpty');
  expect(textOf('notYet', undefined, { finished: false })).toBe(
    'notYetStarted',
  );
});

it('reads only what can be read', () => {
  expect(hasText(logOf('a', 'b'))).toBe(true);
  expect(hasText(logOf('a', 'b', { state: 'partial' }))).toBe(true);
  expect(hasText(logOf('a', 'b', { state: 'denied' }))).toBe(false);
  expect(hasText(logOf('a', undefined))).toBe(false);
  expect(hasText(logOf('a', 'b', { run: undefined }))).toBe(false);
});
