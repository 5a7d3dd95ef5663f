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

import { mockServices } from '@backstage/backend-test-utils';
import type { Knex } from 'knex';
import {
  createTestStores,
  TESTED_DATABASES,
} from '../../__testUtils__/databases';
import { lastRecordedEvents } from '../../__testUtils__/recordedRuns';
import { storedAttributes } from '../../__testUtils__/storedAttributes';
import { storeContent } from '../../__testUtils__/storeContent';
import type { Stores } from '../createStores';
import { PayloadCodec } from '../payloads';
import type { DbRecordsRow } from '../tables';
import { createLeafDictionary, LEAF_DICTIONARY_ID } from './leafDictionary';
import { leafMask, SIGNATURE_COLUMNS } from './leafSignature';
import { exactTimeMs } from './columnValues';
import { PROMOTED_PATHS, valueAt } from './promotedPaths';
import { SAME } from './repeatedValues';

jest.setTimeout(60_000);

const events = lastRecordedEvents();
const logger = mockServices.logger.mock();

/** As a version before promotion left a row. */
const NOT_PROMOTED = {
  promotion: 0,
  status_start_time: null,
  condition_status: null,
  label_pipeline_run: null,
  label_pipeline_run_uid: null,
  label_pipeline: null,
  annotation_repository: null,
  ...Object.fromEntries(SIGNATURE_COLUMNS.map(column => [column, 0])),
};

/** A value of a column: times as ms, nothing as undefined. */
function comparable(value: unknown): unknown {
  return value instanceof Date ? value.getTime() : value ?? undefined;
}

describe.each(TESTED_DATABASES.eachSupportedId())(
  'promoted records on %s',
  databaseId => {
    let db: Knex;
    let stores: Stores;

    beforeEach(async () => {
      ({ db, stores } = await createTestStores(databaseId));
      for (const { scope, captured } of events) {
        await stores.capture.record(scope, [captured]);
      }
    });

    function promoteOld(signal = new AbortController().signal) {
      return stores.promoteOldRecords({ logger, signal });
    }

    it('say what the captured objects say', async () => {
      const rows: DbRecordsRow[] = await db('records').select('*');
      const byUid = new Map(rows.map(row => [row.run_uid, row]));
      for (const { captured } of events) {
        const row = byUid.get(captured.facts.uid);
        expect(row?.promotion).toBe(1);
        for (const { path, column, type } of PROMOTED_PATHS) {
          const said = valueAt(captured.payload, path);
          const held =
            row?.[column] === SAME ? row.owner_run_uid : row?.[column];
          expect(comparable(held)).toBe(
            type === 'time' ? said && exactTimeMs(String(said)) : said,
          );
        }
      }
    });

    it('are found by the signature of any of their values', async () => {
      const codec = await PayloadCodec.create(db);
      const leaves = createLeafDictionary(codec.dictionary(LEAF_DICTIONARY_ID));
      for (const { captured } of events) {
        const { uid } = captured.facts;
        const mask = leafMask(['metadata', 'uid'], uid, leaves) ?? [];
        const found: string[] = await db('records')
          .modify(select => {
            for (const part of mask) {
              select.whereRaw(`(${part.column} & ?) = ?`, [
                // Drivers take what knex's types do not name.
                part.mask as never,
                part.mask as never,
              ]);
            }
          })
          .pluck('run_uid');
        expect(found).toContain(uid);
        expect(mask.length === 0 || found.length < 5).toBe(true);
      }
    });

    it('are made of what an earlier version stored', async () => {
      const before = await storeContent(db);
      await db('records').update(NOT_PROMOTED);
      await db('record_attributes').delete();

      expect(await promoteOld()).toBe(events.length);
      expect(await storeContent(db)).toEqual(before);
      expect(await promoteOld()).toBe(0);
    });

    it('are made batch by batch, until it is stopped', async () => {
      await db('records').update(NOT_PROMOTED);
      const stopped = AbortSignal.abort();
      expect(await promoteOld(stopped)).toBe(0);
      const counts = await Promise.all([promoteOld(), promoteOld()]);
      expect(counts[0] + counts[1]).toBe(events.length);
      expect(await db('records').where({ promotion: 0 })).toEqual([]);
    });

    it('keep the status of a run that vanished', async () => {
      await db('records').update({ ...NOT_PROMOTED, status: 'incomplete' });
      await promoteOld();
      expect(await db('records').distinct('status').pluck('status')).toEqual([
        'incomplete',
      ]);
    });

    it('leave a run to its owner, of whom its object may not know any more', async () => {
      const [{ key, value, seq }] = await storedAttributes(db)
        .where({ 'p.type': 'label', 'r.root': 1 })
        .orderBy(['p.key', 'p.value', 'r.seq'])
        .select('p.key', 'p.value', 'r.seq');
      await db('records').where({ seq }).update({ root: 0 });
      await db('records').update(NOT_PROMOTED);
      await promoteOld();
      await db.raw('analyze');

      const label = { key, operator: 'in', values: [value] } as const;
      for (const includeOwned of [false, true]) {
        const { runs } = await stores.runs.list({
          query: { labels: [label], includeOwned },
          limit: 1_000,
        });
        const listed = runs.map(({ uid }) => uid).sort();
        const stored: string[] = await storedAttributes(db)
          .where({ 'p.key': key, 'p.value': value })
          .modify(select => includeOwned || select.where({ 'r.root': 1 }))
          .pluck('r.run_uid');
        expect(listed).toEqual(stored.sort());
      }
    });

    it('are inexact where the object cannot be read', async () => {
      await db('records').update(NOT_PROMOTED);
      await db('record_payloads').update({ bytes: Buffer.from('broken') });
      expect(await promoteOld()).toBe(0);
      expect(await db('records').distinct('promotion', 'sig0')).toEqual([
        { promotion: 2, sig0: expect.anything() },
      ]);
      expect(logger.error).toHaveBeenCalledWith(
        expect.stringMatching(/^Record [-0-9a-f]{36} cannot be read$/),
        expect.anything(),
      );
    });
  },
);
