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

import { createServer, type Server, type ServerResponse } from 'http';
import type { AddressInfo } from 'net';
import { ResultsServer } from './ResultsServer';

const RECORDS = { parent: '-', kind: 'records' } as const;
const JSON_TYPE = { 'content-type': 'application/json' };

describe('ResultsServer', () => {
  let http: Server;
  let answer: (url: URL, res: ServerResponse) => void;
  let urls: URL[];
  let retries: string[];

  beforeEach(async () => {
    urls = [];
    retries = [];
    http = createServer((req, res) => {
      const url = new URL(req.url ?? '', 'http://localhost');
      urls.push(url);
      answer(url, res);
    });
    await new Promise<void>(done => http.listen(0, '127.0.0.1', done));
  });

  afterEach(async () => {
    http.closeAllConnections();
    await new Promise(done => http.close(done));
  });

  function open(pageSize = 100): ResultsServer {
    const { port } = http.address() as AddressInfo;
    return new ResultsServer({
      access: {
        url: `http://127.0.0.1:${port}/base`,
        token: async () => undefined,
        tls: {},
      },
      pageSize,
      retry: {
        signal: new AbortController().signal,
        wait: async () => {},
        onRetry: ({ message }) => retries.push(message),
      },
    });
  }

  const send = (res: ServerResponse, status: number, body: unknown) =>
    res.writeHead(status, JSON_TYPE).end(JSON.stringify(body));

  it('asks for pages in the order of creation', async () => {
    answer = (_, res) =>
      send(res, 200, { records: [{ name: 'a' }], next_page_token: 't+2' });
    expect(await open().list(RECORDS, 't 1')).toEqual({
      items: [{ name: 'a' }],
      next: 't+2',
    });
    expect(urls.map(url => `${url.pathname} ${[...url.searchParams]}`)).toEqual(
      [
        '/base/apis/results.tekton.dev/v1alpha2/parents/-/results/-/records order_by,create_time asc,page_size,100,page_token,t 1',
      ],
    );
  });

  it('takes the spelling of older servers', async () => {
    answer = (_, res) => send(res, 200, { records: [1], nextPageToken: 't' });
    expect(await open().list(RECORDS)).toEqual({ items: [1], next: 't' });
  });

  it('asks for less when a page is too large, and stays with that', async () => {
    answer = ({ searchParams }, res) =>
      Number(searchParams.get('page_size')) > 30
        ? send(res, 429, {
            code: 8,
            message: 'grpc: received message larger than max (5 vs. 4)',
          })
        : send(res, 200, { records: [1] });
    const server = open();
    await server.list(RECORDS);
    await server.list(RECORDS);
    expect(urls.map(url => url.searchParams.get('page_size'))).toEqual([
      '100',
      '50',
      '25',
      '25',
    ]);
    expect(retries).toEqual([]);
  });

  it('gives up when the smallest page is too large', async () => {
    answer = (_, res) =>
      send(res, 429, { code: 8, message: 'message larger than max' });
    await expect(open(6).list(RECORDS)).rejects.toThrow('larger than max');
    expect(urls).toHaveLength(2);
  });

  it('tries broken JSON again, and never quotes it', async () => {
    answer = (_, res) => res.writeHead(200, JSON_TYPE).end('{"secret');
    await expect(open().list(RECORDS)).rejects.toThrow(
      'The server sent broken JSON',
    );
    expect(retries).toHaveLength(7);
  });

  it.each<[string, number, Record<string, string>, string]>([
    ['a page of a proxy', 200, { 'content-type': 'text/html' }, '<html>'],
    ['other JSON', 200, JSON_TYPE, '{"kind":"Status"}'],
    ['no object', 200, JSON_TYPE, '["secret"]'],
    ['a redirect', 302, { location: 'https://sso.example.com/?s=secret' }, ''],
    ['another method', 501, JSON_TYPE, '{"code":12}'],
  ])('is not taken in by %s', async (_, status, headers, body) => {
    answer = (_url, res) => res.writeHead(status, headers).end(body);
    const failure = open().list(RECORDS);
    await expect(failure).rejects.toThrow(
      'That is not the API of a Tekton Results server: --from is',
    );
    await expect(failure).rejects.not.toThrow('secret');
    expect(retries).toEqual([]);
  });

  it('finds a Result, or none', async () => {
    answer = ({ pathname }, res) =>
      pathname.endsWith('/parents/shop/results/r1')
        ? send(res, 200, { name: 'shop/results/r1' })
        : send(res, 404, { code: 5, message: 'record not found' });
    const server = open();
    expect(await server.getResult({ parent: 'shop', result: 'r1' })).toEqual({
      name: 'shop/results/r1',
    });
    expect(
      await server.getResult({ parent: 'shop', result: 'r2' }),
    ).toBeUndefined();
  });

  it.each<[number | undefined, number, unknown]>([
    [12, 200, { summary: [{ total: 12 }] }],
    [12, 200, { summary: [{ total: '12' }] }],
    [undefined, 200, {}],
    [undefined, 404, { code: 5 }],
    [undefined, 500, { code: 2 }],
  ])('counts %s Records by %s %j', async (count, status, body) => {
    answer = (_, res) => send(res, status, body);
    expect(await open().countRecords('-')).toBe(count);
    expect(retries).toEqual([]);
  });
});
