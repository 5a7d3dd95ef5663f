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
import type { DatabaseTrouble, WatchedDatabase } from './WatchedDatabase';
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

/** As long as a machine with much else to do may take; it is no promise. */
const TAKE_OVER_MS = 90_000;
const LOOK_AGAIN_MS = 50;

/** How long it took until another replica did what one that was killed could not. */
export interface TakeOver {
  /** From the kill until the other had the lease. */
  readonly leaseMs: number;
  /** From the kill until it had stored a run that was created after it. */
  readonly storedMs: number;
}

interface Kind {
  readonly name: string;
  readonly make: () => Promise<unknown>;
  /** It takes long. */
  readonly once?: boolean;
}

/** Everything that befalls a watcher, in an order that a seed decides. */
export class Troubles {
  private readonly cluster: ControlledCluster;
  private readonly database: WatchedDatabase;
  private readonly replicas: readonly WatcherReplica[];
  private readonly judge: LossJudge;
  private readonly random: SeededRandom;
  private readonly createRun: () => Promise<string>;
  /** What happened, for whoever reads a failure. */
  readonly log: string[] = [];
  readonly takeOvers: TakeOver[] = [];

  constructor(options: {
    cluster: ControlledCluster;
    database: WatchedDatabase;
    replicas: readonly WatcherReplica[];
    judge: LossJudge;
    random: SeededRandom;
    /** Creates a run, and gives its uid. */
    createRun: () => Promise<string>;
  }) {
    this.cluster = options.cluster;
    this.database = options.database;
    this.replicas = options.replicas;
    this.judge = options.judge;
    this.random = options.random;
    this.createRun = options.createRun;
  }

  /** Makes trouble until the work is done, each kind at least once. */
  async during(work: Promise<unknown>): Promise<void> {
    let working = true;
    const done = work.finally(() => {
      working = false;
    });
    const watching = this.judge.watch(() => working);
    const kinds = this.kinds();
    let left = kinds;
    const all = new Set<string>();
    while (working || all.size < kinds.length) {
      left = left.length > 0 ? left : kinds.filter(({ once }) => !once);
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

  private kinds(): readonly Kind[] {
    const { cluster, database, judge, random } = this;
    const alone: Kind[] = [
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
      ...database.troubles.map(trouble => ({
        name: trouble.name,
        make: () => this.failDatabase(trouble),
      })),
      {
        name: 'kill while what waited is stored',
        make: async () => {
          const replica = random.pick(this.replicas);
          await this.failDatabase(database.troubles[0]);
          await sleep(random.between(0, 1_000));
          await this.kill(replica);
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
          {
            name: 'kill, and let the lease run out',
            make: () => this.letLeaseRunOut(),
            once: true,
          },
        ]
      : alone;
  }

  private async failDatabase(trouble: DatabaseTrouble): Promise<void> {
    const fail = async () => {
      await trouble.begin();
      await sleep(trouble.noticedAfterMs + this.random.between(300, 2_500));
      await trouble.end();
    };
    await (trouble.blocksAll ? this.judge.looksAway(fail) : fail());
  }

  /** Kills the one that watches, and touches nothing until another does. */
  private async letLeaseRunOut(): Promise<void> {
    const { replicas, database } = this;
    const other = await this.until(() => {
      const waiting = replicas.filter(({ state }) => state === 'standby');
      return waiting.length === replicas.length - 1 ? waiting[0] : undefined;
    });
    const watching = replicas.filter(replica => replica !== other);
    const killedAt = Date.now();
    await Promise.all(watching.map(replica => replica.kill()));
    const uid = await this.createRun();
    await this.until(() => other.state !== 'standby' || undefined);
    const leaseMs = Date.now() - killedAt;
    await this.until(() => database.storedState(uid));
    this.takeOvers.push({ leaseMs, storedMs: Date.now() - killedAt });
    await Promise.all(watching.map(replica => replica.start()));
  }

  private async until<T>(
    ask: () => Promise<T | undefined> | T | undefined,
  ): Promise<T> {
    for (const stopAt = Date.now() + TAKE_OVER_MS; ; ) {
      const answer = await ask();
      if (answer !== undefined) {
        return answer;
      }
      if (Date.now() > stopAt) {
        throw new Error(
          `No replica took over from another: ${this.replicas.map(
            ({ state }) => state ?? 'not running',
          )}`,
        );
      }
      await sleep(LOOK_AGAIN_MS);
    }
  }

  private async kill(replica: WatcherReplica): Promise<void> {
    await replica.kill();
    await sleep(this.random.between(0, 1_000));
    // It can no longer be waited for, as those do who cannot know this.
    await this.database.expireLeases();
    await replica.start();
  }
}
