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
  POSTGRES_DATABASES,
  TESTED_DATABASES,
  type TestDatabaseId,
} from '../../__testUtils__/databases';
import {
  storeDocuments,
  type TestDocument,
} from '../../__testUtils__/storeDocuments';
import { parseFilter } from '../../filter';
import type { Stores } from '../createStores';
import type { SummarizeOptions } from '../SummaryStore';
import { MAX_GROUPS } from './SummaryGroups';

jest.setTimeout(180_000);

const START = '2026-01-01T00:00:00Z';

let db: Knex;
let stores: Stores;

afterEach(() => stores.close());

async function open(
  id: TestDatabaseId,
  options?: Parameters<typeof createTestStores>[1],
) {
  ({ db, stores } = await createTestStores(id, options));
}

async function groupsOf(text: string, more?: Partial<SummarizeOptions>) {
  const { groups } = await stores.summaries.summarize({
    view: {},
    filter: parseFilter(text, 'records'),
    ...more,
  });
  return groups;
}

/** Records with objects that are made of their number. */
function records(
  count: number,
  data: (index: number) => unknown,
  more?: Partial<TestDocument>,
): TestDocument[] {
  return Array.from({ length: count }, (_, index) => ({
    parent: 'team',
    result: 'r1',
    name: `n${index}`,
    dataType: 'a/v1.Thing',
    data: data(index),
    ...more,
  }));
}

const ofNamespace = (index: number) => ({
  metadata: { namespace: `ns-${index}` },
  status: { startTime: START },
});

describe.each(TESTED_DATABASES.eachSupportedId())('summaries on %s', id => {
  it('are of one parent, Result and cluster, or of all', async () => {
    await open(id);
    const scopes = [
      ['team', 'r1', 'one'],
      ['team', 'r2', 'one'],
      ['team', 'r1', 'two'],
      ['other', 'r1', 'one'],
    ];
    await storeDocuments(
      db,
      scopes.flatMap(([parent, result, cluster]) =>
        records(1, () => ({}), { parent, result, cluster }),
      ),
    );
    const totalOf = async (scope: Partial<SummarizeOptions>) => {
      const [{ total }] = await groupsOf('', scope);
      expect(await groupsOf('', { ...scope, totalOnly: true })).toEqual([
        { value: null, total },
      ]);
      return total;
    };
    expect(await totalOf({})).toBe(4);
    expect(await totalOf({ parent: 'team' })).toBe(3);
    expect(await totalOf({ result: 'r1' })).toBe(3);
    expect(await totalOf({ parent: 'team', result: 'r1' })).toBe(2);
    expect(await totalOf({ view: { cluster: 'one' } })).toBe(3);
    expect(await totalOf({ view: { cluster: 'none' } })).toBe(0);
  });

  it('fail when too many objects would be read', async () => {
    await open(id, { scanBudget: { maxRows: 500, maxMs: 60_000 } });
    // No column can hold a kind that is a number.
    await storeDocuments(
      db,
      records(600, index => ({ kind: index })),
    );
    await expect(groupsOf('')).rejects.toMatchObject({
      name: 'SummaryLimitError',
      limit: 'objects',
    });
    await expect(groupsOf('size(string(data.kind)) > 0')).rejects.toThrow(
      /too many stored objects; narrow .* such as data_type or a label/,
    );
    expect(await groupsOf('name == "n3"')).toMatchObject([{ total: 1 }]);
    for (const text of ['', 'data_type == "a/v1.Thing"']) {
      expect(await groupsOf(text, { totalOnly: true })).toEqual([
        { value: null, total: 600 },
      ]);
    }
  });

  it('tell how many rows were read one by one', async () => {
    await open(id);
    await storeDocuments(db, [
      ...records(3, ofNamespace),
      ...records(2, index => ({ kind: index }), { result: 'r2' }),
    ]);
    const scanned = async (totalOnly: boolean) =>
      (await stores.summaries.summarize({ view: {}, totalOnly })).scanned;
    expect(await scanned(false)).toBe(2);
    expect(await scanned(true)).toBe(0);
  });

  it('fail when there are too many groups', async () => {
    await open(id);
    await storeDocuments(db, records(MAX_GROUPS, ofNamespace));
    const byNamespace = () => groupsOf('', { groupBy: { by: 'namespace' } });
    expect(await byNamespace()).toHaveLength(MAX_GROUPS);
    expect(await groupsOf('')).toMatchObject([
      {
        total: MAX_GROUPS,
        figures: { lastStart: BigInt(Date.parse(START)) * 1_000n },
      },
    ]);

    const [one] = records(1, () => ofNamespace(MAX_GROUPS));
    await storeDocuments(db, [{ ...one, result: 'r2' }]);
    await expect(byNamespace()).rejects.toMatchObject({ limit: 'groups' });
  });
});

describe.each(POSTGRES_DATABASES)('a summary that takes too long on %s', id => {
  it('is ended by the database', async () => {
    await open(id, { scanBudget: { maxRows: 1_000, maxMs: 100 } });
    await db.transaction(async tx => {
      await tx.raw('lock table records in access exclusive mode');
      await expect(groupsOf('')).rejects.toMatchObject({ limit: 'time' });
    });
  });
});

describe('a summary that takes too long on SQLite', () => {
  it('is ended between two pieces', async () => {
    await open('SQLITE_3', { scanBudget: { maxRows: 1_000, maxMs: -1 } });
    await storeDocuments(db, records(5_000, ofNamespace));
    await expect(groupsOf('')).rejects.toMatchObject({ limit: 'time' });
  });
});
