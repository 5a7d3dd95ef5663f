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

import fc from 'fast-check';
import { TESTED_DATABASES } from '../../__testUtils__/databases';
import { jsonbText } from './jsonText';

jest.setTimeout(60_000);

describe('jsonbText', () => {
  it.each([
    [null, 'null'],
    [true, 'true'],
    ['a "b"\n\u001f/é', '"a \\"b\\"\\n\\u001f/é"'],
    [1.5, '1.5'],
    [-0, '0'],
    [1e21, '1000000000000000000000'],
    [-1.25e22, '-12500000000000000000000'],
    [1e-7, '0.0000001'],
    [-1.5e-7, '-0.00000015'],
    [[], '[]'],
    [{}, '{}'],
    [[1, [2], 'x'], '[1, [2], "x"]'],
    [
      { reason: 'Failed', status: 'True', at: { b: 1, a: 2 } },
      '{"at": {"a": 2, "b": 1}, "reason": "Failed", "status": "True"}',
    ],
    [{ bb: 1, a: 2, c: 3, aaa: 4 }, '{"a": 2, "c": 3, "bb": 1, "aaa": 4}'],
    // Two bytes each, and é is more than that in UTF-8.
    [{ é: 1, z: 2, zz: 3 }, '{"z": 2, "zz": 3, "é": 1}'],
  ])('writes %j', (value, text) => {
    expect(jsonbText(value)).toBe(text);
  });
});

const describePostgres = TESTED_DATABASES.supports('POSTGRES_18')
  ? describe
  : describe.skip;

describePostgres('jsonbText on PostgreSQL', () => {
  it('writes what PostgreSQL writes', async () => {
    const db = await TESTED_DATABASES.init('POSTGRES_18');
    // Texts of PostgreSQL have no U+0000 and no halves of characters.
    const texts = fc
      .string({ unit: 'binary', maxLength: 6 })
      .filter(text => !/[\0\p{Surrogate}]/u.test(text));
    const { value } = fc.letrec(tie => ({
      value: fc.oneof(
        { depthSize: 'small' },
        texts,
        fc.constantFrom(null, true, false),
        fc.double({ noDefaultInfinity: true, noNaN: true }),
        fc.array(tie('value'), { maxLength: 4 }),
        fc.dictionary(texts, tie('value'), { maxKeys: 5 }),
      ),
    }));

    await fc.assert(
      fc.asyncProperty(
        fc.array(value, { minLength: 50, maxLength: 50 }),
        async values => {
          const { rows } = await db.raw(
            `select value::text as text
             from jsonb_array_elements(?::jsonb) with ordinality as item (value, at)
             order by at`,
            [JSON.stringify(values)],
          );
          expect(rows).toEqual(values.map(one => ({ text: jsonbText(one) })));
        },
      ),
      { numRuns: 20, endOnFailure: true },
    );
  });
});
