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

import { eventListName, logName } from './derivedNames';

const RESULT_UID = '949eebd9-1cf7-478f-a547-9ee313035f10';
const RUN_UID = 'e6b4b2e3-d876-4bbe-a927-95c691b6fdc7';

it('names the Record of the events of a run as upstream does', () => {
  expect(eventListName(RESULT_UID, RUN_UID)).toBe(
    '0830b988-4550-3a08-b5ae-5a00fa01c691',
  );
});

it('names the Record of the log of a run as upstream does', () => {
  expect(logName(RESULT_UID, RUN_UID)).toBe(
    '34e48dd7-66e9-3c79-9979-2852da42ce85',
  );
});
