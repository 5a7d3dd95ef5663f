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

import { createHash } from 'crypto';
import fc from 'fast-check';
import type { DbResultsRow } from '../../tables';
import {
  CLUSTERS,
  COMMON_TEXTS,
  DATA_TYPES,
  KEYS,
  ODD_TEXTS,
  PARENTS,
  PLAIN_TIMES,
  RESULT_STATES,
} from './samples';

/** A row as it is inserted. */
export type SampleResult = Omit<
  DbResultsRow,
  | 'seq'
  | 'create_time'
  | 'update_time'
  | 'summary_start_time'
  | 'summary_end_time'
> & {
  readonly create_time: Date;
  readonly update_time: Date;
  readonly summary_start_time: Date | null;
  readonly summary_end_time: Date | null;
};

const TEXT = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom(...COMMON_TEXTS) },
  { weight: 2, arbitrary: fc.constantFrom(...ODD_TEXTS) },
);

const ANNOTATIONS = fc
  .dictionary(fc.constantFrom(...KEYS), TEXT, { maxKeys: 4 })
  .map(annotations => JSON.stringify(annotations));

const TIME_TEXTS = [
  ...PLAIN_TIMES,
  '2024-05-01T10:00:00.123Z',
  '1969-12-31T23:59:59.5Z',
];
/** Given by the store itself. */
const TIME = fc.constantFrom(...TIME_TEXTS).map(text => new Date(text));
/** Given by clients. */
const SUMMARY_TIME = fc.option(
  fc
    .constantFrom(
      ...TIME_TEXTS,
      '0100-03-01T00:00:00.001Z',
      '9999-12-31T23:59:59.999Z',
    )
    .map(text => new Date(text)),
);

/** Most clients send whole seconds. */
const MICROS = fc.constantFrom(0, 0, 0, 0, 456);

const NO_SUMMARY = fc.record({
  summary_record: fc.constant(null),
  summary_type: fc.constant(null),
  summary_status: fc.constant(null),
  summary_start_time: fc.constant(null),
  summary_end_time: fc.constant(null),
  summary_start_micros: fc.constant(0),
  summary_end_micros: fc.constant(0),
  summary_annotations: fc.constant(null),
});

const SUMMARY = fc.record({
  summary_record: fc.constantFrom('team/results/r1/records/web', 'web'),
  summary_type: fc.constantFrom(...DATA_TYPES),
  summary_status: fc.constantFrom(...RESULT_STATES),
  summary_start_time: SUMMARY_TIME,
  summary_end_time: SUMMARY_TIME,
  summary_start_micros: MICROS,
  summary_end_micros: MICROS,
  summary_annotations: ANNOTATIONS,
});

const IDENTITY = fc.record({
  cluster: fc.constantFrom(...CLUSTERS),
  parent: fc.constantFrom(...PARENTS),
  annotations: ANNOTATIONS,
  create_time: TIME,
  update_time: TIME,
});

/**
 * Results with and without a summary.
 *
 * @param seed - of chance; the same gives the same
 */
export function sampleResults(seed: number, count: number): SampleResult[] {
  const results = fc.sample(
    fc.tuple(
      IDENTITY,
      fc.oneof(
        { weight: 1, arbitrary: NO_SUMMARY },
        { weight: 4, arbitrary: SUMMARY },
      ),
    ),
    { seed, numRuns: count },
  );
  return results.map(([identity, summary], index) => ({
    ...identity,
    ...summary,
    // Without a time there is nothing that could be finer.
    summary_start_micros: summary.summary_start_time
      ? summary.summary_start_micros
      : 0,
    summary_end_micros: summary.summary_end_time
      ? summary.summary_end_micros
      : 0,
    summary_run_created_time: null,
    name: `result-${index}`,
    uid: uuidOf(index),
    etag: '1',
  }));
}

function uuidOf(index: number): string {
  return createHash('md5')
    .update(`result ${index}`)
    .digest('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
