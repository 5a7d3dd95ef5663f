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

import { KubernetesObject } from '../kubernetes';
import { until, useClusters } from '../testUtils';
import { runsToPrune } from './pruner';

const NOW = Date.parse('2026-05-05T12:00:00Z');

function run(
  name: string,
  finishedBeforeS: number | undefined,
  more: Partial<KubernetesObject['metadata']> = {},
): KubernetesObject {
  return {
    apiVersion: 'tekton.dev/v1',
    kind: 'PipelineRun',
    metadata: {
      name,
      namespace: 'shop',
      uid: name,
      resourceVersion: '1',
      creationTimestamp: '',
      labels: { 'tekton.dev/pipeline': 'p' },
      ...more,
    },
    status:
      finishedBeforeS === undefined
        ? { conditions: [{ type: 'Succeeded', status: 'Unknown' }] }
        : {
            completionTime: new Date(
              NOW - finishedBeforeS * 1000,
            ).toISOString(),
            conditions: [{ type: 'Succeeded', status: 'False' }],
          },
  };
}

describe('runsToPrune', () => {
  const runs = [
    run('old', 100),
    run('older', 200),
    run('new', 10),
    run('going on', undefined),
    run('child', 100, {
      ownerReferences: [{ apiVersion: '', kind: '', name: '', uid: 'x' }],
    }),
    run('being deleted', 100, { deletionTimestamp: 'x' }),
    run('elsewhere', 300, { namespace: 'payments' }),
  ];
  const names = (limits: { afterMs?: number; keep?: number }) =>
    runsToPrune(runs, { nowMs: NOW, ...limits })
      .map(({ metadata }) => metadata.name)
      .sort();

  it('takes finished top-level runs after their time', () => {
    expect(names({ afterMs: 60_000 })).toEqual(['elsewhere', 'old', 'older']);
  });

  it('keeps the newest of each pipeline and namespace', () => {
    expect(names({ keep: 1 })).toEqual(['old', 'older']);
  });

  it('takes only what is beyond both limits', () => {
    expect(names({ keep: 1, afterMs: 150_000 })).toEqual(['older']);
  });

  it('takes everything finished when there is no limit', () => {
    expect(names({})).toHaveLength(4);
  });
});

describe('the pruner', () => {
  const clusters = useClusters();

  it('deletes finished runs with their children and pods', async () => {
    const { cluster } = await clusters.start({
      replay: { speed: 200 },
      prune: { afterMs: 0, intervalMs: 50 },
    });
    await cluster.replayed;
    await until(() => cluster.state().objects.pods === 0);
    await until(() => cluster.state().objects.taskruns === 0);
    expect(cluster.state().objects).toMatchObject({
      pipelineruns: 0,
      customruns: 0,
    });
  });

  it('can be told to prune now', async () => {
    const { cluster, call } = await clusters.start({ replay: { speed: 200 } });
    await cluster.replayed;
    const response = await call('/_control/prune', { method: 'POST' });
    expect(response.body).toEqual({ pruned: 13 });
    await until(() => cluster.state().objects.pods === 0);
  });
});
