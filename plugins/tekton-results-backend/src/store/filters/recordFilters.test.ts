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
import {
  storeDocuments,
  type TestDocument,
} from '../../__testUtils__/storeDocuments';
import { plansOf } from '../../__testUtils__/queryPlans';
import { parseFilter } from '../../filter';
import type { Stores } from '../createStores';
import type { ScanPosition } from './scanRows';

const doc = (name: string, data: unknown): TestDocument => ({
  parent: 'team',
  result: 'r1',
  name,
  dataType: 'tekton.dev/v1.TaskRun',
  data,
});

const DOCUMENTS: TestDocument[] = [
  doc('a', {
    kind: 'TaskRun',
    metadata: {
      name: 'nightly-7',
      generation: 3,
      labels: { app: 'web' },
      annotations: { repo: 'acme/widgets' },
    },
    spec: { params: [{ name: 'env', value: 'prod' }], timeout: '1h0m0s' },
    status: {
      ok: true,
      startTime: '2024-05-01T10:00:00Z',
      completionTime: '2024-05-01T10:10:00Z',
      conditions: [{ reason: 'Failed', status: 'False' }],
    },
  }),
  doc('b', {
    kind: 'TaskRun',
    metadata: { name: 'my_x', labels: { app: 'api' } },
    status: {
      startTime: '2024-05-01T10:00:00.5Z',
      completionTime: '2024-05-01T10:10:00Z',
    },
  }),
  doc('c', {
    kind: 'Receipt',
    nested: { deep: 'd', none: null, list: [null, 'web'] },
    numbers: { big: 1e21, small: 1e-7, whole: 2 ** 60 },
  }),
  // What is meant to be texts, and is not.
  doc('d', {
    metadata: { annotations: { n: 5, list: ['web'] } },
    spec: { params: [{ name: 'n', value: 5 }] },
  }),
  doc('e', { status: { startTime: 3 } }),
];

describe.each(TESTED_DATABASES.eachSupportedId())('filters on %s', id => {
  let db: Knex;
  let stores: Stores;

  beforeAll(async () => {
    ({ db, stores } = await createTestStores(id));
    await storeDocuments(db, DOCUMENTS);
  });
  afterAll(() => stores.close());

  it.each([
    ['data.metadata.name == "nightly-7"', 'a'],
    ['data.metadata.name.startsWith("my_")', 'b'],
    ['data.nested.deep == "d"', 'c'],
    ['!(data.metadata.labels["app"] == "web")', 'b'],
    ['data.metadata.labels.app in ["web", "api"]', 'ab'],
    ['data.spec.params.exists(p, p.name == "env" && p.value == "prod")', 'a'],
    [
      'data.status.completionTime - data.status.startTime >= duration("10m")',
      'a',
    ],
    [
      'data.status.completionTime - data.status.startTime < duration("10m")',
      'b',
    ],
    ['data.metadata.annotations.contains("acme/widgets")', 'a'],
    ['data.status.ok', 'a'],
    ['name.matches("^[ab]$")', 'ab'],
    ['size(data.metadata.name) == 4', 'b'],
    ['data.kind != "TaskRun"', 'c'],
    ['data.status.startTime.getHours() == 10', 'ab'],
    ['name.endsWith("records/c")', 'c'],
    ['name.endsWith("1/records/c")', 'c'],
    ['name == "team/results/r1/records/a"', 'a'],
    ['name == "team/results/r2/records/a"', ''],
    ['name == "records/a"', ''],
    ['name != "team/results/r1/records/a"', 'bcde'],
    ['name in ["team/results/r1/records/a", "b"]', 'ab'],
    ['!(name in ["team/results/r1/records/a", "b"])', 'cde'],
    ['name + "/x" == "a/x"', 'a'],
    ['data.status.completionTime == data.status.startTime', ''],
    ['data.status.completionTime > "2024-05-01T10:09:59Z"', 'ab'],
    ['data.status.completionTime in ["2024-05-01T10:10:00Z"]', 'ab'],
    ['data.status.startTime < data.status.completionTime', 'ab'],
    ['data.status.startTime in [true, 3]', 'e'],
    ['size(name) / 2 == 0 && string(size(name) + 1) == "2"', 'abcde'],
    ['has(data.status.conditions[0].reason)', 'a'],
    ['size(data.nested) == 2', 'c'],
    ['data.nested.list.exists(item, item == "web")', 'c'],
    ['data.nested.list.exists(item, item == "null")', ''],
    ['data.nested.list.all(item, item != "api")', ''],
    ['data.nested.exists(key, key == "deep")', 'c'],
    ['data.numbers.big == "1000000000000000000000"', 'c'],
    ['data.numbers.small in ["0.0000001"]', 'c'],
    ['data.numbers.whole == 1152921504606846976', 'c'],
    ['data.metadata.annotations.n == "5"', 'd'],
    ['data.metadata.annotations.list == "[\\"web\\"]"', 'd'],
    ['data.spec.params.exists(p, p.name == "n" && p.value == "5")', 'd'],
    ['(name == "e" ? data.kind : parent) == "team"', 'abcd'],
  ])('%s', async (text, names) => {
    const { items } = await stores.results.listRecords({
      view: {},
      filter: parseFilter(text, 'records'),
      limit: 10,
    });
    expect(items.map(({ name }) => name.slice(-1)).join('')).toBe(names);
  });

  it.each([
    ['create_time', 'asc'],
    ['create_time', 'desc'],
    ['update_time', 'desc'],
  ] as const)(
    'keeps to the order of %s %s in lists of few Records',
    async (field, direction) => {
      const { db: others, stores: opened } = await createTestStores(id);
      const labels = { release: 'candidate' };
      const documents = Array.from({ length: 200 }, (_, index) => ({
        ...doc(`d${index}`, {
          kind: 'TaskRun',
          metadata: { name: `n-${index}`, ...(index % 8 === 0 && { labels }) },
        }),
        // Not as they were stored, and some at the same time.
        createTime: TEST_NOW + ((index * 7) % 50) * 1_000,
      }));
      await storeDocuments(others, documents);
      await others.raw('analyze');
      const plans = await plansOf(others, async () => {
        for (const [filter, wanted] of [
          ['data.metadata.labels.release == "candidate"', 25],
          [
            'data.metadata.labels.release in ["candidate"] && data_type == TASK_RUN && data.metadata.name.endsWith("0")',
            5,
          ],
          [
            '(data.metadata.labels.release == "candidate" && parent == "team") && size(data.metadata.name) > 3',
            23,
          ],
          ['data.metadata.labels.release == "candidate" && name == "none"', 0],
        ] as const) {
          const times: number[] = [];
          const names = new Set<string>();
          let after: ScanPosition | undefined;
          do {
            const page = await opened.results.listRecords({
              view: {},
              filter: parseFilter(filter, 'records'),
              order: [{ field, direction }],
              limit: 4,
              after,
            });
            for (const { name, createTime, updateTime } of page.items) {
              names.add(name);
              times.push(field === 'create_time' ? createTime : updateTime);
            }
            after = page.next;
          } while (after);
          expect(names.size).toBe(wanted);
          expect(times).toHaveLength(wanted);
          const sorted = [...times].sort((a, b) => a - b);
          expect(times).toEqual(
            direction === 'asc' ? sorted : sorted.reverse(),
          );
        }
      });
      expect(plans.some(plan => /on record_attributes owned/.test(plan))).toBe(
        id.startsWith('POSTGRES'),
      );
      await opened.close();
    },
  );

  it('gives filters up that would go on and on, rather than not match', async () => {
    const list = `[${Array(90).fill('1').join(',')}]`;
    const text = `${list}.all(a, ${list}.all(b, ${list}.all(c, a + b + c > 0)))`;
    await expect(
      stores.results.listRecords({
        view: {},
        filter: parseFilter(text, 'records'),
        limit: 10,
      }),
    ).rejects.toMatchObject({
      name: 'InputError',
      message: expect.stringContaining('take too long'),
    });
  });
});
