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
  TEST_NOW,
  TESTED_DATABASES,
} from '../../__testUtils__/databases';
import { SteppingClock } from '../../__testUtils__/SteppingClock';
import { storeDocuments } from '../../__testUtils__/storeDocuments';
import { engineOf } from './engine';
import { recordListSource } from '../results/recordList';
import { scanRows, type ScanOptions, type ScanRow } from './scanRows';

type Row = ScanRow & { name: string };

const ROWS = 300;
const NO_LIMIT = { maxRows: 1_000_000, maxMs: 60_000 };
const LAST_TENTH = { text: 't.seq > ?', bindings: [ROWS - ROWS / 10] };

describe.each(TESTED_DATABASES.eachSupportedId())('scanRows on %s', id => {
  let db: Knex;
  let closeStores: () => Promise<void>;
  const clock = new SteppingClock(0);

  beforeAll(async () => {
    const { db: database, stores } = await createTestStores(id, {
      clock: clock.read,
    });
    db = database;
    closeStores = stores.close;
    await storeDocuments(
      db,
      Array.from({ length: ROWS }, (_, index) => ({
        parent: 'team',
        result: 'r1',
        name: `n${index}`,
        dataType: 'example.com/v1.Thing',
        data: { index },
        // Three of each time, so that the number decides as well.
        createTime: TEST_NOW + Math.floor(index / 3),
      })),
    );
    // As if every other had been updated later.
    await db('records')
      .whereRaw('seq % 2 = 0')
      .update({ update_time: new Date(TEST_NOW + 86_400_000) });
  });
  afterAll(() => closeStores());

  type Order = Parameters<typeof recordListSource>[2]['order'];

  const sourceOf = (order?: Order) =>
    recordListSource(db, engineOf(db), { view: {}, order });

  /** The names on all pages, and how many pages there were. */
  async function readAll(
    options: Partial<ScanOptions<Row>>,
    onPage: (page: number) => Promise<void> = async () => {},
  ) {
    const names: string[] = [];
    let after: ScanOptions<Row>['after'];
    let pages = 0;
    do {
      const page = await scanRows<Row>({
        source: sourceOf(),
        engine: engineOf(db),
        limit: 10,
        budget: NO_LIMIT,
        ...options,
        after,
      });
      names.push(...page.rows.map(({ name }) => name));
      after = page.next;
      pages += 1;
      await onPage(pages);
    } while (after);
    return { names, pages };
  }

  const inOrder = Array.from({ length: ROWS }, (_, index) => `n${index}`);
  const evenNumber = async (rows: readonly Row[]) =>
    rows.map(({ name }) => Number(name.slice(1)) % 2 === 0);

  it.each([undefined, 7, 100, 1_000])(
    'reads all in order, through windows of %p rows',
    async windowRows => {
      const { names, pages } = await readAll({ windowRows });
      expect(names).toEqual(inOrder);
      expect(pages).toBe(ROWS / 10);
    },
  );

  it.each([undefined, 40])(
    'reads a short piece first, then windows of %p rows',
    async windowRows => {
      const { names } = await readAll({ headRows: 15, windowRows });
      expect(names).toEqual(inOrder);
      const found = await readAll({
        where: LAST_TENTH,
        headRows: 15,
        windowRows,
      });
      expect(found.names).toEqual(inOrder.slice(-ROWS / 10));
    },
  );

  describe('when the first piece has begun to fill the page', () => {
    /** What was found, and how many statements read the list in order, and at once. */
    async function read(options: Partial<ScanOptions<Row>>, limit = 10) {
      const source = sourceOf();
      const inPieces = jest.fn(source.rowsInOrder);
      const atOnce = jest.fn(source.rows);
      const { rows, next } = await scanRows<Row>({
        source: { ...source, rows: atOnce, rowsInOrder: inPieces },
        engine: engineOf(db),
        headRows: 20,
        walkRows: 100,
        budget: NO_LIMIT,
        limit,
        ...options,
      });
      return {
        names: rows.map(({ name }) => name),
        more: next !== undefined,
        statements: [inPieces.mock.calls.length, atOnce.mock.calls.length],
      };
    }
    const each = (number: number) => ({
      text: `t.seq % ${number} = 0`,
      bindings: [],
    });
    const named = (number: number, count: number) =>
      inOrder.filter((_, index) => (index + 1) % number === 0).slice(0, count);

    it('goes on through the list as far as that should take', async () => {
      expect(await read({ where: each(5) })).toEqual({
        names: named(5, 10),
        more: true,
        statements: [2, 0],
      });
    });

    it('lets the database find its way if that is far, or unknown', async () => {
      expect(await read({ where: each(10) })).toEqual({
        names: named(10, 10),
        more: true,
        statements: [1, 1],
      });
      expect(await read({ where: each(30) })).toEqual({
        names: named(30, 10),
        more: false,
        statements: [1, 1],
      });
      expect(await read({ where: each(5), walkRows: undefined })).toEqual({
        names: named(5, 10),
        more: true,
        statements: [1, 1],
      });
    });

    it('goes on once, however little is missing', async () => {
      const first = { text: 't.seq <= ?', bindings: [10] };
      expect(await read({ where: first })).toEqual({
        names: inOrder.slice(0, 10),
        more: false,
        statements: [2, 1],
      });
      expect(await read({ where: first }, 11)).toEqual({
        names: inOrder.slice(0, 10),
        more: false,
        statements: [2, 1],
      });
    });

    it('does not if rows are asked', async () => {
      const { statements } = await read({
        where: each(5),
        ask: { parallelism: 1, matching: evenNumber },
      });
      expect(statements).toEqual([1, 1]);
    });

    it('reads a long page in pieces', async () => {
      expect(
        await read({ where: each(2), pageChunkRows: 7 }, 50),
      ).toMatchObject({ names: named(2, 50), more: true });
    });
  });

  it.each([1, 7, ROWS, ROWS + 1])(
    'reads a long page in pieces of %p rows',
    async pageChunkRows => {
      for (const limit of [ROWS / 2, ROWS]) {
        const { names, pages } = await readAll({ limit, pageChunkRows });
        expect(names).toEqual(inOrder);
        expect(pages).toBe(ROWS / limit);
      }
    },
  );

  it('reads the other way', async () => {
    const { names } = await readAll({
      source: sourceOf([{ field: 'create_time', direction: 'desc' }]),
      windowRows: 50,
    });
    expect(names).toEqual([...inOrder].reverse());
  });

  it.each<[Order]>([
    [
      [
        { field: 'update_time', direction: 'desc' },
        { field: 'create_time', direction: 'asc' },
      ],
    ],
    [
      [
        { field: 'update_time', direction: 'asc' },
        { field: 'create_time', direction: 'asc' },
      ],
    ],
  ])('reads by several fields: %j', async order => {
    const rows: Array<{ name: string }> = await db('records')
      .orderBy([
        ...(order ?? []).map(({ field, direction }) => ({
          column: field,
          order: direction,
        })),
        { column: 'seq' },
      ])
      .select('name');
    const expected = rows.map(({ name }) => name);
    for (const windowRows of [undefined, 40]) {
      const { names } = await readAll({ source: sourceOf(order), windowRows });
      expect(names).toEqual(expected);
    }
  });

  it.each([undefined, 13])(
    'finds what meets a condition, with windows of %p rows',
    async windowRows => {
      const { names } = await readAll({ where: LAST_TENTH, windowRows });
      expect(names).toEqual(inOrder.slice(-ROWS / 10));
    },
  );

  it.each([undefined, 13])(
    'asks what the condition leaves open, with windows of %p rows',
    async windowRows => {
      const { names, pages } = await readAll({
        windowRows,
        ask: { parallelism: 2, matching: evenNumber },
      });
      expect(names).toEqual(inOrder.filter((_, index) => index % 2 === 0));
      expect(pages).toBe(ROWS / 20);
    },
  );

  describe('when statements are slow', () => {
    beforeEach(() => {
      clock.stepMs = 1_000;
    });
    afterEach(() => {
      clock.stepMs = 0;
    });

    it.each([30, 200])(
      'finds the same, with windows of %p rows',
      async rows => {
        const found = await readAll({ where: LAST_TENTH, windowRows: rows });
        expect(found.names).toEqual(inOrder.slice(-ROWS / 10));
        const headed = await readAll({ headRows: 70, windowRows: rows });
        expect(headed.names).toEqual(inOrder);
      },
    );

    it('asks of fewer rows at once, on SQLite', async () => {
      const asked: number[] = [];
      const { names } = await readAll({
        windowRows: 200,
        ask: {
          parallelism: 2,
          matching: async rows => {
            asked.push(rows.length);
            return evenNumber(rows);
          },
        },
        limit: ROWS,
      });
      expect(names).toEqual(inOrder.filter((_, index) => index % 2 === 0));
      const ofLaterPieces = asked.slice(1);
      expect(Math.max(...ofLaterPieces) <= 20).toBe(id === 'SQLITE_3');
    });
  });

  it('asks of so many rows at once at most', async () => {
    const asked: number[] = [];
    const { names } = await readAll({
      ask: {
        parallelism: 1,
        maxRows: 30,
        matching: async rows => {
          asked.push(rows.length);
          return rows.map(({ name }) => name === 'n299');
        },
      },
    });
    expect(names).toEqual(['n299']);
    expect(Math.max(...asked)).toBe(30);
    expect(asked.reduce((sum, count) => sum + count)).toBe(ROWS);
  });

  it('ends a page early when the budget of rows is used up', async () => {
    const asked: number[] = [];
    const { names, pages } = await readAll({
      ask: {
        parallelism: 0,
        matching: async rows => {
          asked.push(rows.length);
          return rows.map(({ name }) => name === 'n299');
        },
      },
      budget: { maxRows: 64, maxMs: 60_000 },
    });
    expect(names).toEqual(['n299']);
    expect(pages).toBe(Math.ceil(ROWS / 64));
    expect(asked.reduce((sum, count) => sum + count)).toBe(ROWS);
  });

  it('ends a page early when the budget of time is used up', async () => {
    const { names, pages } = await readAll({
      where: LAST_TENTH,
      windowRows: 100,
      budget: { maxRows: 1_000, maxMs: 0 },
    });
    expect(names).toEqual(inOrder.slice(-ROWS / 10));
    expect(pages).toBeGreaterThan(3);
  });

  it('rejects when a question fails, wherever it is', async () => {
    let calls = 0;
    const failing = readAll({
      ask: {
        parallelism: 3,
        matching: async rows => {
          calls += 1;
          if (calls === 3) {
            throw new Error('no answer');
          }
          return rows.map(() => false);
        },
      },
    });
    await expect(failing).rejects.toThrow('no answer');
  });

  it('shows each row once while others come and go', async () => {
    const { names } = await readAll({ windowRows: 50 }, async page => {
      if (page === 5) {
        // Before the page and after it.
        await db('records').whereIn('name', ['n3', 'n250']).delete();
      }
    });
    expect(names).toEqual(inOrder.filter(name => name !== 'n250'));
  });
});
