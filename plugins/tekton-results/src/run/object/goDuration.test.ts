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

import { goDurationMs } from './goDuration';

it.each([
  ['1h0m0s', 3_600_000],
  ['1h30m0s', 5_400_000],
  ['45s', 45_000],
  ['1.5s', 1_500],
  ['250ms', 250],
  ['0s', 0],
  ['', undefined],
  ['1h and more', undefined],
  ['60', undefined],
])('%p is %p ms', (text, ms) => {
  expect(goDurationMs(text)).toBe(ms);
});
