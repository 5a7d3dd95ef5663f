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

import { setImmediate } from 'timers/promises';
import { mockServices } from '@backstage/backend-test-utils';
import {
  ClusterError,
  RUN_RESOURCES,
  type ClusterConnection,
  type ListPage,
  type WatchEvent,
} from '../../cluster';
import type { CaptureStore } from '../../store';
import { CaptureMonitor } from '../CaptureMonitor';
import { Reflector } from '../Reflector';

const [resource] = RUN_RESOURCES;

export function run(name: string, version: number) {
  return {
    apiVersion: 'tekton.dev/v1',
    kind: 'PipelineRun',
    metadata: {
      name,
      namespace: 'shop',
      uid: `uid-${name}`,
      resourceVersion: String(version),
    },
  };
}

export function event(type: WatchEvent['type'], name: string, version: number) {
  return { type, object: run(name, version) };
}

/** What a cluster answers: a list, a watch, single objects by name, a failure. */
export type Answer =
  | Map<string, unknown>
  | ListPage
  | Error
  | ((signal: AbortSignal) => AsyncIterable<readonly WatchEvent[]>);

export function watchOf(...batches: Array<readonly WatchEvent[] | Error>) {
  return async function* watch() {
    yield [];
    for (const batch of batches) {
      if (batch instanceof Error) {
        throw batch;
      }
      yield batch;
    }
  };
}

/** A watch that lets something happen between its batches. */
export function watchWith(
  ...steps: Array<readonly WatchEvent[] | (() => unknown)>
) {
  return async function* watch() {
    yield [];
    for (const step of steps) {
      if (typeof step === 'function') {
        await step();
      } else {
        yield step;
      }
    }
  };
}

/** Lets everything happen that waits for nothing outside. */
export async function settle() {
  await new Promise(resolve => {
    setTimeout(resolve, 20);
  });
}

export function listOf(version: number, ...items: unknown[]): ListPage {
  return { items, resourceVersion: String(version) };
}

export function failure(status: number) {
  return new ClusterError(`answered ${status}`, {
    code: 'clusterError',
    status,
  });
}

/** Runs a reflector until its cluster has given all the answers of a script. */
export async function reflect(
  store: CaptureStore,
  script: Answer[],
  options: { maxPendingBytes?: number } = {},
) {
  const stop = new AbortController();
  const requests: string[] = [];
  const sleeps: number[] = [];
  const answers = [...script];
  const next = () => {
    const answer = answers.shift();
    if (!answer) {
      stop.abort();
      throw new Error('the script is over');
    }
    if (answer instanceof Error) {
      throw answer;
    }
    return answer;
  };
  const connection: ClusterConnection = {
    async list({ limit, continueToken, metadataOnly }) {
      requests.push(
        ['list', limit, continueToken, metadataOnly && '(metadata)']
          .filter(Boolean)
          .join(' '),
      );
      const answer = next();
      if (typeof answer === 'function' || answer instanceof Map) {
        throw new Error('the script expects something else');
      }
      return answer;
    },
    watch({ resourceVersion, signal }) {
      requests.push(`watch ${resourceVersion}`);
      const answer = next();
      if (typeof answer !== 'function') {
        throw new Error('the script expects something else');
      }
      return answer(signal);
    },
    async getObject({ namespace, name }) {
      requests.push(`get ${namespace}/${name}`);
      const answer = next();
      if (answer instanceof Map) {
        return answer.get(name);
      }
      throw new Error('the script expects something else');
    },
    podLog() {
      throw new Error('no script has logs');
    },
    renewCredential: () => requests.push('renew'),
  };
  const monitor = new CaptureMonitor({ configProblems: [], now: () => 0 });
  const reports: unknown[] = [];
  await new Reflector({
    cluster: 'test',
    connection,
    resource,
    store,
    monitor: monitor
      .addCluster({ name: 'test', title: 'Test' })
      .resource('pipelineruns'),
    logger: mockServices.logger.mock(),
    ...options,
    clock: {
      now: () => 0,
      random: () => 0.5,
      sleep: async (ms, signal) => {
        signal.throwIfAborted();
        sleeps.push(ms);
        reports.push(monitor.report().clusters[0].problem?.message);
        await setImmediate();
      },
    },
  }).run(stop.signal);
  const [{ resources }] = monitor.report().clusters;
  const [{ refusedRuns: refused, unreadable, runs }] = resources;
  return { requests, sleeps, reports, refused, unreadable, runs };
}
