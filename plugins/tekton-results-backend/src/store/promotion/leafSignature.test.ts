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

import { createHash } from 'crypto';
import { readFileSync } from 'fs';
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import fc from 'fast-check';
import { lastRecordedEvents } from '../../__testUtils__/recordedRuns';
import { createLeafDictionary } from './leafDictionary';
import {
  leafMask,
  leafSignature,
  SIGNATURE_COLUMNS,
  type LeafMask,
  type LeafSignature,
} from './leafSignature';

const dictionaryBytes = readFileSync(
  resolvePackagePath(
    'backstage-plugin-tekton-results-backend',
    'migrations/dictionaries/1.txt',
  ),
);
const dictionary = createLeafDictionary(dictionaryBytes);
const none = new Set<string>();

type Leaf = { path: Array<string | number>; value: string | number | boolean };

function leavesOf(value: unknown, path: Leaf['path'] = []): Leaf[] {
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).flatMap(([key, child]) =>
      leavesOf(child, [...path, Array.isArray(value) ? Number(key) : key]),
    );
  }
  return value === null ? [] : [{ path, value: value as Leaf['value'] }];
}

function contains(signature: LeafSignature, mask: LeafMask): boolean {
  return mask.every(part => (signature[part.column] & part.mask) === part.mask);
}

describe('leafSignature', () => {
  // Signatures are stored: if this fails, stored Records are not found any more.
  it('is what it has always been', () => {
    const payload = {
      kind: 'PipelineRun',
      metadata: { name: 'nightly-7', labels: { app: 'wéb \u{1F680}' } },
      spec: { params: [{ name: 'env', value: 'prod' }, { value: 4711.5 }] },
      status: { ok: true, missing: null },
    };
    expect(Object.values(leafSignature(payload, none)).map(String)).toEqual([
      '276824064',
      '144115462953762820',
      '0',
      '1152956688979001344',
      '17412',
      '2314850345907404816',
      '288230376153808896',
      '9007199255789568',
    ]);
    expect(leafMask(['spec', 'params', 1, 'value'], 'prod', none)).toEqual([
      { column: 'sig1', mask: 274877906944n },
      { column: 'sig3', mask: 1152921504606846976n },
      { column: 'sig4', mask: 4n },
    ]);
    const recorded = lastRecordedEvents().map(({ captured }) =>
      Object.values(leafSignature(captured.payload, dictionary)).join(),
    );
    expect(createHash('sha256').update(recorded.join('\n')).digest('hex')).toBe(
      'bf4dca0ee1a39494b065df77106c37671f72e7eb31b4f8c8b28a0e6425fa6f9d',
    );
  });

  it('holds the mask of every leaf of any JSON document', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), document => {
        const payload: unknown = JSON.parse(JSON.stringify(document));
        for (const leaves of [none, dictionary]) {
          const signature = leafSignature(payload, leaves);
          for (const { path, value } of leavesOf(payload)) {
            const mask = leafMask(path, value, leaves);
            expect(mask === undefined || contains(signature, mask)).toBe(true);
          }
        }
      }),
      { numRuns: 500 },
    );
  });

  it('does not tell the items of an array apart, nor a number from its text', () => {
    const inFirst = leafSignature({ a: [{ b: 'x7' }, 4711] }, none);
    expect(inFirst).toEqual(leafSignature({ a: ['4711', { b: 'x7' }] }, none));
    expect(inFirst).not.toEqual(
      leafSignature({ a: { b: 'x7', c: 4711 } }, none),
    );
  });

  it('tells an item of an array from a key that is a number', () => {
    expect(leafMask(['a', 0], 'x', none)).toEqual(
      leafMask(['a', 9], 'x', none),
    );
    expect(leafMask(['a', 0], 'x', none)).not.toEqual(
      leafMask(['a', '0'], 'x', none),
    );
  });

  it('seldom holds a leaf that the payload does not', () => {
    const values = Array.from({ length: 50 }, (_, index) => `value-${index}`);
    const signature = leafSignature({ list: values }, none);
    const others = Array.from(
      { length: 2_000 },
      (_, index) => `other-${index}`,
    );
    const wrong = others.filter(value =>
      contains(signature, leafMask(['list', 0], value, none) ?? []),
    );
    expect(wrong.length / others.length).toBeLessThan(0.04);
  });

  it('leaves out common values, of which a mask says nothing', () => {
    expect(leafMask(['kind'], 'PipelineRun', dictionary)).toBeUndefined();
    expect(
      Object.values(
        leafSignature({ kind: 'PipelineRun', ok: true, no: null }, dictionary),
      ).every(bits => bits === 0n),
    ).toBe(true);
  });

  it.each([
    ['no payload', undefined, 0n],
    ['an empty object', {}, 0n],
    ['more leaves', new Array(2_001).fill('x'), -1n],
    ['a payload that is nested too deep', nested(201), -1n],
  ])('of %s has all bits or none', (_, payload, bits) => {
    expect(Object.values(leafSignature(payload, none))).toEqual(
      SIGNATURE_COLUMNS.map(() => bits),
    );
  });

  it('tells as many leaves as it takes', () => {
    const signature = leafSignature(new Array(2_000).fill('x'), none);
    expect(Object.values(signature)).not.toContain(-1n);
  });

  it('takes the deepest JSON that can be parsed', () => {
    const depth = 1_000_000;
    const payload: unknown = JSON.parse('['.repeat(depth) + ']'.repeat(depth));
    expect(leafSignature(payload, none).sig0).toBe(-1n);
  });
});

describe('createLeafDictionary', () => {
  const json = dictionaryBytes.toString('utf8');

  it.each(['PipelineRun', 'Succeeded', 'shop', '2026-11-21T02:30:46Z'])(
    'holds %s',
    text => {
      expect(json).toContain(JSON.stringify(text));
      expect(dictionary.has(text)).toBe(true);
    },
  );

  it.each(['true', '1'])('holds the plain value %s', text => {
    expect(dictionary.has(text)).toBe(true);
  });

  it('holds texts with escaped quotes', () => {
    const escaped = [
      ...json.matchAll(/:("(?:[^"\\]|\\.)*\\"(?:[^"\\]|\\.)*")/g),
    ];
    expect(escaped.length).toBeGreaterThan(0);
    for (const [, text] of escaped) {
      expect(dictionary.has(JSON.parse(text))).toBe(true);
    }
  });

  it.each(['Pipeline', 'hop', '2026', 'anything else'])(
    'does not hold %s, which is only a part of a value or none',
    text => {
      expect(dictionary.has(text)).toBe(false);
    },
  );
});

function nested(depth: number): unknown {
  return depth === 0 ? 'x' : [nested(depth - 1)];
}
