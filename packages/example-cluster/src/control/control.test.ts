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
  inNamespace,
  open,
  PIPELINE_RUNS,
  pipelineRun,
  TASK_RUNS,
  until,
  useClusters,
  watch,
} from '../testUtils';

describe('control', () => {
  const clusters = useClusters();

  it('answers with an ordered status so many times', async () => {
    const { call } = await clusters.start();
    const ordered = await call('/_control/faults', {
      method: 'POST',
      body: {
        match: { path: PIPELINE_RUNS, method: 'get' },
        effect: { status: 429, headers: { 'Retry-After': '3' } },
        times: 2,
      },
    });
    expect(ordered.status).toBe(201);
    const first = await call(PIPELINE_RUNS);
    expect(first.status).toBe(429);
    expect(first.headers['retry-after']).toBe('3');
    expect(first.body.kind).toBe('Status');
    expect((await call(TASK_RUNS)).status).toBe(200);
    expect((await call(PIPELINE_RUNS)).status).toBe(429);
    expect((await call(PIPELINE_RUNS)).status).toBe(200);
  });

  it('sends an ordered body and forgets faults when cleared', async () => {
    const { call } = await clusters.start();
    await call('/_control/faults', {
      method: 'POST',
      body: {
        match: { pathPattern: 'runs\\?limit' },
        effect: { status: 200, body: '<html>' },
      },
    });
    expect((await call(`${TASK_RUNS}?limit=1`)).text).toBe('<html>');
    expect((await call('/_control/faults')).text).toContain('<html>');
    await call('/_control/faults', { method: 'DELETE' });
    expect((await call(`${TASK_RUNS}?limit=1`)).body.kind).toBe('TaskRunList');
  });

  it('refuses a fault that makes no sense', async () => {
    const { call } = await clusters.start();
    const response = await call('/_control/faults', {
      method: 'POST',
      body: { effect: { explode: true } },
    });
    expect(response.status).toBe(400);
  });

  it('breaks connections', async () => {
    const { call, cluster } = await clusters.start();
    cluster.addFault({ match: {}, effect: { reset: true }, times: 1 });
    await expect(call(PIPELINE_RUNS)).rejects.toThrow(/ECONNRESET|hang up/);
  });

  it('does not answer at all until it closes', async () => {
    const { cluster } = await clusters.start();
    cluster.addFault({ effect: { hang: true } });
    let answered = false;
    const request = open(`${cluster.url}${PIPELINE_RUNS}`).then(
      () => {
        answered = true;
      },
      () => {},
    );
    await until(async () => cluster.state().faults.length === 1);
    await cluster.close();
    await request;
    expect(answered).toBe(false);
  });

  it('answers late', async () => {
    const { call, cluster } = await clusters.start();
    cluster.addFault({ effect: { delayMs: 60 }, times: 1 });
    const before = Date.now();
    expect((await call(PIPELINE_RUNS)).status).toBe(200);
    expect(Date.now() - before).toBeGreaterThanOrEqual(55);
  });

  it('cuts a watch after some events', async () => {
    const { call, cluster } = await clusters.start();
    for (const name of ['a', 'b', 'c']) {
      await call(inNamespace('pipelineruns'), {
        method: 'POST',
        body: pipelineRun(name),
      });
    }
    cluster.addFault({
      match: { watch: true },
      effect: { cutWatchAfterEvents: 2 },
      times: 1,
    });
    const stream = await watch(`${cluster.url}${PIPELINE_RUNS}?watch=true`);
    expect(await stream.ended).toBe('broken');
    expect(stream.events()).toHaveLength(2);
  });

  it('drops watches, gently or not', async () => {
    const { call, cluster } = await clusters.start();
    const path = `${cluster.url}${PIPELINE_RUNS}?watch=true`;
    const one = await watch(path);
    const dropped = await call('/_control/drop-watches', { method: 'POST' });
    expect(dropped.body).toEqual({ dropped: 1 });
    expect(await one.ended).toBe('clean');
    const two = await watch(path);
    await call('/_control/drop-watches', {
      method: 'POST',
      body: { abrupt: true },
    });
    expect(await two.ended).toBe('broken');
  });

  it('forgets the history on demand', async () => {
    const { call, cluster } = await clusters.start();
    const from = cluster.store.version - 1;
    await call('/_control/compact', { method: 'POST' });
    const stream = await watch(
      `${cluster.url}${PIPELINE_RUNS}?watch=true&resourceVersion=${from}`,
    );
    expect((await stream.first(1))[0].type).toBe('ERROR');
  });

  it('takes Tekton away and reports what there is', async () => {
    const { call } = await clusters.start();
    await call('/_control/installed', {
      method: 'POST',
      body: { installed: false },
    });
    expect((await call(PIPELINE_RUNS)).status).toBe(404);
    expect((await call('/_control/state')).body).toMatchObject({
      installed: false,
      objects: { namespaces: 6, pipelineruns: 0 },
      watches: {},
      replay: { phase: 'idle', playing: [], variedRuns: 0 },
    });
  });
});
