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

import { retryAfterMs } from './retryAfterMs';

const DATE = 'Sat, 21 Nov 2026 12:00:00 GMT';

describe('retryAfterMs', () => {
  it.each([
    ['seconds', '3', 3_000],
    ['a part of a second', '0.5', 500],
    ['more than five minutes', '3000000', 300_000],
    ['a number without end', '9'.repeat(400), 300_000],
    ['a moment', 'Sat, 21 Nov 2026 12:00:07 GMT', 7_000],
    ['a moment that is far away', 'Mon, 21 Nov 2050 12:00:00 GMT', 300_000],
    ['a moment that is over', 'Sat, 21 Nov 2026 11:59:59 GMT', undefined],
    ['nothing', undefined, undefined],
    ['no wait', '0', undefined],
    ['less than that', '-5', undefined],
    ['something else', 'soon', undefined],
  ])('understands %s', (_, header, expected) => {
    expect(retryAfterMs(header, DATE)).toBe(expected);
  });

  it('goes by its own clock where the server does not tell the time', () => {
    const inAnHour = new Date(Date.now() + 3_600_000).toUTCString();
    expect(retryAfterMs(inAnHour, undefined)).toBe(300_000);
  });
});
