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
import { mkdtemp, readFile, rm, writeFile } from 'fs/promises';
import { tmpdir } from 'os';
import { join, resolve } from 'path';
import { isError } from '@backstage/errors';
import { FakeResultsServer } from './__testUtils__/FakeResultsServer';
import { upstreamHistory } from './__testUtils__/upstreamHistory';

jest.setTimeout(120_000);

const BIN = resolve(__dirname, '../../bin/tekton-results.js');

describe('tekton-results', () => {
  let folder: string;
  let server: FakeResultsServer;
  let url: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tekton-results-'));
    server = new FakeResultsServer(upstreamHistory());
    url = await server.start();
  });

  afterEach(async () => {
    await server.stop();
    await rm(folder, { recursive: true });
  });

  async function tektonResults(...args: string[]) {
    const { NODE_OPTIONS, ...env } = process.env;
    return new Promise<{ code: unknown; stdout: string; stderr: string }>(
      done =>
        execFile(
          process.execPath,
          [BIN, ...args],
          {
            cwd: folder,
            env: {
              ...env,
              NODE_ENV: 'development',
              TEKTON_RESULTS_TOKEN: FakeResultsServer.TOKEN,
            },
          },
          (error, stdout, stderr) =>
            done({ code: isError(error) ? error.code : 0, stdout, stderr }),
        ),
    );
  }

  async function writeConfig(clusters: string[]): Promise<string> {
    const file = join(folder, 'config.yaml');
    await writeFile(
      file,
      JSON.stringify({
        backend: {
          database: {
            client: 'better-sqlite3',
            connection: { directory: join(folder, 'data') },
          },
        },
        tektonResults: {
          clusters: clusters.map(name => ({ name, url: 'http://localhost' })),
        },
        kubernetes: {
          clusterLocatorMethods: [
            {
              type: 'config',
              clusters: [
                {
                  name: 'Test EU',
                  url: 'http://localhost',
                  authProvider: 'localKubectlProxy',
                },
              ],
            },
          ],
        },
      }),
    );
    return file;
  }

  it('copies history into the database of the configuration', async () => {
    const config = await writeConfig(['prod', 'dev']);
    const args = ['import', '--from', url, '--config', config];
    const first = await tektonResults(...args);
    expect(first).toMatchObject({
      code: 3,
      stdout: expect.stringMatching(/^Results: \d+ copied/),
    });
    const state = await readFile(
      join(folder, 'tekton-results-import.json'),
      'utf8',
    );
    expect(JSON.parse(state)).toMatchObject({ from: url, cluster: 'prod' });
    expect(state).not.toContain(FakeResultsServer.TOKEN);
    const second = await tektonResults(...args);
    expect(second.stdout).toMatch(/^Results: 0 copied, \d+ already there/);
  });

  it('refuses a cluster that is not configured', async () => {
    const config = await writeConfig(['prod', 'dev']);
    expect(
      await tektonResults(
        ...['import', '--from', url, '--config', config, '--cluster', 'prdo'],
      ),
    ).toEqual({
      code: 2,
      stdout: '',
      stderr: "--cluster must be one of prod, dev, test-eu, not 'prdo'\n",
    });
  });

  it('says what to do about a token that is refused', async () => {
    const config = await writeConfig(['prod']);
    const { code, stderr } = await tektonResults(
      ...['import', '--from', url, '--config', config, '--token', 'x'],
    );
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /answered 401: permission denied.*\nWhat was copied stays; run it again to go on\.\n$/,
    );
  });

  it('knows its commands', async () => {
    expect(await tektonResults('--help')).toMatchObject({ code: 0 });
    expect(await tektonResults('export')).toMatchObject({
      code: 2,
      stderr:
        "There is no command 'export'; tekton-results --help lists them\n",
    });
  });
});
