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
import { engineOf } from '../filters/engine';
import { containing } from './containing';

jest.setTimeout(60_000);

describe.each(TESTED_DATABASES.eachSupportedId())(
  'what contains a text on %s',
  databaseId => {
    it('is found in any case, whatever the locale of the database', async () => {
      const { db, stores } = await createTestStores(databaseId);
      const contains = async (value: string, text: string) => {
        const { text: sql, bindings } = containing('value', text, engineOf(db));
        const rows: unknown[] = await db
          .from(db.raw('(select cast(? as text) as value) as one', [value]))
          .whereRaw(sql, [...bindings])
          .select('value');
        return rows.length > 0;
      };
      for (const [value, text, expected] of [
        ['Café', 'CAFÉ', true],
        ['CAFÉ 100%', 'é 1', true],
        ['Cafe', 'é', false],
        ['straße', 'STRASSE', false],
        ['Straße', 'ß', true],
        ['Привет', 'ПРИВЕТ', true],
        ['a.(é)*[x]\\d', '.(É)*[x]\\d', true],
        ['a1(é)*[x]7d', '.(É)*[x]\\d', false],
        ['日本語', '本', true],
        ['plain_Text', 'N_t', true],
        ['plainXText', 'N_t', false],
      ] as const) {
        expect([value, text, await contains(value, text)]).toEqual([
          value,
          text,
          expected,
        ]);
      }
      await stores.close();
    });
  },
);
