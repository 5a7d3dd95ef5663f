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

import {
  createTestStores,
  POSTGRES_DATABASES,
  TESTED_DATABASES,
} from '../../__testUtils__/databases';
import { storeRuns } from '../../__testUtils__/madeUpRuns';
import { plansOf } from '../../__testUtils__/queryPlans';
import { storeDocuments } from '../../__testUtils__/storeDocuments';
import { parseFilter } from '../../filter';

jest.setTimeout(60_000);

const RECORDS = 3_000;
const INEXACT_EVERY = 1_000;
const SECONDS_PER_DAY = 86_400;
const DAYS = 20;
const READS_OBJECTS = /record_payloads|SEARCH p /;
const READS_ALL = /Seq Scan on records\b|SCAN (t|records)(?! USING)/;

it.each(TESTED_DATABASES.eachSupportedId())(
  'a summary reads only the objects that it must on %s',
  async id => {
    const { db, stores } = await createTestStores(id);
    await storeDocuments(
      db,
      Array.from({ length: RECORDS }, (_, index) => ({
        parent: `ns-${index % 2}`,
        result: `r${index % 100}`,
        name: `n${index}`,
        dataType: 'a/v1.Thing',
        data: {
          metadata: { name: `run-${index}` },
          kind: index % INEXACT_EVERY === 0 ? index : 'Thing',
        },
      })),
    );
    await db.raw('analyze');

    const plans = (filter: string, parent?: string) =>
      plansOf(db, () =>
        stores.summaries.summarize({
          view: {},
          parent,
          filter: parseFilter(filter, 'records'),
        }),
      );
    for (const parent of [undefined, 'ns-1']) {
      const all = await plans('', parent);
      const readObjects = all.filter(plan => READS_OBJECTS.test(plan));
      expect(readObjects).toEqual([
        expect.stringContaining('records_not_promoted'),
      ]);
    }
    const ofName = await plans('data.metadata.name == "run-7"');
    expect(ofName.join('\n')).toMatch(/records_(by|of)_run_name/);
    expect(ofName.join('\n')).not.toMatch(READS_ALL);
    await stores.close();
  },
);

it('a pipeline is summed up from an index of its Records alone on SQLite', async () => {
  const { db, stores } = await createTestStores('SQLITE_3', {
    clock: () => 0,
  });
  await storeDocuments(
    db,
    Array.from({ length: 6_000 }, (_, index) => ({
      parent: `ns-${index % 2}`,
      result: `r${index % 100}`,
      name: `n${index}`,
      dataType: `tekton.dev/v1.${index % 3 === 0 ? 'PipelineRun' : 'TaskRun'}`,
      data: {
        metadata: {
          name: `run-${index}`,
          labels: { 'tekton.dev/pipeline': index < 5_000 ? 'many' : 'few' },
        },
        status: {
          startTime: isoTime(index * 60),
          completionTime: isoTime(index * 61),
        },
      },
    })),
  );
  const totals: number[] = [];
  const summarize = async (filter: string, parent?: string) => {
    const { groups, scanned } = await stores.summaries.summarize({
      view: {},
      parent,
      filter: parseFilter(filter, 'records'),
      groupBy: { by: 'time', unit: 'day', time: 'startTime' },
    });
    totals.push(groups.reduce((sum, { total }) => sum + total, 0));
    expect(scanned).toBe(0);
  };
  const many = 'data.metadata.labels["tekton.dev/pipeline"] == "many"';
  const since = 'data.status.startTime > timestamp("1970-01-03T00:00:00Z")';
  const plans = await plansOf(db, async () => {
    await summarize(many);
    await summarize(`data_type == PIPELINE_RUN && ${many}`);
    await summarize(`${many} && ${since}`);
  });
  expect(totals).toEqual([5_000, 1_667, 2_119]);
  const read = plans.filter(plan => / t /.test(plan));
  const inPieces = read.filter(plan => !plan.includes('records_not_promoted'));
  // Of 5,000 Records seven pieces, from 50 to 2,000, each with its end and its sum.
  expect(inPieces).toHaveLength(3 * 7 * 2);
  for (const plan of inPieces) {
    expect(plan).toContain('SEARCH t USING COVERING INDEX records_summed ');
  }

  // What leads to less is asked first.
  const others = await plansOf(db, async () => {
    await summarize(many, 'ns-1');
    await summarize(`${many} && data.metadata.name == "run-7"`);
    await summarize(`${many} && result_name == "r7"`);
  });
  expect(totals.slice(3)).toEqual([2_500, 1, 50]);
  expect(others.join('\n')).not.toContain('records_summed');
  await stores.close();
});

it.each(POSTGRES_DATABASES)('days are known to be few on %s', async id => {
  const { db, stores } = await createTestStores(id);
  await storeRuns(
    stores,
    Array.from({ length: 600 }, (_, index) => ({
      uid: `uid-${index}`,
      name: `run-${index}`,
      ago: (index * DAYS * SECONDS_PER_DAY) / 600,
      seconds: 60 + index,
    })),
  );
  await db.raw('analyze');
  for (const time of [
    'creationTimestamp',
    'startTime',
    'completionTime',
  ] as const) {
    const plans = await plansOf(db, () =>
      stores.summaries.summarize({
        view: {},
        groupBy: { by: 'time', unit: 'day', time },
      }),
    );
    const [, expected] =
      plans.join('\n').match(/Aggregate .*?rows=(\d+)/) ?? [];
    expect(Number(expected)).toBeLessThan(2 * DAYS);
  }
  await stores.close();
});

function isoTime(seconds: number): string {
  return new Date(seconds * 1_000).toISOString().replace('.000Z', 'Z');
}
