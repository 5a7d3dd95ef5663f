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

import { StoreError } from './StoreError';

describe('StoreError', () => {
  const errorOf = (code: string) =>
    new StoreError(Object.assign(new Error('secret'), { code }));

  it.each([
    '22021',
    '23502',
    '23503',
    '23514',
    '54000',
    'SQLITE_CONSTRAINT',
    'SQLITE_CONSTRAINT_NOTNULL',
    'SQLITE_CONSTRAINT_CHECK',
    'SQLITE_TOOBIG',
  ])('%s is refused for good', code => {
    expect(errorOf(code)).toMatchObject({
      refused: true,
      message: `The database refuses what was to be stored (${code})`,
    });
  });

  it.each([
    '23505',
    'SQLITE_CONSTRAINT_UNIQUE',
    'SQLITE_CONSTRAINT_PRIMARYKEY',
    '40001',
    'ECONNREFUSED',
    'SQLITE_BUSY',
  ])('%s may be taken later', code => {
    expect(errorOf(code)).toMatchObject({
      refused: false,
      message: `The call to the database failed (${code})`,
    });
  });

  it.each([
    ['a row that must be unique', { code: '23505' }, true],
    ['the same in SQLite', { code: 'SQLITE_CONSTRAINT_UNIQUE' }, true],
    ['a mistake of ours', { name: 'TypeError' }, true],
    ['a database that is away', { code: 'ECONNREFUSED' }, false],
    ['a full disk', { code: '53100' }, false],
    ['an error without a code', {}, false],
  ])('after %s it may be the data: see %j', (_, cause, doubtful) => {
    const error = new StoreError(Object.assign(new Error('secret'), cause));
    expect(error).toMatchObject({ doubtful, refused: false });
    expect(error.message).not.toContain('secret');
  });

  it('says that nobody answered', () => {
    expect(StoreError.unanswered(30_000)).toMatchObject({
      message: 'The database has not answered for 30 s',
      refused: false,
      doubtful: false,
    });
  });
});
