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
 * The watcher alone, as a process that can be killed: started by
 * {@link WatcherReplica}, which sends one {@link WatcherTask}.
 */
import { once } from 'events';
import { mockServices } from '@backstage/backend-test-utils';
import { z } from 'zod';
import { readClusters } from '../../../cluster';
import { DEFAULT_WATCHER_CONFIG } from '../../../config';
import { createStores } from '../../../store';
import { CaptureMonitor } from '../../CaptureMonitor';
import { startWatching } from '../../__testUtils__/startWatching';
import { collectTroubledLogs } from './collectTroubledLogs';
import { openDatabase } from './openDatabase';
import { confinedToTests, TEST_NAMESPACES } from './testNamespaces';

/** A real cluster has runs of others, which are none of the tests' business. */
const CONFIG = {
  ...DEFAULT_WATCHER_CONFIG,
  archive: {
    ...DEFAULT_WATCHER_CONFIG.archive,
    namespaces: { include: [TEST_NAMESPACES], exclude: [] },
  },
};

const TELL_STATE_MS = 100;

const taskSchema = z.object({
  kubeconfig: z.string(),
  database: z.object({
    client: z.enum(['pg', 'better-sqlite3']),
    connection: z.record(z.string(), z.union([z.string(), z.number()])),
    patienceMs: z.number().optional(),
  }),
  verbose: z.boolean(),
  /** Whether logs are kept, and with what luck: absent, they are not. */
  logs: z.object({ seed: z.number(), troubles: z.boolean() }).optional(),
});

/** What such a process is told. */
export type WatcherTask = z.infer<typeof taskSchema>;

async function receiveTask(): Promise<WatcherTask> {
  for (;;) {
    const [message]: unknown[] = await once(process, 'message');
    const task = taskSchema.safeParse(message);
    if (task.success) {
      return task.data;
    }
  }
}

async function watch(): Promise<void> {
  const { kubeconfig, database, verbose, logs } = await receiveTask();
  const db = openDatabase(database);
  const stores = await createStores({
    database: mockServices.database({ knex: db, migrations: { skip: true } }),
  });
  const { clusters } = await readClusters({
    config: { clusters: [], namesClusters: false },
    kubeconfig,
  });
  const monitor = new CaptureMonitor({ configProblems: [] });
  const stop = startWatching({
    clusters: clusters.map(confinedToTests),
    configOf: () => CONFIG,
    stores,
    collectLogs: logs && (await collectTroubledLogs(stores, logs)),
    monitor,
    logger: mockServices.rootLogger({ level: verbose ? 'debug' : 'none' }),
  });
  const tellState = () => {
    const [{ state }] = monitor.report().clusters;
    process.send?.({ state });
  };
  tellState();
  setInterval(tellState, TELL_STATE_MS);
  process.once('SIGTERM', async () => {
    await stop();
    process.exit(0);
  });
  // Nobody is left who could stop it.
  process.once('disconnect', () => process.exit(1));
}

watch().catch(error => {
  process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
  process.exit(1);
});
