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

import { once } from 'events';
import { createServer, type RequestListener, type Server } from 'http';
import type { AddressInfo, Socket } from 'net';
import {
  ClusterHttpClient,
  readText,
  readWholeText,
} from './ClusterHttpClient';

const signal = new AbortController().signal;

describe('ClusterHttpClient', () => {
  let server: Server;

  async function clientOf(listener: RequestListener) {
    server = createServer(listener).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    return new ClusterHttpClient({
      access: {
        url: `http://127.0.0.1:${port}`,
        requestOptions: async () => ({ headers: {} }),
        renew: () => {},
      },
    });
  }

  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  describe('on a connection that the server has closed meanwhile', () => {
    /** A server that closes each connection when it is used again. */
    async function forgetfulCluster() {
      const used = new Set<Socket>();
      const answered: string[] = [];
      const client = await clientOf((req, res) => {
        if (used.has(req.socket)) {
          req.socket.destroy();
          return;
        }
        used.add(req.socket);
        answered.push(`${req.method} ${req.url}`);
        res.end('well');
      });
      const ask = async (method: 'GET' | 'POST' | 'PATCH' | 'DELETE') =>
        readWholeText(
          await client.request({
            method,
            path: `/${answered.length}`,
            body: method === 'GET' ? undefined : { a: 1 },
            silenceMs: 1_000,
            signal,
          }),
        );
      return { ask, answered };
    }

    it.each(['GET', 'PATCH', 'DELETE'] as const)(
      'sends a %s again at once',
      async method => {
        const { ask, answered } = await forgetfulCluster();
        expect([await ask('GET'), await ask(method)]).toEqual(['well', 'well']);
        expect(answered).toEqual(['GET /0', `${method} /1`]);
      },
    );

    it('does not create anything twice', async () => {
      const { ask } = await forgetfulCluster();
      await ask('GET');
      await expect(ask('POST')).rejects.toMatchObject({
        name: 'ClusterError',
        code: 'unreachable',
        message: expect.stringContaining('ECONNRESET'),
      });
    });

    it('gives up on a server that closes every connection', async () => {
      let asked = 0;
      const client = await clientOf(req => {
        asked += 1;
        req.socket.destroy();
      });
      await expect(
        client.request({ method: 'GET', path: '/', silenceMs: 1_000, signal }),
      ).rejects.toMatchObject({ code: 'unreachable' });
      expect(asked).toBe(1);
    });
  });

  describe('when the server repeats what it was sent', () => {
    const TOKEN = 'the-token-of-prod';

    /** The error for a server that shows the headers of a request. */
    async function errorFor(
      options: object,
      body = (headers: object) => `Bad: ${JSON.stringify(headers)}`,
    ) {
      await clientOf((req, res) => {
        res.statusCode = 400;
        res.end(body(req.headers));
      });
      const { port } = server.address() as AddressInfo;
      const url = `http://127.0.0.1:${port}`;
      const client = new ClusterHttpClient({
        access: {
          url,
          requestOptions: async () => ({ headers: {}, ...options }),
          renew: () => {},
        },
      });
      return client
        .request({ method: 'GET', path: '/', silenceMs: 1_000, signal })
        .catch(error => error);
    }

    const headers = { authorization: `Bearer ${TOKEN}` };

    it.each([
      ['a text', undefined],
      [
        'a Status',
        () => JSON.stringify({ kind: 'Status', message: `Not ${TOKEN}.` }),
      ],
      [
        'JSON with escapes',
        () => `{"message":"${TOKEN.replace('-', '\\u002d')}"}`,
      ],
      ['a long text', () => `${'x'.repeat(490)}${TOKEN}`],
    ])('does not repeat a token from %s', async (_, body) => {
      const { name, message } = await errorFor({ headers }, body);
      expect(name).toBe('ClusterError');
      expect(message).toContain('***');
      expect(message).not.toContain(TOKEN.slice(0, 5));
    });

    it('goes on to say the rest', async () => {
      const short = { headers: { authorization: 'Bearer a' } };
      expect(
        await errorFor(short, () => 'a bad thing: Bearer a'),
      ).toMatchObject({
        message: 'The cluster answered 400: a bad thing: ***',
      });
    });

    it('does not repeat what it was told in basic authentication', async () => {
      const shown = Buffer.from('user:s3cret').toString('base64');
      const { message } = await errorFor({ auth: 'user:s3cret' });
      expect(message).toContain('***');
      expect(message).not.toContain(shown);
    });
  });

  it.each([
    ['тoken-secret', 'unauthorized'],
    ['first\nsecond-secret', 'unauthorized'],
  ])('says of the token %j that it is none', async (token, code) => {
    const client = new ClusterHttpClient({
      access: {
        url: 'https://127.0.0.1:1',
        requestOptions: async () => ({
          headers: { authorization: `Bearer ${token}` },
        }),
        renew: () => {},
      },
    });
    const error = await client
      .request({ method: 'GET', path: '/', silenceMs: 1_000, signal })
      .catch(thrown => thrown);
    expect(error).toMatchObject({ name: 'ClusterError', code });
    expect(error.message).not.toContain('secret');
  });

  const NO_PEM = 'secret garbage';
  it.each([
    ['a client certificate', { cert: NO_PEM, key: NO_PEM }],
    ['an authority', { ca: NO_PEM }],
    ['an authority', { ca: Buffer.from(NO_PEM) }],
    [
      'an authority',
      {
        ca: '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n',
      },
    ],
  ])('says of %s that is no PEM that TLS fails: %j', async (_, options) => {
    const ask = (url: string, more: object = {}) =>
      new ClusterHttpClient({
        access: {
          url,
          requestOptions: async () => ({ headers: {}, ...options, ...more }),
          renew: () => {},
        },
      })
        .request({ method: 'GET', path: '/', silenceMs: 1_000, signal })
        .catch(error => error);
    const error = await ask('https://127.0.0.1:1');
    expect(error).toMatchObject({ name: 'ClusterError', code: 'tls' });
    expect(error.message).not.toContain(NO_PEM);
    expect(await ask('http://127.0.0.1:1')).toMatchObject({
      code: 'unreachable',
    });
  });

  it('reads characters whose bytes come one after the other', async () => {
    const text = 'für später: 🌳';
    const client = await clientOf(async (_req, res) => {
      for (const byte of Buffer.from(text)) {
        res.write(Buffer.of(byte));
        await new Promise(setImmediate);
      }
      res.end();
    });
    const response = await client.request({
      method: 'GET',
      path: '/',
      silenceMs: 1_000,
      signal,
    });
    expect(await readWholeText(response)).toBe(text);
  });

  it('reads no more than it is told to', async () => {
    const client = await clientOf((_req, res) => {
      res.end('0123456789');
    });
    const answer = () =>
      client.request({ method: 'GET', path: '/', silenceMs: 1_000, signal });
    expect(await readWholeText(await answer(), 10)).toBe('0123456789');
    await expect(readWholeText(await answer(), 9)).rejects.toMatchObject({
      name: 'ClusterError',
      code: 'clusterError',
      message: expect.stringContaining('longer than'),
    });
    const endless = await clientOf((_req, res) => {
      const write = () => {
        while (res.write('x'.repeat(1_000)));
        res.once('drain', write);
      };
      write();
    });
    const text = await readText(
      await endless.request({
        method: 'GET',
        path: '/',
        silenceMs: 1_000,
        signal,
      }),
      5_000,
    );
    expect(text.length).toBeGreaterThan(5_000);
  });
});
