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
  ResourceHealth,
} from 'backstage-plugin-tekton-results-common';
import { ClusterError } from '../cluster';
import type { ConfigProblem } from '../config';

/** What a reflector reports about itself. */
export interface ResourceMonitor {
  listing(): void;
  listed(): void;
  /** A watch is open. */
  watching(): void;
  /** Something arrived and is stored. */
  received(): void;
  /** The cluster is not to be had. */
  failing(error: unknown): void;
  /** The store does not take writes, or takes them again. */
  notStoring(error: unknown): void;
  storing(): void;
  /** A run arrived that the store refuses for good. */
  refused(): void;
}

type MutableResourceHealth = {
  -readonly [Key in keyof ResourceHealth]: ResourceHealth[Key];
};

/** Knows how the capture of each resource of each cluster stands. */
export class CaptureMonitor {
  private readonly configProblems: readonly ConfigProblem[];
  private readonly now: () => number;
  private readonly clusters: Array<{
    name: string;
    title: string;
    resources: MutableResourceHealth[];
  }> = [];

  constructor(options: {
    configProblems: readonly ConfigProblem[];
    /** Milliseconds since 1970 (UTC). */
    now?: () => number;
  }) {
    this.configProblems = options.configProblems;
    this.now = options.now ?? Date.now;
  }

  /** Adds a cluster; the result makes the monitor of one of its resources. */
  addCluster(options: {
    name: string;
    title: string;
  }): (resource: string) => ResourceMonitor {
    const resources: MutableResourceHealth[] = [];
    this.clusters.push({ ...options, resources });
    return resource => {
      const health: MutableResourceHealth = { resource, state: 'starting' };
      resources.push(health);
      return this.resourceMonitor(health);
    };
  }

  report(): CaptureHealth {
    const clusters = this.clusters.map(clusterHealth);
    const well =
      this.configProblems.length === 0 &&
      clusters.every(({ state }) => state !== 'failing');
    return {
      state: well ? 'ok' : 'degraded',
      clusters,
      configProblems: this.configProblems,
    };
  }

  private resourceMonitor(health: MutableResourceHealth): ResourceMonitor {
    const time = () => new Date(this.now()).toISOString();
    const fail = (code: CaptureProblem['code'], error: unknown) => {
      const { message } = toError(error);
      const { problem } = health;
      health.state = 'failing';
      health.problem = {
        code,
        message,
        since: problem?.code === code ? problem.since : time(),
      };
    };
    const working = (state: ResourceHealth['state']) => {
      health.state = state;
      health.problem = undefined;
    };
    return {
      // A problem is over when an answer came, not when a request is sent.
      listing: () => {
        if (health.state !== 'failing') {
          health.state = 'listing';
        }
      },
      listed: () => {
        working('watching');
        health.listedAt = time();
      },
      watching: () => working('watching'),
      received: () => {
        working('watching');
        health.lastEventAt = time();
      },
      failing: error =>
        fail(
          error instanceof ClusterError ? error.code : 'clusterError',
          error,
        ),
      notStoring: error => fail('storage', error),
      storing: () => working('watching'),
      refused: () => {
        health.refusedRuns = (health.refusedRuns ?? 0) + 1;
      },
    };
  }
}

function clusterHealth(cluster: {
  name: string;
  title: string;
  resources: readonly ResourceHealth[];
}): ClusterHealth {
  const { name, title, resources } = cluster;
  const failing = resources.filter(({ state }) => state === 'failing');
  return {
    name,
    title,
    state: clusterState(resources, failing.length > 0),
    problem: failing[0]?.problem,
    resources: resources.map(resource => ({ ...resource })),
  };
}

function clusterState(
  resources: readonly ResourceHealth[],
  failing: boolean,
): ClusterHealth['state'] {
  if (failing) {
    return 'failing';
  }
  return resources.every(({ state }) => state === 'watching')
    ? 'ok'
    : 'starting';
}
