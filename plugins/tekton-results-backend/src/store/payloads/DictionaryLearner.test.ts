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
import type { Knex } from 'knex';
import {
  createTestStores,
  TESTED_DATABASES,
} from '../../__testUtils__/databases';
import type { Stores } from '../createStores';
import { DictionaryLearner } from './DictionaryLearner';
import { DictionaryStore } from './DictionaryStore';

jest.setTimeout(60_000);

const MB = 1024 * 1024;

describe.each(TESTED_DATABASES.eachSupportedId())(
  'DictionaryLearner on %s',
  id => {
    let db: Knex;
    let stores: Stores;
    let learner: DictionaryLearner;

    beforeEach(async () => {
      ({ db, stores } = await createTestStores(id));
      const dictionaries = await DictionaryStore.create(db);
      learner = new DictionaryLearner({
        dictionaries,
        baseId: 1,
        now: () => 0,
      });
    });
    afterEach(() => stores.close());

    async function learn(template: string, origins: readonly string[]) {
      await learner.dictionaryIds(db, new Set([template]));
      await learner.learn(
        db,
        origins.map(origin => ({
          template,
          origin,
          payload: {
            encoding: 0,
            dictionary_id: null,
            bytes: Buffer.alloc(100 * 1024, origin),
          },
        })),
      );
    }

    it('holds samples of a few megabytes at most', async () => {
      await learn('first', ['a', 'b', 'c']);
      expect(learner.size).toBeGreaterThan(300 * 1024);
      for (let number = 0; number < 100; number += 1) {
        await learn(`template ${number}`, ['a', 'b', 'c']);
      }
      expect(learner.size).toBeLessThan(8 * MB);
      expect(learner.size).toBeGreaterThan(4 * MB);
    });

    it('holds only samples of which it will soon learn', async () => {
      const runs = Array.from({ length: 13 }, (_, index) => `run ${index}`);
      await learn('one', runs.slice(0, 4));
      expect(learner.size).toBeLessThan(10 * 1024);
      await learn('one', runs.slice(4, 7));
      expect(learner.size).toBeGreaterThan(300 * 1024);
      await learn('one', runs.slice(7, 12));
      expect(learner.size).toBeLessThan(10 * 1024);
      await learn('one', runs.slice(12));
      expect(learner.size).toBeGreaterThan(100 * 1024);
    });
  },
);
