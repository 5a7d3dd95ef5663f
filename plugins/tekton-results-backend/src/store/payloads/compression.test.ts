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
import { createHash, randomBytes } from 'crypto';
import { deflateRawSync, gzipSync } from 'zlib';
import { compress, decompress } from './compression';
import {
  composeDictionary,
  lengthOf,
  windowTo,
  WINDOW_BYTES,
} from './composeDictionary';

const base = randomBytes(WINDOW_BYTES);
const onlyBase = composeDictionary(base);

function lines(count: number): string {
  return Array.from({ length: count }, (_, index) =>
    createHash('sha256').update(String(index)).digest('hex'),
  ).join('\n');
}

function dictionaryOf(learned: string) {
  return { id: 7, bytes: composeDictionary(base, Buffer.from(learned)) };
}

describe('compression', () => {
  it.each([0, 1, 100, 24 * 1024, 24 * 1024 + 1, 100_000])(
    'gives back %d bytes as they were',
    size => {
      const text = randomBytes(size);
      const dictionary = dictionaryOf(lines(100));
      const payload = compress(text, dictionary);
      expect(payload.dictionary_id).toBe(7);
      expect(decompress(payload, () => dictionary.bytes)).toEqual(text);
    },
  );

  it.each([lines(1), lines(1_300)])(
    'takes no more memory than what is compressed (text %#)',
    text => {
      const { bytes } = compress(text, dictionaryOf(lines(1_200)));
      expect(bytes.buffer.byteLength).toBe(bytes.length);
    },
  );

  it('finds in a long dictionary what a long text has', () => {
    const text = `${lines(400)} unlike ${lines(1_300)}`;
    const dictionary = dictionaryOf(`${lines(400)}${lines(1_300)}`);
    const payload = compress(text, dictionary);
    expect(text.length).toBeGreaterThan(100_000);
    expect(payload.bytes.length).toBeLessThan(1_500);
    expect(decompress(payload, () => dictionary.bytes).toString()).toBe(text);
  });

  it('does not cut what gains nothing', () => {
    const text = lines(10).repeat(200);
    const payload = compress(text, { id: 1, bytes: onlyBase });
    expect(payload.encoding).toBe(2);
    expect(decompress(payload, () => onlyBase).toString()).toBe(text);
  });

  it('reads what earlier versions wrote', () => {
    const json = Buffer.from('{"a":1}');
    const row = { dictionary_id: null, encoding: 0, bytes: json };
    const never = () => onlyBase;
    expect(decompress(row, never)).toEqual(json);
    expect(
      decompress({ ...row, encoding: 1, bytes: gzipSync(json) }, never),
    ).toEqual(json);
    const bytes = deflateRawSync(json, { dictionary: base });
    expect(
      decompress({ bytes, encoding: 2, dictionary_id: 1 }, () => onlyBase),
    ).toEqual(json);
  });

  it('names an encoding that it does not know', () => {
    const row = { dictionary_id: 1, encoding: 9, bytes: Buffer.alloc(3) };
    expect(() => decompress(row, () => onlyBase)).toThrow('unknown encoding 9');
  });
});

describe('dictionaries', () => {
  it.each([0, 10_000, WINDOW_BYTES, 100_000])(
    'are read as if both parts were one (%d bytes were learned)',
    size => {
      const learned = randomBytes(size);
      const dictionary = composeDictionary(base, learned);
      const whole = Buffer.concat([base, learned]);
      expect(lengthOf(dictionary)).toBe(whole.length);
      for (const end of [0, 1_000, WINDOW_BYTES, 40_000, whole.length]) {
        expect(Buffer.from(windowTo(dictionary, end))).toEqual(
          whole.subarray(Math.max(0, end - WINDOW_BYTES), end),
        );
      }
    },
  );

  it('have in common what all runs have in common', () => {
    const first = composeDictionary(onlyBase.base, randomBytes(10));
    const second = composeDictionary(onlyBase.base, randomBytes(10));
    expect(second.base.buffer).toBe(first.base.buffer);
    expect(second.learned.buffer.byteLength).toBe(10);
  });
});
