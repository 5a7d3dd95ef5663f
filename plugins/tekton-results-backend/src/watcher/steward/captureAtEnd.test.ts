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

import { RESOURCES } from 'example-cluster';
import { DEFAULT_WATCHER_CONFIG } from '../../config';
import { TESTED_DATABASES } from '../../__testUtils__/databases';
import { TEST_CLUSTER } from '../../__testUtils__/recordedRuns';
import { createWatchedCluster, until } from '../__testUtils__/watchedCluster';

jest.setTimeout(90_000);

const { events, taskruns } = RESOURCES;
const FINALIZER = 'results.tekton.dev/taskrun';
const EVENT_LIST = 'results.tekton.dev/eventlist';

describe.each(TESTED_DATABASES.eachSupportedId())(
  'the events of a run that is over, stored in %s',
  databaseId => {
    let watched: Awaited<ReturnType<typeof createWatchedCluster>>;

    const tell = (
      name: string,
      involvedObject: { kind: string; name: string; uid?: string },
    ) =>
      watched.cluster.store.create(events, {
        metadata: { name, namespace: 'shop' },
        involvedObject: {
          apiVersion: involvedObject.kind === 'Pod' ? 'v1' : 'tekton.dev/v1',
          namespace: 'shop',
          uid: 'pod-uid',
          ...involvedObject,
        },
        reason: 'Told',
        firstTimestamp: watched.cluster.store.timestamp(),
      });
    const storedEvents = async () => {
      const { items } = await watched.stores.results.listRecords({
        view: { cluster: TEST_CLUSTER },
        limit: 100,
      });
      return items
        .filter(({ data }) => data?.type.endsWith('.EventList'))
        .flatMap(({ data }) => JSON.parse(String(data?.json)).items)
        .map(({ metadata }) => metadata.name)
        .sort();
    };
    const isProtected = (name: string) =>
      until(() =>
        watched.find(taskruns, name)?.metadata.finalizers?.includes(FINALIZER),
      );
    const isGone = (name: string) =>
      until(() => watched.find(taskruns, name) === undefined);

    beforeEach(async () => {
      watched = await createWatchedCluster(databaseId);
    });
    afterEach(() => watched.close());

    it('are in before its finalizer is released, also if the watch of events is silent', async () => {
      await watched.watch({ storeEvents: true });
      watched.cluster.addFault({
        match: { path: '/api/v1/events', watch: true },
        effect: { hang: true },
      });
      watched.cluster.dropWatches();
      const { metadata } = watched.create(taskruns, 'a');
      await isProtected('a');
      tell('started', { kind: 'TaskRun', name: 'a', uid: metadata.uid });
      tell('pulled', { kind: 'Pod', name: 'a-pod' });
      tell('of another', { kind: 'Pod', name: 'b-pod' });
      watched.setStatus(taskruns, 'a', 'True');
      watched.remove(taskruns, 'a');
      await isGone('a');
      expect(await storedEvents()).toEqual(['pulled', 'started']);
    });

    it('A.8: are told of by an annotation, in one write with the others', async () => {
      await watched.watch({ storeEvents: true, annotations: true });
      const { metadata } = watched.create(taskruns, 'a');
      const { uid } = metadata;
      await isProtected('a');
      watched.setStatus(taskruns, 'a', 'True');
      tell('done', { kind: 'TaskRun', name: 'a', uid });
      const annotated: object[] = [];
      await until(() => {
        const annotations = watched.find(taskruns, 'a')?.metadata.annotations;
        if (annotations?.['results.tekton.dev/stored'] === 'true') {
          annotated.push(annotations);
        }
        return annotated.length > 0;
      });
      const name = Object(annotated[0])[EVENT_LIST];
      const [parent, , result, , record] = name.split('/');
      expect(
        await watched.stores.results.getRecord(
          { cluster: TEST_CLUSTER },
          { parent, result, record },
        ),
      ).toMatchObject({ data: { type: 'results.tekton.dev/v1.EventList' } });
    });

    it('are those of its beginning, too, if it is stored when it is finished', async () => {
      const { archive } = DEFAULT_WATCHER_CONFIG;
      await watched.watch({
        storeEvents: true,
        archive: { ...archive, incompleteRuns: false },
      });
      const { metadata } = watched.create(taskruns, 'a');
      const { uid } = metadata;
      tell('early', { kind: 'TaskRun', name: 'a', uid });
      await isProtected('a');
      expect(await storedEvents()).toEqual([]);
      // Clusters forget them; who was told does not.
      watched.cluster.store.delete(events, 'shop', 'early');
      watched.setStatus(taskruns, 'a', 'True');
      watched.remove(taskruns, 'a');
      await isGone('a');
      expect(await storedEvents()).toEqual(['early']);
    });
  },
);
