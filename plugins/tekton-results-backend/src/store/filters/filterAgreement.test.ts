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
import { assertAgreement, SEED, type Judge } from './__testUtils__/agreement';
import { RECORD_FILTERS } from './__testUtils__/recordFilters';
import { compileReference } from './__testUtils__/reference';
import { storedValue } from './__testUtils__/referenceFunctions';
import { sampleDocuments } from './__testUtils__/sampleDocuments';

jest.setTimeout(180_000);

const DOCUMENTS = Number(process.env.FILTER_TEST_DOCUMENTS ?? 40);

function checked(text: string, subject: FilterSubject): Filter {
  const filter = parseFilter(text, subject);
  if (!filter) {
    throw new Error('no filter');
  }
  return filter;
}

describe('filters on Records', () => {
  const documents = sampleDocuments(SEED, DOCUMENTS);
  const byName = new Map(
    documents.map(document => [fullName(document), document]),
  );
  const judges: Judge[] = [
    {
      name: 'reference',
      matching: async ({ reference }) => {
        const evaluate = compileReference(reference);
        return matching(
          document => evaluate(referenceVariables(document)) === true,
        );
      },
    },
    {
      name: 'evaluation',
      matching: async ({ ours }) => {
        const test = compileFilter(checked(ours, 'records').expression);
        return matching(document => {
          const variables = ourVariables(document);
          return test(name => variables[name]);
        });
      },
    },
  ];
  const stores: Stores[] = [];

  function matching(test: (document: TestDocument) => boolean) {
    return new Set(documents.filter(test).map(fullName));
  }

  beforeAll(async () => {
    for (const [id] of TESTED_DATABASES.eachSupportedId()) {
      const opened = await createTestStores(id);
      stores.push(opened.stores);
      await storeDocuments(opened.db, documents);
      judges.push({
        name: id,
        matching: async ({ ours }) => {
          const { items, next } = await opened.stores.results.listRecords({
            view: {},
            filter: checked(ours, 'records'),
            limit: DOCUMENTS,
          });
          expect(next).toBeUndefined();
          return new Set(items.map(({ name }) => name));
        },
      });
    }
  });
  afterAll(() => Promise.all(stores.map(store => store.close())));

  it('get the answer of another implementation of CEL on every engine', async () => {
    const decisive = await assertAgreement({
      filters: RECORD_FILTERS,
      judges,
      subjects: byName,
    });
    console.log({ decisive });
    expect(decisive).toBeGreaterThan(100);
  });
});

function fullName({ parent, result, name }: TestDocument): string {
  return `${parent}/results/${result}/records/${name}`;
}

function ourVariables(
  document: TestDocument,
): Record<string, CelValue | undefined> {
  return {
    cluster: document.cluster,
    parent: document.parent,
    result_name: document.result,
    name: document.name,
    [FULL_NAME]: fullName(document),
    data_type: document.dataType,
    data: document.data as CelValue,
  };
}

function referenceVariables(document: TestDocument) {
  const { [FULL_NAME]: name, data, ...others } = ourVariables(document);
  return {
    ...(others as Record<string, string>),
    full_name: fullName(document),
    data: storedValue(document.data as JsonValue),
  };
}
