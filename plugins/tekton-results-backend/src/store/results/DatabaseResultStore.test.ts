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
  createTestStores,
  TESTED_DATABASES,
} from '../../__testUtils__/databases';

jest.setTimeout(60_000);

const RESULT = { cluster: 'prod', parent: 'shop', result: 'r1' };

describe.each(TESTED_DATABASES.eachSupportedId())(
  'DatabaseResultStore with %s',
  databaseId => {
    it('decompresses objects of a page when they are asked for', async () => {
      const { db, stores } = await createTestStores(databaseId);
      await stores.writer.createResult(RESULT, { annotations: {} });
      for (const record of ['a', 'b']) {
        const payload = { record };
        const json = Buffer.from(JSON.stringify(payload));
        await stores.writer.createRecord(
          { ...RESULT, record },
          { type: 'a/v1.Thing', json, payload },
        );
      }
      const [{ seq }] = await db('records').where({ name: 'a' }).select('seq');
      await db('record_payloads')
        .where({ record_seq: seq })
        .update({ bytes: Buffer.from('broken') });
      const { items } = await stores.results.listRecords({
        view: {},
        limit: 10,
      });
      const [broken, whole] = items;
      expect(items.map(({ name }) => name)).toEqual([
        'shop/results/r1/records/a',
        'shop/results/r1/records/b',
      ]);
      expect(() => broken.data?.json).toThrow('cannot be read');
      expect(String(whole.data?.json)).toBe('{"record":"b"}');
    });
  },
);
