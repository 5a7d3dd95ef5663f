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
  RESOURCES,
  startExampleCluster,
  type ExampleCluster,
} from 'example-cluster';
import { readClusters, RUN_RESOURCES, type Cluster } from '../../cluster';
import { RunWriter, type VersionedRun, type WrittenRun } from './RunWriter';

const { pipelineruns } = RESOURCES;
const FINALIZER = 'results.tekton.dev/pipelinerun';
const { signal } = new AbortController();

describe('RunWriter', () => {
  let cluster: ExampleCluster;
  let served: Cluster;
  let writer: RunWriter;
  let run: WrittenRun;

  const metadata = () => cluster.store.get(pipelineruns, 'shop', 'a').metadata;
  const stored = (): VersionedRun => ({
    ...run,
    resourceVersion: Number(metadata().resourceVersion),
  });

  /** Annotates as `kubectl apply` does, which then owns what it wrote. */
  const applyByKubectl = (annotations: Record<string, string>) =>
    served.writer.apply({
      resource: RUN_RESOURCES[0],
      namespace: 'shop',
      name: 'a',
      fieldManager: 'kubectl',
      force: false,
      body: {
        apiVersion: 'tekton.dev/v1',
        kind: 'PipelineRun',
        metadata: { name: 'a', namespace: 'shop', annotations },
      },
      signal,
    });

  beforeEach(async () => {
    cluster = await startExampleCluster();
    const { clusters } = await readClusters({
      config: {
        namesClusters: true,
        clusters: [
          {
            name: 'test',
            url: cluster.url,
            skipTLSVerify: false,
            ca: undefined,
          },
        ],
      },
    });
    [served] = clusters;
    writer = new RunWriter({
      ...served,
      resourceOf: kind => RUN_RESOURCES.find(other => other.kind === kind),
    });
    const { uid = '' } = cluster.store.create(pipelineruns, {
      metadata: {
        name: 'a',
        namespace: 'shop',
        annotations: {
          'results.tekton.dev/resultAnnotations': '{"a":"b"}',
          other: 'kept',
        },
      },
      spec: {},
    }).metadata;
    run = { uid, kind: 'PipelineRun', namespace: 'shop', name: 'a' };
  });

  afterEach(() => cluster.close());

  it('A.8: annotates under the name of Tekton Results, and keeps what users set', async () => {
    const wanted = { 'results.tekton.dev/stored': 'true' };
    const present = metadata().annotations ?? {};
    const before = stored();
    const result = await writer.annotate(before, { present, wanted }, signal);
    expect(result).toMatchObject({
      kind: 'done',
      resourceVersion: metadata().resourceVersion,
    });
    expect(metadata().annotations).toEqual({ ...present, ...wanted });
    expect(metadata().managedFields).toMatchObject([
      { manager: 'tekton-results-watcher', operation: 'Apply' },
    ]);
    const after = metadata().annotations ?? {};
    const more = { present: after, wanted: { x: 'y' } };
    await writer.annotate(stored(), more, signal);
    expect(metadata().annotations).toEqual({ ...after, x: 'y' });
  });

  it('never takes back an annotation that a user changed since', async () => {
    const key = 'results.tekton.dev/resultAnnotations';
    const before = stored();
    const present = metadata().annotations ?? {};
    const current = cluster.store.get(pipelineruns, 'shop', 'a');
    cluster.store.update(pipelineruns, 'shop', 'a', {
      ...current,
      metadata: {
        ...current.metadata,
        annotations: { ...present, [key]: '{"a":"c"}' },
      },
    });
    const wanted = { 'results.tekton.dev/stored': 'true' };
    expect(await writer.annotate(before, { present, wanted }, signal)).toEqual({
      kind: 'changed',
    });
    expect(metadata().annotations).toMatchObject({ [key]: '{"a":"c"}' });
  });

  it('finds a run by its name, with what owns it, or that it is not there', async () => {
    const find = (name: string) =>
      writer.find({ kind: 'PipelineRun', namespace: 'shop', name }, signal);
    expect(await find('a')).toMatchObject({
      uid: run.uid,
      ownerUids: [],
      traits: { apiVersion: 'tekton.dev/v1', labels: {} },
    });
    expect(await find('b')).toBeUndefined();
    cluster.addFault({
      match: { method: 'GET' },
      effect: { status: 404, body: '404 page not found' },
      times: 1,
    });
    await expect(find('b')).rejects.toMatchObject({ status: 404 });
  });

  it('A.11: adds its finalizer and takes it away again', async () => {
    await writer.addFinalizer(run, signal);
    expect(metadata()).toMatchObject({
      finalizers: [FINALIZER],
      managedFields: [{ manager: 'tekton-results-watcher/finalizers' }],
    });
    await writer.releaseFinalizer(stored(), signal);
    expect(metadata().finalizers).toBeUndefined();
  });

  it('releases a run in the version that is stored, no other, not even by force', async () => {
    await writer.addFinalizer(run, signal);
    const before = stored();
    await writer.annotate(before, { present: {}, wanted: { a: 'b' } }, signal);
    expect(await writer.releaseFinalizer(before, signal)).toEqual({
      kind: 'changed',
    });
    expect(metadata().finalizers).toEqual([FINALIZER]);
    expect(await writer.releaseFinalizer(stored(), signal)).toMatchObject({
      kind: 'done',
    });
    expect(metadata().finalizers).toBeUndefined();
  });

  it('F15: goes on by force when another manager owns an annotation', async () => {
    const key = 'results.tekton.dev/record';
    await applyByKubectl({ [key]: 'x' });
    const result = await writer.annotate(
      stored(),
      { present: {}, wanted: { [key]: 'y' } },
      signal,
    );
    expect(result.kind).toBe('done');
    expect(metadata().annotations).toMatchObject({ [key]: 'y' });
  });

  it('takes away copied annotations, also those that another manager owns, in one write', async () => {
    const [record, log] = ['record', 'log'].map(
      name => `results.tekton.dev/${name}`,
    );
    const copied = { [record]: 'x', [log]: 'y', more: 'kept' };
    await applyByKubectl(copied);
    const present = metadata().annotations ?? {};
    const wanted = { [record]: 'z' };
    const annotations = { present, wanted, copied: [log] };
    const before = stored();
    expect(await writer.annotate(before, annotations, signal)).toMatchObject({
      kind: 'done',
      resourceVersion: metadata().resourceVersion,
    });
    const { [log]: _, ...others } = present;
    expect(metadata().annotations).toEqual({ ...others, ...wanted });
    expect(await writer.annotate(before, annotations, signal)).toEqual({
      kind: 'changed',
    });
  });

  it('does nothing to another run of the same name, and creates none', async () => {
    const stranger = { ...stored(), uid: 'another' };
    const before = metadata();
    const known = stored();
    const writes = (target: VersionedRun) => [
      writer.annotate(target, { present: {}, wanted: { a: 'b' } }, signal),
      writer.annotate(
        target,
        { present: {}, wanted: { a: 'b' }, copied: ['other'] },
        signal,
      ),
      writer.addFinalizer(target, signal),
      writer.releaseFinalizer(target, signal),
      writer.remove(target, signal),
    ];
    for (const result of await Promise.all(writes(stranger))) {
      expect(result).toEqual({ kind: 'gone' });
    }
    expect(metadata()).toEqual(before);

    cluster.store.delete(pipelineruns, 'shop', 'a');
    for (const result of await Promise.all(writes(known))) {
      expect(result).toEqual({ kind: 'gone' });
    }
    expect(cluster.store.find(pipelineruns, 'shop', 'a')).toBeUndefined();
  });

  it('deletes a run in the version that is stored, no other', async () => {
    const before = stored();
    await writer.addFinalizer(run, signal);
    expect(await writer.remove(before, signal)).toEqual({
      kind: 'changed',
    });
    expect(metadata().deletionTimestamp).toBeUndefined();
    await writer.remove(stored(), signal);
    expect(metadata().deletionTimestamp).toBeDefined();
  });

  it('tells a missing right from a run that is gone', async () => {
    const forbid = () =>
      cluster.addFault({
        match: { method: 'PATCH' },
        effect: { status: 403 },
        times: 1,
      });
    forbid();
    await expect(writer.addFinalizer(run, signal)).rejects.toMatchObject({
      status: 403,
    });
    cluster.store.delete(pipelineruns, 'shop', 'a');
    forbid();
    expect(await writer.addFinalizer(run, signal)).toEqual({ kind: 'gone' });
  });
});
