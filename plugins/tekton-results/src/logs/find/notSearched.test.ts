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

import type { RunLog } from 'backstage-plugin-tekton-results-common';
import { notSearched } from './notSearched';
import { logKey, NOTHING_FOUND } from './searchResult';

const step = (uid: string, change: Partial<RunLog> = {}) => ({
  log: {
    task: uid,
    run: { kind: 'TaskRun' as const, uid, name: uid },
    attempt: 1,
    container: 'step-run',
    state: 'stored' as const,
    live: false,
    ...change,
  },
});
const at = (uid: string, complete: boolean) => {
  const log = { uid, attempt: 1, container: 'step-run' };
  const place = { ...log, cluster: 'a', task: uid };
  return [logKey(log), { place, lines: 0, matches: 0, complete }] as const;
};

it('names the logs that were left out or broken off, if there was something in them', () => {
  const logs = [
    step('whole'),
    step('cut'),
    step('never', { state: 'neverCaptured', cause: 'stepNeverStarted' }),
    step('gone', { state: 'expired', cause: 'policy' }),
    step('late'),
  ];
  const found = {
    ...NOTHING_FOUND,
    logs: new Map([at('whole', true), at('cut', false)]),
  };
  expect(notSearched(logs, found).map(({ log }) => log.task)).toEqual([
    'cut',
    'gone',
    'late',
  ]);
});
