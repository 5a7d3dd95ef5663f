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

import { parseFieldMask } from './fieldMask';
import { partialResponse } from './partialResponse';

const DATA = {
  metadata: { name: 'build', labels: { app: 'web', 'a.b': 'c' } },
  status: {
    conditions: [{ reason: 'Failed', n: 1 }, { reason: 'Ready' }, {}],
    empty: [],
    none: null,
  },
};

function base64(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64');
}

const RECORD = {
  name: 'shop/results/r/records/n',
  data: { type: 'tekton.dev/v1.TaskRun', value: base64(DATA) },
  etag: 'e',
};
const PAGE = {
  records: [RECORD, { name: 'shop/results/r/records/m' }],
  next_page_token: 'token',
};
const RESULT = {
  name: 'shop/results/r',
  annotations: { repo: 'acme', value: 'e30=', 'with.dot': 'x' },
  summary: {
    record: RECORD.name,
    type: 'tekton.dev/v1.TaskRun',
    annotations: { summary: 'x' },
  },
};
const SUMMARY = { summary: [{ total: 3, failed: 1 }, { total: 4 }] };

function part(message: object, fields: string): object {
  return partialResponse(message, parseFieldMask(fields));
}

/** What `data.value` of a Record is when these paths into it are listed. */
function partOfData(...paths: string[]): unknown {
  const fields = paths.map(path => `data.value.${path}`).join(',');
  const { data } = part(RECORD, fields) as { data: { value: string } };
  expect(Object.keys(data)).toEqual(['value']);
  return JSON.parse(Buffer.from(data.value, 'base64').toString());
}

describe('a partial response', () => {
  it.each(['', ' ', ',', ' , ,'])('is whole for %j', fields => {
    expect(part(PAGE, fields)).toEqual(PAGE);
  });

  it.each<[string, object, object]>([
    [
      'next_page_token,records.name',
      PAGE,
      {
        records: PAGE.records.map(({ name }) => ({ name })),
        next_page_token: 'token',
      },
    ],
    ['records', PAGE, { records: PAGE.records }],
    ['records.etag', PAGE, { records: [{ etag: 'e' }, {}] }],
    [' name , etag', RECORD, { name: RECORD.name, etag: 'e' }],
    ['data', RECORD, { data: RECORD.data }],
    ['data,data.type', RECORD, { data: RECORD.data }],
    ['data.type,data', RECORD, { data: RECORD.data }],
    ['data.type', RECORD, { data: { type: RECORD.data.type } }],
    ['data.value', RECORD, { data: { value: RECORD.data.value } }],
    ['data.bogus', RECORD, { data: {} }],
    ['name.bogus', RECORD, { name: RECORD.name }],
    ['createTime,bogus,name.,.', RECORD, { name: RECORD.name }],
    ['*', RECORD, {}],
    ['__proto__,constructor.name', RECORD, {}],
    ['annotations', RESULT, { annotations: RESULT.annotations }],
    [
      'annotations.repo,annotations.value.x',
      RESULT,
      { annotations: { repo: 'acme', value: 'e30=' } },
    ],
    ['annotations.with.dot,annotations.bogus', RESULT, {}],
    [
      'summary.type,summary.annotations.summary',
      RESULT,
      {
        summary: {
          type: RESULT.summary.type,
          annotations: { summary: 'x' },
        },
      },
    ],
    ['summary', SUMMARY, SUMMARY],
    // Names of the proto, in which keys of an object are no fields.
    ['summary.total', SUMMARY, { summary: [{}, {}] }],
    ['summary.fields.failed', SUMMARY, { summary: [{ failed: 1 }, {}] }],
    ['summary.fields', SUMMARY, SUMMARY],
    ['name', {}, {}],
  ])('for %s', (fields, message, expected) => {
    const partial = part(message, fields);
    expect(partial).toEqual(expected);
    // The order of the message, not that of the list.
    const names = Object.keys(message);
    expect(Object.keys(partial)).toEqual(names.filter(name => name in partial));
  });

  it('leads into JSON, with null where there is nothing', () => {
    expect(
      partOfData('metadata.name', 'metadata.uid', 'spec.a', 'status.none'),
    ).toEqual({
      metadata: { name: 'build', uid: null },
      spec: { a: null },
      status: { none: null },
    });
    expect(partOfData('metadata', 'metadata.name')).toEqual({
      metadata: DATA.metadata,
    });
    expect(partOfData('metadata.labels.app.x', 'metadata.labels.a.b')).toEqual({
      metadata: { labels: { app: { x: null }, a: { b: null } } },
    });
  });

  it('leads into lists by places and over all of them', () => {
    expect(
      partOfData(
        'status.conditions.0.reason',
        'status.conditions.9',
        'status.conditions.reason',
      ),
    ).toEqual({
      status: {
        conditions: { 0: { reason: 'Failed' }, 9: null, reason: null },
      },
    });
    expect(partOfData('status.conditions.#.reason')).toEqual({
      status: { conditions: { '#': { reason: ['Failed', 'Ready'] } } },
    });
    expect(partOfData('status.conditions.#', 'status.empty.#.x')).toEqual({
      status: { conditions: { '#': 3 }, empty: { '#': { x: [] } } },
    });
  });

  it.each([
    ['a text', base64('text'), { a: null }],
    ['a key of every object', base64({}), { a: null }],
    ['a key that is of the prototype', base64({ __proto__: 1 }), { a: null }],
  ])('has only nulls of %s', (_, value, expected) => {
    const record = { data: { value } };
    expect(part(record, 'data.value.a')).toEqual({
      data: { value: base64(expected) },
    });
  });

  it('leaves bytes whole that are no JSON', () => {
    const record = {
      data: { value: Buffer.from('no JSON').toString('base64') },
    };
    expect(part(record, 'data.value.a')).toEqual(record);
  });

  it('refuses lists that are too long, and cuts paths that are', () => {
    expect(() => parseFieldMask('a,'.repeat(10_000))).toThrow(/fields/);
    const deep = part(RECORD, `data.value${'.a'.repeat(8_000)}`);
    expect(JSON.stringify(deep).length).toBeLessThan(1_000);
  });
});
