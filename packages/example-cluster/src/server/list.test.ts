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

import { asObject, asObjects, JsonObject } from '../kubernetes';
import {
  inNamespace,
  PIPELINE_RUNS,
  pipelineRun,
  TestResponse,
  useClusters,
} from '../testUtils';

function names(response: TestResponse): string[] {
  return asObjects(response.body.items).map(item =>
    String(asObject(item.metadata).name),
  );
}

function meta(response: TestResponse): JsonObject {
  return asObject(response.body.metadata);
}

describe('lists', () => {
  const clusters = useClusters();

  async function startWithRuns(count: number) {
    const started = await clusters.start({ initialVersion: 300 });
    for (let index = 0; index < count; index += 1) {
      const response = await started.call(inNamespace('pipelineruns'), {
        method: 'POST',
        body: pipelineRun(`run-${String(index).padStart(2, '0')}`, {
          labels: { parity: index % 2 ? 'odd' : 'even' },
        }),
      });
      expect(response.status).toBe(201);
    }
    return started;
  }

  it('shows an empty list with an empty continue token and the version of the store', async () => {
    const { call, cluster } = await clusters.start({ initialVersion: 300 });
    const response = await call(PIPELINE_RUNS);
    expect(response.status).toBe(200);
    expect(response.headers['content-type']).toBe('application/json');
    expect(response.body).toEqual({
      kind: 'PipelineRunList',
      apiVersion: 'tekton.dev/v1',
      metadata: {
        continue: '',
        resourceVersion: String(cluster.store.version),
      },
      items: [],
    });
  });

  it('gives items of custom resources their apiVersion and kind, built-in ones not', async () => {
    const { call } = await startWithRuns(1);
    const runs = await call(PIPELINE_RUNS);
    expect(asObjects(runs.body.items)[0]).toMatchObject({
      apiVersion: 'tekton.dev/v1',
      kind: 'PipelineRun',
    });
    const namespaces = await call('/api/v1/namespaces');
    expect(asObjects(namespaces.body.items)[0]).not.toHaveProperty('kind');
  });

  it('pages through a moment: later pages have its version and show what was deleted since', async () => {
    const { call } = await startWithRuns(26);
    const one = await call(`${PIPELINE_RUNS}?limit=10`);
    expect(names(one)).toHaveLength(10);
    expect(meta(one).remainingItemCount).toBe(16);
    await call(inNamespace('pipelineruns/run-15'), { method: 'DELETE' });
    await call(inNamespace('pipelineruns'), {
      method: 'POST',
      body: pipelineRun('run-15b'),
    });
    const two = await call(
      `${PIPELINE_RUNS}?limit=10&continue=${meta(one).continue}`,
    );
    expect(names(two)).toContain('run-15');
    expect(names(two)).not.toContain('run-15b');
    expect(meta(two).resourceVersion).toBe(meta(one).resourceVersion);
    const three = await call(
      `${PIPELINE_RUNS}?limit=10&continue=${meta(two).continue}`,
    );
    expect([...names(one), ...names(two), ...names(three)]).toHaveLength(26);
    expect(meta(three).continue).toBe('');
  });

  it('does not count what remains when there is a label selector', async () => {
    const { call } = await startWithRuns(6);
    const page = await call(
      `${PIPELINE_RUNS}?limit=1&labelSelector=parity%3Deven`,
    );
    expect(meta(page).continue).not.toBe('');
    expect(meta(page)).not.toHaveProperty('remainingItemCount');
  });

  it('ignores the limit at resourceVersion 0', async () => {
    const { call } = await startWithRuns(3);
    const page = await call(`${PIPELINE_RUNS}?limit=1&resourceVersion=0`);
    expect(names(page)).toHaveLength(3);
    expect(meta(page).continue).toBe('');
  });

  it('refuses a version together with a continue token, except 0', async () => {
    const { call } = await startWithRuns(3);
    const { continue: token } = meta(await call(`${PIPELINE_RUNS}?limit=1`));
    const path = `${PIPELINE_RUNS}?limit=1&continue=${token}`;
    expect((await call(`${path}&resourceVersion=300`)).status).toBe(400);
    expect((await call(`${path}&resourceVersion=0`)).status).toBe(200);
  });

  it('answers a version of the future with 504 and says why', async () => {
    const { call } = await startWithRuns(1);
    const response = await call(`${PIPELINE_RUNS}?resourceVersion=99999`);
    expect(response.status).toBe(504);
    expect(response.headers['retry-after']).toBe('1');
    expect(response.body).toMatchObject({
      kind: 'Status',
      reason: 'Timeout',
      details: {
        causes: [{ reason: 'ResourceVersionTooLarge' }],
        retryAfterSeconds: 1,
      },
    });
  });

  it('lists exactly the state of an older version', async () => {
    const { call } = await startWithRuns(2);
    const before = meta(await call(PIPELINE_RUNS)).resourceVersion;
    await call(inNamespace('pipelineruns/run-00'), { method: 'DELETE' });
    const exact = `${PIPELINE_RUNS}?resourceVersion=${before}&resourceVersionMatch=Exact`;
    expect(names(await call(exact))).toEqual(['run-00', 'run-01']);
    expect(names(await call(PIPELINE_RUNS))).toEqual(['run-01']);
  });

  it('answers an expired continue token with 410 and a token for the remainder', async () => {
    const { call, cluster } = await startWithRuns(4);
    const { continue: token } = meta(await call(`${PIPELINE_RUNS}?limit=2`));
    await call(inNamespace('pipelineruns'), {
      method: 'POST',
      body: pipelineRun('run-99'),
    });
    cluster.compact();
    const gone = await call(`${PIPELINE_RUNS}?limit=2&continue=${token}`);
    expect(gone.status).toBe(410);
    expect(gone.body.reason).toBe('Expired');
    const rest = await call(
      `${PIPELINE_RUNS}?limit=10&continue=${meta(gone).continue}`,
    );
    expect(rest.status).toBe(200);
    expect(names(rest)).toEqual(['run-02', 'run-03', 'run-99']);
  });

  it('answers an exact list that is forgotten with 410', async () => {
    const { call, cluster } = await startWithRuns(1);
    cluster.compact();
    const response = await call(
      `${PIPELINE_RUNS}?resourceVersion=301&resourceVersionMatch=Exact`,
    );
    expect(response.status).toBe(410);
  });

  it('selects by name and namespace, and refuses other fields of custom resources', async () => {
    const { call } = await startWithRuns(2);
    const one = await call(
      `${PIPELINE_RUNS}?fieldSelector=metadata.name%3Drun-01,metadata.namespace%3Dshop`,
    );
    expect(names(one)).toEqual(['run-01']);
    const refused = await call(
      `${PIPELINE_RUNS}?fieldSelector=status.phase%3DFailed`,
    );
    expect(refused.status).toBe(400);
    expect(refused.body.message).toContain('field label not supported');
  });

  it('keeps namespaces apart', async () => {
    const { call } = await startWithRuns(2);
    expect(names(await call(inNamespace('pipelineruns', 'payments')))).toEqual(
      [],
    );
    expect(names(await call(inNamespace('pipelineruns')))).toHaveLength(2);
  });

  it('compresses large answers only, and only when asked', async () => {
    const { call } = await startWithRuns(1);
    const gzip = { headers: { 'Accept-Encoding': 'gzip' } };
    expect(
      (await call(PIPELINE_RUNS, gzip)).headers['content-encoding'],
    ).toBeUndefined();
    await call('/api/v1/namespaces/shop/configmaps', {
      method: 'POST',
      body: {
        metadata: { name: 'large' },
        data: { text: 'x'.repeat(180_000) },
      },
    });
    const path = '/api/v1/configmaps';
    expect((await call(path, gzip)).headers['content-encoding']).toBe('gzip');
    expect((await call(path)).headers['content-encoding']).toBeUndefined();
  });

  it('leaves everything but the metadata out when asked to', async () => {
    const { call } = await startWithRuns(2);
    const accept =
      'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json';
    const whole = await call(`${PIPELINE_RUNS}?limit=1`);
    const response = await call(`${PIPELINE_RUNS}?limit=1`, {
      headers: { accept },
    });
    const [{ metadata }] = asObjects(whole.body.items);
    expect(response.body).toEqual({
      kind: 'PartialObjectMetadataList',
      apiVersion: 'meta.k8s.io/v1',
      metadata: whole.body.metadata,
      items: [
        {
          kind: 'PartialObjectMetadata',
          apiVersion: 'meta.k8s.io/v1',
          metadata,
        },
      ],
    });

    const next = await call(
      `${PIPELINE_RUNS}?limit=1&continue=${meta(response).continue}`,
    );
    expect(names(next)).toEqual(['run-01']);
  });
});
