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

import { once } from 'events';
import { createServer, type AddressInfo } from 'net';
import { setTimeout as sleep } from 'timers/promises';
import type {
  CaptureHealth,
  ResourceHealth,
} from 'backstage-plugin-tekton-results-common';
import type { BenchCell, BenchReport } from '../../BenchReport';
import type { BenchDatabase } from '../../database';
import { Source } from '../Source';
import { BackendProcess, HEAP_MB } from './BackendProcess';
import type { BackendTask, Memory } from './watchingBackend';

const CLUSTERS = 10;
const RUN_RESOURCES: ReadonlySet<string> = new Set([
  'pipelineruns',
  'taskruns',
  'customruns',
]);
/** Of tens of thousands of runs at once, their logs are looked for much longer. */
const LOGS = 'pods/log';
const LOOK_AGAIN_MS = 250;
/** So long the clusters are quiet; what is garbage is collected only if Node wants to. */
const QUIET_MS = 15_000;
const BYTES_PER_MB = 1024 * 1024;
const TOKEN = 'token-of-the-benchmark';

/**
 * What a whole backend takes that watches ten clusters.
 *
 * @param database - in which nothing is
 */
export async function benchManyClusters(
  database: BenchDatabase,
  options: { runs: number; report: BenchReport },
): Promise<void> {
  const { runs, report } = options;
  const source = await Source.start('manyClusters/clustersSource.ts');
  const port = await freePort();
  const baseUrl = `http://127.0.0.1:${port}`;
  const { engine, connection } = database;
  await source.order({ order: 'share', runs: 0, clusters: CLUSTERS });
  const task: BackendTask = {
    engine,
    connection,
    config: configuration(baseUrl, source.url),
  };
  let backend = await BackendProcess.start(task);
  const rows: BenchCell[][] = [];
  const note = (title: string, { rss, heapUsed, external }: Memory) =>
    rows.push([
      title,
      ...[rss, heapUsed, external].map(bytes => bytes / BYTES_PER_MB),
    ]);
  const listed = async (title: string, metadataLists: boolean) => {
    await backend.memory();
    const since = Date.now();
    await source.order({ order: 'expire', changedRuns: 0, metadataLists });
    await untilStored(baseUrl, since);
    note(`${title}, most`, (await backend.memory()).peak);
  };
  const quiet = async (title: string) => {
    await sleep(QUIET_MS);
    note(title, (await backend.memory()).now);
  };
  const noteSystemPeak = async () => {
    const { systemPeak } = await backend.memory();
    rows.push(['so far, as the system notes', systemPeak / BYTES_PER_MB]);
  };
  try {
    await untilStored(baseUrl, 0);
    await quiet('started, no runs');
    await source.order({ order: 'share', runs, clusters: CLUSTERS });
    await listed('first list, all are stored', false);
    await quiet('all are watched');
    await listed('listed anew, metadata', true);
    await listed('listed anew, whole objects', false);
    await quiet('all are watched again');
    await noteSystemPeak();
    await backend.stop();
    const since = Date.now();
    await source.order({
      order: 'expire',
      changedRuns: 0,
      metadataLists: true,
    });
    backend = await BackendProcess.start(task);
    await untilStored(baseUrl, since);
    // Meanwhile it goes through all runs that are stored.
    await sleep(QUIET_MS);
    note('started with all of them, most', (await backend.memory()).peak);
    const [{ stored }] = await database
      .db('records')
      .whereNull('gone_time')
      .whereNotNull('kind')
      .count({ stored: '*' });
    report.table({
      title: `Memory with ${CLUSTERS} clusters and ${stored} live runs, heap of at most ${HEAP_MB} MB, ${engine}`,
      columns: ['phase', 'RSS MB', 'heap MB', 'external MB'],
      rows,
      chart: { kind: 'bars', columns: ['RSS MB', 'heap MB'], unit: 'MB' },
    });
  } finally {
    await backend.stop();
    source.stop();
  }
}

function configuration(baseUrl: string, source: string) {
  return {
    app: { baseUrl },
    backend: {
      baseUrl,
      listen: new URL(baseUrl).host,
      auth: {
        externalAccess: [
          { type: 'static', options: { token: TOKEN, subject: 'benchmark' } },
        ],
      },
    },
    tektonResults: {
      clusters: Array.from({ length: CLUSTERS }, (_, index) => ({
        name: `cluster-${index}`,
        url: `${source}/${index}`,
      })),
    },
  };
}

/** Waits until all is listed since a time (ms), and no run waits to be stored. */
async function untilStored(baseUrl: string, since: number): Promise<void> {
  const isStored = ({ resource, state, listedAt, backlog }: ResourceHealth) =>
    state === 'off' ||
    resource === LOGS ||
    (state === 'watching' &&
      !backlog &&
      (!RUN_RESOURCES.has(resource) || Date.parse(listedAt ?? '') >= since));
  for (;;) {
    const answer = await fetch(`${baseUrl}/api/tekton-results/v1/health`, {
      headers: { authorization: `Bearer ${TOKEN}` },
    });
    if (!answer.ok) {
      throw new Error(
        `Health answers ${answer.status}: ${await answer.text()}`,
      );
    }
    const { clusters }: CaptureHealth = await answer.json();
    const resources = clusters.flatMap(cluster => cluster.resources);
    if (resources.length >= CLUSTERS && resources.every(isStored)) {
      return;
    }
    await sleep(LOOK_AGAIN_MS);
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
