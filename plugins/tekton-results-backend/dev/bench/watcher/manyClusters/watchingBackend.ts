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

/**
 * A Backstage backend with nothing but the plugin, in a process of its own: what it
 * takes is all there is in it. It sends a {@link MemoryReport} whenever it is asked.
 */
import { ConfigReader } from '@backstage/config';
import { createBackend } from '@backstage/backend-defaults';
import { WinstonLogger } from '@backstage/backend-defaults/rootLogger';
import {
  coreServices,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import type { JsonObject } from '@backstage/types';
import tektonResultsPlugin from '../../../../src';
import { openKnex } from '../../openKnex';

const SAMPLE_EVERY_MS = 10;
const BYTES_PER_KB = 1024;

/** How the backend is set up. */
export interface BackendTask {
  readonly engine: 'postgres' | 'sqlite';
  /** A URL, or the name of a file; its tables are up to date. */
  readonly connection: string;
  /** Of Backstage. */
  readonly config: JsonObject;
}

/** What a process takes, in bytes. */
export interface Memory {
  /** Of the system, of which the others are parts. */
  readonly rss: number;
  readonly heapUsed: number;
  /** Outside of the heap: bytes that are read or sent, mostly. */
  readonly external: number;
}

/** How a process stands, and the most that it took since the last report. */
export interface MemoryReport {
  readonly now: Memory;
  readonly peak: Memory;
  /** The most since its start that the system has noted, in bytes. */
  readonly systemPeak: number;
}

function memory(): Memory {
  const { rss, heapUsed, external } = process.memoryUsage();
  return { rss, heapUsed, external };
}

function most(a: Memory, b: Memory): Memory {
  return {
    rss: Math.max(a.rss, b.rss),
    heapUsed: Math.max(a.heapUsed, b.heapUsed),
    external: Math.max(a.external, b.external),
  };
}

async function start(task: BackendTask): Promise<void> {
  const db = openKnex(task.engine, task.connection);
  const backend = createBackend();
  backend.add(
    createServiceFactory({
      service: coreServices.rootConfig,
      deps: {},
      factory: () => new ConfigReader(task.config),
    }),
  );
  backend.add(
    createServiceFactory({
      service: coreServices.database,
      deps: {},
      factory: () => ({ getClient: async () => db }),
    }),
  );
  backend.add(
    createServiceFactory({
      service: coreServices.rootLogger,
      deps: {},
      // That of Backstage compiles the schemas of all packages at the start, to know
      // which settings are secret: 200 MB that nothing else uses.
      factory: () => WinstonLogger.create({ level: 'error' }),
    }),
  );
  backend.add(tektonResultsPlugin);
  await backend.start();
}

let peak = memory();
process.once('message', async (task: BackendTask) => {
  await start(task);
  setInterval(() => {
    peak = most(peak, memory());
  }, SAMPLE_EVERY_MS);
  const report = () => {
    const now = memory();
    const sent: MemoryReport = {
      now,
      peak: most(peak, now),
      systemPeak: process.resourceUsage().maxRSS * BYTES_PER_KB,
    };
    peak = now;
    process.send?.(sent);
  };
  process.on('message', report);
  report();
});
process.once('disconnect', () => process.exit(0));
