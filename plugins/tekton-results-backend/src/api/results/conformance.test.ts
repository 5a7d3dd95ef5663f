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

import { execFile } from 'child_process';
import { existsSync } from 'fs';
import { createServer, type Server } from 'http';
import type { AddressInfo } from 'net';
import { resolve } from 'path';
import { promisify } from 'util';
import { isError } from '@backstage/errors';
import express from 'express';
import {
  createTestStores,
  TESTED_DATABASES,
} from '../../__testUtils__/databases';
import { testApi } from './__testUtils__/openApi';
import { createResultsRouter } from './createResultsRouter';

jest.setTimeout(180_000);

/** Requests with the answers of upstream's server, where they are at hand. */
const FOLDER = resolve(__dirname, '../../../../../../shared/conformance');
const here = existsSync(FOLDER) ? describe : describe.skip;

/** The cases that are answered otherwise, each with what was wanted and got. */
async function differences(base: string): Promise<Map<string, string>> {
  const output = await promisify(execFile)(
    process.execPath,
    [
      'run.mjs',
      ...['--base', base],
      ...['--cases', 'cases/shared.mjs'],
      ...['--check', 'golden.json'],
      '--verbose',
    ],
    { cwd: FOLDER, env: { ...process.env, NODE_OPTIONS: '' } },
  ).then(
    ({ stdout }) => stdout,
    (error: unknown) => {
      // It exits with 1 if anything differs.
      if (isError(error) && error.code === 1) {
        return String(error.stdout);
      }
      throw error;
    },
  );
  expect(output).toMatch(/^\d+ passed, \d+ failed$/m);
  return new Map(
    [...output.matchAll(/^DIFFERS (.+)\n((?: {2}.*\n)*)/gm)].map(
      ([, id, details]) => [id, details],
    ),
  );
}

here('the Results API', () => {
  let server: Server | undefined;

  afterEach(async () => {
    await new Promise(done => server?.close(done));
  });

  it.each(TESTED_DATABASES.eachSupportedId())(
    'answers the conformance cases as upstream does, on %s',
    async databaseId => {
      const { stores } = await createTestStores(databaseId);
      server = createServer(
        express().use(
          createResultsRouter(
            testApi({
              results: stores.results,
              summaries: stores.summaries,
              writer: stores.writer,
              clusterExists: () => false,
              defaultCluster: () => 'default',
            }),
          ).router,
        ),
      );
      await new Promise<void>(listening =>
        server?.listen(0, '127.0.0.1', listening),
      );
      const { port } = server.address() as AddressInfo;
      const differing = await differences(`http://127.0.0.1:${port}`);
      expect(Object.fromEntries(differing)).toEqual({});
      await stores.close();
    },
  );
});
