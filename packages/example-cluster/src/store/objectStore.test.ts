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

import { keyOf, RESOURCES } from '../kubernetes';
import { generateHistory } from '../history';
import { GarbageCollector } from './garbageCollector';
import { ObjectStore } from './objectStore';

const RUNS = RESOURCES.pipelineruns;

describe('ObjectStore', () => {
  it('begins ahead of every earlier server', () => {
    const earlier = new ObjectStore({ now: () => 1_000 });
    earlier.create(RUNS, { metadata: { name: 'a', namespace: 'n' } });
    const later = new ObjectStore({ now: () => 2_000 });
    expect(later.version).toBeGreaterThan(earlier.version);
  });

  it('lists in the order of namespace and name', () => {
    const store = new ObjectStore();
    for (const name of ['b', 'a', 'a-b']) {
      store.create(RUNS, { metadata: { name, namespace: 'two' } });
    }
    store.create(RUNS, { metadata: { name: 'z', namespace: 'one' } });
    expect(store.list(RUNS).map(keyOf)).toEqual([
      'one/z',
      'two/a',
      'two/a-b',
      'two/b',
    ]);
  });

  it('takes in a generated history as it is', () => {
    const store = new ObjectStore();
    const until = new Date('2026-01-01T00:00:00Z');
    for (const { objects } of generateHistory({ runs: 20, until })) {
      store.import(objects);
    }
    const counts = store.counts();
    expect(counts.pipelineruns).toBeGreaterThan(10);
    expect(counts.taskruns).toBeGreaterThan(30);
    expect(store.list(RUNS)[0].status?.completionTime).toBeDefined();
    expect(() => store.import([{ kind: 'Odd' }])).toThrow('does not know');
  });

  it('shows an earlier moment for as long as it is remembered', () => {
    const store = new ObjectStore({ initialVersion: 10 });
    store.create(RUNS, { metadata: { name: 'a', namespace: 'n' } });
    store.create(RUNS, { metadata: { name: 'b', namespace: 'n' } });
    store.delete(RUNS, 'n', 'a');
    expect(store.listAt(RUNS, 10)).toEqual([]);
    expect(store.listAt(RUNS, 12).map(keyOf)).toEqual(['n/a', 'n/b']);
    expect(store.listAt(RUNS, 13).map(keyOf)).toEqual(['n/b']);
    store.compact();
    expect(() => store.listAt(RUNS, 12)).toThrow('too old resource version');
    expect(() => store.listAt(RESOURCES.pods, 12)).toThrow('too old');
  });
});

describe('GarbageCollector', () => {
  it('also collects a child that comes after its owner went', async () => {
    const store = new ObjectStore();
    const collector = GarbageCollector.start(store);
    const owner = store.create(RUNS, {
      metadata: { name: 'a', namespace: 'n' },
    });
    store.delete(RUNS, 'n', 'a');
    store.create(RESOURCES.taskruns, {
      metadata: {
        name: 'late',
        namespace: 'n',
        ownerReferences: [
          {
            apiVersion: 'tekton.dev/v1',
            kind: 'PipelineRun',
            name: 'a',
            uid: owner.metadata.uid,
          },
        ],
      },
    });
    await new Promise(resolve => {
      setImmediate(resolve);
    });
    expect(store.list(RESOURCES.taskruns)).toEqual([]);
    collector.stop();
  });
});
