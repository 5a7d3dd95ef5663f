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

import { errorKind } from './errorKind';

it.each<[string, unknown, string]>([
  ['its name', new TypeError('SECRET'), 'TypeError'],
  [
    'the code of its cause',
    new TypeError('SECRET', {
      cause: Object.assign(new Error('SECRET'), { code: 'ENOTFOUND' }),
    }),
    'TypeError, ENOTFOUND',
  ],
  [
    'its status',
    Object.assign(new Error('SECRET'), { status: 401, code: 'a SECRET' }),
    'Error, 401',
  ],
  ['nothing of what is no error', 'SECRET', 'no error'],
])('tells %s, and nothing else', (_, error, kind) => {
  expect(errorKind(error)).toBe(kind);
});

it('comes to an end with causes that go in a circle', () => {
  const error = new Error('SECRET');
  error.cause = error;
  expect(errorKind(error)).toBe('Error');
});
