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

import { jwt } from './__testUtils__/jwt';
import { AccessError } from '../AccessError';
import { readMetadata } from './metadata';
import { readTokens } from './tokens';

function tokensOf(...rawHeaders: string[]) {
  return readTokens(readMetadata({ rawHeaders }));
}

describe('readTokens', () => {
  it('reads each token once, in the order they were given', () => {
    expect(
      tokensOf(
        'Authorization',
        'Bearer a',
        'accept',
        '*/*',
        'grpc-metadata-authorization',
        'bearer  b',
        'AUTHORIZATION',
        'BEARER a',
      ),
    ).toEqual([{ text: 'a' }, { text: 'b' }]);
  });

  it('tells who says to have issued a token', () => {
    const token = jwt({ iss: 'https://issuer', sub: 'a' });
    expect(tokensOf('authorization', `Bearer ${token}`)).toEqual([
      { text: token, issuer: 'https://issuer' },
    ]);
  });

  it.each([
    ['no issuer', jwt({ sub: 'a' })],
    ['an issuer that is no text', jwt({ iss: ['https://issuer'] })],
    ['an empty issuer', jwt({ iss: '' })],
    ['no claims', 'e30.bm8.c2ln'],
    ['two parts', 'e30.eyJpc3MiOiJhIn0'],
    ['four parts', 'e30.eyJpc3MiOiJhIn0.a.b'],
  ])('knows no issuer of a token with %s', (_, token) => {
    expect(tokensOf('authorization', `Bearer ${token}`)).toEqual([
      { text: token },
    ]);
  });

  it.each([
    ['of another scheme', 'Basic dXNlcjpwYXNz'],
    ['without a scheme', 'abc'],
    ['without a token', 'Bearer '],
    ['of two words', 'Bearer a b'],
    ['of other characters', 'Bearer \u00e4'],
  ])('passes over a value %s', (_, value) => {
    expect(tokensOf('authorization', value)).toEqual([]);
  });

  it.each([
    'vnd.backstage.user',
    'vnd.backstage.plugin',
    'vnd.backstage.limited-user',
    'VND.Backstage.User',
    'application/vnd.backstage.user',
  ])('passes over tokens of Backstage (%s)', typ => {
    const token = jwt({ iss: 'https://issuer' }, { typ });
    expect(tokensOf('authorization', `Bearer ${token}`)).toEqual([]);
  });

  it('keeps tokens of other types', () => {
    const token = jwt({}, { typ: 'JWT' });
    expect(tokensOf('authorization', `Bearer ${token}`)).toHaveLength(1);
  });

  it('reads no more than a few', () => {
    const headers = Array.from({ length: 50 }, (_, index) => [
      'authorization',
      `Bearer t${index}`,
    ]).flat();
    expect(tokensOf(...headers).map(({ text }) => text)).toEqual([
      't0',
      't1',
      't2',
      't3',
    ]);
  });

  it('says so where nothing was given', () => {
    expect(() => tokensOf('accept', '*/*')).toThrow(
      new AccessError('noToken', 'unable to find token'),
    );
  });
});
