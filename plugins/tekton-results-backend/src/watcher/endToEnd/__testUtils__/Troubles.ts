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

import { setTimeout as sleep } from 'timers/promises';
import type { FaultEffect } from 'example-cluster';
import type { LossJudge } from './LossJudge';
import type { SeededRandom } from './random';
import type { ControlledCluster } from './TestedCluster';
import type { WatchedDatabase } from './WatchedDatabase';
import type { WatcherReplica } from './WatcherReplica';

/** What an API server, or something before it, may answer instead. */
const FAULTS: readonly FaultEffect[] = [
  { status: 500 },
  { status: 503, body: '<html>no healthy upstream</html>' },
  { status: 429, headers: { 'Retry-After': '1' } },
  { status: 401 },
  { status: 200, body: 'not what was asked for' },
  { reset: true },
  { delayMs: 700 },
];

/** Everything that befalls a watcher, in an order that a seed decides. */
export class Troubles {
  private readonly cluster: ControlledCluster;
  private readonly database: WatchedDatabase;
  private readonly replicas: readonly WatcherReplica[];
  private readonly judge: LossJudge;
  private readonly random: SeededRandom;
  /** What happened, for whoever reads a failure. */
  readonly log: string[] = [];

  constructor(options: {
    cluster: ControlledCluster;
    database: WatchedDatabase;
    replicas: readonly WatcherReplica[];
    judge: LossJudge;
    random: SeededRandom;
  }) {
    this.cluster = options.cluster;
    this.database = options.database;
    this.replicas = options.replicas;
    this.judge = options.judge;
    this.random = options.random;
  }

  /** Makes trouble until the work is done, each kind at least once. */
  async during(work: Promise<unknown>): Promise<void> {
    let working = true;
    const done = work.finally(() => {
      working = false;
    });
    const watching = this.judge.watch(() => working);
    const kinds = this.kinds();
    let left: typeof kinds = [];
    const all = new Set<string>();
    while (working || all.size < kinds.length) {
      left = left.length > 0 ? left : [...kinds];
      const next = this.random.pick(left);
      left = left.filter(kind => kind !== next);
      all.add(next.name);
      this.log.push(next.name);
      await next.make();
      await sleep(this.random.between(50, 600));
    }
    await done;
    await watching;
  }

  private kinds(): Array<{ name: string; make: () => Promise<unknown> }> {
    const { cluster, database, judge, random } = this;
    const alone = [
      {
        name: 'kill',
        make: () => this.kill(random.pick(this.replicas)),
      },
      {
        name: 'kill all',
        make: () => Promise.all(this.replicas.map(each => this.kill(each))),
      },
      {
        name: 'shut down',
        make: async () => {
          const replica = random.pick(this.replicas);
          await replica.stop();
          await replica.start();
        },
      },
      {
        name: 'end the streams',
        make: async () => cluster.server.dropWatches(),
      },
      {
        name: 'cut the streams',
        make: async () => cluster.server.dropWatches({ abrupt: true }),
      },
      {
        name: 'garble the streams',
        make: async () => cluster.server.garbleWatches(),
      },
      {
        name: 'compact',
        make: () => judge.forgets(() => cluster.server.compact()),
      },
      {
        name: 'restart the API server',
        make: () =>
          judge.forgets(() =>
            cluster.restart(() => sleep(random.between(100, 800))),
          ),
      },
      {
        name: 'kill while what waited is stored',
        make: async () => {
          const replica = random.pick(this.replicas);
          await judge.looksAway(async () => {
            await database.takeAway();
            await sleep(database.noticedAfterMs + random.between(500, 2_000));
            await database.giveBack();
            await sleep(random.between(0, 1_000));
          });
          await this.kill(replica);
        },
      },
      {
        name: 'take the database away',
        make: async () => {
          await judge.looksAway(async () => {
            await database.takeAway();
            await sleep(database.noticedAfterMs + random.between(300, 2_500));
            await database.giveBack();
          });
        },
      },
      {
        name: 'misbehave',
        make: async () => {
          cluster.server.addFault({
            match: { path: '/apis/tekton.dev' },
            effect: random.pick(FAULTS),
            times: 3,
          });
          cluster.server.dropWatches();
        },
      },
    ];
    // Only one who is frozen while another works can do harm when it wakes up.
    return database.sharable
      ? [
          ...alone,
          {
            name: 'freeze, and wake up when another has taken over',
            make: async () => {
              const replica = random.pick(this.replicas);
              replica.freeze();
              await database.expireLeases();
              await sleep(random.between(500, 3_000));
              replica.thaw();
            },
          },
        ]
      : alone;
  }

  private async kill(replica: WatcherReplica): Promise<void> {
    await replica.kill();
    await sleep(this.random.between(0, 1_000));
    // It can no longer be waited for, as those do who cannot know this.
    await this.database.expireLeases();
    await replica.start();
  }
}
