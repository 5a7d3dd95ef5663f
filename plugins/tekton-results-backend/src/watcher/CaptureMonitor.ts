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

import { toError } from '@backstage/errors';
import type {
  CaptureHealth,
  CaptureProblem,
  ClusterHealth,
  MissingRight,
  ResourceHealth,
  UnstoredRun,
} from 'backstage-plugin-tekton-results-common';
import { ClusterError, type UnsupportedCluster } from '../cluster';
import type { ConfigProblem } from '../config';
import { healthState } from './healthState';
import type { FinishedRun } from './PendingRuns';
import { RecentLags } from './RecentLags';
import type { RunCounts } from './RunCensus';

/** What has waited for the database for so long is not just on its way. */
const ON_ITS_WAY_MS = 15_000;

/** What a reflector reports about itself. */
export interface ResourceMonitor {
  listing(): void;
  listed(): void;
  /** A watch is open. */
  watching(): void;
  /**
   * Something arrived and is stored.
   *
   * @param lagMs - since the oldest of it had arrived; absent: not measured
   */
  received(lagMs?: number): void;
  /** The cluster is not to be had. */
  failing(error: unknown): void;
  /** The store does not take writes, or takes them again. */
  notStoring(error: unknown): void;
  storing(): void;
  /** A run arrived that the store refuses for good. */
  refused(): void;
  /** An object arrived that is no run as far as can be read. */
  unreadable(object: {
    namespace?: string;
    name?: string;
    problem: string;
  }): void;
  /** The resource is not captured, and need not be. Until it is watched. */
  off(reason: unknown): void;
  /** Lets reports ask what has arrived and is not stored yet. */
  observeBacklog(read: () => Backlog): void;
  /** Lets reports ask what became of new runs, since a time (ms since 1970). */
  observeRuns(read: () => RunCounts & { since: number }): void;
}

/** What has arrived and is not stored yet. */
export interface Backlog {
  readonly size: number;
  /** Since when the oldest of it waits (ms since 1970, UTC). */
  readonly oldestSince?: number;
  /** Looks for the finished run that has waited longest. */
  readonly oldestFinished?: () => FinishedRun | undefined;
}

/**
 * Is told how the capture of one cluster stands, and of each resource of it.
 */
export interface ClusterMonitor {
  /** @param namespace - if that is watched by itself */
  resource(plural: string, namespace?: string): ResourceMonitor;
  /** Whether another replica watches the cluster, and this one waits. */
  standby(waits: boolean): void;
  /** The database told who watches the cluster, or why it does not. */
  leaseAsked(error?: unknown): void;
  /** What the credential lacks for what is switched on. */
  rightsChecked(missing: readonly MissingRight[]): void;
  /** Calls back whenever the cluster refuses something for want of a right. */
  onForbidden(listener: () => void): void;
  /** Lets reports ask for the run that has waited longest to be captured whole. */
  observeUnstored(read: () => UnstoredRun | undefined): void;
  /** Lets reports ask why runs are not looked after; times are ms since 1970. */
  observeCare(read: () => { message: string; since: number } | undefined): void;
  /** The cluster is not to be captured any more: reports leave it out. */
  remove(): void;
}

type MutableResourceHealth = {
  -readonly [Key in keyof ResourceHealth]: ResourceHealth[Key];
} & {
  lags: RecentLags;
  readBacklog?: () => Backlog;
  readRuns?: () => RunCounts & { since: number };
};

interface WatchedCluster {
  readonly name: string;
  readonly title: string;
  readonly resources: MutableResourceHealth[];
  standby: boolean;
  /** Why it is not known who watches it. */
  leaseProblem?: CaptureProblem;
  missingRights?: readonly MissingRight[];
  readUnstored?: () => UnstoredRun | undefined;
  readCare?: Parameters<ClusterMonitor['observeCare']>[0];
  onForbidden?: () => void;
}

/** Knows how the capture of each resource of each cluster stands. */
export class CaptureMonitor {
  private configProblems: readonly ConfigProblem[];
  private readonly now: () => number;
  private clusters: readonly WatchedCluster[] = [];
  private unsupported: readonly UnsupportedCluster[] = [];

  constructor(options: {
    configProblems: readonly ConfigProblem[];
    /** Milliseconds since 1970 (UTC). */
    now?: () => number;
  }) {
    this.configProblems = options.configProblems;
    this.now = options.now ?? Date.now;
  }

  addCluster(options: { name: string; title: string }): ClusterMonitor {
    const cluster: WatchedCluster = {
      ...options,
      resources: [],
      standby: false,
    };
    this.clusters = [...this.clusters, cluster];
    return {
      resource: (plural, namespace) => {
        const known = cluster.resources.find(
          health =>
            health.resource === plural && health.namespace === namespace,
        );
        const health: MutableResourceHealth = known ?? {
          resource: plural,
          ...(namespace !== undefined && { namespace }),
          state: 'starting',
          lags: new RecentLags(),
        };
        if (!known) {
          cluster.resources.push(health);
        }
        return this.resourceMonitor(cluster, health);
      },
      standby: waits => {
        cluster.standby = waits;
        if (waits) {
          forgetTerm(cluster);
        }
      },
      leaseAsked: error => {
        cluster.leaseProblem =
          error === undefined
            ? undefined
            : this.problem('storage', error, cluster.leaseProblem);
      },
      rightsChecked: missing => {
        cluster.missingRights = missing;
      },
      observeUnstored: read => {
        cluster.readUnstored = read;
      },
      observeCare: read => {
        cluster.readCare = read;
      },
      onForbidden: listener => {
        cluster.onForbidden = listener;
      },
      remove: () => {
        this.clusters = this.clusters.filter(other => other !== cluster);
      },
    };
  }

  /** Mistakes in the configuration, in place of those that were told before. */
  setConfigProblems(problems: readonly ConfigProblem[]): void {
    this.configProblems = problems;
  }

  /** Clusters that cannot be captured, in place of those that were told before. */
  setUnsupported(clusters: readonly UnsupportedCluster[]): void {
    this.unsupported = clusters;
  }

  report(): CaptureHealth {
    const now = this.now();
    const clusters = [
      ...this.clusters.map(cluster => clusterHealth(cluster, now)),
      ...this.unsupported.map(unsupportedHealth),
    ];
    const { configProblems } = this;
    return {
      state: healthState({ clusters, configProblems }),
      clusters,
      configProblems,
    };
  }

  private problem(
    code: CaptureProblem['code'],
    error: unknown,
    last: CaptureProblem | undefined,
  ): CaptureProblem {
    const { message } = toError(error);
    const since =
      last?.code === code ? last.since : new Date(this.now()).toISOString();
    return { code, message, since };
  }

  private resourceMonitor(
    cluster: WatchedCluster,
    health: MutableResourceHealth,
  ): ResourceMonitor {
    const time = () => new Date(this.now()).toISOString();
    const fail = (code: CaptureProblem['code'], error: unknown) => {
      health.state = 'failing';
      health.problem = this.problem(code, error, health.problem);
    };
    const working = (state: ResourceHealth['state']) => {
      health.state = state;
      health.problem = undefined;
      health.offReason = undefined;
    };
    const noteRefusal = (error: unknown) => {
      if (error instanceof ClusterError && error.code === 'forbidden') {
        cluster.onForbidden?.();
      }
    };
    const storing = () => {
      const fails = health.problem && health.problem.code !== 'storage';
      // What arrives from a part of it does not end what keeps the rest off.
      if (!fails && health.state !== 'off') {
        working('watching');
      }
    };
    return {
      // A problem is over when an answer came, not when a request is sent.
      listing: () => {
        if (health.state !== 'failing' && health.state !== 'off') {
          health.state = 'listing';
        }
      },
      listed: () => {
        working('watching');
        health.listedAt = time();
      },
      watching: () => working('watching'),
      // What is stored now may have arrived before the cluster went away.
      received: lagMs => {
        storing();
        if (lagMs !== undefined) {
          health.lags.add(lagMs, this.now());
        }
        health.lastEventAt = time();
      },
      failing: error => {
        noteRefusal(error);
        fail(
          error instanceof ClusterError ? error.code : 'clusterError',
          error,
        );
      },
      notStoring: error => fail('storage', error),
      storing,
      refused: () => {
        health.refusedRuns = (health.refusedRuns ?? 0) + 1;
      },
      unreadable: ({ namespace, name, problem }) => {
        health.unreadable = {
          count: (health.unreadable?.count ?? 0) + 1,
          last: { namespace, name, problem, time: time() },
        };
      },
      off: reason => {
        noteRefusal(reason);
        working('off');
        health.offReason = toError(reason).message;
      },
      observeBacklog: read => {
        health.readBacklog = read;
      },
      observeRuns: read => {
        health.readRuns = read;
      },
    };
  }
}

function unsupportedHealth(cluster: UnsupportedCluster): ClusterHealth {
  const { name, title, reason } = cluster;
  return {
    name,
    title,
    state: 'unsupported',
    unsupportedReason: reason,
    resources: [],
  };
}

/** What this replica saw when it watched a cluster says nothing any more. */
function forgetTerm(cluster: WatchedCluster): void {
  cluster.missingRights = undefined;
  cluster.readUnstored = undefined;
  cluster.readCare = undefined;
  cluster.onForbidden = undefined;
  for (const health of cluster.resources) {
    health.state = 'starting';
    health.problem = undefined;
    health.offReason = undefined;
    health.refusedRuns = undefined;
    health.unreadable = undefined;
    health.lags = new RecentLags();
    health.readBacklog = undefined;
    health.readRuns = undefined;
  }
}

function clusterHealth(cluster: WatchedCluster, now: number): ClusterHealth {
  const { name, title, resources, missingRights } = cluster;
  const failing = resources.filter(({ state }) => state === 'failing');
  const care = careProblem(cluster);
  return {
    name,
    title,
    state: care ? 'failing' : clusterState(cluster),
    problem: cluster.leaseProblem ?? failing[0]?.problem ?? care,
    resources: resources.map(resource =>
      resourceHealth(resource, { standby: cluster.standby, now }),
    ),
    missingRights,
    oldestUnstored: oldestUnstored(cluster, now),
  };
}

function careProblem({
  standby,
  readCare,
}: WatchedCluster): CaptureProblem | undefined {
  const problem = standby ? undefined : readCare?.();
  return (
    problem && {
      code: 'storage',
      message: problem.message,
      since: new Date(problem.since).toISOString(),
    }
  );
}

/** Of those whose final state is not stored, and those that lack something else. */
function oldestUnstored(
  { resources, readUnstored }: WatchedCluster,
  now: number,
): UnstoredRun | undefined {
  const waiting = resources.flatMap(({ readBacklog }) => {
    const oldest = readBacklog?.().oldestFinished?.();
    return oldest && now - oldest.since >= ON_ITS_WAY_MS
      ? waitingRun(oldest)
      : [];
  });
  const [oldest] = [readUnstored?.() ?? [], ...waiting]
    .flat()
    .sort((a, b) => timeOf(a) - timeOf(b));
  return oldest;
}

function waitingRun({ facts }: FinishedRun): UnstoredRun {
  const { uid, kind, namespace, name, completedAt } = facts;
  return {
    uid,
    kind,
    namespace,
    name,
    reason: 'its final state waits for the database',
    ...(completedAt !== undefined && {
      completedAt: new Date(completedAt).toISOString(),
    }),
  };
}

/** What does not tell is taken for old. */
function timeOf({ completedAt }: UnstoredRun): number {
  return completedAt === undefined ? 0 : Date.parse(completedAt);
}

function resourceHealth(
  { lags, readBacklog, readRuns, ...health }: MutableResourceHealth,
  { standby, now }: { standby: boolean; now: number },
): ResourceHealth {
  if (standby) {
    const { resource, namespace } = health;
    return {
      resource,
      ...(namespace !== undefined && { namespace }),
      state: 'standby',
    };
  }
  const backlog = readBacklog?.();
  const runs = readRuns?.();
  const lagP95Ms = lags.p95(now);
  return {
    ...health,
    ...(lagP95Ms !== undefined && { lagP95Ms }),
    ...(runs && {
      runs: { ...runs, since: new Date(runs.since).toISOString() },
    }),
    ...(backlog && {
      backlog: backlog.size,
      lagMs: Math.max(now - (backlog.oldestSince ?? now), 0),
    }),
  };
}

function clusterState({
  resources,
  standby,
  leaseProblem,
}: WatchedCluster): ClusterHealth['state'] {
  if (leaseProblem) {
    return 'failing';
  }
  if (standby) {
    return 'standby';
  }
  if (resources.some(({ state }) => state === 'failing')) {
    return 'failing';
  }
  // Which there are is known when it is known who watches.
  const watched =
    resources.length > 0 &&
    resources.every(({ state }) => state === 'watching' || state === 'off');
  return watched ? 'ok' : 'starting';
}
