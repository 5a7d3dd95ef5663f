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

import { createServer, request as httpRequest, type Server } from 'http';
import type { AddressInfo } from 'net';
import { MiddlewareFactory } from '@backstage/backend-defaults/rootHttpRouter';
import { mockServices } from '@backstage/backend-test-utils';
import express, { type Request, type Response } from 'express';
import { sendStream } from './sendStream';

jest.setTimeout(10_000);

const PART = Buffer.alloc(256 * 1024, 'x');

describe('sendStream', () => {
  let answer: (req: Request, res: Response) => Promise<void>;
  let answered: Promise<void>;
  let drainListeners = 0;
  let server: Server;
  let url: string;

  beforeAll(async () => {
    const middleware = MiddlewareFactory.create({
      config: mockServices.rootConfig(),
      logger: mockServices.logger.mock(),
    });
    const app = express()
      .use(middleware.compression())
      .use((_req, res, next) => {
        const { on } = res;
        res.on = (...args: Parameters<typeof on>) => {
          drainListeners += args[0] === 'drain' ? 1 : 0;
          return on.apply(res, args);
        };
        next();
      })
      .use((req, res, next) => {
        answered = answer(req, res);
        answered.catch(next);
      });
    server = createServer(app);
    await new Promise<void>(done => server.listen(0, '127.0.0.1', done));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });

  beforeEach(() => {
    drainListeners = 0;
  });

  afterAll(async () => {
    server.closeAllConnections();
    await new Promise(done => server.close(done));
  });

  const head = (res: Response) => () => {
    res.setHeader('Content-Type', 'text/plain');
  };

  it('sends what is compressed on its way, with one listener for all of it', async () => {
    answer = (_req, res) =>
      sendStream(res, {
        open: async function* open() {
          for (let part = 0; part < 40; part += 1) {
            yield PART;
          }
        },
        head: head(res),
      });
    const response = await fetch(url);
    expect(response.headers.get('content-encoding')).toBeTruthy();
    expect((await response.text()).length).toBe(40 * PART.length);
    // Compression does not let go of those that listen only once.
    expect(drainListeners).toBe(1);
  });

  it('sends only the head to those who ask for no more', async () => {
    let read = 0;
    answer = (_req, res) =>
      sendStream(res, {
        open: async function* open() {
          for (; read < 10; ) {
            read += 1;
            yield PART;
          }
        },
        head: head(res),
      });
    const response = await fetch(url, { method: 'HEAD' });
    expect(response.headers.get('content-type')).toMatch('text/plain');
    await answered;
    expect(read).toBe(1);
  });

  it('does not begin for clients who are gone already', async () => {
    let isOpen = false;
    let leave: () => void = () => {};
    const isAsked = new Promise<void>(resolve => {
      answer = async (_req, res) => {
        const gone = new Promise(closed => res.once('close', closed));
        leave();
        resolve();
        await gone;
        await sendStream(res, {
          open: async function* open() {
            isOpen = true;
            yield PART;
          },
          head: head(res),
        });
      };
    });
    const sent = httpRequest(url);
    sent.on('error', () => {});
    leave = () => sent.destroy();
    sent.end();
    await isAsked;
    await answered;
    expect(isOpen).toBe(false);
  });
});
