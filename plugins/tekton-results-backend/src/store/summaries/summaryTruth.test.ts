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
import { storeDocuments } from '../../__testUtils__/storeDocuments';
import { parseFilter } from '../../filter';
import type { Stores } from '../createStores';
import type { SummaryGroup, SummaryGrouping } from '../SummaryStore';
import { formatInterval } from './Interval';
import { summarizeJson, type JsonSummary } from './__testUtils__/summarizeJson';
import {
  summaryDocuments,
  type SummaryDocument,
} from './__testUtils__/summaryDocuments';

jest.setTimeout(180_000);

const DOCUMENTS = summaryDocuments({ seed: 20261121, count: 150 });

const UNITS = ['minute', 'hour', 'day', 'week', 'month', 'year'] as const;
const TIMES = ['creationTimestamp', 'startTime', 'completionTime'] as const;

/** With no filter. */
const GROUPINGS: Array<SummaryGrouping | undefined> = [
  undefined,
  { by: 'namespace' },
  { by: 'pipeline' },
  { by: 'repository' },
  ...UNITS.flatMap(unit =>
    TIMES.map(time => ({ by: 'time', unit, time } as const)),
  ),
];

const FILTERED_GROUPINGS: typeof GROUPINGS = [
  undefined,
  { by: 'pipeline' },
  { by: 'time', unit: 'week', time: 'startTime' },
];

const FILTERS: Array<{
  text: string;
  meets: (document: SummaryDocument) => boolean;
}> = [
  { text: '', meets: () => true },
  {
    text: 'data_type == TASK_RUN',
    meets: ({ dataType }) => dataType === 'tekton.dev/v1.TaskRun',
  },
  {
    text: 'data.metadata.namespace == "shop"',
    meets: ({ data }) => data.metadata.namespace === 'shop',
  },
  {
    text: 'data.metadata.labels["tekton.dev/pipeline"] == "release"',
    meets: ({ data }) =>
      data.metadata.labels['tekton.dev/pipeline'] === 'release',
  },
  {
    text: 'data.metadata.labels["tekton.dev/pipeline"] == "release" && "tekton.dev/pipeline" in data.metadata.labels',
    meets: ({ data }) =>
      data.metadata.labels['tekton.dev/pipeline'] === 'release',
  },
  {
    text: 'data_type == TASK_RUN && data.metadata.labels["tekton.dev/pipeline"] == "release"',
    meets: ({ data, dataType }) =>
      dataType === 'tekton.dev/v1.TaskRun' &&
      data.metadata.labels['tekton.dev/pipeline'] === 'release',
  },
  {
    text: 'data.metadata.labels["tekton.dev/pipeline"] == "release" && data.spec.amount == 2',
    meets: ({ data }) =>
      data.metadata.labels['tekton.dev/pipeline'] === 'release' &&
      data.spec.amount === 2,
  },
  {
    text: 'data.spec.amount == 2',
    meets: ({ data }) => data.spec.amount === 2,
  },
  { text: 'data_type == "none"', meets: () => false },
];

const ids = TESTED_DATABASES.eachSupportedId();
const [postgres] = ids.flat().filter(id => id.startsWith('POSTGRES'));
const withPostgres = postgres ? describe : describe.skip;

type Summaries = Record<string, Record<string, JsonSummary>>;

/** What somebody makes of each filter with each grouping. */
async function summaries(
  summarize: (
    filter: (typeof FILTERS)[number],
    groupBy?: SummaryGrouping,
  ) => Promise<JsonSummary[]>,
): Promise<Summaries> {
  const all: Summaries = {};
  for (const filter of FILTERS) {
    const groupings = filter.text === '' ? GROUPINGS : FILTERED_GROUPINGS;
    for (const groupBy of groupings) {
      const groups = await summarize(filter, groupBy);
      all[JSON.stringify([filter.text, groupBy])] = Object.fromEntries(
        groups.map(group => [String(group.value), group]),
      );
    }
  }
  return all;
}

/** A group as {@link summarizeJson} has it. */
function inTexts({ value, total, figures }: SummaryGroup): JsonSummary {
  const durations = figures?.durations;
  return {
    value: value === null ? null : String(value),
    total: String(total),
    ...Object.fromEntries(
      Object.entries(figures?.outcomes ?? {}).map(([outcome, count]) => [
        outcome,
        String(count),
      ]),
    ),
    last_start: figures?.lastStart?.toString() ?? null,
    sum: durations ? formatInterval(durations.total) : null,
    avg: durations ? formatInterval(durations.average) : null,
    min: durations ? formatInterval(durations.min) : null,
    max: durations ? formatInterval(durations.max) : null,
  };
}

withPostgres.each(ids)('summaries of any objects on %s', id => {
  let db: Knex;
  let stores: Stores;
  let truth: Summaries;

  beforeAll(async () => {
    const oracle = await TESTED_DATABASES.init(postgres);
    truth = await summaries(({ meets }, groupBy) =>
      summarizeJson(
        oracle,
        DOCUMENTS.filter(meets).map(({ data }) => data),
        groupBy,
      ),
    );
  });

  beforeEach(async () => {
    ({ db, stores } = await createTestStores(id));
    await storeDocuments(db, DOCUMENTS);
  });

  afterEach(() => stores.close());

  function ours() {
    return summaries(async ({ text }, groupBy) => {
      const { groups } = await stores.summaries.summarize({
        view: {},
        filter: parseFilter(text, 'records'),
        groupBy,
      });
      return groups.map(inTexts);
    });
  }

  it('are what PostgreSQL makes of them', async () => {
    const exact = await db('records').where({ promotion: 1 });
    expect(exact.length).toBeGreaterThan(DOCUMENTS.length / 4);
    expect(exact.length).toBeLessThan((DOCUMENTS.length * 3) / 4);
    expect(await ours()).toEqual(truth);
  });

  it('are the same where columns are not worked out yet', async () => {
    await db('records').whereRaw('seq % 3 = 0').update({
      promotion: 0,
      reason: null,
      status_start_time: null,
      label_pipeline: null,
    });
    expect(await ours()).toEqual(truth);
  });
});
