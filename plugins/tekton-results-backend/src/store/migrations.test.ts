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

import { randomUUID } from 'crypto';
import { setTimeout as sleep } from 'timers/promises';
import { mockServices } from '@backstage/backend-test-utils';
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import type { Knex } from 'knex';
import { createTestStores, TESTED_DATABASES } from '../__testUtils__/databases';
import { lastRecordedEvents } from '../__testUtils__/recordedRuns';
import { storeContent } from '../__testUtils__/storeContent';
import { parseFilter } from '../filter';
import { createStores } from './createStores';
import { engineOf } from './filters/engine';
import type { DbRecordsRow } from './tables';

jest.setTimeout(60_000);

const directory = resolvePackagePath(
  'backstage-plugin-tekton-results-backend',
  'migrations',
);

/** The indexes of Records on PostgreSQL that have none but those nobody owns. */
async function rootIndexes(db: Knex): Promise<string[]> {
  return engineOf(db) === 'sqlite'
    ? []
    : db('pg_indexes')
        .where('tablename', 'records')
        .whereLike('indexdef', '%(root = %')
        .orderBy('indexname')
        .pluck('indexdef');
}

/** What changes how Records have pairs, one on top of the other. */
const OF_PAIRS = [
  '20261122000210_pair_arrays.js',
  '20261122000420_short_pair_ids.js',
  '20261123000100_ordered_pairs.js',
];

/**
 * Takes back a migration of pairs, and first those after it, each twice, as after a
 * crash.
 *
 * @returns those after it, in their order
 */
async function downTo(db: Knex, name: string): Promise<string[]> {
  const later = OF_PAIRS.slice(OF_PAIRS.indexOf(name) + 1);
  for (const one of [name, ...later].reverse()) {
    await db.migrate.down({ directory, name: one });
    await db.transaction(tx => require(`${directory}/${one}`).down(tx));
  }
  return later;
}

describe.each(TESTED_DATABASES.eachSupportedId())(
  'migrations on %s',
  databaseId => {
    it('go up, down with rows in the tables, and up again', async () => {
      const knex = await TESTED_DATABASES.init(databaseId);
      const database = mockServices.database({
        knex,
        migrations: { skip: false },
      });
      const { capture } = await createStores({ database });
      for (const { scope, captured } of lastRecordedEvents()) {
        await capture.record(scope, [captured]);
      }
      await createStores({ database });

      await knex.migrate.rollback({ directory }, true);
      expect(await knex.schema.hasTable('records')).toBe(false);
      await createStores({ database });
      expect(await knex('payload_dictionaries').pluck('id')).toEqual([1]);
    });

    it('take the filter columns away and bring them back without touching runs', async () => {
      const { db, stores } = await createTestStores(databaseId);
      for (const { scope, captured } of lastRecordedEvents()) {
        await stores.capture.record(scope, [captured]);
      }
      const before = await storeContent(db);

      const name = '20261121000200_filter_columns.js';
      // On SQLite a column stays while an index refers to it.
      const later = [
        '20261122000310_sums_and_times.js',
        '20261123000210_summed_pipelines.js',
      ];
      for (const one of [...later].reverse()) {
        await db.migrate.down({ directory, name: one });
        await require(`${directory}/${one}`).down(db);
      }
      await db.migrate.down({ directory, name });
      expect(await db.schema.hasColumn('records', 'sig7')).toBe(false);
      await db.migrate.up({ directory, name });
      // As after a crash: all of it is there, but not noted as done.
      await require(`${directory}/${name}`).up(db);
      for (const one of later) {
        await db.migrate.up({ directory, name: one });
        await require(`${directory}/${one}`).up(db);
      }

      await stores.promoteOldRecords({
        logger: mockServices.logger.mock(),
        signal: new AbortController().signal,
      });
      expect(await storeContent(db)).toEqual(before);
    });

    it('tell PostgreSQL of days, again after a crash', async () => {
      const { db } = await createTestStores(databaseId);
      const known = () =>
        databaseId.startsWith('POSTGRES')
          ? db('pg_statistic_ext')
              .where({ stxrelid: db.raw(`'records'::regclass`) })
              .orderBy('stxname')
              .pluck('stxname')
          : [];
      const before = await known();
      expect(before).toHaveLength(databaseId.startsWith('POSTGRES') ? 3 : 0);
      const {
        up,
        down,
      } = require(`${directory}/20261122000450_days_of_records.js`);
      await down(db);
      await down(db);
      expect(await known()).toEqual([]);
      await up(db);
      await up(db);
      expect(await known()).toEqual(before);
    });

    it('leave runs alone when the tables of logs go and come back', async () => {
      const { db, stores } = await createTestStores(databaseId);
      const runs = lastRecordedEvents();
      for (const { scope, captured } of runs) {
        await stores.capture.record(scope, [captured]);
      }
      await stores.logs.open(
        runs.map(({ scope, captured }) => ({
          cluster: scope.cluster,
          runUid: captured.facts.uid,
          attempt: 1,
          container: 'step-build',
          kind: 'step',
          step: 'build',
          position: 0,
          podName: 'pod',
        })),
        {},
      );
      const before = await storeContent(db);

      const name = '20261121000500_logs.js';
      await db.migrate.down({ directory, name });
      expect(await db.schema.hasTable('step_logs')).toBe(false);
      await db.migrate.up({ directory, name });
      expect(await db('step_logs').pluck('id')).toEqual([]);
      expect(await storeContent(db)).toEqual(before);
    });

    it('take what watching needs away and bring it back without touching runs', async () => {
      const { db, stores } = await createTestStores(databaseId);
      for (const { scope, captured } of lastRecordedEvents()) {
        await stores.capture.record(scope, [captured]);
      }
      const added = ['last_seen_time', 'final_stored_time', 'pod_name'];
      const runs = async () =>
        (await storeContent(db)).records.map(run =>
          Object.fromEntries(
            Object.entries(run).filter(([column]) => !added.includes(column)),
          ),
        );
      const before = await runs();

      const name = '20261121000400_watching.js';
      await db.migrate.down({ directory, name });
      expect(await db.schema.hasTable('leases')).toBe(false);
      expect(await db.schema.hasColumn('records', 'last_seen_time')).toBe(
        false,
      );
      await db.migrate.up({ directory, name });
      // As after a crash: all of it is there, but not noted as done.
      await require(`${directory}/${name}`).up(db);
      expect(await runs()).toEqual(before);
    });

    it('have runs named anew, where there are any', async () => {
      const { db, stores } = await createTestStores(databaseId);
      expect(await db('renewals')).toEqual([]);
      for (const { scope, captured } of lastRecordedEvents()) {
        await stores.capture.record(scope, [captured]);
      }
      const before = await storeContent(db);

      const name = '20261122000100_own_pipelines.js';
      await db.migrate.down({ directory, name });
      expect(await db.schema.hasTable('renewals')).toBe(false);
      await db.migrate.up({ directory, name });
      expect(await db('renewals').pluck('name')).toEqual(['pipelines']);
      await stores.nameOldRuns({
        logger: mockServices.logger.mock(),
        signal: new AbortController().signal,
      });
      expect(await db('renewals')).toEqual([]);
      expect(await storeContent(db)).toEqual(before);
    });

    it('bring the larger indexes of Records back and make them small again', async () => {
      const { db, stores } = await createTestStores(databaseId);
      for (const { scope, captured } of lastRecordedEvents()) {
        await stores.capture.record(scope, [captured]);
      }
      const before = await storeContent(db);
      const { seq, uid, capture_uid, ...stored } = await db('records').first();
      const sameName = () =>
        db('records').insert({ ...stored, uid: randomUUID() });

      const name = '20261122000200_smaller_indexes.js';
      await db.migrate.down({ directory, name });
      await expect(sameName()).rejects.toThrow(/unique/i);
      await db.migrate.up({ directory, name });
      // As after a crash: all of it is there, but not noted as done.
      await require(`${directory}/${name}`).up(db);
      await expect(sameName()).rejects.toThrow(/unique/i);
      expect(await storeContent(db)).toEqual(before);
    });

    it('give each Record its pairs in rows of their own and in one again', async () => {
      const { db, stores } = await createTestStores(databaseId);
      for (const { scope, captured } of lastRecordedEvents()) {
        await stores.capture.record(scope, [captured]);
      }
      const before = await storeContent(db);
      expect(before.attributes.length).toBeGreaterThan(100);
      const rows = async () =>
        (await db('record_attributes')).map(row => JSON.stringify(row)).sort();
      const rowsBefore = await rows();

      const name = '20261122000210_pair_arrays.js';
      const later = await downTo(db, name);
      const [{ count }]: Array<{ count: number | string }> = await db(
        'record_attributes',
      ).count({ count: 'pair_id' });
      expect(Number(count)).toBe(before.attributes.length);
      await db.migrate.up({ directory, name });
      // As after a crash: all of it is there, but not noted as done.
      await db.transaction(tx => require(`${directory}/${name}`).up(tx));
      for (const one of later) {
        await db.migrate.up({ directory, name: one });
        await db.transaction(tx => require(`${directory}/${one}`).up(tx));
      }
      expect(await storeContent(db)).toEqual(before);
      expect(await rows()).toEqual(rowsBefore);
      for (const { scope, captured } of lastRecordedEvents()) {
        await stores.capture.record(scope, [captured]);
      }
      expect(await storeContent(db)).toEqual(before);
    });

    it('make etags and ids of pairs longer and short again', async () => {
      const { db, stores } = await createTestStores(databaseId);
      await db('attribute_pairs').insert({
        id: 3_000_000_000,
        type: 'label',
        key: 'app.kubernetes.io/managed-by',
        value: 'tekton-pipelines',
      });
      for (const { scope, captured } of lastRecordedEvents()) {
        await stores.capture.record(scope, [captured]);
      }
      const before = await storeContent(db);
      const etags = () =>
        Promise.all(
          ['records', 'results'].map(table =>
            db(table).orderBy('seq').select('uid', 'etag'),
          ),
        );
      const short = await etags();

      const names = [
        '20261123000100_ordered_pairs.js',
        '20261122000420_short_pair_ids.js',
        '20261122000410_short_etags.js',
      ];
      for (const name of names) {
        await db.migrate.down({ directory, name });
        await db.transaction(tx => require(`${directory}/${name}`).down(tx));
      }
      for (const { uid, etag } of (await etags()).flat()) {
        expect(etag).toMatch(new RegExp(`^${uid}-\\d{19}$`));
      }
      const [{ seq, uid }] = await db('results').orderBy('seq', 'desc');
      await db('results')
        .where({ seq })
        .update({ etag: `${uid}-9223372036854775808` });
      for (const name of names.reverse()) {
        await db.migrate.up({ directory, name });
        // As after a crash: all of it is there, but not noted as done.
        await db.transaction(tx => require(`${directory}/${name}`).up(tx));
      }
      const [records, results] = await etags();
      const { etag } = results.pop();
      // Later than all times that fit into a number.
      expect(BigInt(etag) >= 8_999_999_999_999_999_999n).toBe(true);
      expect([records, results]).toEqual([short[0], short[1].slice(0, -1)]);
      expect(await storeContent(db)).toEqual(before);
    });

    it('bring the unique uids of Records back, and let go of them again', async () => {
      const { db, stores } = await createTestStores(databaseId);
      for (const { scope, captured } of lastRecordedEvents()) {
        await stores.capture.record(scope, [captured]);
      }
      const before = await storeContent(db);
      const [{ uid }, second] = await db('records').orderBy('seq');
      await db('records').where({ seq: second.seq }).update({ uid });

      const name = '20261122000400_mirrored_columns.js';
      await db.migrate.down({ directory, name });
      const uids = await db('records').orderBy('seq').pluck('uid');
      expect(uids[0]).toBe(uid);
      expect(new Set(uids).size).toBe(uids.length);
      await expect(db('records').update({ uid })).rejects.toThrow(/unique/i);
      await db.migrate.up({ directory, name });
      // As after a crash: all of it is there, but not noted as done.
      await require(`${directory}/${name}`).up(db);
      await expect(
        db('records').update({ capture_uid: 'same' }),
      ).rejects.toThrow(/unique/i);
      expect(await storeContent(db)).toEqual(before);
    });

    it('say twice again what Records say once', async () => {
      const { db, stores } = await createTestStores(databaseId);
      for (const { scope, captured } of lastRecordedEvents()) {
        await stores.capture.record(scope, [captured]);
      }
      const uids: Array<string | null> = await db('records').pluck(
        'label_pipeline_run_uid',
      );
      expect(uids).toContain('=');
      const urls = [
        { source_url: '=/commit/=', full: 'https://git/commit/1a' },
        { source_url: '=/commits', full: 'https://git/commits' },
        { source_url: '==', full: 'https://git1a' },
        { source_url: '=', full: 'https://git' },
        { source_url: 'https://other', full: 'https://other' },
      ];
      const seqs = await db('records').orderBy('seq').limit(5).pluck('seq');
      for (const [index, { source_url }] of urls.entries()) {
        await db('records').where({ seq: seqs[index] }).update({
          source_url,
          source_repository: 'https://git',
          source_revision: '1a',
        });
      }

      const name = '20261122000440_repeated_values.js';
      await db.migrate.down({ directory, name });
      await require(`${directory}/${name}`).down(db);
      expect(
        await db('records')
          .whereIn('seq', seqs)
          .orderBy('seq')
          .pluck('source_url'),
      ).toEqual(urls.map(({ full }) => full));
      const labels: Array<
        Pick<DbRecordsRow, 'label_pipeline_run_uid' | 'owner_run_uid'>
      > = await db('records').select('label_pipeline_run_uid', 'owner_run_uid');
      expect(labels.filter(row => row.label_pipeline_run_uid === '=')).toEqual(
        [],
      );
      expect(
        labels.filter(
          row =>
            row.owner_run_uid !== null &&
            row.label_pipeline_run_uid === row.owner_run_uid,
        ),
      ).toHaveLength(uids.filter(uid => uid === '=').length);

      const found = () =>
        stores.results.listRecords({
          view: {},
          filter: parseFilter(
            `data.metadata.labels["tekton.dev/pipelineRunUID"] == "${
              labels.find(row => row.label_pipeline_run_uid)?.owner_run_uid
            }"`,
            'records',
          ),
          limit: 50,
        });
      const { items } = await found();
      expect(items.length).toBeGreaterThan(0);
      // As a client could post it before.
      const odd = await db('records').whereNull('owner_run_uid').first('seq');
      await db('records')
        .where(odd)
        .update({ label_pipeline_run_uid: '=', source_url: '=x' });
      await db.migrate.up({ directory, name });
      await require(`${directory}/${name}`).up(db);
      expect(await db('records').where(odd).first()).toMatchObject({
        label_pipeline_run_uid: null,
        promotion: 2,
        source_url: null,
      });
      // What an earlier version stored is found as what this one stores.
      expect((await found()).items).toEqual(items);
      for (const { scope, captured } of lastRecordedEvents()) {
        await stores.capture.record(scope, [captured], { regressed: true });
      }
      expect((await found()).items.map(item => item.name).sort()).toEqual(
        items.map(item => item.name).sort(),
      );
      expect(await db('records').pluck('label_pipeline_run_uid')).toContain(
        '=',
      );
    });

    it.each([
      '20261122000210_pair_arrays.js',
      '20261123000100_ordered_pairs.js',
    ])('let an earlier version finish what it writes before %s', async name => {
      const { db, stores } = await createTestStores(databaseId);
      const [{ scope, captured }] = lastRecordedEvents();
      await stores.capture.record(scope, [captured]);
      const { attributes } = await storeContent(db);
      const later = await downTo(db, name);

      const writer = await db.transaction();
      await writer('records').update({ failed_task: 'build' });
      const migrated = db.migrate.up({ directory, name });
      await sleep(500);
      await writer('record_attributes').first('record_seq');
      await writer.commit();
      await migrated;
      expect(await db('records').pluck('failed_task')).toEqual(['build']);
      for (const one of later) {
        await db.migrate.up({ directory, name: one });
      }
      expect((await storeContent(db)).attributes).toEqual(attributes);
    });

    it('let an earlier version finish what it reads before pairs are put in order', async () => {
      const { db } = await createTestStores(databaseId);
      const name = '20261123000100_ordered_pairs.js';
      await downTo(db, name);
      const reader = await db.transaction();
      await reader('records').first('seq');
      const migrated = db.migrate.up({ directory, name });
      await sleep(500);
      await reader('record_attributes').first('record_seq');
      await reader.commit();
      expect((await migrated)[1]).toEqual([name]);
    });

    it('build the indexes of lists as before and with runs alone again', async () => {
      const { db } = await createTestStores(databaseId);
      const before = await rootIndexes(db);
      const name = '20261123000200_counted_lists.js';
      await db.migrate.down({ directory, name });
      await require(`${directory}/${name}`).down(db);
      const earlier = await rootIndexes(db);
      await db.migrate.up({ directory, name });
      await require(`${directory}/${name}`).up(db);
      expect(await rootIndexes(db)).toEqual(before);
      expect(before).toHaveLength(engineOf(db) === 'sqlite' ? 0 : 7);
      expect(
        before.join('\n').match(/capture_uid IS NOT NULL/g) ?? [],
      ).toHaveLength(before.length);
      expect(earlier).toHaveLength(before.length);
      expect(earlier.join('\n')).not.toContain('capture_uid');
    });

    it('take the runs without Records away and begin anew with none', async () => {
      const { db, stores } = await createTestStores(databaseId);
      const [{ scope, captured }] = lastRecordedEvents();
      await stores.capture.record(scope, [], {
        unfinished: { keep: [captured], forget: [] },
      });
      const name = '20261121000410_unfinished_runs.js';
      await db.migrate.down({ directory, name });
      expect(await db.schema.hasTable('unfinished_runs')).toBe(false);
      await db.migrate.up({ directory, name });
      expect(await stores.capture.liveRuns(scope)).toEqual(new Map());
    });
  },
);
