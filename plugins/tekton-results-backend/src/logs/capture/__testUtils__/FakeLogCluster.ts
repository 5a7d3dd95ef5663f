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
import type { JsonObject } from '@backstage/types';
import type { ClusterConnection } from '../../../cluster';
import type {
  CapturedRun,
  Lease,
  LogCaptureStore,
  LoggedRun,
  LogStore,
  StepLog,
  StewardedRun,
} from '../../../store';
import type { LogArchive } from '../../LogArchive';
import { DEFAULT_CAPTURE_SETTINGS } from '../CaptureSettings';
import { LogCollector } from '../LogCollector';
import type { LogCaptureMonitor } from '../Troubles';
import { ManualClock, turns } from './ManualClock';

const CLUSTER = 'test';
const CONTAINER = 'step-a';
export const LEASE: Lease = { name: 'watch/test', holder: 'a', epoch: 1 };

/** What the fake cluster and store do instead of what they should. */
export interface Misfortunes {
  /** Instead of telling of a pod. */
  pod?: (name: string) => Error | undefined;
  /** Containers run on, whatever their TaskRuns say. */
  runsOn?: boolean;
  /** Before a log is given out. */
  podLog?: (pod: string, signal: AbortSignal) => Promise<void>;
  /** Before a log is kept. */
  append?: () => Promise<void>;
  /** Before runs are read from the store. */
  runs?: (uids: readonly string[]) => void;
  /** Before a log gets its last state. */
  settle?: () => void;
}

/** TaskRuns of one step with their pods, a store in memory, and a collector. */
export class FakeLogCluster {
  readonly clock = new ManualClock();
  readonly misfortunes: Misfortunes = {};
  /** Names of pods, as often as they were asked for. */
  readonly asked: string[] = [];
  readonly described: string[] = [];
  /** What health was told, without repetitions. */
  readonly health: string[] = [];
  /** What was counted and measured. */
  readonly told: unknown[][] = [];
  readonly onLost = jest.fn();
  /** How many logs were read at once at most. */
  mostAtOnce = 0;
  readonly collector: LogCollector;

  private readonly runs = new Map<string, LoggedRun>();
  private readonly stepLogs = new Map<string, StepLog>();
  private readonly stop = new AbortController();
  private ended: Promise<void> | undefined;
  private atOnce = 0;

  constructor(
    options: {
      concurrency?: number;
      maxQueued?: number;
      storeDeadlineMs?: number;
    } = {},
  ) {
    this.collector = new LogCollector({
      cluster: CLUSTER,
      connection: this.connection(),
      archive: this.archive(),
      logs: this.logs(),
      store: this.store(),
      lease: LEASE,
      logType: () => 'File',
      settings: {
        ...DEFAULT_CAPTURE_SETTINGS,
        concurrency: options.concurrency ?? 2,
        storeDeadlineMs: options.storeDeadlineMs,
      },
      maxQueued: options.maxQueued,
      monitor: this.monitor(),
      metrics: {
        stored: bytes => this.told.push(['stored', bytes]),
        settled: ({ state }, latencyMs) =>
          this.told.push(['settled', state, latencyMs]),
        failed: code => this.told.push(['failed', code]),
        queued: runs => this.told.push(['queued', runs]),
      },
      onLost: this.onLost,
      logger: mockServices.logger.mock(),
      clock: this.clock,
    });
  }

  /** Starts to collect, and lets all happen that needs no time. */
  async start(): Promise<void> {
    this.ended = this.collector.run(this.stop.signal);
    await turns();
  }

  /** Tells the collector to end; done when it has. */
  async end(): Promise<void> {
    this.stop.abort();
    await this.ended;
  }

  /** Adds a TaskRun, or a new state of it, and tells the collector. */
  addRun(
    uid: string,
    options: {
      running?: boolean;
      deleting?: boolean;
      gone?: boolean;
      namespace?: string;
    } = {},
  ): void {
    const { running = false, deleting = false, gone = false } = options;
    const { namespace = 'shop' } = options;
    this.runs.set(uid, {
      cluster: CLUSTER,
      uid,
      kind: 'TaskRun',
      namespace,
      name: uid,
      status: running ? 'running' : 'succeeded',
      gone,
      finalStoredAt: running ? undefined : this.clock.now(),
      described: false,
      payload: payloadOf(uid, { running, deleting }),
    });
    this.collector.stored([
      { facts: { uid, kind: 'TaskRun' } } as unknown as CapturedRun,
    ]);
  }

  /** As when somebody deletes its Record. */
  removeRun(uid: string): void {
    this.runs.delete(uid);
    this.stepLogs.delete(uid);
  }

  log(uid: string): StepLog | undefined {
    return this.stepLogs.get(uid);
  }

  ask(uid: string) {
    const run = this.runs.get(uid) as unknown as StewardedRun;
    return this.collector.ensureCaptured(run, { signal: this.stop.signal });
  }

  private monitor(): LogCaptureMonitor {
    const tell = (state: string) => () => {
      if (this.health.at(-1) !== state) {
        this.health.push(state);
      }
    };
    return {
      watching: tell('watching'),
      received: () => {},
      failing: tell('failing'),
      notStoring: tell('notStoring'),
      off: tell('off'),
      observeBacklog: () => {},
    };
  }

  private connection(): ClusterConnection {
    const refused = () => {
      throw new Error('not asked for');
    };
    return {
      list: refused,
      watch: refused,
      getObject: async ({ name }) => {
        this.asked.push(name);
        const failure = this.misfortunes.pod?.(name);
        if (failure) {
          throw failure;
        }
        const run = this.runs.get(name.replace(/-pod$/, ''));
        return podOf(run, this.misfortunes.runsOn);
      },
      podLog: ({ pod, signal }) => this.podLog(pod, signal),
      renewCredential: () => {},
    };
  }

  private async *podLog(pod: string, signal: AbortSignal) {
    await this.misfortunes.podLog?.(pod, signal);
    yield Buffer.from('2026-11-22T00:00:00Z hello\n');
  }

  private archive(): Pick<LogArchive, 'append'> {
    return {
      append: async (log, source, { signal }) => {
        signal.throwIfAborted();
        this.atOnce += 1;
        this.mostAtOnce = Math.max(this.mostAtOnce, this.atOnce);
        try {
          await this.misfortunes.append?.();
          for await (const chunk of source) {
            expect(chunk.length).toBeGreaterThan(0);
          }
        } finally {
          this.atOnce -= 1;
        }
        const appended = { ...log, segments: 1, lines: 1, bytes: 6 };
        this.stepLogs.set(log.runUid, appended);
        return { log: appended, gap: false, full: false };
      },
    };
  }

  private logs(): LogStore {
    const logs: Pick<LogStore, 'logsOf' | 'open' | 'settle' | 'segments'> = {
      logsOf: async (_cluster, uids) =>
        uids.flatMap(uid => this.stepLogs.get(uid) ?? []),
      open: async opened => {
        for (const log of opened) {
          this.stepLogs.set(log.runUid, {
            ...log,
            id: this.stepLogs.size + 1,
            state: 'streaming',
            bytes: 0,
            lines: 0,
            segments: 0,
            stateTime: this.clock.now(),
          });
        }
        return [...this.stepLogs.values()];
      },
      settle: async (id, outcome) => {
        this.misfortunes.settle?.();
        for (const log of this.stepLogs.values()) {
          if (log.id === id) {
            this.stepLogs.set(log.runUid, { ...log, ...outcome });
          }
        }
      },
      segments: async () => [],
    };
    return logs as LogStore;
  }

  private store(): LogCaptureStore {
    return {
      runs: async (_cluster, uids) => {
        this.misfortunes.runs?.(uids);
        return uids.flatMap(uid => this.runs.get(uid) ?? []);
      },
      children: async () => [],
      undescribed: async ({ after, limit }) => {
        const all = [...this.runs.values()]
          .filter(({ described }) => !described)
          .map(({ uid }) => uid)
          .sort();
        const uids = all.filter(uid => !after || uid > after).slice(0, limit);
        const last = uids.at(-1);
        return { uids, next: last === all.at(-1) ? undefined : last };
      },
      noteHole: async () => {},
      describe: async ({ uid }) => {
        this.described.push(uid);
        const run = this.runs.get(uid);
        if (run) {
          this.runs.set(uid, { ...run, described: true });
        }
      },
    };
  }
}

const STARTED = '2026-11-22T00:00:00Z';

function stateOf(running: boolean): JsonObject {
  return running
    ? { running: { startedAt: STARTED } }
    : {
        terminated: {
          containerID: 'x',
          startedAt: STARTED,
          finishedAt: STARTED,
        },
      };
}

function payloadOf(
  uid: string,
  { running, deleting }: { running: boolean; deleting: boolean },
): JsonObject {
  return {
    metadata: { ...(deleting && { deletionTimestamp: STARTED }) },
    spec: {},
    status: {
      podName: `${uid}-pod`,
      steps: [{ name: 'a', container: CONTAINER, ...stateOf(running) }],
    },
  };
}

function podOf(
  run: LoggedRun | undefined,
  runsOn = false,
): JsonObject | undefined {
  return (
    run && {
      metadata: { uid: `pod of ${run.uid}` },
      spec: { containers: [{ name: CONTAINER }] },
      status: {
        phase: 'Running',
        containerStatuses: [
          {
            name: CONTAINER,
            state: stateOf(runsOn || run.status === 'running'),
          },
        ],
      },
    }
  );
}
