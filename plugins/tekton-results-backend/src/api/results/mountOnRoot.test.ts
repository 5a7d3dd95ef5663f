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

import type {
  HttpAuthService,
  LifecycleServiceShutdownHook,
  LifecycleServiceStartupHook,
} from '@backstage/backend-plugin-api';
import { mockServices } from '@backstage/backend-test-utils';
import { AuthenticationError, NotAllowedError } from '@backstage/errors';
import express, { type Handler } from 'express';
import request from 'supertest';
import type { ResultStore, ResultWriter, SummaryStore } from '../../store';
import { accessParts } from '../__testUtils__/accessParts';
import { testApi } from './__testUtils__/openApi';
import { mountOnRoot } from './mountOnRoot';

const PATH = '/apis/results.tekton.dev/v1alpha2/parents/shop/results';

/** Where nothing is stored. */
const results: ResultStore = {
  getResult: async () => undefined,
  listResults: async () => ({ items: [], scanned: 0 }),
  listParents: async () => [],
  getRecord: async () => undefined,
  listRecords: async () => ({ items: [], scanned: 0 }),
};

function mount(
  options: {
    taken?: string;
    httpAuth?: HttpAuthService;
    rateLimit?: { requests: number; windowMs: number };
  } = {},
) {
  const app = express();
  const logger = mockServices.logger.mock();
  const hooks = {
    startup: [] as LifecycleServiceStartupHook[],
    shutdown: [] as LifecycleServiceShutdownHook[],
  };
  mountOnRoot({
    api: testApi({
      results,
      summaries: {} as SummaryStore,
      writer: {} as ResultWriter,
      maxMessageBytes: 1_000,
      logger,
      ...accessParts({ results, httpAuth: options.httpAuth }),
    }),
    rateLimit: options.rateLimit ?? { requests: 1_000, windowMs: 60_000 },
    rootHttpRouter: {
      use(path: string, handler: Handler) {
        if (path === options.taken) {
          throw new Error(`Path ${path} conflicts with the existing path /h`);
        }
        app.use(path, handler);
      },
    },
    lifecycle: {
      addStartupHook: hook => hooks.startup.push(hook),
      addShutdownHook: hook => hooks.shutdown.push(hook),
    },
  });
  return {
    app,
    logger,
    start: () => hooks.startup.forEach(hook => hook()),
    shutDown: () => hooks.shutdown.forEach(hook => hook()),
    get: async (path: string, headers: Record<string, string> = {}) => {
      const { status, body } = await request(app).get(path).set(headers);
      return { status, body };
    },
  };
}

describe('the Results API at the root', () => {
  it('is served from the start until shutdown begins', async () => {
    const root = mount();
    for (const path of [PATH, '/healthz']) {
      expect(await root.get(path)).toEqual({
        status: 503,
        body: { code: 14, message: 'the server is starting; try again later' },
      });
    }
    root.start();
    expect(await root.get(PATH)).toEqual({ status: 200, body: {} });
    expect(await root.get('/healthz')).toEqual({
      status: 200,
      body: { status: 'SERVING' },
    });
    root.shutDown();
    expect(await root.get(PATH)).toEqual({
      status: 503,
      body: { code: 14, message: 'the server is shutting down' },
    });
  });

  it.each([
    [new AuthenticationError('no'), {}, 401, 16, 'unable to find token'],
    [
      new AuthenticationError('no'),
      { Authorization: 'Bearer x' },
      401,
      16,
      'permission denied',
    ],
    [
      new NotAllowedError('no'),
      { Authorization: 'Bearer x' },
      401,
      16,
      'permission denied',
    ],
    [new Error('keys cannot be read'), {}, 500, 13, 'internal error'],
  ])(
    'answers nobody on %s with headers %j',
    async (error, headers, status, code, message) => {
      const root = mount({
        httpAuth: mockServices.httpAuth.mock({
          credentials: () => Promise.reject(error),
        }),
      });
      root.start();
      for (const path of [PATH, `${PATH}/%zz`, '/healthz', '/healthz/none']) {
        expect(await root.get(path, headers)).toEqual({
          status,
          body: { code, message },
        });
      }
    },
  );

  it('refuses more requests than the limit, and says when to come back', async () => {
    const root = mount({ rateLimit: { requests: 2, windowMs: 60_000 } });
    root.start();
    expect((await root.get(PATH)).status).toBe(200);
    expect((await root.get('/healthz')).status).toBe(200);
    const { status, body, headers } = await request(root.app).get(PATH);
    expect({ status, body }).toEqual({
      status: 429,
      body: { code: 8, message: 'too many requests; try again later' },
    });
    expect(Number(headers['retry-after'])).toBeGreaterThan(0);
  });

  it('refuses larger messages than the limit', async () => {
    const root = mount();
    root.start();
    const { status, body } = await request(root.app)
      .post(PATH)
      .send({ name: 'x'.repeat(1_001) });
    expect({ status, body }).toEqual({
      status: 429,
      body: {
        code: 8,
        message: expect.stringMatching(
          /^grpc: received message larger than max \(10\d\d vs. 1000\)$/,
        ),
      },
    });
  });

  it('leaves out a path that somebody else has', async () => {
    const root = mount({ taken: '/healthz' });
    root.start();
    expect((await root.get('/healthz')).status).toBe(404);
    expect((await root.get(PATH)).status).toBe(200);
    expect(root.logger.error).toHaveBeenCalledWith(
      expect.stringMatching(
        /not served at \/healthz: Path \/healthz conflicts/,
      ),
    );
  });
});
