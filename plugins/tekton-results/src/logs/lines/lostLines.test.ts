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

import { NotFoundError, ResponseError } from '@backstage/errors';
import { isLoss } from './lostLines';

const answer = (error: object) =>
  ResponseError.fromResponse(
    new Response(JSON.stringify({ error, response: { statusCode: 404 } }), {
      status: 404,
      headers: { 'content-type': 'application/json' },
    }),
  );
const missing = { name: 'NotFoundError', message: 'The log is cut' };

describe('isLoss', () => {
  it('knows what a backend says of bytes that are lost', async () => {
    const error = await answer({ ...missing, logCause: 'bytesMissing' });
    expect(isLoss(error)).toBe(true);
    expect(
      isLoss(Object.assign(new Error('lost'), { logCause: 'bytesMissing' })),
    ).toBe(true);
  });

  it('takes no other failure for a loss', async () => {
    expect(isLoss(await answer({ ...missing, logCause: 'deleted' }))).toBe(
      false,
    );
    expect(isLoss(await answer(missing))).toBe(false);
    expect(isLoss(new NotFoundError('no log'))).toBe(false);
    expect(isLoss(undefined)).toBe(false);
  });
});
