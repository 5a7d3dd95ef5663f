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

import { RESOURCES } from '../kubernetes';
import { until } from '../testUtils';
import { emptyDeletedNamespaces } from './emptyNamespaces';
import { ObjectStore } from './objectStore';

describe('the deletion of a namespace', () => {
  it('deletes what is in it, and leaves what has finalizers until they are released', async () => {
    const store = new ObjectStore();
    const stop = emptyDeletedNamespaces(store);
    store.create(RESOURCES.namespaces, { metadata: { name: 'old' } });
    for (const [name, namespace, finalizers] of [
      ['plain', 'old', undefined],
      ['kept', 'old', ['example.com/keeps']],
      ['other', 'new', undefined],
    ] as const) {
      store.create(RESOURCES.taskruns, {
        metadata: {
          name,
          namespace,
          finalizers: finalizers && [...finalizers],
        },
      });
    }
    store.delete(RESOURCES.namespaces, undefined, 'old');
    await until(() => !store.find(RESOURCES.taskruns, 'old', 'plain'));
    stop();
    expect(
      store.list(RESOURCES.taskruns).map(({ metadata }) => ({
        name: metadata.name,
        going: metadata.deletionTimestamp !== undefined,
      })),
    ).toEqual([
      { name: 'other', going: false },
      { name: 'kept', going: true },
    ]);
  });
});
