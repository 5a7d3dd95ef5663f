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
import { storeRuns } from '../../__testUtils__/madeUpRuns';

jest.setTimeout(60_000);

const RUNS = 60;

describe.each(TESTED_DATABASES.eachSupportedId())(
  'capturing many runs on %s',
  id => {
    it('takes several statements where others wait for each', async () => {
      const { db, stores } = await createTestStores(id);
      const inserts: string[] = [];
      db.on('query', ({ sql }: { sql: string }) => {
        if (/^insert into .records. /.test(sql)) {
          inserts.push(sql);
        }
      });
      await storeRuns(
        stores,
        Array.from({ length: RUNS }, (_, index) => ({
          uid: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
          name: `run-${index}`,
          ago: index,
        })),
      );
      expect(await db('records').whereNotNull('capture_uid')).toHaveLength(
        RUNS,
      );
      expect(inserts).toHaveLength(id.startsWith('POSTGRES') ? 1 : 3);
      await stores.close();
    });
  },
);
