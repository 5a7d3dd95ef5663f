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

import { Agent, createServer, request, type Server } from 'http';
import type { AddressInfo } from 'net';
import { mockServices } from '@backstage/backend-test-utils';
import express from 'express';
import fc from 'fast-check';
import {
  createTestStores,
  TESTED_DATABASES,
} from '../../__testUtils__/databases';
import type { Stores } from '../../store';
import {
  hostileRequest,
  type HostileRequest,
} from './__testUtils__/hostileRequests';
import { testApi } from './__testUtils__/openApi';
import { createResultsRouter } from './createResultsRouter';

jest.setTimeout(180_000);

const REQUESTS = 5_000;
/** They are sent at once. */
const ROUND = 10;

interface Answer {
  readonly status: number;
  readonly type?: string;
  readonly text: string;
}

/** A refusal in the form of the Results API, and none but that. */
function isRefusal(text: string): boolean {
  const body: Record<string, unknown> = JSON.parse(text);
  return (
    Object.keys(body).join() === 'code,message' &&
    typeof body.code === 'number' &&
    typeof body.message === 'string'
  );
}

function isSound({ method }: HostileRequest, answer: Answer): boolean {
  const { status, type, text } = answer;
  if (type !== 'application/json') {
    return false;
  }
  if (status === 200) {
    return typeof JSON.parse(text) === 'object';
  }
  const isAnswered = (status >= 400 && status < 500) || status === 501;
  return isAnswered && (method === 'HEAD' ? text === '' : isRefusal(text));
}

describe.each(TESTED_DATABASES.eachSupportedId())(
  'hostile requests to the Results API on %s',
  databaseId => {
    const logger = mockServices.logger.mock();
    const agent = new Agent({ keepAlive: true });
    let stores: Stores;
    let server: Server;

    beforeAll(async () => {
      ({ stores } = await createTestStores(databaseId));
      const { router } = createResultsRouter(
        testApi({
          results: stores.results,
          summaries: stores.summaries,
          writer: stores.writer,
          clusterExists: cluster => ['prod', 'test'].includes(cluster),
          defaultCluster: () => 'prod',
          logger,
        }),
      );
      server = createServer(express().use(router));
      await new Promise<void>(done => server.listen(0, '127.0.0.1', done));
    });

    afterAll(async () => {
      agent.destroy();
      server.closeAllConnections();
      await new Promise(done => server.close(done));
      await stores.close();
    });

    function send(hostile: HostileRequest): Promise<Answer> {
      const { port } = server.address() as AddressInfo;
      const { method, path, headers, body } = hostile;
      return new Promise((resolve, reject) => {
        const sent = request(
          {
            agent,
            host: '127.0.0.1',
            port,
            method,
            path,
            headers: { ...headers, 'content-length': body.length },
          },
          answer => {
            const chunks: Buffer[] = [];
            answer.on('data', chunk => chunks.push(chunk));
            answer.on('error', reject);
            answer.on('end', () =>
              resolve({
                status: answer.statusCode ?? 0,
                type: answer.headers['content-type'],
                text: Buffer.concat(chunks).toString(),
              }),
            );
          },
        );
        sent.on('error', reject);
        sent.end(body);
      });
    }

    // Jest fails it, too, when a rejection is handled by nobody.
    it('are all answered, and never as a fault of the server', async () => {
      const answered = new Map<number, number>();
      await fc.assert(
        fc.asyncProperty(
          fc.array(hostileRequest, { minLength: ROUND, maxLength: ROUND }),
          async round => {
            const answers = await Promise.all(round.map(send));
            answers.forEach((answer, index) => {
              answered.set(
                answer.status,
                (answered.get(answer.status) ?? 0) + 1,
              );
              if (!isSound(round[index], answer)) {
                const { method, path } = round[index];
                throw new Error(`${method} ${path}: ${JSON.stringify(answer)}`);
              }
            });
          },
        ),
        { numRuns: REQUESTS / ROUND },
      );
      expect(logger.error).not.toHaveBeenCalled();
      // Else nothing was tried.
      for (const status of [200, 400, 401, 404, 409, 501]) {
        expect(answered.get(status)).toBeGreaterThan(10);
      }
    });
  },
);
