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
 * The loss test: everything goes wrong at once, and nothing may be lost.
 *
 * `LOSS_SEEDS=1,2,3` chooses how chance falls, `LOSS_RUNS=300` how many runs there
 * are, and `LOSS_VERBOSE=1` lets the watching processes tell what they do.
 */
import { setTimeout as sleep } from 'timers/promises';
import {
  TESTED_DATABASES,
  type TestDatabaseId,
} from '../../__testUtils__/databases';
import { ApiClient } from './__testUtils__/ApiClient';
import { findFaults } from './__testUtils__/findFaults';
import { LossJudge } from './__testUtils__/LossJudge';
import { SeededRandom } from './__testUtils__/random';
import { RUN_TYPES } from './__testUtils__/runObjects';
import { RunScript } from './__testUtils__/RunScript';
import { createTestNamespace } from './__testUtils__/testNamespaces';
import { ControlledCluster } from './__testUtils__/TestedCluster';
import { Troubles } from './__testUtils__/Troubles';
import { createWatchedDatabase } from './__testUtils__/WatchedDatabase';
import { WatcherReplica } from './__testUtils__/WatcherReplica';

jest.setTimeout(300_000);

const SEEDS = (process.env.LOSS_SEEDS ?? '1,2').split(',').map(Number);
const RUNS = Number(process.env.LOSS_RUNS ?? 300);
const PLAY_MS = 20_000;
const SETTLE_MS = 90_000;

const cases = TESTED_DATABASES.eachSupportedId().flatMap(([id]) =>
  SEEDS.map(seed => [id, seed] as const),
);

async function setUp(id: TestDatabaseId) {
  const database = await createWatchedDatabase(id);
  const cluster = await ControlledCluster.start();
  const task = {
    kubeconfig: cluster.kubeconfig,
    database: database.address,
    verbose: Boolean(process.env.LOSS_VERBOSE),
  };
  const replicas = Array.from(
    { length: database.sharable ? 2 : 1 },
    () => new WatcherReplica(task),
  );
  await Promise.all(replicas.map(replica => replica.start()));
  // What was before anybody watched is nobody's to promise.
  await database.untilWatched(RUN_TYPES.length);
  return {
    database,
    cluster,
    replicas,
    async tearDown() {
      await Promise.all(replicas.map(replica => replica.kill()));
      await cluster.close();
      await database.close();
    },
  };
}

/** For whoever reads the output: what is measured is not what is tested. */
function tell(what: unknown): void {
  process.stderr.write(`${JSON.stringify(what)}\n`);
}

describe('the loss test', () => {
  it.each(cases)(
    'window 2, 10 and 12: loses nothing and stores nothing twice: %s, seed %s',
    async (id, seed) => {
      const { cluster, database, replicas, tearDown } = await setUp(id);
      try {
        const random = new SeededRandom(seed);
        const judge = new LossJudge({ server: () => cluster.server, database });
        const api = await ApiClient.create(cluster.kubeconfig);
        const script = new RunScript({
          api,
          namespace: await createTestNamespace(api),
          random,
          count: RUNS,
          durationMs: PLAY_MS,
        });
        const troubles = new Troubles({
          cluster,
          database,
          replicas,
          judge,
          random,
          createRun: () => script.createAnother(),
        });
        await troubles.during(script.play());
        cluster.server.clearFaults();

        const faults = () => findFaults({ script, judge, database, cluster });
        const stopAt = Date.now() + SETTLE_MS;
        while ((await faults()).length > 0 && Date.now() < stopAt) {
          await sleep(500);
        }

        const left = await faults();
        tell(left.length > 0 ? troubles.log.join(', ') : troubles.takeOvers);
        expect(left).toEqual([]);
        expect(troubles.takeOvers).toHaveLength(database.sharable ? 1 : 0);
        expect(script.runs).toHaveLength(RUNS + troubles.takeOvers.length);
        const archived = await database.archivedRuns();
        expect(new Set(archived.map(({ uid }) => uid)).size).toBe(
          archived.length,
        );
        // Else the test proves little; slow machines see fewer runs in time.
        const promised = script.runs.filter(({ uid }) => !judge.mayBeLost(uid));
        expect(promised.length).toBeGreaterThan(RUNS / 4);
        expect(script.runs.some(({ uid }) => judge.wasProtected(uid))).toBe(
          true,
        );
      } finally {
        await tearDown();
      }
    },
  );
});
