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
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'http';
import type { AddressInfo } from 'net';
import { text } from 'stream/consumers';
import { ClusterHttpClient } from './ClusterHttpClient';
import { HttpClusterReviews } from './HttpClusterReviews';

const signal = new AbortController().signal;
const allowed = JSON.stringify({
  apiVersion: 'authorization.k8s.io/v1',
  kind: 'SubjectAccessReview',
  status: { allowed: true },
});

describe('HttpClusterReviews', () => {
  let server: Server | undefined;

  async function reviewsOf(listener: RequestListener) {
    server = createServer(listener).listen(0, '127.0.0.1');
    await new Promise(resolve => server?.once('listening', resolve));
    const { port } = server.address() as AddressInfo;
    let credential = 'first';
    return new HttpClusterReviews({
      client: new ClusterHttpClient({
        access: {
          url: `http://127.0.0.1:${port}`,
          requestOptions: async () => ({
            headers: { authorization: `Bearer ${credential}` },
          }),
          renew: () => {
            credential = 'second';
          },
        },
      }),
    });
  }

  afterEach(() => {
    server?.closeAllConnections();
    server?.close();
    server = undefined;
  });

  function mayList(reviews: HttpClusterReviews) {
    return reviews.reviewAccess({
      user: { username: 'a', groups: [], extra: {} },
      attributes: { verb: 'list', group: 'g', resource: 'r', namespace: '' },
      signal,
    });
  }

  it('sends reviews as Kubernetes defines them, framed by their length', async () => {
    const seen: unknown[] = [];
    const reviews = await reviewsOf(async (req, res) => {
      const body = await text(req);
      const { 'content-length': length, 'content-type': type } = req.headers;
      seen.push({
        method: req.method,
        url: req.url,
        isFramed: Number(length) === Buffer.byteLength(body),
        type,
        body: JSON.parse(body),
      });
      res.writeHead(201).end(
        JSON.stringify({
          apiVersion: 'authentication.k8s.io/v1',
          kind: 'TokenReview',
          status: {},
        }),
      );
    });
    const review = { token: 'ü', signal };
    await reviews.reviewToken({ ...review, audiences: [] });
    await reviews.reviewToken({ ...review, audiences: ['results'] });
    expect(seen).toEqual([
      {
        method: 'POST',
        url: '/apis/authentication.k8s.io/v1/tokenreviews',
        isFramed: true,
        type: 'application/json',
        body: {
          apiVersion: 'authentication.k8s.io/v1',
          kind: 'TokenReview',
          spec: { token: 'ü' },
        },
      },
      expect.objectContaining({
        body: expect.objectContaining({
          spec: { token: 'ü', audiences: ['results'] },
        }),
      }),
    ]);
  });

  it('asks about a user with all that is known of them', async () => {
    let body: unknown;
    const reviews = await reviewsOf(async (req, res) => {
      body = JSON.parse(await text(req));
      res.writeHead(201).end(allowed);
    });
    await reviews.reviewAccess({
      user: { username: 'a', uid: 'u', groups: ['g'], extra: { k: ['v'] } },
      attributes: {
        verb: 'impersonate',
        group: 'authentication.k8s.io',
        resource: 'userextras',
        subresource: 'k',
        name: 'v',
        namespace: '',
      },
      signal,
    });
    expect(body).toMatchObject({
      spec: {
        user: 'a',
        uid: 'u',
        groups: ['g'],
        extra: { k: ['v'] },
        resourceAttributes: {
          verb: 'impersonate',
          group: 'authentication.k8s.io',
          resource: 'userextras',
          subresource: 'k',
          name: 'v',
          namespace: '',
        },
      },
    });
  });

  it('asks once more with a new credential where its own is refused', async () => {
    const seen: unknown[] = [];
    const reviews = await reviewsOf((req, res) => {
      seen.push(req.headers.authorization);
      res.writeHead(seen.length === 1 ? 401 : 201).end(allowed);
    });
    expect(await mayList(reviews)).toBe(true);
    expect(seen).toEqual(['Bearer first', 'Bearer second']);
  });

  it('asks once more where a connection was closed, and then no more', async () => {
    let requests = 0;
    const answer = jest.fn((_req: IncomingMessage, res: ServerResponse) => {
      res.writeHead(201).end(allowed);
    });
    const reviews = await reviewsOf((req, res) => {
      requests += 1;
      if (requests === 1 || requests > 2) {
        req.socket.resetAndDestroy();
        return;
      }
      answer(req, res);
    });
    expect(await mayList(reviews)).toBe(true);
    expect(requests).toBe(2);
    await expect(mayList(reviews)).rejects.toMatchObject({
      code: 'unreachable',
    });
    expect(requests).toBe(4);
    expect(answer).toHaveBeenCalledTimes(1);
  });

  it.each([302, 403, 422, 500])('takes a %s for no answer', async status => {
    let requests = 0;
    const reviews = await reviewsOf((_req, res) => {
      requests += 1;
      res.writeHead(status, { location: '/elsewhere' }).end(allowed);
    });
    await expect(mayList(reviews)).rejects.toMatchObject({ status });
    expect(requests).toBe(1);
  });

  it('reads no endless answer', async () => {
    const reviews = await reviewsOf((_req, res) => {
      res.writeHead(201);
      const write = () => {
        while (!res.destroyed && res.write(' '.repeat(64 * 1024)));
      };
      res.on('drain', write);
      write();
    });
    await expect(mayList(reviews)).rejects.toThrow('not a SubjectAccessReview');
  });

  it('reads the issuer of tokens', async () => {
    const reviews = await reviewsOf((req, res) => {
      res.end(JSON.stringify({ issuer: `https://${req.method}${req.url}` }));
    });
    expect(await reviews.tokenIssuer({ signal })).toBe(
      'https://GET/.well-known/openid-configuration',
    );
  });
});
