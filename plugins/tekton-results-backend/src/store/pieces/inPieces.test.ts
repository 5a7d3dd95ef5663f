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
import { SteppingClock } from '../../__testUtils__/SteppingClock';
import { engineOf } from '../filters/engine';
import { inPieces } from './inPieces';

jest.setTimeout(60_000);

const ITEMS = Array.from({ length: 200 }, (_, index) => index);

describe.each(TESTED_DATABASES.eachSupportedId())('inPieces on %s', id => {
  /** The pieces of a list, of which the work asks the database something. */
  async function piecesOf(options: {
    items?: readonly number[];
    clock: () => number;
    work?: (db: Knex) => Promise<unknown>;
  }) {
    const { items = ITEMS, clock, work = db => db.raw('select 1') } = options;
    const { db, stores } = await createTestStores(id, { clock });
    const pieces: number[][] = [];
    await inPieces(db, items, {
      maxRows: 80,
      work: async piece => {
        pieces.push(piece);
        await work(db);
      },
    });
    await stores.close();
    return { pieces, onSqlite: engineOf(db) === 'sqlite' };
  }

  it.each([
    ['grow when they are short', new SteppingClock(0).read, [50, 80, 70]],
    [
      'shrink when they are long',
      new SteppingClock(1_000).read,
      [50, ...Array(7).fill(20), 10],
    ],
  ])('has pieces that %s, on SQLite', async (_, clock, sizes) => {
    const { pieces, onSqlite } = await piecesOf({ clock });
    expect(pieces.flat()).toEqual(ITEMS);
    expect(pieces.map(({ length }) => length)).toEqual(
      onSqlite ? sizes : [80, 80, 40],
    );
  });

  it('counts what statements of a transaction take, too', async () => {
    const { pieces, onSqlite } = await piecesOf({
      clock: new SteppingClock(1_000).read,
      work: db => db.transaction(tx => tx.raw('select 1')),
    });
    expect(pieces[1]).toHaveLength(onSqlite ? 20 : 80);
  });

  it('does not count what is no statement', async () => {
    const { pieces } = await piecesOf({
      clock: new SteppingClock(1_000).read,
      work: async () => {},
    });
    expect(pieces[1]).toHaveLength(80);
  });

  it('has nothing to do with an empty list', async () => {
    const { pieces } = await piecesOf({ items: [], clock: () => 0 });
    expect(pieces).toEqual([]);
  });
});
