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

import { setImmediate as onNextTurn } from 'timers';
import {
  createTestStores,
  TESTED_DATABASES,
} from '../../__testUtils__/databases';
import { storeDocuments } from '../../__testUtils__/storeDocuments';
import { engineOf } from '../filters/engine';
import type { FilterContext } from '../filters/filterContext';
import { DEFAULT_SCAN_BUDGET } from '../filters/scanRows';
import { PayloadCodec } from '../payloads';
import { sumObjects } from './sumObjects';

jest.setTimeout(60_000);

const RECORDS = 4;

describe.each(TESTED_DATABASES.eachSupportedId())('sumObjects on %s', id => {
  it('lets others have their turn between the objects', async () => {
    const { db, stores } = await createTestStores(id);
    await storeDocuments(
      db,
      Array.from({ length: RECORDS }, (_, index) => ({
        parent: 'team',
        result: 'r1',
        name: `n${index}`,
        dataType: 'a/v1.Thing',
        data: { index },
      })),
    );
    let turns = 0;
    const turnsBefore: number[] = [];
    const count = () => {
      turns += 1;
      if (turnsBefore.length < RECORDS) {
        onNextTurn(count);
      }
    };
    onNextTurn(count);
    await sumObjects({
      // Without a filter nothing else is asked of it.
      context: {
        db,
        engine: engineOf(db),
        budget: DEFAULT_SCAN_BUDGET,
      } as FilterContext,
      payloads: await PayloadCodec.create(db),
      scope: { view: {} },
      query: undefined,
      inexactOnly: false,
      add: () => {
        turnsBefore.push(turns);
        const until = performance.now() + 20;
        while (performance.now() < until);
      },
    });
    expect(new Set(turnsBefore).size).toBe(RECORDS);
    await stores.close();
  });
});
