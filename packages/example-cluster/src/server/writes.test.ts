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

import { asObject } from '../kubernetes';
import {
  inNamespace,
  PIPELINE_RUNS,
  pipelineRun,
  TestResponse,
  until,
  useClusters,
  watch,
} from '../testUtils';

const MERGE = 'application/merge-patch+json';
const APPLY = 'application/apply-patch+yaml';
const RUN = inNamespace('pipelineruns/a');

function meta(response: TestResponse) {
  return asObject(response.body.metadata);
}

describe('writes', () => {
  const clusters = useClusters();

  async function start(more: Parameters<typeof pipelineRun>[1] = {}) {
    const { cluster, call } = await clusters.start();
    const created = await call(inNamespace('pipelineruns'), {
      method: 'POST',
      body: { ...pipelineRun('a', more), status: { dropped: 'yes' } },
    });
    return {
      cluster,
      call,
      created,
      patch: (body: unknown, contentType = MERGE, path = RUN) =>
        call(path, { method: 'PATCH', contentType, body }),
      apply: (body: object, query: string) =>
        call(`${RUN}?${query}`, {
          method: 'PATCH',
          contentType: APPLY,
          body: {
            apiVersion: 'tekton.dev/v1',
            kind: 'PipelineRun',
            metadata: { name: 'a', namespace: 'shop' },
            ...body,
          },
        }),
      remove: (body?: object) => call(RUN, { method: 'DELETE', body }),
    };
  }

  describe('create', () => {
    it('gives identity and drops a status that came along', async () => {
      const { created } = await start();
      expect(created.status).toBe(201);
      expect(created.body).not.toHaveProperty('status');
      expect(meta(created)).toMatchObject({
        name: 'a',
        namespace: 'shop',
        generation: 1,
        uid: expect.stringMatching(/^[0-9a-f-]{36}$/),
        resourceVersion: expect.stringMatching(/^\d+$/),
        creationTimestamp: expect.stringMatching(/^\d{4}-.*:\d\dZ$/),
      });
    });

    it('makes up a name after generateName', async () => {
      const { call } = await start();
      const response = await call(inNamespace('pipelineruns'), {
        method: 'POST',
        body: { metadata: { generateName: 'run-' }, spec: {} },
      });
      expect(meta(response).name).toMatch(/^run-.{5}$/);
    });

    it('refuses a second one of the same name, a missing namespace and a body that is no JSON', async () => {
      const { call } = await start();
      const post = (path: string, body: unknown) =>
        call(path, { method: 'POST', body });
      const again = await post(inNamespace('pipelineruns'), pipelineRun('a'));
      expect(again.status).toBe(409);
      expect(again.body.reason).toBe('AlreadyExists');
      const nowhere = await post(
        inNamespace('pipelineruns', 'nowhere'),
        pipelineRun('b'),
      );
      expect(nowhere.status).toBe(404);
      expect(nowhere.body.message).toBe('namespaces "nowhere" not found');
      expect((await post(inNamespace('pipelineruns'), '{')).status).toBe(400);
    });

    it('drops unknown members with a warning, or refuses them when strict', async () => {
      const { call } = await start();
      const body = { ...pipelineRun('b'), colour: 'red' };
      const strict = await call(
        `${inNamespace('pipelineruns')}?fieldValidation=Strict`,
        { method: 'POST', body },
      );
      expect(strict.status).toBe(400);
      const lax = await call(inNamespace('pipelineruns'), {
        method: 'POST',
        body,
      });
      expect(lax.status).toBe(201);
      expect(lax.headers.warning).toContain('299');
      expect(lax.body).not.toHaveProperty('colour');
    });
  });

  describe('patch', () => {
    it('merges, removes with null, and counts changes of the spec only', async () => {
      const { patch } = await start({ labels: { old: '1' } });
      const labelled = await patch({
        metadata: { labels: { old: null, fresh: '2' } },
      });
      expect(meta(labelled)).toMatchObject({
        labels: { fresh: '2' },
        generation: 1,
      });
      const changed = await patch({ spec: { status: 'Cancelled' } });
      expect(meta(changed).generation).toBe(2);
    });

    it('leaves version and watchers alone when nothing changes', async () => {
      const { cluster, patch, created } = await start({ labels: { x: '1' } });
      const stream = await watch(
        `${cluster.url}${PIPELINE_RUNS}?watch=true&resourceVersion=${cluster.store.version}`,
      );
      const same = await patch({ metadata: { labels: { x: '1' } } });
      expect(same.status).toBe(200);
      expect(meta(same).resourceVersion).toBe(meta(created).resourceVersion);
      await patch({ metadata: { labels: { x: '2' } } });
      const [event] = await stream.first(1);
      expect(asObject(event.object.metadata).labels).toEqual({ x: '2' });
      stream.stop();
    });

    it('refuses a stale version and another uid with 409', async () => {
      const { patch, created } = await start();
      await patch({ metadata: { labels: { x: '1' } } });
      const stale = await patch({
        metadata: { ...meta(created), labels: { x: '2' } },
      });
      expect(stale.status).toBe(409);
      expect(stale.body.reason).toBe('Conflict');
      const other = await patch({ metadata: { uid: 'other' } });
      expect(other.status).toBe(409);
    });

    it('takes JSON patches, and refuses strategic ones for custom resources only', async () => {
      const { call, patch } = await start({ finalizers: ['a/b', 'c/d'] });
      const response = await patch(
        [
          { op: 'test', path: '/metadata/finalizers/0', value: 'a/b' },
          { op: 'remove', path: '/metadata/finalizers/0' },
        ],
        'application/json-patch+json',
      );
      expect(meta(response).finalizers).toEqual(['c/d']);
      const failing = await patch(
        [{ op: 'test', path: '/metadata/name', value: 'b' }],
        'application/json-patch+json',
      );
      expect(failing.status).toBe(422);
      const strategic = 'application/strategic-merge-patch+json';
      expect((await patch({}, strategic)).status).toBe(415);
      await call('/api/v1/namespaces/shop/configmaps', {
        method: 'POST',
        body: { metadata: { name: 'c' } },
      });
      const config = await patch(
        { data: { x: '1' } },
        strategic,
        '/api/v1/namespaces/shop/configmaps/c',
      );
      expect(config.body.data).toEqual({ x: '1' });
    });
  });

  describe('apply', () => {
    const WATCHER = 'fieldManager=tekton-results-watcher&force=false';
    const FINALIZERS =
      'fieldManager=tekton-results-watcher/finalizers&force=false';

    it('adds finalizers and annotations beside those of others, and takes back its own', async () => {
      const { apply, created } = await start({ finalizers: ['other/one'] });
      const { uid } = meta(created);
      const metadata = { name: 'a', namespace: 'shop', uid };
      const held = await apply(
        { metadata: { ...metadata, finalizers: ['results.dev/run'] } },
        FINALIZERS,
      );
      expect(held.status).toBe(200);
      expect(meta(held).finalizers).toEqual(['other/one', 'results.dev/run']);
      const noted = await apply(
        { metadata: { ...metadata, annotations: { a: '1', b: '2' } } },
        WATCHER,
      );
      expect(meta(noted).annotations).toEqual({ a: '1', b: '2' });
      expect(meta(noted).finalizers).toEqual(['other/one', 'results.dev/run']);
      const fewer = await apply(
        { metadata: { ...metadata, annotations: { a: '1' } } },
        WATCHER,
      );
      expect(meta(fewer).annotations).toEqual({ a: '1' });
      const released = await apply({ metadata }, FINALIZERS);
      expect(meta(released).finalizers).toEqual(['other/one']);
    });

    it('changes nothing when applied twice', async () => {
      const { apply } = await start();
      const body = { metadata: { name: 'a', annotations: { a: '1' } } };
      const one = await apply(body, WATCHER);
      const two = await apply(body, WATCHER);
      expect(meta(two).resourceVersion).toBe(meta(one).resourceVersion);
    });

    it('refuses to take a value from another manager, unless forced', async () => {
      const { apply } = await start();
      const body = (value: string) => ({
        metadata: { name: 'a', annotations: { a: value } },
      });
      await apply(body('1'), 'fieldManager=one');
      const refused = await apply(body('2'), 'fieldManager=two');
      expect(refused.status).toBe(409);
      expect(refused.body.message).toBe(
        'Apply failed with 1 conflict: conflict with "one": .metadata.annotations.a',
      );
      const forced = await apply(body('2'), 'fieldManager=two&force=true');
      expect(meta(forced).annotations).toEqual({ a: '2' });
    });

    it('needs a field manager, refuses another uid and creates what is not there', async () => {
      const { apply, remove, created } = await start();
      expect((await apply({}, 'force=true')).status).toBe(422);
      expect(
        (await apply({ metadata: { name: 'a', uid: 'x' } }, WATCHER)).status,
      ).toBe(409);
      await remove();
      const { uid } = meta(created);
      expect(
        (await apply({ metadata: { name: 'a', uid } }, WATCHER)).status,
      ).toBe(409);
      expect((await apply({ spec: {} }, WATCHER)).status).toBe(201);
    });
  });

  describe('status', () => {
    it('is written at its own path only, where spec and labels are dropped', async () => {
      const { patch } = await start();
      const main = await patch({
        status: { x: '1' },
        metadata: { labels: { a: '1' } },
      });
      expect(main.body).not.toHaveProperty('status');
      const own = await patch(
        {
          status: { x: '1' },
          spec: { status: 'Cancelled' },
          metadata: { labels: { a: '2' } },
        },
        MERGE,
        `${RUN}/status`,
      );
      expect(own.body.status).toEqual({ x: '1' });
      expect(asObject(own.body.spec).status).toBeUndefined();
      expect(meta(own)).toMatchObject({ labels: { a: '1' }, generation: 1 });
    });

    it('of a TaskRun needs a podName', async () => {
      const { call, patch } = await start();
      const path = inNamespace('taskruns');
      await call(path, {
        method: 'POST',
        body: { metadata: { name: 't' }, spec: {} },
      });
      const refused = await patch(
        { status: { startTime: '2026-01-01T00:00:00Z' } },
        MERGE,
        `${path}/t/status`,
      );
      expect(refused.status).toBe(422);
      expect(refused.body.message).toContain('status.podName: Required value');
      const never = await patch(
        { status: { podName: '' } },
        MERGE,
        `${path}/t/status`,
      );
      expect(never.status).toBe(200);
    });

    it('of a Pipeline keeps nothing', async () => {
      const { call, patch } = await start();
      const path = inNamespace('pipelines');
      await call(path, {
        method: 'POST',
        body: { metadata: { name: 'p' }, spec: {} },
      });
      const response = await patch(
        { status: { x: '1' } },
        MERGE,
        `${path}/p/status`,
      );
      expect(response.status).toBe(200);
      expect(response.body).not.toHaveProperty('status');
    });
  });

  describe('delete', () => {
    it('answers with a Status that names the uid', async () => {
      const { created, remove, call } = await start();
      const response = await remove();
      expect(response.status).toBe(200);
      expect(response.body).toMatchObject({
        kind: 'Status',
        status: 'Success',
        details: {
          name: 'a',
          group: 'tekton.dev',
          kind: 'pipelineruns',
          uid: meta(created).uid,
        },
      });
      const gone = await call(RUN);
      expect(gone.status).toBe(404);
      expect(gone.body.message).toBe('pipelineruns.tekton.dev "a" not found');
    });

    it('marks an object with finalizers, once, and refuses new finalizers from then on', async () => {
      const { patch, remove, call } = await start({ finalizers: ['a/b'] });
      const marked = await remove();
      expect(meta(marked)).toMatchObject({
        deletionTimestamp: expect.any(String),
        deletionGracePeriodSeconds: 0,
        generation: 2,
      });
      expect((await remove()).body).toEqual(marked.body);
      const refused = await patch({
        metadata: { finalizers: ['a/b', 'c/d'] },
      });
      expect(refused.status).toBe(422);
      expect(refused.body.message).toContain('no new finalizers can be added');
      await patch({ metadata: { finalizers: [] } });
      expect((await call(RUN)).status).toBe(404);
    });

    it('refuses another uid than the stored one with 409', async () => {
      const { remove, created } = await start();
      expect((await remove({ preconditions: { uid: 'x' } })).status).toBe(409);
      const { uid } = meta(created);
      expect((await remove({ preconditions: { uid } })).status).toBe(200);
    });

    async function startWithChild() {
      const started = await start();
      const { uid } = meta(started.created);
      const owner = {
        apiVersion: 'tekton.dev/v1',
        kind: 'PipelineRun',
        name: 'a',
      };
      await started.call(inNamespace('taskruns'), {
        method: 'POST',
        body: {
          metadata: { name: 'child', ownerReferences: [{ ...owner, uid }] },
          spec: {},
        },
      });
      return started;
    }

    it.each([undefined, 'Background', 'Foreground'])(
      'takes children along with propagation %s',
      async propagationPolicy => {
        const { remove, cluster } = await startWithChild();
        expect((await remove({ propagationPolicy })).status).toBe(200);
        await until(() => cluster.state().objects.taskruns === 0);
        await until(() => cluster.state().objects.pipelineruns === 0);
      },
    );

    it('leaves children alone with propagation Orphan', async () => {
      const { call, remove, cluster } = await startWithChild();
      await remove({ propagationPolicy: 'Orphan' });
      expect(cluster.state().objects.pipelineruns).toBe(0);
      const child = await call(inNamespace('taskruns/child'));
      expect(child.status).toBe(200);
      expect(meta(child)).not.toHaveProperty('ownerReferences');
    });
  });
});
