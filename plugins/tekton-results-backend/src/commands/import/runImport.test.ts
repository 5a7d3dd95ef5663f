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

import { mkdtemp, readFile, rm, writeFile } from 'fs/promises';
import { tmpdir } from 'os';
import { join } from 'path';
import type { Knex } from 'knex';
import {
  createTestStores,
  TESTED_DATABASES,
} from '../../__testUtils__/databases';
import {
  lastRecordedEvents,
  TEST_CLUSTER,
} from '../../__testUtils__/recordedRuns';
import { EVERYTHING, type Stores } from '../../store';
import { FakeResultsServer } from '../__testUtils__/FakeResultsServer';
import { runTestImport, type TestImport } from '../__testUtils__/runTestImport';
import {
  recordMessage,
  upstreamHistory,
} from '../__testUtils__/upstreamHistory';

jest.setTimeout(120_000);

const VIEW = { cluster: TEST_CLUSTER };

describe.each(TESTED_DATABASES.eachSupportedId())(
  'an import on %s',
  databaseId => {
    let db: Knex;
    let stores: Stores;
    let server: FakeResultsServer;
    let url: string;
    let folder: string;
    let notes: string[];

    beforeEach(async () => {
      ({ db, stores } = await createTestStores(databaseId));
      server = new FakeResultsServer(upstreamHistory());
      url = await server.start();
      folder = await mkdtemp(join(tmpdir(), 'import-'));
      notes = [];
    });

    afterEach(async () => {
      await server.stop();
      await rm(folder, { recursive: true });
    });

    function run(options: { argv?: string[]; signal?: AbortSignal } = {}) {
      return runTestImport({
        from: url,
        stateFile: join(folder, 'state.json'),
        importer: stores.importer,
        notes,
        ...options,
      });
    }

    /** Everything that is stored but for when it was found gone. */
    async function everything(): Promise<unknown[][]> {
      return Promise.all([
        db('results').orderBy(['parent', 'name']).select('*'),
        db('records')
          .orderBy(['parent', 'name'])
          .select('uid', 'name', 'etag', 'create_time', 'update_time')
          .select('data_type', 'run_uid', 'capture_uid', 'status'),
        db('record_payloads as p')
          .join('records as r', 'r.seq', 'p.record_seq')
          .orderBy(['r.parent', 'r.name'])
          .select('p.bytes'),
      ]);
    }

    it('copies everything through failures, and lists what it refuses', async () => {
      server.faults.set(2, 'fail').set(5, 'cut').set(7, 'empty');
      const { code, summary } = await run();
      expect(code).toBe(3);
      const { results, records } = server.data;
      const [first] = records;
      expect(summary).toBe(
        [
          `Results: ${results.length} copied, 0 already there, 0 refused`,
          `Records: ${records.length - 1} copied, 0 already there, 1 refused`,
          '1 of the Records tell of logs. They were copied without the logs themselves; --logs copies those, too.',
          'Refused:',
          `  ${first.name.replace(
            /[^/]+$/,
            'broken',
          )} holds an object that is not JSON, or of an overlong type`,
          '',
        ].join('\n'),
      );
      expect(notes.join('')).toMatch(/answered 500.*\. Trying again in 1 s/);
      const stored = await stores.results.listRecords({
        view: VIEW,
        limit: 100,
      });
      const bytes = (value: unknown) =>
        Buffer.from(String(value), 'base64').toString();
      expect(
        stored.items.map(({ name, uid, etag, createTime, data }) => ({
          name,
          uid,
          etag,
          createTime,
          type: data?.type,
          value: data?.json.toString(),
        })),
      ).toEqual(
        records
          .filter(({ name }) => !name.endsWith('broken'))
          .map(({ name, uid, etag, create_time, data }) => {
            const { type, value } = data as Record<string, unknown>;
            return {
              name,
              uid,
              etag,
              createTime: Date.parse(create_time),
              type,
              value: bytes(value),
            };
          }),
      );
      const runs = await stores.runs.list({ query: {}, limit: 100 });
      expect(runs.runs).toHaveLength(15);
    });

    it('goes on where it was interrupted, and ends with the same', async () => {
      await run();
      const expected = await everything();
      ({ db, stores } = await createTestStores(databaseId));
      await rm(join(folder, 'state.json'));

      server.lists.length = 0;
      const parts: TestImport[] = [];
      do {
        const controller = new AbortController();
        // Each goes two pages further, and is stopped while the third is sent.
        const stopAt = server.lists.length + 3;
        server.onList = count => count === stopAt && controller.abort();
        parts.push(await run({ signal: controller.signal }));
      } while (parts[parts.length - 1].code === 130);
      const [last, ...interrupted] = parts.reverse();
      expect(last.code).toBe(3);
      expect(interrupted.length).toBeGreaterThan(2);
      expect(interrupted[0].summary).toMatch(
        /Interrupted. Run it again to go on; .*state.json says where/,
      );
      expect(await everything()).toEqual(expected);
      // The counts are those of all parts together.
      expect(last.summary).toMatch(
        `Records: ${server.data.records.length - 1} copied, 0 already there`,
      );
      const pages = new Set(server.lists.map(({ search }) => search));
      expect(server.lists.length).toBeLessThan(pages.size * 2);
    });

    it('changes nothing when it is repeated, but takes what is new', async () => {
      await run();
      const before = await everything();
      const again = await run();
      expect(again.code).toBe(3);
      expect(notes.join('')).toMatch(
        /This import was finished at 20.*state.json/,
      );
      const { results, records } = server.data;
      expect(again.summary).toMatch(
        `Records: 0 copied, ${records.length - 1} already there, 1 refused`,
      );
      expect(await everything()).toEqual(before);

      // Its Result is new, too, and was created after Results were listed.
      const [{ name }] = results;
      const created = recordMessage(
        name.replace(/[^/]+$/, 'late/records/late'),
        500,
        { type: 'example.com/v1.Thing', value: {} },
      );
      records.push(created);
      const { summary } = await run();
      expect(summary).toMatch(/Records: 1 copied/);
      expect(
        await stores.results.getResult(VIEW, {
          parent: created.name.split('/')[0],
          result: 'late',
        }),
      ).toMatchObject({ annotations: {} });
    });

    it('leaves out what retention has removed, and says so', async () => {
      await run();
      const { runs } = await stores.retention.expiring(
        { within: EVERYTHING },
        { limit: 100 },
      );
      await stores.retention.remove(runs, { policy: 'old' });
      expect((await everything()).flat()).toEqual([]);
      server.data.records.pop();

      const { results, records } = server.data;
      const again = await run();
      expect(again.code).toBe(0);
      expect(again.summary).toBe(
        [
          `Results: 0 copied, 0 already there, 0 refused, ${results.length} left out as retention has removed them`,
          `Records: 0 copied, 0 already there, 0 refused, ${records.length} left out as retention has removed them`,
          '',
        ].join('\n'),
      );
      expect((await everything()).flat()).toEqual([]);

      // A run that came to a Result later brings it back, with its log.
      const [, { name }] = results;
      const [{ captured }] = lastRecordedEvents();
      const payload = structuredClone(captured.payload);
      Object.assign(payload.metadata as object, {
        uid: 'uid-late',
        namespace: name.split('/')[0],
      });
      const late = `${name}/records/late`;
      records.push(
        recordMessage(late, 500, { type: captured.dataType, value: payload }),
        recordMessage(`${late}-log`, 501, {
          type: 'results.tekton.dev/v1alpha3.Log',
          value: { spec: { resource: { uid: 'uid-late' } } },
        }),
      );
      const { summary } = await run();
      expect(summary).toMatch(/Records: 2 copied, 0 already there, 0 refused/);
      expect(await db('records').orderBy('seq').pluck('name')).toEqual([
        'late',
        'late-log',
      ]);
    });

    it('takes one namespace', async () => {
      const ofShop = server.data.results.filter(({ name }) =>
        name.startsWith('shop/'),
      );
      expect(ofShop.length).toBeLessThan(server.data.results.length);
      const { summary } = await run({ argv: ['--parent', 'shop'] });
      expect(summary).toMatch(`Results: ${ofShop.length} copied`);
      expect(new Set(await db('records').pluck('parent'))).toEqual(
        new Set(['shop']),
      );
    });

    it('only counts in a dry run', async () => {
      const { code, summary } = await run({ argv: ['--dry-run'] });
      expect(code).toBe(3);
      expect(summary).toMatch(/Records: \d+ to copy.*Nothing was written/s);
      expect((await everything()).flat()).toEqual([]);
      await expect(readFile(join(folder, 'state.json'))).rejects.toThrow(
        'ENOENT',
      );
    });

    it('does not call it success when there is nothing', async () => {
      server.data.results.length = 0;
      const { code, summary } = await run();
      expect(code).toBe(3);
      expect(summary).toMatch(
        /Nothing found: the server lists no Results\. There are none/,
      );
    });

    it('does not take a failing database for the end', async () => {
      for (let count = 3; count < 40; count += 1) {
        server.faults.set(count, 'empty');
      }
      await expect(run()).rejects.toThrow(/suddenly lists nothing/);
      server.faults.clear();
      const { summary } = await run();
      expect(summary).toMatch(`Results: ${server.data.results.length} copied`);
    });

    it('begins a list again whose place the server has forgotten', async () => {
      const controller = new AbortController();
      server.onList = count => count === 2 && controller.abort();
      expect(await run({ signal: controller.signal })).toMatchObject({
        code: 130,
      });
      server.onList = () => {};
      const file = join(folder, 'state.json');
      const state = await readFile(file, 'utf8');
      await writeFile(
        file,
        state.replace(/"pageToken": "-/, '"pageToken": "old'),
      );
      const { summary } = await run();
      expect(notes.join('')).toMatch(/does not know where/);
      expect(summary).toMatch(/Results: .* 5 already there/);
    });

    it('says what to do when the token is refused', async () => {
      await expect(run({ argv: ['--token', 'wrong'] })).rejects.toThrow(
        /answered 401: permission denied\. The token \(--token/,
      );
    });

    it('says what to do when it is no Tekton Results server', async () => {
      url = `${url}/prefix`;
      await expect(run()).rejects.toThrow(
        /answered 404: Not Found\. .*--from is its base URL/,
      );
    });
  },
);
