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
import { startExampleCluster, type TokenConfig } from 'example-cluster';
import { ClusterError, readClusters } from '../../cluster';
import { DEFAULT_WATCHER_CONFIG } from '../../config';
import { CaptureMonitor } from '../CaptureMonitor';
import type { Clock } from '../clock';
import { noClusterMetrics } from '../metrics';
import { RightsChecker } from './RightsChecker';

const USER = 'system:serviceaccount:backstage:tekton-results';

function token(rules: TokenConfig['rules']): TokenConfig {
  return { token: 'secret', user: USER, rules };
}

const mayRead = [
  {
    apiGroups: ['tekton.dev'],
    resources: ['pipelineruns', 'taskruns'],
    verbs: ['get', 'list', 'watch'],
  },
  { apiGroups: ['tekton.dev'], resources: ['customruns'], verbs: ['list'] },
];

/** A checker that sleeps until it is told to go on. */
async function startChecker(rules: TokenConfig['rules']) {
  const cluster = await startExampleCluster({ tokens: [token(rules)] });
  const { clusters } = await readClusters({
    config: {
      namesClusters: true,
      clusters: [
        {
          name: 'test',
          url: cluster.url,
          token: 'secret',
          skipTLSVerify: false,
          ca: undefined,
        },
      ],
    },
  });
  const captureMonitor = new CaptureMonitor({ configProblems: [] });
  const monitor = captureMonitor.addCluster({ name: 'test', title: 'Test' });
  const sleeps: number[] = [];
  let wake = () => {};
  const clock: Clock = {
    now: Date.now,
    random: Math.random,
    sleep: async (ms, signal) => {
      sleeps.push(ms);
      // The short pause is over at once.
      if (ms > 10_000) {
        await new Promise<void>((resolve, reject) => {
          wake = resolve;
          signal.addEventListener('abort', () => reject(signal.reason));
        });
      }
    },
  };
  const counts: number[] = [];
  const stop = new AbortController();
  const logger = mockServices.logger.mock();
  const checker = new RightsChecker({
    config: { ...DEFAULT_WATCHER_CONFIG, completedRunGracePeriodMs: 0 },
    writer: clusters[0].writer,
    monitor,
    metrics: { ...noClusterMetrics, missingRights: n => counts.push(n) },
    logger,
    clock,
  });
  const running = checker.run(stop.signal);
  const until = async (condition: () => boolean) => {
    while (!condition()) {
      await new Promise(resolve => setTimeout(resolve, 5));
    }
  };
  return {
    cluster,
    monitor,
    logger,
    counts,
    wake: () => wake(),
    leavesFinalizers: (left: boolean) => checker.leavesFinalizers(left),
    checks: async (count: number) =>
      until(() => sleeps.filter(ms => ms > 10_000).length === count),
    missing: () => captureMonitor.report().clusters[0].missingRights,
    async close() {
      stop.abort();
      await running;
      await cluster.close();
    },
  };
}

function names(
  missing:
    | ReadonlyArray<{ verb: string; resource: string; optional: boolean }>
    | undefined,
) {
  return missing?.map(
    ({ verb, resource, optional }) =>
      `${verb} ${resource}${optional ? '?' : ''}`,
  );
}

describe('RightsChecker', () => {
  it('names each verb that the credential lacks, once in the log', async () => {
    const checker = await startChecker(mayRead);
    await checker.checks(1);
    expect(names(checker.missing())).toEqual([
      'get customruns',
      'watch customruns',
      'list events?',
      'watch events?',
      'patch pipelineruns?',
      'patch taskruns?',
      'patch customruns?',
      'create events?',
      'delete pipelineruns',
      'delete taskruns',
      'delete customruns',
    ]);
    expect(checker.counts).toEqual([5]);
    checker.wake();
    await checker.checks(2);
    expect(jest.mocked(checker.logger.warn).mock.calls).toEqual([
      [
        'The credential of the cluster may not get customruns.tekton.dev, watch customruns.tekton.dev, delete pipelineruns.tekton.dev, delete taskruns.tekton.dev, delete customruns.tekton.dev',
      ],
    ]);
    await checker.close();
  });

  it('checks again as soon as something is refused', async () => {
    const checker = await startChecker(undefined);
    await checker.checks(1);
    expect(checker.missing()).toEqual([]);
    checker.cluster.setTokens([token(mayRead)]);
    checker.monitor
      .resource('customruns')
      .failing(new ClusterError('no', { code: 'forbidden', status: 403 }));
    await checker.checks(2);
    expect(names(checker.missing())).toContain('watch customruns');
    await checker.close();
  });

  it('needs the right to release finalizers while runs have them', async () => {
    const checker = await startChecker(mayRead);
    await checker.checks(1);
    checker.leavesFinalizers(true);
    await checker.checks(2);
    expect(names(checker.missing())).toContain('patch taskruns');
    checker.leavesFinalizers(false);
    await checker.checks(3);
    expect(names(checker.missing())).toContain('patch taskruns?');
    await checker.close();
  });

  it('notices rights that were granted, and survives a cluster that is away', async () => {
    const checker = await startChecker(mayRead);
    await checker.checks(1);
    checker.cluster.addFault({
      match: { path: '/apis/authorization.k8s.io' },
      effect: { status: 500 },
      times: 1,
    });
    checker.cluster.setTokens([token(undefined)]);
    checker.wake();
    await checker.checks(2);
    expect(checker.missing()).not.toEqual([]);
    checker.wake();
    await checker.checks(3);
    expect(checker.missing()).toEqual([]);
    await checker.close();
  });
});
