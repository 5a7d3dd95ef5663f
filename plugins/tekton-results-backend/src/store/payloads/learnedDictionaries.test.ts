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
import { createHash } from 'crypto';
import { inflateRawSync } from 'zlib';
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { mockServices } from '@backstage/backend-test-utils';
import type { Knex } from 'knex';
import {
  createTestStores,
  TEST_NOW,
  TESTED_DATABASES,
} from '../../__testUtils__/databases';
import { storeRuns, type MadeUpRun } from '../../__testUtils__/madeUpRuns';
import { storeContent } from '../../__testUtils__/storeContent';
import { parseFilter } from '../../filter';
import { createStores, type Stores } from '../createStores';
import type { WriteOptions } from '../ResultWriter';
import type { DbPayloadDictionariesRow, DbRecordPayloadsRow } from '../tables';
import { DictionaryStore } from './DictionaryStore';

jest.setTimeout(60_000);

type WriteAccess = NonNullable<WriteOptions['access']>;

const RUNS = 40;
const directory = resolvePackagePath(
  'backstage-plugin-tekton-results-backend',
  'migrations',
);
/** Random words that no other dictionary knows. */
const SCRIPT = Array.from({ length: 60 }, (_, line) =>
  createHash('sha256').update(`line ${line}`).digest('hex'),
).join('\n');

function commitOf(index: number): string {
  return createHash('sha256').update(`commit ${index}`).digest('hex');
}

function run(index: number, more: Partial<MadeUpRun> = {}): MadeUpRun {
  const commit = commitOf(index);
  return {
    name: `build-${index}`,
    uid: `uid-${index}`,
    ago: 10_000 - index,
    seconds: 5,
    pipeline: 'build',
    revision: commit,
    status: {
      pipelineSpec: {
        tasks: [
          {
            name: 'build',
            taskSpec: {
              steps: [{ name: 'all', script: `${SCRIPT}\ncheckout ${commit}` }],
            },
          },
        ],
      },
      results: [{ name: 'commit', value: commit }],
    },
    ...more,
  };
}

function numbered(first: number, count: number): MadeUpRun[] {
  return Array.from({ length: count }, (_, index) => run(first + index));
}

describe.each(TESTED_DATABASES.eachSupportedId())(
  'learned dictionaries on %s',
  databaseId => {
    let db: Knex;
    let stores: Stores;

    beforeEach(async () => {
      ({ db, stores } = await createTestStores(databaseId));
    });

    /** Another replica, or this one after a restart. */
    function openAgain(): Promise<Stores> {
      return createStores({
        database: mockServices.database({
          knex: db,
          migrations: { skip: true },
        }),
        now: () => TEST_NOW,
      });
    }

    function learned(): Promise<DbPayloadDictionariesRow[]> {
      return db<DbPayloadDictionariesRow>('payload_dictionaries')
        .whereNotNull('base_id')
        .orderBy('create_time')
        .select('*');
    }

    async function payloadOf(uid: string): Promise<DbRecordPayloadsRow> {
      return db('record_payloads as p')
        .join('records as r', 'r.seq', 'p.record_seq')
        .where('r.capture_uid', uid)
        .first('p.*');
    }

    async function objectOf(from: Stores, uid: string): Promise<unknown> {
      const stored = await from.runs.get({ cluster: 'test', uid });
      return stored?.payload;
    }

    it('make later runs of the same pipeline much smaller', async () => {
      for (let first = 0; first < RUNS; first += 8) {
        await storeRuns(stores, numbered(first, 8));
      }
      const [dictionary] = await learned();
      const before = await payloadOf('uid-0');
      const after = await payloadOf(`uid-${RUNS - 1}`);
      expect(after.dictionary_id).toBe(dictionary.id);
      expect(before.bytes.length).toBeGreaterThan(2_000);
      expect(after.bytes.length).toBeLessThan(500);
    });

    it('are read by replicas that started before and after', async () => {
      const before = await openAgain();
      await storeRuns(stores, numbered(0, 8));
      await storeRuns(stores, numbered(8, 8));
      const after = await openAgain();
      for (const index of [0, 7, 8, 15]) {
        const uid = `uid-${index}`;
        const expected = expect.objectContaining({
          metadata: expect.objectContaining({ uid }),
          status: expect.objectContaining(run(index).status),
        });
        expect(await objectOf(before, uid)).toEqual(expected);
        expect(await objectOf(after, uid)).toEqual(expected);
      }
    });

    it('are used at once after a restart', async () => {
      await storeRuns(stores, numbered(0, 8));
      const [dictionary] = await learned();
      await storeRuns(await openAgain(), [run(8)]);
      expect((await payloadOf('uid-8')).dictionary_id).toBe(dictionary.id);
    });

    it('are known to filters that ask the objects', async () => {
      await storeRuns(stores, numbered(0, 8));
      await storeRuns(stores, numbered(8, 4));
      const { items } = await stores.results.listRecords({
        view: {},
        filter: parseFilter(
          `data.status.results[0].value == "${commitOf(9)}"`,
          'records',
        ),
        limit: 10,
      });
      expect(items.map(({ name }) => name)).toEqual([
        expect.stringMatching(/records\/uid-9$/),
      ]);
      await stores.close();
    });

    it('hold nothing that a single run says', async () => {
      await storeRuns(stores, numbered(0, 8));
      const [{ bytes }] = await learned();
      const base = await db<DbPayloadDictionariesRow>('payload_dictionaries')
        .where({ id: 1 })
        .first('bytes');
      const text = inflateRawSync(bytes, {
        dictionary: base?.bytes,
      }).toString();
      expect(text).toContain(SCRIPT.split('\n')[30]);
      for (let index = 0; index < 8; index += 1) {
        expect(text).not.toContain(commitOf(index));
        expect(text).not.toContain(`build-${index}`);
      }
    });

    it('are not shared by namespaces, clusters or pipelines', async () => {
      await storeRuns(stores, numbered(0, 8));
      await storeRuns(stores, [
        run(20, { namespace: 'other' }),
        run(21, { cluster: 'other' }),
        run(22, { pipeline: 'other' }),
      ]);
      const used = await db('record_payloads as p')
        .join('records as r', 'r.seq', 'p.record_seq')
        .whereIn('r.capture_uid', ['uid-20', 'uid-21', 'uid-22'])
        .pluck('p.dictionary_id');
      expect(used).toEqual([1, 1, 1]);
    });

    it('are learned from finished runs of different origins only', async () => {
      const unfinished = { outcome: 'Unknown' as const };
      await storeRuns(
        stores,
        numbered(0, 16).map(one => ({ ...one, ...unfinished })),
      );
      await storeRuns(
        stores,
        numbered(100, 16).map(one => ({
          ...one,
          kind: 'TaskRun',
          task: 'build',
          owner: 'uid-of-owner',
        })),
      );
      expect(await learned()).toEqual([]);
    });

    it('are learned anew when a pipeline changes', async () => {
      await storeRuns(stores, numbered(0, 8));
      const changed = (index: number) =>
        JSON.parse(
          JSON.stringify(run(index).status).replaceAll(
            /[0-9a-f]{64}(?=\\n)/g,
            line => [...line].reverse().join(''),
          ),
        );
      for (let first = 8; first < 56; first += 8) {
        await storeRuns(
          stores,
          numbered(first, 8).map((one, index) => ({
            ...one,
            status: changed(first + index),
          })),
        );
      }
      const dictionaries = await learned();
      expect(dictionaries).toHaveLength(2);
      const last = await payloadOf('uid-55');
      expect(last.bytes.length).toBeLessThan(500);
      expect((await payloadOf('uid-8')).dictionary_id).not.toBe(
        last.dictionary_id,
      );
    });

    it('are not learned again while nothing changes', async () => {
      for (let first = 0; first < 128; first += 16) {
        await storeRuns(stores, numbered(first, 16));
      }
      expect(await learned()).toHaveLength(1);
    });

    it('are not learned from what was refused', async () => {
      const name = { cluster: 'test', parent: 'shop', result: 'posted' };
      await stores.writer.createResult(name, { annotations: {} });
      const post = (index: number, access?: WriteAccess) => {
        const payload = {
          apiVersion: 'tekton.dev/v1',
          kind: 'PipelineRun',
          metadata: {
            name: `posted-${index}`,
            namespace: 'shop',
            uid: `posted-${index}`,
            creationTimestamp: '2026-05-01T00:00:00Z',
            labels: { 'tekton.dev/pipeline': 'posted' },
          },
          spec: {},
          status: {
            startTime: '2026-05-01T00:00:00Z',
            completionTime: '2026-05-01T00:01:00Z',
            ...run(index).status,
          },
        };
        return stores.writer.createRecord(
          { ...name, record: `record-${index}` },
          {
            type: 'tekton.dev/v1.PipelineRun',
            json: Buffer.from(JSON.stringify(payload)),
            payload,
          },
          { access },
        );
      };
      const elsewhere: WriteAccess = {
        visible: { kind: 'allOf', parts: [] },
        allowed: { kind: 'namespace', values: ['mine'] },
      };
      for (let index = 0; index < 8; index += 1) {
        expect(await post(index, elsewhere)).toEqual({ refused: 'forbidden' });
      }
      await post(8);
      expect(await learned()).toEqual([]);
      for (let index = 9; index < 16; index += 1) {
        await post(index);
      }
      expect(await learned()).toHaveLength(1);
    });

    it('may fail to be learned without harm', async () => {
      const add = jest
        .spyOn(DictionaryStore.prototype, 'add')
        .mockRejectedValueOnce(new Error('away'));
      await storeRuns(stores, numbered(0, 8));
      expect(add).toHaveBeenCalledTimes(1);
      add.mockRestore();
      expect(await learned()).toEqual([]);
      expect(await objectOf(stores, 'uid-7')).toBeDefined();
      await storeRuns(stores, numbered(8, 8));
      expect(await learned()).toHaveLength(1);
    });

    it('become whole ones for an earlier version', async () => {
      await storeRuns(stores, numbered(0, 16));
      const long = Array.from({ length: 800 }, (_, line) => commitOf(line));
      const pieces = Array.from({ length: 5 }, (_, index) =>
        run(16 + index, { pipeline: 'long', status: { long } }),
      );
      await storeRuns(stores, pieces.slice(0, 4));
      await storeRuns(stores, pieces.slice(4));
      expect(await payloadOf('uid-20')).toMatchObject({ encoding: 3 });
      const before = await storeContent(db);
      const name = '20261122000300_learned_dictionaries.js';
      await db.migrate.down({ directory, name });
      expect(await payloadOf('uid-20')).toMatchObject({ encoding: 1 });
      const [{ bytes }] = await db('payload_dictionaries').where('id', '>', 1);
      expect(bytes.length).toBeGreaterThan(32 * 1024);
      await db.migrate.up({ directory, name });
      expect(await storeContent(db)).toEqual(before);
    });
  },
);
