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

import { JsonObject } from '../kubernetes';
import { jsonPatch } from './jsonPatch';
import { ownedPaths, toFieldsV1 } from './managedFields';
import { mergePatch } from './mergePatch';

describe('mergePatch', () => {
  it.each<[string, JsonObject, JsonObject, JsonObject]>([
    ['sets', { a: 1 }, { b: 2 }, { a: 1, b: 2 }],
    ['removes with null', { a: 1, b: 2 }, { a: null }, { b: 2 }],
    [
      'goes into objects',
      { a: { b: 1 } },
      { a: { c: 2 } },
      { a: { b: 1, c: 2 } },
    ],
    ['replaces lists', { a: [1, 2] }, { a: [3] }, { a: [3] }],
    ['makes objects of scalars', { a: 1 }, { a: { b: 1 } }, { a: { b: 1 } }],
    ['drops nulls of new objects', {}, { a: { b: null } }, { a: {} }],
  ])('%s', (_what, target, patch, expected) => {
    const before = structuredClone(target);
    expect(mergePatch(target, patch)).toEqual(expected);
    expect(target).toEqual(before);
  });
});

describe('jsonPatch', () => {
  const target = { a: { 'x/y': 1, '~': 2 }, list: [1, 2, 3] };

  it.each<[string, JsonObject[], JsonObject]>([
    [
      'adds to objects and lists',
      [
        { op: 'add', path: '/b', value: 1 },
        { op: 'add', path: '/list/0', value: 0 },
        { op: 'add', path: '/list/-', value: 4 },
      ],
      { ...target, b: 1, list: [0, 1, 2, 3, 4] },
    ],
    [
      'unescapes pointers',
      [
        { op: 'replace', path: '/a/x~1y', value: 9 },
        { op: 'remove', path: '/a/~0' },
      ],
      { ...target, a: { 'x/y': 9 } },
    ],
    [
      'copies and moves',
      [
        { op: 'copy', from: '/list', path: '/copy' },
        { op: 'move', from: '/a', path: '/b' },
        { op: 'remove', path: '/list/1' },
      ],
      { b: target.a, copy: [1, 2, 3], list: [1, 3] },
    ],
  ])('%s', (_what, patch, expected) => {
    expect(jsonPatch(target, patch)).toEqual(expected);
  });

  it.each([
    [[{ op: 'remove', path: '/missing' }]],
    [[{ op: 'test', path: '/list/0', value: 2 }]],
    [[{ op: 'add', path: '/list/7', value: 2 }]],
    [[{ op: 'replace', path: '', value: 1 }]],
    [[{ op: 'dance', path: '/a' }]],
    [{}],
  ])('refuses %j', patch => {
    expect(() => jsonPatch(target, patch)).toThrow();
  });
});

describe('managed fields', () => {
  it('are written in the notation of Kubernetes', () => {
    const applied = {
      apiVersion: 'v1',
      kind: 'X',
      metadata: {
        name: 'n',
        uid: 'u',
        annotations: { 'a.b/c': '1' },
        finalizers: ['f/g'],
      },
      spec: { list: [1] },
    };
    expect(toFieldsV1(ownedPaths(applied))).toEqual({
      'f:metadata': {
        'f:annotations': { 'f:a.b/c': {} },
        'f:finalizers': { 'v:"f/g"': {} },
      },
      'f:spec': { 'f:list': {} },
    });
  });
});
