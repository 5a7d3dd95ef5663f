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

import {
  parseAccessReview,
  parseIssuer,
  parseTokenReview,
} from './parseReviews';

const user = {
  username: 'system:serviceaccount:shop:builder',
  uid: 'u-1',
  groups: ['system:serviceaccounts', 'system:authenticated'],
  extra: { 'authentication.kubernetes.io/credential-id': ['JTI=1'] },
};

function tokenReview(status: unknown): string {
  return JSON.stringify({
    apiVersion: 'authentication.k8s.io/v1',
    kind: 'TokenReview',
    status,
  });
}

function accessReview(status: unknown): string {
  return JSON.stringify({
    apiVersion: 'authorization.k8s.io/v1',
    kind: 'SubjectAccessReview',
    status,
  });
}

describe('parseTokenReview', () => {
  function parse(status: unknown, audiences: string[] = []) {
    return parseTokenReview(tokenReview(status), { audiences });
  }

  it('tells whose token it is, with all that is known of them', () => {
    expect(parse({ authenticated: true, user })).toEqual(user);
  });

  it('takes what is left out for nothing', () => {
    expect(
      parse({ authenticated: true, user: { username: 'a', groups: null } }),
    ).toEqual({ username: 'a', uid: undefined, groups: [], extra: {} });
  });

  it.each([
    ['authenticated is absent', { user, error: 'invalid bearer token' }],
    ['authenticated is false', { authenticated: false, user }],
    ['there is no user', { authenticated: true }],
    [
      'the user has no name',
      { authenticated: true, user: { ...user, username: '' } },
    ],
  ])('takes it for nobody’s where %s', (_, status) => {
    expect(parse(status)).toBeUndefined();
  });

  it.each([
    [['results'], true],
    [['other', 'results'], true],
    [['other'], false],
    [[], false],
    [undefined, false],
  ])(
    'minds the audiences: with %j in the answer, good is %s',
    (audiences, isGood) => {
      const answered = parse({ authenticated: true, user, audiences }, [
        'results',
        'more',
      ]);
      expect(answered).toEqual(isGood ? user : undefined);
    },
  );

  it.each([
    ['a text for a boolean', tokenReview({ authenticated: 'true', user })],
    ['no status', tokenReview(undefined)],
    ['the page of a proxy', '<html>Sign in</html>'],
    ['nothing', ''],
    [
      'groups that are no list',
      tokenReview({ authenticated: true, user: { ...user, groups: 'a' } }),
    ],
    [
      'another kind',
      JSON.stringify({
        apiVersion: 'v1',
        kind: 'Status',
        status: { authenticated: true, user },
      }),
    ],
  ])('does not guess from %s', (_, body) => {
    expect(() => parseTokenReview(body, { audiences: [] })).toThrow(
      'The answer of the cluster is not a TokenReview',
    );
  });
});

describe('parseAccessReview', () => {
  it.each([
    [{ allowed: true }, true],
    [{ allowed: true, denied: false }, true],
    [{ allowed: false }, false],
    [{ allowed: true, denied: true }, false],
    [{ allowed: false, denied: true }, false],
  ])('takes %j for %s', (status, allowed) => {
    expect(parseAccessReview(accessReview(status))).toBe(allowed);
  });

  it.each([
    ['no decision', accessReview({})],
    ['a text for one', accessReview({ allowed: 'true' })],
    ['a number for one', accessReview({ allowed: 1 })],
    ['another review', tokenReview({ allowed: true })],
    ['text', 'ok'],
  ])('does not guess from %s', (_, body) => {
    expect(() => parseAccessReview(body)).toThrow(
      'The answer of the cluster is not a SubjectAccessReview',
    );
  });
});

describe('parseIssuer', () => {
  it('reads the issuer', () => {
    expect(parseIssuer('{"issuer":"https://a","jwks_uri":"b"}')).toBe(
      'https://a',
    );
  });

  it.each(['{}', '{"issuer":""}', '{"issuer":1}', 'no'])(
    'does not guess from %s',
    body => {
      expect(() => parseIssuer(body)).toThrow('not a discovery document');
    },
  );
});
