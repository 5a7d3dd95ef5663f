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

import { readImpersonation } from './impersonation';
import { AccessError } from '../AccessError';
import { readMetadata } from './metadata';

function read(headers: ReadonlyArray<[string, string]>, allowed = true) {
  return readImpersonation(readMetadata({ rawHeaders: headers.flat() }), {
    allowed,
  });
}

const invalid = new AccessError('refused', 'invalid impersonation data');

function check(attributes: object) {
  return { verb: 'impersonate', group: '', namespace: '', ...attributes };
}

describe('readImpersonation', () => {
  it('finds nothing in other headers', () => {
    expect(read([['authorization', 'Bearer a']])).toBeUndefined();
    expect(read([['authorization', 'Bearer a']], false)).toBeUndefined();
  });

  it('reads every group, extra value and the uid, and wants a right for each', () => {
    expect(
      read([
        ['Impersonate-User', 'jane'],
        ['Impersonate-Group', 'devs'],
        ['Impersonate-Extra-Scopes', 'view'],
        ['impersonate-group', 'ops, all'],
        ['Impersonate-Extra-scopes', 'edit'],
        ['Impersonate-Extra-Acme.com%2FProject', 'x'],
        ['Impersonate-Uid', 'u-1'],
      ]),
    ).toEqual({
      user: {
        username: 'jane',
        uid: 'u-1',
        groups: ['devs', 'ops, all', 'system:authenticated'],
        extra: { scopes: ['view', 'edit'], 'acme.com/project': ['x'] },
      },
      checks: [
        check({ resource: 'users', name: 'jane' }),
        check({ resource: 'groups', name: 'devs' }),
        check({ resource: 'groups', name: 'ops, all' }),
        ...[
          ['scopes', 'view'],
          ['scopes', 'edit'],
          ['acme.com/project', 'x'],
        ].map(([subresource, name]) =>
          check({
            group: 'authentication.k8s.io',
            resource: 'userextras',
            subresource,
            name,
          }),
        ),
        check({
          group: 'authentication.k8s.io',
          resource: 'uids',
          name: 'u-1',
        }),
      ],
    });
  });

  it('takes headers for gRPC as well', () => {
    expect(read([['Grpc-Metadata-Impersonate-User', 'jane']])).toMatchObject({
      user: { username: 'jane' },
    });
  });

  it('wants the right to a service account in its namespace', () => {
    expect(
      read([['Impersonate-User', 'system:serviceaccount:shop:my.builder']]),
    ).toEqual({
      user: {
        username: 'system:serviceaccount:shop:my.builder',
        uid: undefined,
        groups: [
          'system:serviceaccounts',
          'system:serviceaccounts:shop',
          'system:authenticated',
        ],
        extra: {},
      },
      checks: [
        check({
          resource: 'serviceaccounts',
          namespace: 'shop',
          name: 'my.builder',
        }),
      ],
    });
  });

  it.each([
    'system:serviceaccount:shop',
    'system:serviceaccount:Shop:builder',
    'system:serviceaccount:shop:',
    'system:serviceaccount:shop:a:b',
    'system:serviceaccount:sh.op:a',
    `system:serviceaccount:${'a'.repeat(64)}:a`,
  ])('takes %s for a user, as Kubernetes does', username => {
    expect(read([['Impersonate-User', username]])).toEqual({
      user: { username, groups: ['system:authenticated'], extra: {} },
      checks: [check({ resource: 'users', name: username })],
    });
  });

  it.each([
    ['jane', [], ['system:authenticated']],
    ['jane', ['a'], ['a', 'system:authenticated']],
    ['jane', ['system:authenticated'], ['system:authenticated']],
    ['jane', ['system:unauthenticated'], ['system:unauthenticated']],
    ['system:anonymous', [], ['system:unauthenticated']],
    ['system:anonymous', ['a'], ['a', 'system:unauthenticated']],
    ['system:serviceaccount:shop:b', ['a'], ['a', 'system:authenticated']],
  ])('adds the groups of %s to %j', (username, given, groups) => {
    const headers = given.map((group): [string, string] => [
      'Impersonate-Group',
      group,
    ]);
    expect(
      read([['Impersonate-User', username], ...headers])?.user.groups,
    ).toEqual(groups);
  });

  it('reads names of other scripts, as bytes of UTF-8', () => {
    const sent = Buffer.from('Jürgen').toString('latin1');
    expect(read([['Impersonate-User', sent]])?.user.username).toBe('Jürgen');
  });

  it.each(['%zz', '%', 'a%ff'])('keeps a malformed key %s as it is', key => {
    expect(
      read([
        ['Impersonate-User', 'jane'],
        [`Impersonate-Extra-${key}`, 'x'],
      ]),
    ).toMatchObject({
      user: { extra: { [key]: ['x'] } },
      checks: [{}, { subresource: key }],
    });
  });

  it('carries a key that is a name of objects in JavaScript', () => {
    const read1 = read([
      ['Impersonate-User', 'jane'],
      ['Impersonate-Extra-__proto__', 'x'],
    ]);
    expect(JSON.stringify(read1?.user.extra)).toBe('{"__proto__":["x"]}');
  });

  it.each<[string, Array<[string, string]>]>([
    ['a group alone', [['Impersonate-Group', 'a']]],
    ['a uid alone', [['Impersonate-Uid', 'a']]],
    ['an extra alone', [['Impersonate-Extra-a', 'b']]],
    ['a group for gRPC alone', [['Grpc-Metadata-Impersonate-Group', 'a']]],
    ['an empty user', [['Impersonate-User', '']]],
    [
      'two users',
      [
        ['Impersonate-User', 'a'],
        ['Impersonate-User', 'b'],
      ],
    ],
    [
      'two uids',
      [
        ['Impersonate-User', 'a'],
        ['Impersonate-Uid', 'b'],
        ['Impersonate-Uid', 'c'],
      ],
    ],
    [
      'an empty group',
      [
        ['Impersonate-User', 'a'],
        ['Impersonate-Group', ''],
      ],
    ],
    [
      'an empty key',
      [
        ['Impersonate-User', 'a'],
        ['Impersonate-Extra-', 'b'],
      ],
    ],
    [
      'an empty extra',
      [
        ['Impersonate-User', 'a'],
        ['Impersonate-Extra-b', ''],
      ],
    ],
    [
      'something that is not known',
      [
        ['Impersonate-User', 'a'],
        ['Impersonate-Role', 'b'],
      ],
    ],
    ['bytes that are no text', [['Impersonate-User', '\xff']]],
    [
      'too much',
      [
        ['Impersonate-User', 'a'],
        ...Array.from({ length: 100 }, (_, index): [string, string] => [
          'Impersonate-Group',
          `g${index}`,
        ]),
      ],
    ],
  ])('refuses %s', (_, headers) => {
    expect(() => read(headers)).toThrow(invalid);
  });

  it('refuses what would be ignored where it is switched off', () => {
    for (const name of ['User', 'Group', 'Uid', 'Extra-a']) {
      expect(() => read([[`Impersonate-${name}`, 'a']], false)).toThrow(
        new AccessError(
          'refused',
          'permission denied: impersonation is switched off',
        ),
      );
    }
  });
});
