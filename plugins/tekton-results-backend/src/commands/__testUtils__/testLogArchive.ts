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

import { mockServices } from '@backstage/backend-test-utils';
import { RE2JS } from 're2js';
import {
  databaseLogDriverFactory,
  DriverLogArchive,
  LogDrivers,
  RunLogs,
} from '../../logs';
import type { Stores } from '../../store';

/** Logs that are kept in the database of some stores; `password` is secret. */
export async function testLogArchive(stores: Stores) {
  const { drivers } = await LogDrivers.create({
    driver: 'database',
    config: undefined,
    factories: [databaseLogDriverFactory({ objects: stores.logObjects })],
    logger: mockServices.logger.mock(),
  });
  const archive = new DriverLogArchive({
    store: stores.logs,
    drivers,
    settings: {
      maxBytes: 1e6,
      redact: [{ regex: RE2JS.compile('password'), replacement: '*' }],
    },
  });
  const runLogs = new RunLogs({
    logs: stores.logs,
    archive,
    readerOf: () => undefined,
    isCaptured: () => true,
  });

  /** The first log of a run, and its text. */
  async function logOf(cluster: string, uid: string) {
    const { signal } = new AbortController();
    const stored = await stores.runs.get({ cluster, uid });
    if (!stored) {
      throw new Error('The run is not stored');
    }
    const [log] = await runLogs.of(stored, [], { signal });
    const parts: Uint8Array[] = [];
    for await (const part of log.text?.bytes({ timestamps: true, signal }) ??
      []) {
      parts.push(part);
    }
    return { log, text: Buffer.concat(parts) };
  }

  return { archive, runLogs, logOf };
}
