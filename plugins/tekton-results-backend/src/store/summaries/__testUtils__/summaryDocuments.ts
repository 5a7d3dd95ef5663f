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

const START = Date.UTC(2025, 11, 20);
const SECONDS = 40 * 86_400;

/** How Kubernetes writes times, and others that PostgreSQL and clients know. */
const timeEnding = fc.oneof(
  { weight: 2, arbitrary: fc.constant('Z') },
  {
    weight: 1,
    arbitrary: fc.constantFrom('.5Z', '.999Z', '.123456Z', '.25-05:30'),
  },
);
/** Where minutes, days and weeks (from Monday to Sunday) begin and end. */
const EDGES = [
  '1969-12-28T23:59:59Z',
  '1969-12-29T00:00:00Z',
  '1969-12-31T23:59:59Z',
  '1970-01-01T00:00:00Z',
  '2026-01-04T23:59:59Z',
  '2026-01-05T00:00:00Z',
].map(time => (Date.parse(time) - START) / 1000);
const seconds = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: 0, max: SECONDS }) },
  { weight: 1, arbitrary: fc.constantFrom(...EDGES) },
);

const optional = <T>(values: fc.Arbitrary<T>) =>
  fc.option(values, { nil: undefined, freq: 4 });

const object = fc
  .record({
    kind: fc.constantFrom('TaskRun', 'PipelineRun', 'Receipt'),
    name: fc.constantFrom('short', 'a-longer-name'),
    namespace: optional(fc.constantFrom('shop', 'web')),
    pipeline: optional(fc.constantFrom('release', 'nightly')),
    repository: optional(fc.constantFrom('acme', 'tekton')),
    created: optional(seconds),
    start: optional(seconds),
    completion: optional(seconds),
    timeEnding,
    reason: optional(
      fc.constantFrom(
        'Succeeded',
        'Completed',
        'Failed',
        'Cancelled',
        'Running',
        'TaskRunTimeout',
      ),
    ),
    amount: fc.integer({ min: 0, max: 2 }),
  })
  .map(drawn => ({
    apiVersion: 'tekton.dev/v1',
    kind: drawn.kind,
    metadata: {
      name: drawn.name,
      namespace: drawn.namespace,
      creationTimestamp: timeOf(drawn.created, drawn.timeEnding),
      labels: { 'tekton.dev/pipeline': drawn.pipeline },
      annotations: {
        'pipelinesascode.tekton.dev/repository': drawn.repository,
      },
    },
    spec: { amount: drawn.amount },
    status: {
      startTime: timeOf(drawn.start, drawn.timeEnding),
      completionTime: timeOf(drawn.completion, drawn.timeEnding),
      conditions: [{ type: 'Succeeded', reason: drawn.reason }],
    },
  }));

export type SummaryDocument = TestDocument & {
  readonly data: ReturnType<typeof drawObjects>[number];
};

/** Records with objects that say all that summaries ask, or a part of it. */
export function summaryDocuments(options: {
  seed: number;
  count: number;
}): SummaryDocument[] {
  return drawObjects(options).map((data, index) => ({
    parent: index % 3 === 0 ? 'other' : 'team',
    result: `r${index % 5}`,
    name: `n${index}`,
    dataType: `tekton.dev/v1.${data.kind}`,
    data: {
      ...data,
      // With a uid and a time of creation it is a run, and else only JSON.
      metadata: { ...data.metadata, uid: `uid-${index}` },
    },
  }));
}

function drawObjects({ seed, count }: { seed: number; count: number }) {
  return fc.sample(object, { seed, numRuns: count });
}

function timeOf(after: number | undefined, ending: string): string | undefined {
  return after === undefined
    ? undefined
    : new Date(START + after * 1000).toISOString().replace('.000Z', ending);
}
