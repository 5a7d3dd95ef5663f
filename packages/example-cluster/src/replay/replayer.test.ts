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

import {
  asObject,
  asObjects,
  asText,
  KubernetesObject,
  RESOURCES,
} from '../kubernetes';
import {
  isRunEvent,
  latestTime,
  readRecording,
  splitIntoRuns,
  succeededCondition,
} from '../recording';
import { ObjectStore, StoreEvent } from '../store';
import {
  inNamespace,
  open,
  pipelineRun,
  send,
  until,
  useClusters,
} from '../testUtils';

const FAST = 200;
const recording = readRecording();
const RUN_TYPES = [
  RESOURCES.pipelineruns,
  RESOURCES.taskruns,
  RESOURCES.customruns,
];

/** The last recorded state of every run, by kind and name. */
function recordedOutcomes(): Record<string, string> {
  return outcomes(
    recording.events.filter(isRunEvent).map(({ object }) => object),
  );
}

function outcomes(objects: KubernetesObject[]): Record<string, string> {
  return Object.fromEntries(
    objects.map(object => {
      const { status, reason } = succeededCondition(object);
      return [
        `${object.kind} ${object.metadata.namespace}/${object.metadata.name}`,
        `${status} ${reason}`,
      ];
    }),
  );
}

describe('the replay', () => {
  const clusters = useClusters();

  async function replayAll(options = {}) {
    const store = new ObjectStore();
    const seen: (StoreEvent & { at: number })[] = [];
    store.onChange((_type, event) => seen.push({ ...event, at: Date.now() }));
    const started = await clusters.start({
      store,
      replay: { speed: FAST, ...options },
    });
    await started.cluster.replayed;
    return { ...started, seen };
  }

  it('ends every run in its recorded outcome and deletes what was deleted', async () => {
    const { cluster, seen } = await replayAll();
    const runs = seen
      .map(({ object }) => object)
      .filter(({ kind }) => kind.endsWith('Run'));
    expect(outcomes(runs)).toEqual(recordedOutcomes());
    await until(() => cluster.state().objects.taskruns === 29);
    expect(cluster.state().objects).toMatchObject({
      pipelineruns: 8,
      customruns: 1,
      pods: 27,
    });
    expect(cluster.state().replay.phase).toBe('idle');
  });

  it('shows no time that lies in the future, and none of the recorded ones', async () => {
    const { seen } = await replayAll();
    const startedAt = Date.now() - 60_000;
    expect(seen.length).toBeGreaterThan(1000);
    for (const { object, at } of seen) {
      expect(latestTime(object)).toBeLessThanOrEqual(at);
      expect(
        Date.parse(object.metadata.creationTimestamp),
      ).toBeGreaterThanOrEqual(startedAt);
    }
  });

  it('gives fresh uids that are the same wherever they stand', async () => {
    const { cluster } = await replayAll();
    const byUid = new Map(
      [...RUN_TYPES, RESOURCES.pods]
        .flatMap(type => cluster.store.list(type))
        .map(object => [object.metadata.uid, object]),
    );
    const recordedUids = new Set(
      recording.events.map(({ object }) => object.metadata.uid),
    );
    for (const [uid, { metadata }] of byUid) {
      expect(recordedUids).not.toContain(uid);
      for (const owner of metadata.ownerReferences ?? []) {
        expect(byUid.get(owner.uid)?.metadata.name).toBe(owner.name);
      }
      const labels = metadata.labels ?? {};
      for (const kind of ['pipelineRun', 'taskRun']) {
        const named = byUid.get(labels[`tekton.dev/${kind}UID`]);
        expect(named?.metadata.name).toBe(labels[`tekton.dev/${kind}`]);
      }
    }
    const about = cluster.store
      .list(RESOURCES.events)
      .map(event => asObject(event.involvedObject))
      .filter(({ kind, name }) => kind === 'TaskRun' && name === 'big-log');
    expect(about.length).toBeGreaterThan(0);
    about.forEach(({ uid }) => expect(byUid.has(String(uid))).toBe(true));
  });

  it('keeps the recorded uids when told to', async () => {
    const { cluster } = await replayAll({ keepUids: true });
    const run = cluster.store.get(
      RESOURCES.pipelineruns,
      'payments',
      'payments-matrix-01',
    );
    expect(run.metadata.uid).toBe('544e7a13-fc39-49b4-8a05-5fb20cc45f4e');
  });

  it('leaves labels, annotations and finalizers of clients alone', async () => {
    const { cluster, call } = await clusters.start({ replay: { speed: 40 } });
    const path = inNamespace('pipelineruns/checkout-build-1d20c77');
    await until(async () => (await call(path)).status === 200);
    await call(path, {
      method: 'PATCH',
      contentType: 'application/merge-patch+json',
      body: {
        metadata: {
          annotations: { 'results.tekton.dev/record': 'r' },
          finalizers: ['results.tekton.dev/pipelinerun'],
        },
      },
    });
    await cluster.replayed;
    const run = cluster.store.get(
      RESOURCES.pipelineruns,
      'shop',
      'checkout-build-1d20c77',
    );
    expect(succeededCondition(run).reason).toBe('Failed');
    expect(run.metadata.annotations).toMatchObject({
      'results.tekton.dev/record': 'r',
      'pipelinesascode.tekton.dev/branch': 'feat/discounts',
    });
    expect(run.metadata.finalizers).toEqual(['results.tekton.dev/pipelinerun']);
  });

  it('does not bring back what a client deleted', async () => {
    const { cluster, call } = await clusters.start({ replay: { speed: 40 } });
    const path = inNamespace('pipelineruns/checkout-build-1d20c77');
    await until(async () => (await call(path)).status === 200);
    await call(path, { method: 'DELETE' });
    await cluster.replayed;
    await until(
      () =>
        !cluster.store
          .list(RESOURCES.taskruns)
          .some(run => run.metadata.name.includes('1d20c77')),
    );
    expect((await call(path)).status).toBe(404);
  });

  it('has the logs of the containers, with shifted times', async () => {
    const { cluster } = await replayAll();
    const url = `${cluster.url}/api/v1/namespaces/shop/pods`;
    const log = await send(
      `${url}/unicode-log-pod/log?container=step-s&timestamps=true`,
    );
    expect(log.text.replace(/^\S+ /gm, '')).toBe(
      'héllo ✓ 日本語 🚀\nno newline at end\n',
    );
    const age = Date.now() - Date.parse(log.text.split(' ')[0]);
    expect(age).toBeGreaterThanOrEqual(0);
    expect(age).toBeLessThan(60_000);
    const big = await send(`${url}/big-log-pod/log?container=step-noise`);
    expect(big.text.split('\n').length).toBeGreaterThanOrEqual(30_000);
  });

  it('streams a followed log as the container writes it', async () => {
    const { cluster } = await clusters.start({ replay: { speed: 10 } });
    const path = `${cluster.url}/api/v1/namespaces/platform/pods/slow-timeout-first-pod/log`;
    await until(async () => (await send(path)).status === 200);
    const stream = await open(`${path}?follow=true`);
    expect(stream.lines.length).toBeLessThan(10);
    await until(() => stream.lines.includes('tick 10'));
    expect(stream.lines.slice(0, 3)).toEqual(['tick 0', 'tick 1', 'tick 2']);
    expect(await stream.ended).toBe('clean');
  });

  it('goes on with varied runs', async () => {
    const { cluster } = await clusters.start({
      replay: { speed: FAST, loop: true, intervalMs: 30 },
    });
    await until(() => cluster.state().replay.variedRuns >= 3);
    const { phase } = cluster.state().replay;
    expect(phase).toBe('varied');
  });

  it('gives a varied run another name, revision and uid, and its recorded outcome', async () => {
    const { cluster } = await clusters.start({
      replay: { speed: FAST, seed: 3 },
    });
    await cluster.replayed;
    const models = splitIntoRuns(recording);
    for (let count = 0; count < 6; count += 1) {
      const { name, namespace, done } = cluster.startVariedRun();
      await done;
      const run = RUN_TYPES.map(type =>
        cluster.store.find(type, namespace, name),
      ).find(Boolean);
      expect(name).toMatch(/-[0-9a-f]{7}$/);
      expect(models.map(model => model.name)).not.toContain(name);
      expect(['True', 'False']).toContain(
        run && succeededCondition(run).status,
      );
      const revisions = asObjects(run?.spec?.params)
        .filter(param => param.name === 'revision')
        .map(param => param.value);
      revisions.forEach(value => expect(value).toBe(name.slice(-7)));
    }
  });

  it('makes a run go that a client creates, like a recorded one of its pipeline', async () => {
    const { cluster, call } = await clusters.start({
      replay: { speed: FAST },
    });
    await cluster.replayed;
    await call(inNamespace('pipelineruns', 'payments'), {
      method: 'POST',
      body: {
        ...pipelineRun('mine', { labels: { me: 'yes' } }),
        spec: {
          pipelineRef: { name: 'build-and-push' },
          params: [
            { name: 'revision', value: 'abcdef1' },
            { name: 'broken', value: 'test' },
          ],
        },
      },
    });
    const find = () =>
      cluster.store.get(RESOURCES.pipelineruns, 'payments', 'mine');
    await until(() => succeededCondition(find()).status === 'False');
    expect(succeededCondition(find()).reason).toBe('Failed');
    expect(find().metadata.labels).toMatchObject({
      me: 'yes',
      'tekton.dev/pipeline': 'build-and-push',
    });
    const child = cluster.store.get(
      RESOURCES.taskruns,
      'payments',
      'mine-unit-test',
    );
    expect(child.metadata.ownerReferences?.[0].uid).toBe(find().metadata.uid);
  });

  it('fails a run of a pipeline that nobody knows', async () => {
    const { cluster, call } = await clusters.start({
      replay: { speed: FAST },
    });
    await call(inNamespace('pipelineruns'), {
      method: 'POST',
      body: {
        ...pipelineRun('odd'),
        spec: { pipelineRef: { name: 'unknown' } },
      },
    });
    const find = () => cluster.store.get(RESOURCES.pipelineruns, 'shop', 'odd');
    await until(() => find().status !== undefined);
    expect(succeededCondition(find())).toEqual({
      status: 'False',
      reason: 'CouldntGetPipeline',
    });
  });

  it('ends a run that a client cancels, with its tasks', async () => {
    const { cluster, call } = await clusters.start({ replay: { speed: 10 } });
    const path = inNamespace('pipelineruns/slow-timeout', 'platform');
    const task = () =>
      cluster.store.find(RESOURCES.taskruns, 'platform', 'slow-timeout-first');
    await until(
      () =>
        asText(task()?.status?.podName) !== undefined &&
        asObjects(task()?.status?.steps).some(step => step.running),
    );
    await call(path, {
      method: 'PATCH',
      contentType: 'application/merge-patch+json',
      body: { spec: { status: 'CancelledRunFinally' } },
    });
    const run = cluster.store.get(
      RESOURCES.pipelineruns,
      'platform',
      'slow-timeout',
    );
    expect(succeededCondition(run)).toEqual({
      status: 'False',
      reason: 'Cancelled',
    });
    expect(task() && succeededCondition(task()!).reason).toBe(
      'TaskRunCancelled',
    );
    expect(
      cluster.store.find(RESOURCES.pods, 'platform', 'slow-timeout-first-pod'),
    ).toBeUndefined();
    expect(cluster.state().replay.playing).not.toContain('slow-timeout');
  });
});
