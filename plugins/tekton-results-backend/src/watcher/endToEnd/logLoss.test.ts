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
 * The loss test of logs: processes are killed, or sleep until others have taken
 * over; drivers fail and hang, streams are cut, pods vanish; and each log is whole,
 * or partial with the right cause.
 *
 * `LOG_SEEDS=1,2,3` chooses how chance falls, and `LOSS_VERBOSE=1` lets the
 * watching processes tell what they do.
 */
import { setTimeout as sleep } from 'timers/promises';
import type { FaultEffect } from 'example-cluster';
import { mockServices } from '@backstage/backend-test-utils';
import {
  TESTED_DATABASES,
  type TestDatabaseId,
} from '../../__testUtils__/databases';
import {
  createTestArchive,
  textOf,
} from '../../logs/capture/__testUtils__/captureLogs';
import { createStores, type StepLog } from '../../store';
import { ApiClient } from './__testUtils__/ApiClient';
import { LogScript, type PlayedStep } from './__testUtils__/LogScript';
import { openDatabase } from './__testUtils__/openDatabase';
import { SeededRandom } from './__testUtils__/random';
import { createTestNamespace } from './__testUtils__/testNamespaces';
import { ControlledCluster } from './__testUtils__/TestedCluster';
import { createWatchedDatabase } from './__testUtils__/WatchedDatabase';
import { WatcherReplica } from './__testUtils__/WatcherReplica';

jest.setTimeout(300_000);

const SEEDS = (process.env.LOG_SEEDS ?? '1,2').split(',').map(Number);
const RUNS = 12;
const PLAY_MS = 8_000;
const SETTLE_MS = 120_000;
const LOG_PATH = '^/api/v1/namespaces/[^/]+/pods/';

const FAULTS: readonly FaultEffect[] = [
  { status: 500 },
  { status: 401 },
  { status: 429, headers: { 'Retry-After': '1' } },
  { reset: true },
  { delayMs: 700 },
  { log: { cutAfterBytes: 1 } },
  { log: { cutAfterBytes: 300 } },
  { log: { cutAfterBytes: 70_000 } },
  { log: { endAfterBytes: 250 } },
  { log: { endAfterBytes: 1_000 } },
  { log: { delayMs: 200 } },
];

const cases = TESTED_DATABASES.eachSupportedId().flatMap(([id]) =>
  SEEDS.map(seed => [id, seed] as const),
);

async function setUp(id: TestDatabaseId, seed: number) {
  const database = await createWatchedDatabase(id);
  const cluster = await ControlledCluster.start();
  const replicas = [seed, -seed].map(
    luck =>
      new WatcherReplica({
        kubeconfig: cluster.kubeconfig,
        database: database.address,
        verbose: Boolean(process.env.LOSS_VERBOSE),
        logs: { seed: luck, troubles: true },
      }),
  );
  await Promise.all(replicas.map(replica => replica.start()));
  await database.untilWatched(3);
  const db = openDatabase(database.address);
  const stores = await createStores({
    database: mockServices.database({ knex: db, migrations: { skip: true } }),
  });
  return {
    database,
    cluster,
    replicas,
    db,
    stores,
    async tearDown() {
      await Promise.all(replicas.map(replica => replica.kill()));
      await cluster.close();
      await stores.close();
      await db.destroy();
      await database.close();
    },
  };
}

/** Kills a process, or lets it sleep until another one has its lease. */
async function befall(
  replica: WatcherReplica,
  {
    database,
    random,
  }: {
    database: { expireLeases(): Promise<void> };
    random: SeededRandom;
  },
): Promise<void> {
  if (random.chance(0.5)) {
    await replica.kill();
    await sleep(random.between(0, 500));
    await database.expireLeases();
    await replica.start();
  } else {
    replica.freeze();
    await database.expireLeases().catch(error => {
      // On SQLite nobody can write when it sleeps within a transaction.
      if (!String(error).includes('database is locked')) {
        throw error;
      }
    });
    await sleep(random.between(100, 2_500));
    replica.thaw();
  }
}

/** What is wrong with a log; undefined if nothing is. */
async function mistake(
  step: PlayedStep,
  log: StepLog | undefined,
  read: (log: StepLog) => Promise<string>,
): Promise<string | undefined> {
  if (!log || log.state === 'streaming') {
    return 'not settled';
  }
  const text = await read(log);
  const whole = step.lines.map(line => `${line}\n`).join('');
  if (log.bytes !== Buffer.byteLength(text)) {
    return 'not as long as it says';
  }
  if (log.state === 'stored') {
    return text === whole
      ? undefined
      : `not whole: ${text.length} of ${whole.length}, in ${
          log.segments
        } segments, ends ${JSON.stringify(text.slice(-60))}`;
  }
  if (!step.podTaken || log.cause !== 'podGone') {
    return `${log.state}, ${log.cause}: ${log.reason}`;
  }
  return whole.startsWith(text) ? undefined : 'not the beginning';
}

describe('the loss test of logs', () => {
  it.each(cases)(
    'loses and doubles nothing that there was to read: %s, seed %s',
    async (id, seed) => {
      const { cluster, database, replicas, db, stores, tearDown } = await setUp(
        id,
        seed,
      );
      try {
        const random = new SeededRandom(seed);
        const api = await ApiClient.create(cluster.kubeconfig);
        const script = new LogScript({
          server: cluster.server,
          namespace: await createTestNamespace(api),
          random: new SeededRandom(seed * 1_000),
          count: RUNS,
          durationMs: PLAY_MS,
        });
        let playing = true;
        const played = script.play().finally(() => {
          playing = false;
        });
        for (let round = 0; playing; round += 1) {
          cluster.server.addFault({
            match: { pathPattern: LOG_PATH },
            effect: random.pick(FAULTS),
            times: 2,
          });
          await sleep(random.between(20, 200));
          if (round % 12 === 6) {
            await befall(random.pick(replicas), { database, random });
          }
        }
        await played;
        cluster.server.clearFaults();
        await Promise.all(replicas.map(replica => replica.kill()));
        await database.expireLeases();
        const [last] = replicas;
        last.retask({ logs: { seed, troubles: false } });
        await last.start();

        const archive = await createTestArchive(stores);
        const uids = [...new Set(script.steps.map(({ uid }) => uid))];
        const logsNow = async () => {
          const [archived]: string[] = await db('records')
            .whereNotNull('capture_uid')
            .distinct()
            .pluck('cluster');
          return archived ? stores.logs.logsOf(archived, uids) : [];
        };
        const wrong = async () => {
          const logs = await logsNow();
          const mistakes = await Promise.all(
            script.steps.map(async step => {
              const found = logs.filter(
                log =>
                  log.runUid === step.uid && log.container === step.container,
              );
              const [log] = found;
              const problem =
                found.length > 1
                  ? 'doubled'
                  : await mistake(step, log, each => textOf(archive, each));
              return problem && { ...step, lines: step.lines.length, problem };
            }),
          );
          return mistakes.filter(Boolean);
        };
        const stopAt = Date.now() + SETTLE_MS;
        const isUnsettled = async () =>
          (await wrong()).some(
            entry => entry && entry.problem === 'not settled',
          );
        while ((await isUnsettled()) && Date.now() < stopAt) {
          await sleep(500);
        }
        expect(await wrong()).toEqual([]);
        expect(script.steps).toHaveLength(RUNS * 2);
        const logs = await logsNow();
        // Else the test proves little.
        expect(
          logs.filter(({ state }) => state === 'stored').length,
        ).toBeGreaterThan(RUNS / 2);
      } finally {
        await tearDown();
      }
    },
  );
});
