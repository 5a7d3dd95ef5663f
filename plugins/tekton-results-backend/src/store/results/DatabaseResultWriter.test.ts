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

import type { JsonValue } from '@backstage/types';
import type { Knex } from 'knex';
import {
  createTestStores,
  TESTED_DATABASES,
  TEST_NOW,
} from '../../__testUtils__/databases';
import { TEST_CLUSTER } from '../../__testUtils__/recordedRuns';
import { storedAttributes } from '../../__testUtils__/storedAttributes';
import type { Stores } from '../createStores';
import type { RecordData, WriteOutcome } from '../ResultWriter';

jest.setTimeout(60_000);

const RESULT = { cluster: TEST_CLUSTER, parent: 'shop', result: 'r1' };
const RECORD = { ...RESULT, record: 'n1' };
const VIEW = { cluster: TEST_CLUSTER };

function data(payload: JsonValue, json = JSON.stringify(payload)): RecordData {
  return { type: 'example.com/v1.Thing', json: Buffer.from(json), payload };
}

function written<T>(outcome: WriteOutcome<T>): T {
  if (outcome.refused) {
    throw new Error(`refused: ${outcome.refused}`);
  }
  return outcome.written;
}

async function numberOfRows(db: Knex, table: string): Promise<number> {
  return (await db(table).select('*')).length;
}

describe.each(TESTED_DATABASES.eachSupportedId())(
  'DatabaseResultWriter on %s',
  databaseId => {
    let db: Knex;
    let stores: Stores;

    beforeEach(async () => {
      ({ db, stores } = await createTestStores(databaseId));
    });

    describe('of Results', () => {
      it('creates one, once', async () => {
        const created = written(
          await stores.writer.createResult(RESULT, { annotations: { a: '1' } }),
        );
        expect(created).toEqual({
          name: 'shop/results/r1',
          uid: expect.stringMatching(/^[-0-9a-f]{36}$/),
          createTime: TEST_NOW,
          updateTime: TEST_NOW,
          annotations: { a: '1' },
          etag: `${created.uid}-${TEST_NOW}000000`,
          summary: undefined,
        });
        expect(await stores.results.getResult(VIEW, RESULT)).toEqual(created);
        expect(
          await stores.writer.createResult(RESULT, { annotations: {} }),
        ).toEqual({ refused: 'exists' });
      });

      it('keeps those of one name in two clusters apart', async () => {
        const other = { ...RESULT, cluster: 'other' };
        await stores.writer.createResult(RESULT, { annotations: {} });
        await stores.writer.createResult(other, { annotations: { b: '2' } });
        await stores.writer.deleteResult(RESULT);
        expect(
          await stores.results.getResult({ cluster: 'other' }, other),
        ).toMatchObject({ annotations: { b: '2' } });
      });

      it('keeps a summary, with times to the microsecond and a status not known yet', async () => {
        const summary = {
          record: 'shop/results/r1/records/n1',
          type: 'tekton.dev/v1.PipelineRun',
          startTime: Date.UTC(2026, 0, 1, 1, 2, 3, 4),
          startMicros: 567,
          endTime: Date.parse('0001-01-01T00:00:00Z'),
          endMicros: 0,
          status: 99,
          annotations: { foo: 'bar' },
        };
        await stores.writer.createResult(RESULT, { annotations: {}, summary });
        expect((await stores.results.getResult(VIEW, RESULT))?.summary).toEqual(
          summary,
        );
      });

      it('replaces all of one, also by nothing', async () => {
        const { etag } = written(
          await stores.writer.createResult(RESULT, {
            annotations: { a: '1' },
            summary: {
              record: 'shop/results/r1/records/n1',
              type: 't',
              status: 'SUCCESS',
              annotations: {},
            },
          }),
        );
        const updated = written(
          await stores.writer.updateResult(
            RESULT,
            { annotations: {} },
            { etag },
          ),
        );
        expect(updated).toMatchObject({ annotations: {}, summary: undefined });
        expect(await stores.results.getResult(VIEW, RESULT)).toEqual(updated);
        expect(updated.etag).not.toBe(etag);
        expect(
          await stores.writer.updateResult(
            RESULT,
            { annotations: {} },
            { etag },
          ),
        ).toEqual({ refused: 'etagMismatch' });
      });

      it('removes one with all that belongs to it', async () => {
        await stores.writer.createResult(RESULT, { annotations: {} });
        await stores.writer.createRecord(
          RECORD,
          data({ metadata: { labels: { app: 'web' } } }),
        );
        expect(await stores.writer.deleteResult(RESULT)).toEqual({});
        for (const table of [
          'results',
          'records',
          'record_payloads',
          'record_attributes',
        ]) {
          expect(await numberOfRows(db, table)).toBe(0);
        }
      });

      it('does not find one that is not there', async () => {
        const missing = { refused: 'missing' };
        const { writer } = stores;
        expect(await writer.updateResult(RESULT, { annotations: {} })).toEqual(
          missing,
        );
        expect(await writer.deleteResult(RESULT)).toEqual(missing);
        expect(await writer.createRecord(RECORD)).toEqual(missing);
        expect(await writer.updateRecord(RECORD, {})).toEqual(missing);
        expect(await writer.deleteRecord(RECORD)).toEqual(missing);
      });

      it('lets one of many updates with the same etag win', async () => {
        const { etag } = written(
          await stores.writer.createResult(RESULT, { annotations: {} }),
        );
        const outcomes = await Promise.all(
          Array.from({ length: 50 }, (_, index) =>
            stores.writer.updateResult(
              RESULT,
              { annotations: { by: `${index}` } },
              { etag },
            ),
          ),
        );
        const winner = outcomes.flatMap(outcome => outcome.written ?? []);
        expect(winner).toHaveLength(1);
        expect(
          outcomes.filter(({ refused }) => refused === 'etagMismatch'),
        ).toHaveLength(49);
        expect(await stores.results.getResult(VIEW, RESULT)).toEqual(winner[0]);
      });

      it('applies many updates without etag one after another', async () => {
        await stores.writer.createResult(RESULT, { annotations: {} });
        const outcomes = await Promise.all(
          Array.from({ length: 50 }, (_, index) =>
            stores.writer.updateResult(RESULT, {
              annotations: { one: `${index}`, two: `${index}` },
            }),
          ),
        );
        const results = outcomes.map(written);
        expect(new Set(results.map(({ etag }) => etag)).size).toBe(50);
        const last = results.sort((a, b) => (a.etag < b.etag ? 1 : -1))[0];
        expect(last.annotations.one).toBe(last.annotations.two);
        expect(await stores.results.getResult(VIEW, RESULT)).toEqual(last);
      });

      it('creates one of many that have the same name', async () => {
        const outcomes = await Promise.all(
          Array.from({ length: 20 }, () =>
            stores.writer.createResult(RESULT, { annotations: {} }),
          ),
        );
        expect(outcomes.filter(({ refused }) => !refused)).toHaveLength(1);
      });
    });

    describe('of Records', () => {
      beforeEach(async () => {
        await stores.writer.createResult(RESULT, { annotations: {} });
      });

      it.each<[string, string]>([
        ['an object with blanks and equal keys', '{ "b":1,\n "a":2, "b":3 }'],
        ['numbers beyond a double', '{"n":12345678901234567890.10}'],
        ['a text with NUL and half a character', '"a\\u0000\\ud800"'],
        ['null', 'null'],
        ['a list', '[1,[],{}]'],
        ['false', 'false'],
      ])('gives back %s byte by byte', async (_, json) => {
        const created = written(
          await stores.writer.createRecord(
            RECORD,
            data(JSON.parse(json), json),
          ),
        );
        expect(created.data?.json.toString()).toBe(json);
        const stored = await stores.results.getRecord(VIEW, RECORD);
        expect(stored?.data?.json.toString()).toBe(json);
        expect(stored).toEqual(created);
        const { items } = await stores.results.listRecords({
          view: VIEW,
          limit: 5,
        });
        expect(items).toEqual([created]);
      });

      it('creates one without data, which can be given later', async () => {
        const created = written(await stores.writer.createRecord(RECORD));
        expect(created).toEqual({
          cluster: TEST_CLUSTER,
          name: 'shop/results/r1/records/n1',
          uid: expect.any(String),
          data: undefined,
          etag: `${created.uid}-${TEST_NOW}000000`,
          createTime: TEST_NOW,
          updateTime: TEST_NOW,
        });
        expect(await stores.writer.updateRecord(RECORD, { type: 'a' })).toEqual(
          { refused: 'noData' },
        );
        const { json, payload } = data({ x: 1 });
        expect(
          written(
            await stores.writer.updateRecord(RECORD, {
              type: 'a',
              data: { json, payload },
            }),
          ).data,
        ).toEqual({ type: 'a', json });
      });

      it('refuses a second one of the name', async () => {
        await stores.writer.createRecord(RECORD, data({}));
        expect(await stores.writer.createRecord(RECORD, data({}))).toEqual({
          refused: 'exists',
        });
      });

      it('keeps of one what an update does not name', async () => {
        const first = written(
          await stores.writer.createRecord(
            RECORD,
            data({ metadata: { name: 'a', labels: { app: 'web' } } }),
          ),
        );
        const retyped = written(
          await stores.writer.updateRecord(RECORD, { type: 'other' }),
        );
        expect(retyped.data).toEqual({
          type: 'other',
          json: first.data?.json,
        });
        const touched = written(await stores.writer.updateRecord(RECORD, {}));
        expect(touched.data).toEqual(retyped.data);
        const etags = [first, retyped, touched].map(({ etag }) => etag);
        expect(new Set(etags).size).toBe(3);
        expect(
          await stores.writer.updateRecord(
            RECORD,
            { type: 'x' },
            { etag: retyped.etag },
          ),
        ).toEqual({ refused: 'etagMismatch' });
        expect(await db('records').first('run_name', 'promotion')).toEqual({
          run_name: 'a',
          promotion: 1,
        });

        const changed = data({ metadata: { name: 'b' } });
        await stores.writer.updateRecord(RECORD, { data: changed });
        expect(await db('records').first('run_name')).toEqual({
          run_name: 'b',
        });
        expect(await numberOfRows(db, 'record_attributes')).toBe(0);
      });

      it('removes one, and only that', async () => {
        await stores.writer.createRecord(RECORD, data({}));
        const other = { ...RECORD, record: 'n2' };
        await stores.writer.createRecord(other, data({}));
        expect(await stores.writer.deleteRecord(RECORD)).toEqual({});
        expect(await db('records').pluck('name')).toEqual(['n2']);
        expect(await numberOfRows(db, 'record_payloads')).toBe(1);
      });

      it('applies many updates at once without losing a half of any', async () => {
        const { etag } = written(
          await stores.writer.createRecord(RECORD, data({})),
        );
        const outcomes = await Promise.all(
          Array.from({ length: 50 }, (_, index) => {
            const { json, payload } = data({
              metadata: { name: `${index}`, labels: { by: `${index}` } },
            });
            return stores.writer.updateRecord(
              RECORD,
              { type: `${index}`, data: { json, payload } },
              // Half of them insist on the first version.
              index % 2 ? { etag } : {},
            );
          }),
        );
        expect(
          outcomes.filter((_, index) => index % 2 === 0).map(written),
        ).toHaveLength(25);
        const record = await stores.results.getRecord(VIEW, RECORD);
        const {
          uid,
          etag: time,
          ...row
        } = await db('records').first('uid', 'etag', 'run_name', 'data_type');
        const labels = await storedAttributes(db).pluck('p.value');
        const payload = JSON.parse(String(record?.data?.json));
        expect(row).toEqual({
          run_name: payload.metadata.name,
          data_type: payload.metadata.name,
        });
        expect(record?.etag).toBe(`${uid}-${time}`);
        expect(labels).toEqual([payload.metadata.name]);
      });

      it('creates and removes Results and Records at once without harm', async () => {
        await Promise.all(
          Array.from({ length: 40 }, async (_, index) => {
            const name = { ...RECORD, record: `n${index}` };
            switch (index % 4) {
              case 0:
                await stores.writer.deleteResult(RESULT);
                break;
              case 1:
                await stores.writer.createResult(RESULT, { annotations: {} });
                break;
              default:
                await stores.writer.createRecord(name, data({ index }));
            }
          }),
        );
        expect(await numberOfRows(db, 'record_payloads')).toBe(
          await numberOfRows(db, 'records'),
        );
      });
    });
  },
);
