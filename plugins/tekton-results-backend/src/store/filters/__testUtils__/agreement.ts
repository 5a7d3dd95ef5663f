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
import { MAX_FILTER_BYTES } from '../../../filter';
import type { FilterPair, Pairs } from './FilterPair';

/** Something that answers filters. */
export interface Judge {
  readonly name: string;
  /** The keys of what matches. */
  readonly matching: (filter: FilterPair) => Promise<ReadonlySet<string>>;
}

const DEFAULT_SEED = 20261121;
const DEFAULT_FILTERS = 250;

/** Where chance begins; another seed gives other documents and filters. */
export const SEED = Number(process.env.FILTER_TEST_SEED ?? DEFAULT_SEED);

/**
 * Asks all judges about many filters.
 *
 * @returns the share of filters that find some of the objects, but not all
 * @throws with the shortest filter that can be found to divide them
 */
export async function assertAgreement(options: {
  filters: Pairs;
  judges: readonly Judge[];
  /** What is asked about, by key. */
  subjects: ReadonlyMap<string, unknown>;
}): Promise<number> {
  const { filters, judges, subjects } = options;
  let asked = 0;
  let decisive = 0;
  await fc.assert(
    fc.asyncProperty(filters, async filter => {
      fc.pre(Buffer.byteLength(filter.ours) <= MAX_FILTER_BYTES);
      const answers = await Promise.all(
        judges.map(async ({ name, matching }) => ({
          name,
          keys: await matching(filter),
        })),
      );
      const [{ keys }] = answers;
      asked += 1;
      decisive += keys.size > 0 && keys.size < subjects.size ? 1 : 0;
      for (const [key, subject] of subjects) {
        if (answers.some(answer => answer.keys.has(key) !== keys.has(key))) {
          throw new Error(disagreement(filter, key, subject, answers));
        }
      }
    }),
    {
      seed: SEED,
      numRuns: Number(process.env.FILTER_TEST_FILTERS ?? DEFAULT_FILTERS),
    },
  );
  return decisive / asked;
}

function disagreement(
  { ours, reference }: FilterPair,
  key: string,
  subject: unknown,
  answers: ReadonlyArray<{ name: string; keys: ReadonlySet<string> }>,
): string {
  return [
    'The answers differ.',
    `filter:    ${ours}`,
    `reference: ${reference}`,
    `object ${key}: ${JSON.stringify(subject)}`,
    ...answers.map(
      answer => `${answer.name}: ${answer.keys.has(key) ? 'matches' : 'no'}`,
    ),
  ].join('\n');
}
