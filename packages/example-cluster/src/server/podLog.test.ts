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

import { asObject, JsonObject } from '../kubernetes';
import { open, until, useClusters } from '../testUtils';

const PODS = '/api/v1/namespaces/shop/pods';

function pod(state: JsonObject): JsonObject {
  return {
    spec: {
      containers: [{ name: 'step-one' }, { name: 'step-two' }],
      initContainers: [{ name: 'prepare' }],
    },
    status: {
      containerStatuses: [
        { name: 'step-one', state },
        { name: 'step-two', state: { waiting: { reason: 'PodInitializing' } } },
      ],
    },
  };
}

describe('pod logs', () => {
  const clusters = useClusters();

  async function start(state: JsonObject = { terminated: { exitCode: 0 } }) {
    const { call, cluster } = await clusters.start();
    const created = await call(PODS, {
      method: 'POST',
      body: { metadata: { name: 'p' }, spec: pod(state).spec },
    });
    const setState = (next: JsonObject) =>
      call(`${PODS}/p/status`, {
        method: 'PATCH',
        contentType: 'application/merge-patch+json',
        body: { status: pod(next).status },
      });
    await setState(state);
    const podUid = String(asObject(created.body.metadata).uid);
    cluster.writeLog({
      podUid,
      container: 'step-one',
      text: '2026-01-01T10:00:00.100Z first\n2026-01-01T10:00:01.200Z second ✓\n2026-01-01T10:00:02.300Z third\n',
    });
    return {
      cluster,
      podUid,
      setState,
      log: (query = '') => call(`${PODS}/p/log?container=step-one&${query}`),
      call,
    };
  }

  it('are plain text, without times unless asked for', async () => {
    const { log } = await start();
    const plain = await log();
    expect(plain.status).toBe(200);
    expect(plain.headers['content-type']).toBe('text/plain');
    expect(plain.text).toBe('first\nsecond ✓\nthird\n');
    expect((await log('timestamps=true')).text).toContain(
      '2026-01-01T10:00:01.200Z second ✓\n',
    );
  });

  it.each([
    ['tailLines=1', 'third\n'],
    ['tailLines=0', ''],
    ['sinceTime=2026-01-01T10:00:01Z', 'second ✓\nthird\n'],
    ['sinceTime=2026-01-01T10:00:01Z&tailLines=1', 'third\n'],
    ['limitBytes=8', 'first\nse'],
    ['sinceSeconds=5', ''],
  ])('with %s are cut', async (query, expected) => {
    const { log } = await start();
    expect((await log(query)).text).toBe(expected);
  });

  it('refuse what is not there in the words of the real server', async () => {
    const { call } = await start();
    const missing = await call(`${PODS}/other/log`);
    expect(missing.status).toBe(404);
    expect(missing.body.message).toBe('pods "other" not found');
    const unnamed = await call(`${PODS}/p/log`);
    expect(unnamed.status).toBe(400);
    expect(unnamed.body.message).toBe(
      'a container name must be specified for pod p, choose one of: [step-one step-two] or one of the init containers: [prepare]',
    );
    const wrong = await call(`${PODS}/p/log?container=step-three`);
    expect(wrong.status).toBe(400);
    expect(wrong.body.message).toBe(
      'container step-three is not valid for pod p',
    );
    const waiting = await call(`${PODS}/p/log?container=step-two`);
    expect(waiting.status).toBe(400);
    expect(waiting.body.message).toBe(
      'container "step-two" in pod "p" is waiting to start: PodInitializing',
    );
  });

  it('are followed line by line until the container ends', async () => {
    const { cluster, podUid, setState } = await start({ running: {} });
    const stream = await open(
      `${cluster.url}${PODS}/p/log?container=step-one&follow=true&tailLines=1`,
    );
    await until(() => stream.lines.length === 1);
    cluster.writeLog({
      podUid,
      container: 'step-one',
      text: '2026-01-01T10:00:03.400Z fourth\n',
    });
    await until(() => stream.lines.length === 2);
    expect(stream.lines).toEqual(['third', 'fourth']);
    await setState({ terminated: { exitCode: 0 } });
    expect(await stream.ended).toBe('clean');
  });

  it('hide lines of the future while the container runs', async () => {
    const { cluster, podUid, log } = await start({ running: {} });
    const later = new Date(Date.now() + 60_000).toISOString();
    cluster.writeLog({
      podUid,
      container: 'step-one',
      text: `${later} later\n`,
    });
    expect((await log()).text).not.toContain('later');
  });

  const WHOLE = 'first\nsecond ✓\nthird\n';

  it('break off, or end too soon, when told to', async () => {
    const { call, cluster, podUid, log } = await start();
    const text = `${'x'.repeat(200_000)}\n`;
    cluster.writeLog({
      podUid,
      container: 'step-one',
      text: `2026-01-01T10:00:03.000Z ${text}`,
    });
    const order = (effect: JsonObject) =>
      call('/_control/faults', {
        method: 'POST',
        body: { match: { path: PODS }, effect: { log: effect }, times: 1 },
      });
    await order({ cutAfterBytes: 10 });
    await expect(log()).rejects.toThrow('The connection broke');
    await order({ endAfterBytes: 8 });
    expect((await log()).text).toBe('first\nse');
    await order({ delayMs: 1 });
    expect((await log()).text).toBe(`${WHOLE}${text}`);
  });

  it('lose what was rotated away when told to', async () => {
    const { cluster, log } = await start();
    cluster.addFault({ effect: { log: { keptLines: 1 } }, times: 1 });
    expect((await log()).text).toBe('third\n');
    expect((await log()).text).toBe(WHOLE);
    cluster.addFault({ effect: { log: { keptLines: 5 } }, times: 1 });
    expect((await log()).text).toBe(WHOLE);
  });

  it('go with the pod', async () => {
    const { call, cluster, log } = await start();
    expect(cluster.state().logs).toBe(1);
    await call(`${PODS}/p`, { method: 'DELETE' });
    expect((await log()).status).toBe(404);
    expect(cluster.state().logs).toBe(0);
  });
});
