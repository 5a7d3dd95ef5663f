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

/** A request that somebody might send. */
export interface HostileRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

const API = 'apis/results.tekton.dev';
const RESULT = 'shop/results/r1';
const RECORD = `${RESULT}/records/n1`;

const odd = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom(
    '',
    '-',
    '..',
    "'",
    '\u0000',
    '__proto__',
    'constructor',
    'x'.repeat(3_000),
    '9'.repeat(400),
  ),
);

const oddSegment = fc.oneof(
  odd.map(encoded),
  fc.constantFrom('%zz', '%00', '%2F', '%c3', '%2e%2e', '%'),
);

const segment = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom('shop', 'r1', 'n1', '-', 'a_b') },
  { weight: 1, arbitrary: oddSegment },
);

const base = fc.oneof(
  { weight: 3, arbitrary: fc.constant('') },
  {
    weight: 1,
    arbitrary: fc
      .oneof(
        fc.constantFrom('prod', 'test', 'none'),
        // Without a name there is no such path.
        oddSegment.filter(name => name !== ''),
      )
      .map(name => `/clusters/${name}`),
  },
);

const parameter = fc.tuple(
  fc.constantFrom(
    ...['filter', 'order_by', 'orderBy', 'page_size', 'pageSize'],
    ...['page_token', 'etag', 'name', 'update_mask', 'fields', 'service'],
    ...['summary', 'group_by', 'a[b][c]', '__proto__[x]', '%zz'],
  ),
  fc.oneof(
    odd,
    odd.map(text => `data.metadata.name == ${JSON.stringify(text)}`),
    odd.map(text => `name.matches(${JSON.stringify(text)})`),
    fc.constantFrom(
      ...['data.a == "b"', 'size(data.n) > 1', 'data_type', '1/0 == 1'],
      ...['create_time desc', 'total desc', 'summary.end_time,update_time'],
      ...['-1', '7', '99999999999', '1e3', RESULT, RECORD, 'eyJzZXEiOjF9'],
      ...['total,avg_duration', 'month startTime', 'pipeline', 'repository'],
      ...['records.data.value.metadata', 'summary.total', '*', 'a..b', ','],
    ),
  ),
);

const query = fc
  .array(parameter, { maxLength: 3 })
  .map(parameters =>
    parameters.map(([name, value]) => `${name}=${encoded(value)}`).join('&'),
  );

const resourcePath = fc
  .tuple(
    fc.constantFrom('v1alpha2', 'v1alpha2', 'v1alpha3', 'v1'),
    segment,
    segment,
    fc.constantFrom('records', 'records', 'logs'),
    fc.oneof(segment, fc.constant('summary')),
    fc.integer({ min: 0, max: 6 }),
  )
  .map(([version, parent, result, kind, name, parts]) =>
    [API, version, 'parents', parent, 'results', result, kind, name]
      .slice(0, parts + 2)
      .join('/'),
  );

const anyPath = fc.oneof(
  { weight: 6, arbitrary: resourcePath },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      ...['healthz', 'healthz/', 'healthz/x'],
      ...[`${API}/openapi.json`, `${API}/`, API],
    ),
  },
);

const name = fc.oneof(fc.constantFrom(RESULT, RECORD, 'shop/results/-'), odd);
const bytes = fc.oneof(fc.json().map(base64), odd);
const time = fc.oneof(
  fc.constantFrom('2026-01-01T00:00:00Z', '0001-01-01T00:00:00+23:59'),
  odd,
);

/** Messages with some fields that are right and some that are anything. */
const oddMessage = fc.record(
  {
    name: fc.oneof(name, fc.jsonValue()),
    etag: odd,
    annotations: fc.oneof(fc.dictionary(odd, odd), fc.jsonValue()),
    data: fc.oneof(
      fc.record({ type: odd, value: bytes }, { requiredKeys: [] }),
      fc.jsonValue(),
    ),
    summary: fc.oneof(
      fc.record(
        {
          record: name,
          type: odd,
          startTime: time,
          end_time: time,
          status: fc.oneof(fc.integer(), odd),
          annotations: fc.dictionary(odd, odd),
        },
        { requiredKeys: [] },
      ),
      fc.jsonValue(),
    ),
  },
  { requiredKeys: [] },
);

const anyText = fc.string({ unit: 'grapheme' });
const anyTexts = fc.dictionary(anyText, anyText);

const fittingMessage = fc.record(
  {
    annotations: anyTexts,
    data: fc.record({
      type: fc.oneof(anyText, fc.constant('tekton.dev/v1.TaskRun')),
      value: fc.json().map(base64),
    }),
    summary: fc.record({
      record: fc.constant(RECORD),
      type: fc.string({ unit: 'grapheme', minLength: 1 }),
      start_time: fc.date({ noInvalidDate: true }).map(toTime),
      status: fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
      annotations: anyTexts,
    }),
  },
  { requiredKeys: [] },
);

const headers = fc.record(
  {
    'content-type': fc.constantFrom(
      ...['application/json', 'application/x-www-form-urlencoded'],
      ...['multipart/form-data', 'text/plain; charset=utf-16', '', ';'],
    ),
    'content-encoding': fc.constantFrom('gzip', 'bogus', 'identity'),
    'if-match': fc.constantFrom('*', '"x"', 'W/"', ',', '"'),
    'x-http-method-override': fc.constantFrom('GET', 'DELETE'),
    'grpc-metadata-fields': fc.constantFrom(
      '',
      'records.name',
      'a'.repeat(900),
    ),
    accept: fc.constantFrom('text/html', 'application/xml;q=0', '*/*', ','),
    range: fc.constant('bytes=0-1'),
    'if-none-match': fc.constantFrom('*', '""'),
    authorization: fc.constantFrom(
      'Bearer x',
      'Basic eDp5',
      'Bearer',
      '\u00ff',
    ),
    cookie: fc.constant('backstage-auth=%zz; ='),
  },
  { requiredKeys: [] },
);

/** Anything at all. */
const anyRequest: fc.Arbitrary<HostileRequest> = fc
  .tuple(
    fc.constantFrom(
      ...['GET', 'GET', 'GET', 'POST', 'PATCH', 'DELETE'],
      ...['PUT', 'HEAD', 'OPTIONS', 'PROPFIND'],
    ),
    ...([base, anyPath, query] as const),
    fc.oneof(
      { weight: 1, arbitrary: fc.constant({}) },
      { weight: 1, arbitrary: headers },
    ),
    fc.oneof(
      oddMessage.map(message => Buffer.from(JSON.stringify(message))),
      fc.uint8Array().map(array => Buffer.from(array)),
      odd.map(text => Buffer.from(text)),
      query.map(form => Buffer.from(form)),
    ),
  )
  .map(([method, prefix, path, search, given, body]) => ({
    method,
    path: `${prefix}/${path}?${search}`,
    headers: given,
    body,
  }));

/** What is right but for what it carries. */
const fittingRequest: fc.Arbitrary<HostileRequest> = fc
  .tuple(
    fc.constantFrom(
      { method: 'POST', path: 'shop/results', named: RESULT },
      { method: 'PATCH', path: RESULT },
      { method: 'DELETE', path: RESULT },
      { method: 'POST', path: `${RESULT}/records`, named: RECORD },
      { method: 'PATCH', path: RECORD },
      { method: 'DELETE', path: RECORD },
      { method: 'DELETE', path: RECORD.replace('records', 'logs') },
      { method: 'GET', path: 'shop/results' },
      { method: 'GET', path: '-/results/-/records' },
      { method: 'GET', path: '-/results/-/records/summary' },
      { method: 'GET', path: '-/results/-/logs' },
    ),
    fc.oneof(oddMessage, fittingMessage, fittingMessage),
    query,
  )
  .map(([{ method, path, named }, message, search]) => ({
    method,
    path: `/${API}/v1alpha2/parents/${path}?${search}`,
    headers: {},
    body: Buffer.from(
      JSON.stringify({ ...message, ...(named && { name: named }) }),
    ),
  }));

/** Requests over all paths of the Results API, and next to them. */
export const hostileRequest = fc.oneof(anyRequest, fittingRequest);

function base64(json: string): string {
  return Buffer.from(json).toString('base64');
}

/** A time whose year has four digits. */
function toTime(date: Date): string {
  return date.toISOString().replace(/^[+-]\d\d(?=\d{4})/, '');
}

/** Percent-encoded, also where a character is only a half. */
function encoded(text: string): string {
  return encodeURIComponent(text.replaceAll(/\p{Surrogate}/gu, '\uFFFD'));
}
