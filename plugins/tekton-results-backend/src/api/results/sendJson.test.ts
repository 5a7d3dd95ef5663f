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
import { BASE, base64, openApi, RECORD, RESULT } from './__testUtils__/openApi';

describe('partial responses of the Results API', () => {
  let api: Awaited<ReturnType<typeof openApi>>;

  const [[databaseId]] = TESTED_DATABASES.eachSupportedId();

  beforeEach(async () => {
    api = await openApi(databaseId);
    await api.create();
  });

  afterEach(() => api.close());

  it('are made of any answer', async () => {
    const { body } = await api.get(
      'shop/results/-/records?fields=records.name,records.data.value.n',
    );
    expect(body).toEqual({
      records: [{ name: RECORD, data: { value: base64('{"n":1}') } }],
    });
    expect((await api.get(`${RESULT}?fields=name`)).body).toEqual({
      name: RESULT,
    });
    expect(
      await api.post('shop/results?fields=name', { name: 'shop/results/r2' }),
    ).toEqual({ status: 200, body: { name: 'shop/results/r2' } });
    expect((await api.patch(`${RECORD}?fields=uid`, {})).body).toEqual({
      uid: expect.any(String),
    });
    expect((await api.get('-/results?fields=none')).body).toEqual({});
  });

  it('have the token of the next page if it is listed, or nothing is', async () => {
    await api.post('shop/results', { name: 'shop/results/r2' });
    const keysOf = async (fields: string) =>
      Object.keys((await api.get(`-/results?page_size=1${fields}`)).body);
    expect(await keysOf('')).toEqual(['results', 'next_page_token']);
    expect(await keysOf('&fields=')).toEqual(['results', 'next_page_token']);
    expect(await keysOf('&fields=results.name,next_page_token')).toEqual([
      'results',
      'next_page_token',
    ]);
    expect(await keysOf('&fields=results.name')).toEqual(['results']);
  });

  it('are asked for in a header too', async () => {
    const { body } = await api.call(
      'GET',
      `${BASE}/${RESULT}?fields=name&fields=etag`,
      undefined,
      { 'Grpc-Metadata-Fields': 'uid' },
    );
    expect(Object.keys(body)).toEqual(['name', 'uid']);
    const whole = await api.call('GET', `${BASE}/${RESULT}`, undefined, {
      fields: 'name',
    });
    expect(Object.keys(whole.body)).toContain('etag');
  });

  it.each(['?fields=name', '?fields[a]=name'])(
    'are not made of errors: %s',
    async query => {
      expect(await api.get(`shop/results/none${query}`)).toEqual({
        status: 404,
        body: { code: 5, message: 'record not found' },
      });
    },
  );

  it('are refused to a form that asks for too much', async () => {
    const { status, body } = await api.call(
      'POST',
      `${BASE}/-/results`,
      `fields=${'a,'.repeat(10_000)}`,
      {
        'Content-Type': 'application/x-www-form-urlencoded',
        'X-HTTP-Method-Override': 'GET',
      },
    );
    expect({ status, code: body.code }).toEqual({ status: 400, code: 3 });
  });
});
