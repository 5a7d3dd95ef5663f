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

import { TESTED_DATABASES } from '../../__testUtils__/databases';
import { base64, openApi, RECORD, RESULT } from './__testUtils__/openApi';

jest.setTimeout(60_000);

/** In base64 it has padding and what alphabets differ in. */
const ODD_TEXT = Buffer.from('"\u00ff\u00fe>>>???\u07ff"');

describe.each(TESTED_DATABASES.eachSupportedId())(
  'bodies of requests to the Results API on %s',
  databaseId => {
    let api: Awaited<ReturnType<typeof openApi>>;

    beforeEach(async () => {
      api = await openApi(databaseId);
    });

    it.each([
      [
        'as a form, which is what curl says',
        'application/x-www-form-urlencoded',
      ],
      ['as anything', 'text/plain'],
    ])('reads JSON that is sent %s', async (_, type) => {
      const { status } = await api.post(
        'shop/results',
        { name: RESULT },
        { 'Content-Type': type },
      );
      expect(status).toBe(200);
    });

    it('ignores what follows the first JSON value', async () => {
      const sent = `  {"name": "${RESULT}", "annotations": {"a": "}\\"{"}} {"x"`;
      const { status, body } = await api.post('shop/results', sent);
      expect(status).toBe(200);
      expect(body.annotations).toEqual({ a: '}"{' });
    });

    it.each<[string, unknown]>([
      ['cut off', '{"name":'],
      ['null', 'null'],
      ['a list', '[]'],
      ['no JSON', 'name'],
      ['no UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d])],
      ['empty', ''],
      ['without a name', {}],
      ['with a name that is a number', { name: 5 }],
      ['with annotations that are a list', { name: RESULT, annotations: [] }],
      [
        'with an annotation that is no text',
        { name: RESULT, annotations: { a: 1 } },
      ],
      [
        'with NUL in an annotation',
        { name: RESULT, annotations: { a: '\u0000' } },
      ],
      [
        'with half a character',
        `{"name":"${RESULT}","annotations":{"a":"\\ud800"}}`,
      ],
      ['with a summary that is a text', { name: RESULT, summary: 'x' }],
      ['with an empty summary', { name: RESULT, summary: {} }],
      [
        'with a summary without type',
        { name: RESULT, summary: { record: RECORD } },
      ],
      [
        'with a summary of no Record',
        { name: RESULT, summary: { record: RESULT, type: 't' } },
      ],
      [
        'with a summary of a type that is too long',
        { name: RESULT, summary: { record: RECORD, type: 't'.repeat(769) } },
      ],
      [
        'with a time that is none',
        {
          name: RESULT,
          summary: { record: RECORD, type: 't', start_time: 'now' },
        },
      ],
      [
        'with a day that does not exist',
        {
          name: RESULT,
          summary: {
            record: RECORD,
            type: 't',
            start_time: '2026-02-30T00:00:00Z',
          },
        },
      ],
      [
        'with a status that is a fraction',
        { name: RESULT, summary: { record: RECORD, type: 't', status: 1.5 } },
      ],
    ])('refuses one that is %s', async (_, body) => {
      const answer = await api.post('shop/results', body);
      expect(answer).toEqual({
        status: 400,
        body: { code: 3, message: expect.any(String) },
      });
      expect(await api.db('results').select('*')).toEqual([]);
    });

    it.each<[string, unknown, RegExp]>([
      ['no JSON', base64('not json'), /^data\.value: /],
      ['nothing', '', /^data\.value: /],
      ['two values', base64('{}{}'), /^data\.value: /],
      [
        'no UTF-8',
        base64(Buffer.from([0x22, 0xff, 0x22])),
        /^data\.value: invalid UTF-8$/,
      ],
      ['a byte order mark', base64('\ufeff{}'), /^data\.value: /],
      ['no base64', '###', /field data\.value: "###"/],
      ['base64 with a digit too many', 'e30=e', /field data\.value/],
      ['a number', 5, /field data\.value: 5/],
    ])('refuses data that is %s', async (_, value, message) => {
      await api.post('shop/results', { name: RESULT });
      const answer = await api.post(`${RESULT}/records`, {
        name: RECORD,
        data: { type: 't', value },
      });
      expect(answer).toEqual({
        status: 400,
        body: { code: 3, message: expect.stringMatching(message) },
      });
    });

    it.each([
      ['of the other alphabet', ODD_TEXT.toString('base64url')],
      ['without padding', base64(ODD_TEXT).replace(/=+$/, '')],
      ['with line breaks', base64(ODD_TEXT).replace(/^.../, '$&\r\n')],
    ])('takes base64 %s', async (_, value) => {
      await api.post('shop/results', { name: RESULT });
      const { body } = await api.post(`${RESULT}/records`, {
        name: RECORD,
        data: { type: 't', value },
      });
      expect(body.data?.value).toBe(base64(ODD_TEXT));
    });

    it('keeps the number of a status of a later version', async () => {
      const { body } = await api.post('shop/results', {
        name: RESULT,
        summary: { record: RECORD, type: 't', status: 99 },
      });
      expect(body.summary).toMatchObject({ status: 99 });
      await api.post('shop/results', {
        name: 'shop/results/r2',
        summary: { record: RECORD, type: 't', status: 'BOGUS' },
      });
      expect((await api.get('shop/results/r2')).body.summary).toEqual({
        record: RECORD,
        type: 't',
      });
    });

    it('takes four MiB, and no more', async () => {
      await api.post('shop/results', { name: RESULT });
      const dataOf = (length: number) => ({
        name: `${RESULT}/records/n${length}`,
        data: { type: 't', value: base64(`"${'x'.repeat(length)}"`) },
      });
      const MIB = 1024 * 1024;
      const path = `${RESULT}/records`;
      expect((await api.post(path, dataOf(4 * MIB - 200))).status).toBe(200);
      for (const length of [4 * MIB, 9 * MIB]) {
        expect(await api.post(path, dataOf(length))).toEqual({
          status: 429,
          body: {
            code: 8,
            message: expect.stringMatching(
              /^grpc: received message larger than max \(\d+ vs\. 4194304\)$/,
            ),
          },
        });
      }
    });
  },
);
