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
import {
  inNamespace,
  PIPELINE_RUNS,
  pipelineRun,
  until,
  useClusters,
  watch,
} from '../testUtils';

function label(team: string): { labels: Record<string, string> } {
  return { labels: { team } };
}

function brief(events: { type: string; object: JsonObject }[]): string[] {
  return events.map(
    ({ type, object }) => `${type} ${String(asObject(object.metadata).name)}`,
  );
}

describe('watches', () => {
  const clusters = useClusters();

  async function start(options = {}) {
    const { cluster, call } = await clusters.start({
      initialVersion: 400,
      ...options,
    });
    return {
      cluster,
      call,
      create: (name: string, more = {}) =>
        call(inNamespace('pipelineruns'), {
          method: 'POST',
          body: pipelineRun(name, more),
        }),
      patch: (name: string, body: object) =>
        call(inNamespace(`pipelineruns/${name}`), {
          method: 'PATCH',
          contentType: 'application/merge-patch+json',
          body,
        }),
      remove: (name: string) =>
        call(inNamespace(`pipelineruns/${name}`), { method: 'DELETE' }),
      watch: (query: string, path = PIPELINE_RUNS) =>
        watch(`${cluster.url}${path}?watch=true&${query}`),
    };
  }

  it('sends one JSON object a line, chunked, for each change after a version', async () => {
    const { cluster, create, patch, remove, watch: open } = await start();
    const from = cluster.store.version;
    await create('a');
    const stream = await open(`resourceVersion=${from}`);
    expect(stream.status).toBe(200);
    expect(stream.headers).toMatchObject({
      'content-type': 'application/json',
      'transfer-encoding': 'chunked',
    });
    await patch('a', { metadata: { labels: { x: '1' } } });
    await remove('a');
    expect(brief(await stream.first(3))).toEqual([
      'ADDED a',
      'MODIFIED a',
      'DELETED a',
    ]);
    const versions = stream
      .events()
      .map(({ object }) => Number(asObject(object.metadata).resourceVersion));
    expect(versions).toEqual([from + 1, from + 2, from + 3]);
    stream.stop();
  });

  it('answers a version that is forgotten with 200, one ERROR event and the end', async () => {
    const { cluster, create, watch: open } = await start();
    const from = cluster.store.version;
    await create('a');
    cluster.compact();
    const stream = await open(`resourceVersion=${from}`);
    expect(stream.status).toBe(200);
    expect(await stream.ended).toBe('clean');
    expect(stream.events()).toEqual([
      {
        type: 'ERROR',
        object: {
          kind: 'Status',
          apiVersion: 'v1',
          metadata: {},
          status: 'Failure',
          message: `too old resource version: ${from} (${from + 1})`,
          reason: 'Expired',
          code: 410,
        },
      },
    ]);
  });

  it('forgets on its own when the history grows too long', async () => {
    const { cluster, create, watch: open } = await start({ historySize: 4 });
    const from = cluster.store.version;
    for (let index = 0; index < 8; index += 1) {
      await create(`run-${index}`);
    }
    const stream = await open(`resourceVersion=${from}`);
    expect((await stream.first(1))[0].type).toBe('ERROR');
  });

  it('remembers nothing from before a restart, but has the objects', async () => {
    const first = await start();
    await first.create('a');
    const seen = first.cluster.store.version - 1;
    await first.cluster.close();
    const second = await start({ store: first.cluster.store });
    const stream = await second.watch(`resourceVersion=${seen}`);
    expect((await stream.first(1))[0].type).toBe('ERROR');
    expect((await second.call(PIPELINE_RUNS)).text).toContain('"a"');
  });

  it('sends what exists as ADDED when no version or 0 is given', async () => {
    const { create, watch: open } = await start();
    await create('a');
    await create('b');
    for (const query of ['', 'resourceVersion=0']) {
      const stream = await open(query);
      expect(brief(await stream.first(2))).toEqual(['ADDED a', 'ADDED b']);
      stream.stop();
    }
  });

  it('marks the end of the initial events with a bookmark when asked for them', async () => {
    const { cluster, create, watch: open } = await start();
    await create('a');
    const stream = await open(
      'sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true',
    );
    const [added, bookmark] = await stream.first(2);
    expect(added.type).toBe('ADDED');
    expect(bookmark).toEqual({
      type: 'BOOKMARK',
      object: {
        apiVersion: 'tekton.dev/v1',
        kind: 'PipelineRun',
        metadata: {
          resourceVersion: String(cluster.store.version),
          annotations: { 'k8s.io/initial-events-end': 'true' },
        },
      },
    });
    await create('b');
    expect(brief(await stream.first(3))[2]).toBe('ADDED b');
    stream.stop();
  });

  it('refuses initial events without resourceVersionMatch with 422', async () => {
    const { watch: open } = await start();
    const stream = await open('sendInitialEvents=true');
    expect(stream.status).toBe(422);
  });

  it('answers a version that is no number with 500', async () => {
    const { watch: open } = await start();
    expect((await open('resourceVersion=abc')).status).toBe(500);
  });

  it('is silent about everything up to a version of the future', async () => {
    const { cluster, create, watch: open } = await start();
    const from = cluster.store.version;
    const stream = await open(`resourceVersion=${from + 2}`);
    expect(stream.status).toBe(200);
    await create('a');
    await create('b');
    await create('c');
    expect(brief(await stream.first(1))).toEqual(['ADDED c']);
    stream.stop();
  });

  it('sends bookmarks only to who allows them', async () => {
    const { cluster, watch: open } = await start({ bookmarkIntervalMs: 20 });
    const quiet = await open(`resourceVersion=${cluster.store.version}`);
    const marked = await open(
      `resourceVersion=${cluster.store.version}&allowWatchBookmarks=true`,
    );
    const [bookmark] = await marked.first(2);
    expect(bookmark).toEqual({
      type: 'BOOKMARK',
      object: {
        apiVersion: 'tekton.dev/v1',
        kind: 'PipelineRun',
        metadata: { resourceVersion: String(cluster.store.version) },
      },
    });
    expect(quiet.events()).toEqual([]);
    quiet.stop();
    marked.stop();
  });

  it('ends cleanly after timeoutSeconds', async () => {
    const { cluster, watch: open } = await start();
    const stream = await open('timeoutSeconds=1');
    expect(await stream.ended).toBe('clean');
    expect(cluster.state().watches).toEqual({});
  });

  it('tells of entering and leaving a label selector as ADDED and DELETED', async () => {
    const { cluster, create, patch, watch: open } = await start();
    const stream = await open(
      `resourceVersion=${cluster.store.version}&labelSelector=team%3Dred`,
    );
    await create('a', label('blue'));
    await patch('a', { metadata: label('red') });
    await patch('a', { metadata: { labels: { other: '1' } } });
    await patch('a', { metadata: label('blue') });
    await patch('a', { metadata: { labels: { other: '2' } } });
    await create('b', label('red'));
    const events = await stream.first(4);
    expect(brief(events)).toEqual([
      'ADDED a',
      'MODIFIED a',
      'DELETED a',
      'ADDED b',
    ]);
    expect(events[2].object.spec).toEqual({
      pipelineRef: { name: 'build-and-push' },
    });
    stream.stop();
  });

  it('keeps to its namespace', async () => {
    const { cluster, create, watch: open } = await start();
    const query = `resourceVersion=${cluster.store.version}`;
    const other = await open(query, inNamespace('pipelineruns', 'payments'));
    const own = await open(query, inNamespace('pipelineruns'));
    await create('a');
    await own.first(1);
    expect(other.events()).toEqual([]);
    other.stop();
    own.stop();
  });

  it('gives DELETED a higher version than the reply to the write that released the object', async () => {
    const { cluster, create, remove, patch, watch: open } = await start();
    await create('a', { finalizers: ['example.dev/keep'] });
    await remove('a');
    const stream = await open(`resourceVersion=${cluster.store.version}`);
    const reply = await patch('a', { metadata: { finalizers: null } });
    const [event] = await stream.first(1);
    expect(event.type).toBe('DELETED');
    expect(
      Number(asObject(event.object.metadata).resourceVersion),
    ).toBeGreaterThan(Number(asObject(reply.body.metadata).resourceVersion));
    stream.stop();
  });

  it('ends cleanly when the server closes and breaks when it is killed', async () => {
    const gentle = await start();
    const one = await gentle.watch('');
    await gentle.cluster.close();
    expect(await one.ended).toBe('clean');
    const killed = await start();
    const two = await killed.watch('');
    await killed.cluster.close({ abrupt: true });
    expect(await two.ended).toBe('broken');
  });

  it('is counted while it is open', async () => {
    const { cluster, watch: open } = await start();
    const stream = await open('');
    expect(cluster.state().watches).toEqual({ pipelineruns: 1 });
    stream.stop();
    await until(() => cluster.state().watches.pipelineruns === undefined);
  });

  it('sends a line that is no event when told to, and goes on', async () => {
    const { cluster, create, watch: open } = await start();
    const stream = await open(`resourceVersion=${cluster.store.version}`);
    expect(cluster.garbleWatches()).toBe(1);
    await create('a');
    await until(() => stream.lines.length === 2);
    expect(() => JSON.parse(stream.lines[0])).toThrow(SyntaxError);
    expect(JSON.parse(stream.lines[1])).toMatchObject({ type: 'ADDED' });
  });
});
