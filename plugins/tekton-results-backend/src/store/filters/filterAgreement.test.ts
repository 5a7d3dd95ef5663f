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
} from '../../__testUtils__/databases';
import {
  storeDocuments,
  type TestDocument,
} from '../../__testUtils__/storeDocuments';
import {
  compileFilter,
  FULL_NAME,
  parseFilter,
  type CelValue,
  type Filter,
  type FilterSubject,
} from '../../filter';
import type { Stores } from '../createStores';
import type { Page } from '../ResultStore';
import { assertAgreement, SEED, type Judge } from './__testUtils__/agreement';
import type { FilterPair } from './__testUtils__/FilterPair';
import { RECORD_FILTERS } from './__testUtils__/recordFilters';
import {
  compileReference,
  type ReferenceVariables,
} from './__testUtils__/reference';
import { storedTime, storedValue } from './__testUtils__/referenceFunctions';
import { RESULT_FILTERS } from './__testUtils__/resultFilters';
import { RESULT_STATES } from './__testUtils__/samples';
import { sampleDocuments } from './__testUtils__/sampleDocuments';
import {
  sampleResults,
  type SampleResult,
} from './__testUtils__/sampleResults';

jest.setTimeout(120_000);

/** With 250 filters that makes 10,000 cases on each engine. */
const RECORDS = 40;
const RESULTS = 40;

const stores = new Map<string, { db: Knex; stores: Stores }>();

beforeAll(async () => {
  for (const [id] of TESTED_DATABASES.eachSupportedId()) {
    stores.set(id, await createTestStores(id));
  }
});
afterAll(() =>
  Promise.all([...stores.values()].map(opened => opened.stores.close())),
);

describe('filters on Records', () => {
  const documents = new Map(
    sampleDocuments(SEED, RECORDS).map(document => [
      recordName(document),
      document,
    ]),
  );

  beforeAll(async () => {
    for (const { db } of stores.values()) {
      await storeDocuments(db, [...documents.values()]);
      // Else PostgreSQL does not know which attributes few Records have.
      await db.raw('analyze');
    }
  });

  it('find the same on every engine and in another implementation of CEL', async () => {
    const decisiveShare = await assertAgreement({
      filters: RECORD_FILTERS,
      subjects: documents,
      judges: [
        reference(documents, recordInReference),
        {
          name: 'evaluation',
          matching: async ({ ours }) => {
            const matches = compileFilter(checked(ours, 'records').expression);
            return keysOf(documents, document => {
              const variables = recordVariables(document);
              return matches(name => variables[name]);
            });
          },
        },
        ...engines((opened, { ours }) =>
          opened.results.listRecords({
            view: {},
            filter: checked(ours, 'records'),
            limit: RECORDS,
          }),
        ),
      ],
    });
    expect(decisiveShare).toBeGreaterThan(0.2);
  });
});

describe('filters on Results', () => {
  const results = new Map(
    sampleResults(SEED, RESULTS).map(result => [
      `${result.parent}/results/${result.name}`,
      result,
    ]),
  );

  beforeAll(async () => {
    for (const { db } of stores.values()) {
      await db('results').insert([...results.values()]);
    }
  });

  it('find the same on every engine and in another implementation of CEL', async () => {
    const decisiveShare = await assertAgreement({
      filters: RESULT_FILTERS,
      subjects: results,
      judges: [
        reference(results, resultInReference),
        ...engines((opened, { ours }) =>
          opened.results.listResults({
            view: {},
            filter: checked(ours, 'results'),
            limit: 2 * RESULTS,
          }),
        ),
      ],
    });
    expect(decisiveShare).toBeGreaterThan(0.2);
  });
});

function checked(text: string, subject: FilterSubject): Filter {
  const filter = parseFilter(text, subject);
  if (!filter) {
    throw new Error('there is no filter');
  }
  return filter;
}

function keysOf<T>(
  subjects: ReadonlyMap<string, T>,
  matches: (subject: T) => boolean,
): ReadonlySet<string> {
  return new Set(
    [...subjects].filter(([, one]) => matches(one)).map(([key]) => key),
  );
}

function reference<T>(
  subjects: ReadonlyMap<string, T>,
  variables: (subject: T) => ReferenceVariables,
): Judge {
  return {
    name: 'reference',
    matching: async filter => {
      const evaluate = compileReference(filter.reference);
      return keysOf(subjects, one => evaluate(variables(one)) === true);
    },
  };
}

function engines(
  list: (
    opened: Stores,
    filter: FilterPair,
  ) => Promise<Page<{ readonly name: string }>>,
): Judge[] {
  return [...stores].map(([name, opened]) => ({
    name,
    matching: async filter => {
      const { items, next } = await list(opened.stores, filter);
      expect(next).toBeUndefined();
      return new Set(items.map(item => item.name));
    },
  }));
}

function recordName({ parent, result, name }: TestDocument): string {
  return `${parent}/results/${result}/records/${name}`;
}

function recordVariables(
  document: TestDocument,
): Readonly<Record<string, CelValue | undefined>> {
  return {
    cluster: document.cluster,
    parent: document.parent,
    result_name: document.result,
    name: document.name,
    [FULL_NAME]: recordName(document),
    data_type: document.dataType,
    data: document.data as CelValue,
  };
}

function recordInReference(document: TestDocument): ReferenceVariables {
  return {
    cluster: document.cluster ?? null,
    parent: document.parent,
    result_name: document.result,
    name: document.name,
    full_name: recordName(document),
    data_type: document.dataType,
    data: storedValue(document.data as JsonValue),
  };
}

function resultInReference(result: SampleResult): ReferenceVariables {
  return {
    cluster: result.cluster,
    parent: result.parent,
    uid: result.uid,
    annotations: storedValue(JSON.parse(result.annotations)),
    create_time: storedTime(result.create_time, 0),
    update_time: storedTime(result.update_time, 0),
    summary: {
      record: result.summary_record ?? '',
      type: result.summary_type ?? '',
      status: BigInt(RESULT_STATES.indexOf(result.summary_status ?? 'UNKNOWN')),
      annotations: storedValue(JSON.parse(result.summary_annotations ?? '{}')),
      ...(result.summary_start_time && {
        start_time: storedTime(
          result.summary_start_time,
          result.summary_start_micros,
        ),
      }),
      ...(result.summary_end_time && {
        end_time: storedTime(
          result.summary_end_time,
          result.summary_end_micros,
        ),
      }),
    },
  };
}
