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

import { DEFAULT_SETTINGS, nextTimeMode, readSettings } from './logSettings';

it('reads settings, and takes what is wrong for not chosen', () => {
  expect(readSettings(undefined)).toEqual(DEFAULT_SETTINGS);
  expect(readSettings({ wrap: 'yes', times: 'x' })).toEqual(DEFAULT_SETTINGS);
  const chosen = {
    wrap: true,
    times: 'utc' as const,
    announceErrors: true,
  };
  expect(readSettings({ ...chosen, more: 1 })).toEqual(chosen);
});

it('goes through all ways to show times', () => {
  expect(nextTimeMode('off')).toBe('local');
  expect(nextTimeMode('sincePrevious')).toBe('off');
});
