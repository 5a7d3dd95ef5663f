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

import { spawn } from 'child_process';
import { once } from 'events';
import { mkdtemp, rm } from 'fs/promises';
import { tmpdir } from 'os';
import { join } from 'path';
import { createInterface } from 'readline';
import { BlobServiceClient } from '@azure/storage-blob';
import { ConfigReader } from '@backstage/config';
import { mockServices } from '@backstage/backend-test-utils';
import { FaultProxy } from 'backstage-plugin-tekton-results-node/testUtils';
import { azureLogDriverFactory } from '../azureLogDriverFactory';

/** The account of azurite, with the key that all have. */
const ACCOUNT = 'devstoreaccount1';
const ACCOUNT_KEY =
  'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==';

/** A server that speaks as Azure, behind a proxy that can make it fail. */
export async function startAzure() {
  const directory = await mkdtemp(join(tmpdir(), 'azure-'));
  const server = spawn(process.execPath, [
    require.resolve('azurite/dist/src/blob/main.js'),
    ...['--blobHost', '127.0.0.1', '--blobPort', '0'],
    ...['--location', directory, '--skipApiVersionCheck'],
    ...['--silent', '--disableTelemetry'],
  ]);
  const port = await portOf(server.stdout);
  const proxy = await FaultProxy.start({ port });
  const connectionString = [
    'DefaultEndpointsProtocol=http',
    `AccountName=${ACCOUNT}`,
    `AccountKey=${ACCOUNT_KEY}`,
    `BlobEndpoint=${proxy.url}/${ACCOUNT}`,
  ].join(';');
  await BlobServiceClient.fromConnectionString(connectionString)
    .getContainerClient('logs')
    .create();
  return {
    proxy,
    account: ACCOUNT,
    accountKey: ACCOUNT_KEY,
    endpoint: `${proxy.url}/${ACCOUNT}`,
    createDriver: async (settings: Record<string, string | boolean> = {}) =>
      azureLogDriverFactory.create({
        config: new ConfigReader({
          container: 'logs',
          ...('accountKey' in settings || 'sasToken' in settings
            ? {}
            : { connectionString }),
          ...settings,
        }),
        logger: mockServices.logger.mock(),
      }),
    stop: async () => {
      await proxy.stop();
      server.kill('SIGKILL');
      await once(server, 'exit');
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** @throws if the server ends before it listens */
async function portOf(output: NodeJS.ReadableStream): Promise<number> {
  const seen: string[] = [];
  for await (const line of createInterface({ input: output })) {
    seen.push(line);
    const [, port] = /listens on http:\/\/127\.0\.0\.1:(\d+)/.exec(line) ?? [];
    if (port) {
      output.resume();
      return Number(port);
    }
  }
  throw new Error(`azurite did not start: ${seen.join('\n')}`);
}
