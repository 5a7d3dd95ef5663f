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

import fc from 'fast-check';
import type { TestDocument } from '../../../__testUtils__/storeDocuments';
import {
  CLUSTERS,
  COMMON_TEXTS,
  DATA_TYPES,
  DURATIONS,
  HALF_A_CHARACTER,
  KEYS,
  NUMBERS,
  ODD_TEXTS,
  ODD_TIMES,
  PARAM_NAMES,
  PARENTS,
  PLAIN_TIMES,
  RECORD_NAMES,
  RESULTS,
  UNSTORABLE_KEYS,
  UNSTORABLE_TEXTS,
} from './samples';

type Values = fc.Arbitrary<unknown>;
/** Makes of the values that are right at some place those that may stand there. */
type Spoil = (right: Values) => Values;

const TEXT = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom(...COMMON_TEXTS) },
  { weight: 2, arbitrary: fc.constantFrom(...ODD_TEXTS) },
);
const TIME = fc.constantFrom(...PLAIN_TIMES);
const NUMBER = fc.constantFrom(...NUMBERS);

/** What stands where something else is right. */
const ODD_VALUES: Values = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    [],
    {},
    ['web', null],
    [null],
    { a: null, b: 'web' },
    { k: 'v', 'k"}: {': 1e21 },
  ),
  fc.constantFrom(...NUMBERS),
  fc.constantFrom(...ODD_TIMES),
  fc.constantFrom(...UNSTORABLE_TEXTS, HALF_A_CHARACTER),
);

/** Objects that columns and attributes say all of what is in them. */
const CLEAN: Spoil = right =>
  fc.oneof(
    { weight: 20, arbitrary: right },
    { weight: 1, arbitrary: fc.constant(null) },
  );
const DIRTY: Spoil = right =>
  fc.oneof(
    { weight: 8, arbitrary: right },
    { weight: 1, arbitrary: ODD_VALUES },
  );

const SPEC: Values = fields({
  params: DIRTY(
    listOf(
      DIRTY(
        fields({
          name: DIRTY(fc.constantFrom(...PARAM_NAMES)),
          value: DIRTY(fc.oneof(TEXT, TEXT, fc.constantFrom(5, true))),
        }),
      ),
    ),
  ),
  timeout: DIRTY(fc.constantFrom(...DURATIONS)),
  n: DIRTY(NUMBER),
  list: DIRTY(listOf(DIRTY(TEXT))),
  rows: DIRTY(listOf(DIRTY(listOf(DIRTY(NUMBER))))),
});

const NO_RUNS: Values = fc.constantFrom<unknown>(
  null,
  'web',
  5,
  true,
  ['web', 5],
  {},
  { metadata: 'web', spec: ['web'], status: null },
  { metadata: { labels: ['app'], annotations: 'web' } },
  { nested: { deep: { x: 'web' } } },
);

const DATA: Values = fc.oneof(
  { weight: 10, arbitrary: runs(CLEAN) },
  { weight: 6, arbitrary: runs(DIRTY) },
  { weight: 1, arbitrary: NO_RUNS },
);

/**
 * Objects shaped like runs, with parts that are missing, null or odd.
 *
 * @param seed - of chance; the same gives the same
 */
export function sampleDocuments(seed: number, count: number): TestDocument[] {
  const documents = fc.sample(
    fc.record({
      cluster: fc.constantFrom(...CLUSTERS),
      parent: fc.constantFrom(...PARENTS),
      result: fc.constantFrom(...RESULTS),
      name: fc.constantFrom(...RECORD_NAMES),
      dataType: fc.constantFrom(...DATA_TYPES),
      data: DATA,
    }),
    { seed, numRuns: count },
  );
  return documents.map((document, index) => ({
    ...document,
    name: `${document.name}-${index}`,
    data: JSON.parse(JSON.stringify(document.data)),
  }));
}

/** What promoted columns and attributes must hold is spoilt, the rest is odd. */
function runs(spoil: Spoil): Values {
  return spoil(
    fields({
      apiVersion: spoil(fc.constant('tekton.dev/v1')),
      kind: spoil(fc.constantFrom('TaskRun', 'PipelineRun', 'web')),
      metadata: spoil(metadata(spoil)),
      spec: DIRTY(SPEC),
      status: spoil(status(spoil)),
      nested: DIRTY(fields({ deep: DIRTY(fields({ x: DIRTY(TEXT) })) })),
    }),
  );
}

function metadata(spoil: Spoil): Values {
  return fields({
    name: spoil(TEXT),
    namespace: spoil(TEXT),
    uid: spoil(TEXT),
    creationTimestamp: spoil(TIME),
    generation: DIRTY(NUMBER),
    labels: spoil(byKey(spoil(TEXT))),
    annotations: DIRTY(byKey(DIRTY(TEXT))),
    ownerReferences: spoil(
      listOf(spoil(fields({ kind: TEXT, name: TEXT, uid: spoil(TEXT) }))),
    ),
  });
}

function status(spoil: Spoil): Values {
  return fields({
    startTime: spoil(TIME),
    completionTime: spoil(TIME),
    count: DIRTY(NUMBER),
    ok: DIRTY(fc.boolean()),
    conditions: spoil(
      listOf(
        spoil(
          fields({
            type: fc.constantFrom('Succeeded', 'Succeeded', 'web'),
            status: spoil(fc.constantFrom('True', 'Failed')),
            reason: spoil(TEXT),
          }),
        ),
      ),
    ),
  });
}

function fields(values: Record<string, Values>): Values {
  return fc.record(values, { requiredKeys: [] });
}

function listOf(items: Values): Values {
  return fc.array(items, { maxLength: 3 });
}

function byKey(values: Values): Values {
  const keys = fc.constantFrom(...KEYS, ...UNSTORABLE_KEYS);
  return fc.dictionary(keys, values, { maxKeys: 5 });
}
