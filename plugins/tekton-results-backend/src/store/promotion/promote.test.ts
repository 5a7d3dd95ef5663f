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
  parseRunObject,
  runFacts,
} from 'backstage-plugin-tekton-results-common';
import { lastRecordedEvents } from '../../__testUtils__/recordedRuns';
import { exactTimeMs } from './columnValues';
import { isAttributeKey, MAX_VALUE_LENGTH } from './attributes';
import { EXACT, INEXACT, promote, PROMOTED_COLUMNS } from './promote';

const CREATE_TIME = Date.UTC(2026, 10, 21);
const SECOND = '2026-11-21T02:30:46Z';

function promoted(payload: unknown) {
  const parsed = parseRunObject(payload);
  return promote({
    payload,
    facts: parsed.run && runFacts(parsed.run),
    createTime: CREATE_TIME,
    leaves: new Set(),
  });
}

const RUN = {
  apiVersion: 'tekton.dev/v1',
  kind: 'TaskRun',
  metadata: {
    name: 'build-1',
    namespace: 'shop',
    uid: 'u-1',
    creationTimestamp: SECOND,
    labels: {
      app: 'web',
      'tekton.dev/pipelineRun': 'build',
      'tekton.dev/pipelineRunUID': 'u-0',
      'tekton.dev/pipeline': 'release',
    },
    annotations: {
      team: 'checkout',
      'pipelinesascode.tekton.dev/repository': 'shop',
    },
    ownerReferences: [{ kind: 'PipelineRun', name: 'build', uid: 'u-0' }],
  },
  spec: { params: [{ name: 'env', value: 'prod' }] },
  status: {
    startTime: SECOND,
    completionTime: '2026-11-21T02:31:46Z',
    conditions: [{ type: 'Succeeded', status: 'True', reason: 'Completed' }],
  },
};

/** The run with other metadata or status. */
function run(changes: { metadata?: object; status?: object; spec?: unknown }) {
  return {
    ...RUN,
    metadata: { ...RUN.metadata, ...changes.metadata },
    status: { ...RUN.status, ...changes.status },
    spec: changes.spec ?? RUN.spec,
  };
}

function labels(count: number, value: unknown = 'v'): Record<string, unknown> {
  return Object.fromEntries(
    Array.from({ length: count }, (_, index) => [`key-${index}`, value]),
  );
}

describe('promote', () => {
  it('promotes a run', () => {
    const { columns, attributes } = promoted(RUN);
    expect(columns).toMatchObject({
      promotion: EXACT,
      kind: 'TaskRun',
      run_uid: 'u-1',
      run_name: 'build-1',
      namespace: 'shop',
      root: 0,
      status: 'succeeded',
      reason: 'Completed',
      condition_status: 'True',
      owner_run_uid: 'u-0',
      label_pipeline_run: 'build',
      label_pipeline_run_uid: '=',
      label_pipeline: 'release',
      annotation_repository: 'shop',
      list_time: new Date(SECOND),
      run_created_time: new Date(SECOND),
      run_start_time: new Date(SECOND),
      status_start_time: new Date(SECOND),
      run_completion_time: new Date('2026-11-21T02:31:46Z'),
      duration_ms: 60_000,
    });
    expect(Object.keys(columns).sort()).toEqual([...PROMOTED_COLUMNS].sort());
    expect(attributes).toEqual([
      { type: 'label', key: 'app', value: 'web' },
      { type: 'label', key: 'tekton.dev/pipeline', value: 'release' },
      { type: 'annotation', key: 'team', value: 'checkout' },
      {
        type: 'annotation',
        key: 'pipelinesascode.tekton.dev/repository',
        value: 'shop',
      },
      { type: 'param', key: 'env', value: 'prod' },
    ]);
  });

  it('promotes what is no run by its paths alone', () => {
    const { columns, attributes } = promoted({
      kind: 'Log',
      metadata: {
        name: 'a-log',
        creationTimestamp: SECOND,
        labels: { app: 'web' },
      },
    });
    expect(columns).toMatchObject({
      promotion: EXACT,
      kind: 'Log',
      run_name: 'a-log',
      namespace: null,
      root: 0,
      status: null,
      list_time: new Date(CREATE_TIME),
      run_created_time: new Date(SECOND),
    });
    expect(Object.keys(columns).sort()).toEqual([...PROMOTED_COLUMNS].sort());
    expect(attributes).toEqual([{ type: 'label', key: 'app', value: 'web' }]);
  });

  it('promotes every recorded run exactly', () => {
    for (const { captured } of lastRecordedEvents()) {
      expect(promoted(captured.payload).columns.promotion).toBe(EXACT);
    }
  });

  it.each<[string, unknown]>([
    ['no payload', undefined],
    ['null', null],
    ['an empty object', {}],
    ['a run that has not started', run({ status: { startTime: undefined } })],
    ['null where there could be a text', run({ metadata: { labels: null } })],
    ['an empty list of conditions', run({ status: { conditions: [] } })],
    [
      'an annotation that is too long, as no search is for such a value',
      run({ metadata: { annotations: { a: 'x'.repeat(300) } } }),
    ],
    [
      'a label whose key is not kept',
      run({ metadata: { labels: { 'results.tekton.dev/x': 5 } } }),
    ],
    ['params that are no list', run({ spec: { params: 'none' } })],
    [
      'as many attributes as are kept',
      run({ metadata: { labels: labels(197) } }),
    ],
  ])('is exact with %s', (_, payload) => {
    expect(promoted(payload).columns.promotion).toBe(EXACT);
  });

  it.each<[string, unknown]>([
    ['a bare text', 'text'],
    ['a list', [RUN]],
    ['metadata that is a text', { metadata: 'none' }],
    ['a name that is a number', { metadata: { name: 7 } }],
    [
      'a name that is longer than the column',
      { metadata: { name: 'x'.repeat(1_025) } },
    ],
    ['a name with NUL', { metadata: { name: 'a\u0000b' } }],
    [
      'a name that ends in the column with U+FFFD',
      { metadata: { name: 'a\ud800' } },
    ],
    ['a namespace that is an object', { metadata: { namespace: {} } }],
    [
      'no time of creation',
      run({ metadata: { creationTimestamp: undefined } }),
    ],
    [
      'a time of microseconds',
      run({ status: { startTime: '2026-11-21T02:30:46.123456Z' } }),
    ],
    [
      'a time with an offset',
      run({
        metadata: { creationTimestamp: '2026-11-21T04:30:46+02:00' },
      }),
    ],
    [
      'a time without zone',
      run({ status: { startTime: '2026-11-21T02:30:46' } }),
    ],
    [
      'a day that does not exist',
      run({ status: { completionTime: '2026-02-30T00:00:00Z' } }),
    ],
    [
      'a time before 1900',
      run({ status: { startTime: '1899-12-31T00:00:00Z' } }),
    ],
    [
      'a time after 2200',
      run({ status: { startTime: '2200-01-01T00:00:00Z' } }),
    ],
    ['a time that is a number', run({ status: { startTime: 1 } })],
    [
      'another condition before the one that runs are shown by',
      run({
        status: {
          conditions: [
            { type: 'Ready', reason: 'Other' },
            ...RUN.status.conditions,
          ],
        },
      }),
    ],
    [
      'an owner that is no PipelineRun',
      run({
        metadata: { ownerReferences: [{ kind: 'Job', name: 'j', uid: 'u-9' }] },
      }),
    ],
    ['conditions that are no list', run({ status: { conditions: {} } })],
    ['labels that are a list', run({ metadata: { labels: ['app'] } })],
    [
      'an annotation that is a number',
      run({ metadata: { annotations: { a: 1 } } }),
    ],
    [
      'a parameter that is a boolean',
      run({ spec: { params: [{ name: 'a', value: true }] } }),
    ],
    [
      'an annotation of summaries that is a number',
      run({
        metadata: {
          annotations: { 'pipelinesascode.tekton.dev/repository': 1 },
        },
      }),
    ],
    ['a label that is a number', run({ metadata: { labels: { a: 1 } } })],
    [
      'a label that is too long',
      run({ metadata: { labels: { a: 'x'.repeat(MAX_VALUE_LENGTH + 1) } } }),
    ],
    ['a label with NUL', run({ metadata: { labels: { a: '\u0000' } } })],
    [
      'a label with half a character',
      run({ metadata: { labels: { a: '\ud800' } } }),
    ],
    [
      'more attributes than are kept',
      run({ metadata: { labels: labels(198) } }),
    ],
    [
      'a label that stands for another one',
      run({ metadata: { labels: { 'tekton.dev/pipelineRunUID': '=' } } }),
    ],
  ])('is inexact with %s', (_, payload) => {
    expect(promoted(payload).columns.promotion).toBe(INEXACT);
  });

  it('keeps labels rather than annotations and parameters', () => {
    const { attributes } = promoted(run({ metadata: { labels: labels(200) } }));
    expect(attributes).toHaveLength(200);
    expect(attributes.every(({ type }) => type === 'label')).toBe(true);
  });

  it.each([
    [true, 'app'],
    [true, 'x'.repeat(320)],
    [false, 'x'.repeat(321)],
    [false, 'a\u0000'],
    [false, 'tekton.dev/pipelineRun'],
    [false, 'results.tekton.dev/record'],
  ])('says %s to whether labels are kept by their key', (kept, key) => {
    expect(isAttributeKey('label', key)).toBe(kept);
  });
});

describe('exactTimeMs', () => {
  it.each([
    ['2026-11-21T02:30:46Z', Date.UTC(2026, 10, 21, 2, 30, 46)],
    ['2026-11-21T02:30:46.5Z', undefined],
    ['2026-11-21T02:30:46-01:30', undefined],
    ['2028-02-29T00:00:00Z', Date.UTC(2028, 1, 29)],
    ['2027-02-29T00:00:00Z', undefined],
    ['2026-11-21T24:00:00Z', undefined],
    ['2026-11-21T23:59:60Z', undefined],
    ['2026-11-21t02:30:46z', undefined],
    ['2026-11-21 02:30:46Z', undefined],
    ['2026-11-21', undefined],
    ['2026-13-01T00:00:00Z', undefined],
    ['2026-11-21T02:30:46.1234Z', undefined],
    ['2026-11-21T02:30:46+24:00', undefined],
    ['', undefined],
  ])('reads %s', (text, ms) => {
    expect(exactTimeMs(text)).toBe(ms);
  });
});
