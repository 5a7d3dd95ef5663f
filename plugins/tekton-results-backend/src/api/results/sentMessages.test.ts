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

import { readSentRecord, readSentResult } from './sentMessages';

const UID = '6f9619ff-8b86-4011-b42d-00c04fc964ff';
const RESULT = {
  name: 'shop/results/r1',
  id: UID,
  uid: UID,
  created_time: '2024-02-03T04:05:06.789123Z',
  create_time: '2024-02-03T04:05:06.789123Z',
  updated_time: '2024-02-03T04:06:06Z',
  update_time: '2024-02-03T04:06:06Z',
  annotations: { a: '1' },
  etag: `${UID}-1706933106789123456`,
  summary: {
    record: 'shop/results/r1/records/n1',
    type: 'tekton.dev/v1.PipelineRun',
    start_time: '2024-02-03T04:05:07.000001Z',
    status: 'SUCCESS',
  },
};
const TIMES = {
  createTime: Date.UTC(2024, 1, 3, 4, 5, 6, 789),
  updateTime: Date.UTC(2024, 1, 3, 4, 6, 6),
};
const RECORD = {
  name: 'shop/results/r1/records/n1',
  uid: UID,
  create_time: RESULT.create_time,
  update_time: RESULT.update_time,
  data: { type: 'a/v1.B', value: base64('{"secret": 1}') },
};

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}

it('reads a Result', () => {
  expect(readSentResult(RESULT)).toEqual({
    value: {
      name: { parent: 'shop', result: 'r1' },
      uid: UID,
      etag: RESULT.etag,
      ...TIMES,
      content: {
        annotations: { a: '1' },
        summary: {
          record: 'shop/results/r1/records/n1',
          type: 'tekton.dev/v1.PipelineRun',
          startTime: Date.UTC(2024, 1, 3, 4, 5, 7),
          startMicros: 1,
          endTime: undefined,
          endMicros: undefined,
          status: 'SUCCESS',
          annotations: {},
        },
      },
    },
  });
});

it('reads a Record', () => {
  expect(readSentRecord(RECORD)).toEqual({
    value: {
      name: { parent: 'shop', result: 'r1', record: 'n1' },
      uid: UID,
      etag: undefined,
      ...TIMES,
      data: {
        type: 'a/v1.B',
        json: Buffer.from('{"secret": 1}'),
        payload: { secret: 1 },
      },
    },
  });
});

it('reads what older servers send, without what cannot be kept', () => {
  expect(
    readSentRecord({
      name: RECORD.name,
      id: 'not-a-uuid',
      createdTime: RESULT.create_time,
    }),
  ).toEqual({
    value: {
      name: { parent: 'shop', result: 'r1', record: 'n1' },
      uid: undefined,
      etag: undefined,
      createTime: TIMES.createTime,
      updateTime: TIMES.createTime,
      data: undefined,
    },
  });
});

it.each<[string, object]>([
  ['is not written as the Results API has it', { create_time: undefined }],
  ['is not written as the Results API has it', { update_time: 'secret' }],
  ['is not written as the Results API has it', { data: 'secret' }],
  ['has a name that', { name: 'secret/x' }],
  ['has a name that', { name: 'shop/results/-/records/n1' }],
  ['is not JSON', { data: { type: 't', value: base64('{"secret":') } }],
  ['is not JSON', { data: { type: 'secret'.repeat(200), value: base64('1') } }],
  [
    'holds an object of more than 16 MiB',
    { data: { type: 't', value: base64(`"${'x'.repeat(2 ** 24)}"`) } },
  ],
])('says that a Record %s, without its content', (problem, change) => {
  const sent = readSentRecord({ ...RECORD, ...change });
  expect(sent.problem).toContain(problem);
  expect(sent.problem).not.toContain('secret');
});

it.each<[string, unknown]>([
  ['is not written as the Results API has it', null],
  ['is not written as the Results API has it', 'secret'],
  ['is not written as the Results API has it', { ...RESULT, annotations: [] }],
  ['has a name that', { ...RESULT, name: RECORD.name }],
  ['has a summary that', { ...RESULT, summary: { type: 'secret' } }],
])('says that a Result %s, without its content', (problem, message) => {
  const sent = readSentResult(message);
  expect(sent.problem).toContain(problem);
  expect(sent.problem).not.toContain('secret');
});
