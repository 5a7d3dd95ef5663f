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

import type { ListPage } from '../cluster';
import { MemoryCaptureStore } from './__testUtils__/MemoryCaptureStore';
import {
  failure,
  listOf,
  reflect,
  run,
  watchOf,
} from './__testUtils__/reflect';

function metadataOf(object: ReturnType<typeof run>) {
  return {
    apiVersion: 'meta.k8s.io/v1',
    kind: 'PartialObjectMetadata',
    metadata: object.metadata,
  };
}

function metadataList(
  version: number,
  ...runs: Array<ReturnType<typeof run>>
): ListPage {
  return { ...listOf(version, ...runs.map(metadataOf)), complete: false };
}

function manyRuns(count: number, versionOf: (i: number) => number) {
  return Array.from({ length: count }, (_, i) => run(`run${i}`, versionOf(i)));
}

describe('listing anew', () => {
  it('F12: asks for the metadata of all runs, and for the whole of those that changed', async () => {
    const store = new MemoryCaptureStore();
    const { requests } = await reflect(store, [
      listOf(10, run('a', 1), run('b', 2)),
      failure(410),
      metadataList(20, run('a', 1), run('b', 15), run('c', 16)),
      new Map([['b', run('b', 15)]]),
      new Map([['c', run('c', 17)]]),
      watchOf(),
    ]);
    expect(requests.slice(2, 6)).toEqual([
      'list 50 (metadata)',
      'get shop/b',
      'get shop/c',
      'watch 20',
    ]);
    expect(store.calls.slice(-3)).toEqual([
      'listed b 15',
      'listed c 17',
      'at 20',
    ]);
  });

  it('leaves runs to the watch that go away, or whose name is taken, meanwhile', async () => {
    const store = new MemoryCaptureStore();
    await reflect(store, [
      listOf(10, run('a', 1), run('b', 2)),
      failure(410),
      metadataList(20, run('a', 11), run('b', 12)),
      new Map(),
      new Map([
        [
          'b',
          {
            ...run('b', 22),
            metadata: { ...run('b', 22).metadata, uid: 'other' },
          },
        ],
      ]),
      watchOf(),
    ]);
    expect(store.calls).toEqual(['listed a 1', 'listed b 2', 'at 10', 'at 20']);
  });

  it('asks for the whole next page where much has changed', async () => {
    const before = manyRuns(20, () => 1);
    const { requests } = await reflect(new MemoryCaptureStore(), [
      listOf(10, ...before),
      failure(410),
      {
        ...metadataList(20, ...manyRuns(10, i => (i < 2 ? 15 : 1))),
        continueToken: 'more',
      },
      new Map([['run0', run('run0', 15)]]),
      new Map([['run1', run('run1', 15)]]),
      { ...listOf(20, ...before.slice(10)), continueToken: 'end' },
      metadataList(20),
      watchOf(),
    ]);
    expect(requests.slice(2, 8)).toEqual([
      'list 50 (metadata)',
      'get shop/run0',
      'get shop/run1',
      'list 25 more',
      'list 50 end (metadata)',
      'watch 20',
    ]);
  });

  it('takes whole objects from a server that cannot leave the rest out', async () => {
    const store = new MemoryCaptureStore();
    await reflect(store, [
      listOf(10, run('a', 1)),
      failure(410),
      listOf(20, run('a', 15)),
      watchOf(),
    ]);
    expect(store.calls.slice(-2)).toEqual(['listed a 15', 'at 20']);
  });

  it('reads whole pages if the credential may list, but not get', async () => {
    const store = new MemoryCaptureStore();
    const { requests } = await reflect(store, [
      listOf(10, run('a', 1)),
      failure(410),
      metadataList(20, run('a', 15)),
      failure(403),
      listOf(20, run('a', 15)),
      watchOf(),
    ]);
    expect(requests.slice(2, 6)).toEqual([
      'list 50 (metadata)',
      'get shop/a',
      'list 25',
      'watch 20',
    ]);
    expect(store.calls.slice(-2)).toEqual(['listed a 15', 'at 20']);
  });

  it('takes what changed when it begins again, after it could not be read', async () => {
    const store = new MemoryCaptureStore();
    await reflect(store, [
      listOf(10, run('a', 1), run('b', 2)),
      failure(410),
      metadataList(20, run('a', 11), run('b', 12)),
      new Map([['a', run('a', 11)]]),
      failure(500),
      metadataList(20, run('a', 11), run('b', 12)),
      new Map([['a', run('a', 11)]]),
      new Map([['b', run('b', 12)]]),
      watchOf(),
    ]);
    expect(store.calls.slice(-3)).toEqual([
      'listed a 11',
      'listed b 12',
      'at 20',
    ]);
  });
});
