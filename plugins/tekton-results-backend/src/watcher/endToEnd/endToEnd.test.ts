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

/**
 * What a user sees of the watcher, through a process of its own and nothing but
 * the cluster's API: the same against an example cluster and, with
 * `TEST_KUBECONFIG`, a real API server with Tekton.
 */
import { setTimeout as sleep } from 'timers/promises';
import { TESTED_DATABASES } from '../../__testUtils__/databases';
import {
  RUN_TYPES,
  runObject,
  runsPath,
  runStatus,
  type RunType,
} from './__testUtils__/runObjects';
import {
  createTestedCluster,
  type TestedCluster,
} from './__testUtils__/TestedCluster';
import {
  createWatchedDatabase,
  type ArchivedRun,
  type WatchedDatabase,
} from './__testUtils__/WatchedDatabase';
import { WatcherReplica } from './__testUtils__/WatcherReplica';

jest.setTimeout(180_000);

const OURS = /^results\.tekton\.dev\//;
const PATIENCE_MS = 60_000;
const LOOK_AGAIN_MS = 200;

describe.each(TESTED_DATABASES.eachSupportedId())(
  'the watcher from end to end, %s',
  databaseId => {
    let cluster: TestedCluster;
    let database: WatchedDatabase;
    let replica: WatcherReplica;
    let namespace: string;

    beforeAll(async () => {
      cluster = await createTestedCluster();
      database = await createWatchedDatabase(databaseId);
      replica = new WatcherReplica({
        kubeconfig: cluster.kubeconfig,
        database: database.address,
        verbose: false,
      });
      await replica.start();
      await database.untilWatched(RUN_TYPES.length);
    });

    beforeEach(async () => {
      namespace = await cluster.createNamespace();
    });

    afterAll(async () => {
      try {
        await replica.stop();
        await database.close();
      } finally {
        await cluster.close();
      }
    });

    function pathOf(type: RunType, name: string) {
      return `${runsPath(type, namespace)}/${name}`;
    }

    async function create(type: RunType, name: string): Promise<string> {
      const { metadata } = await cluster.api.create(
        runsPath(type, namespace),
        name,
        runObject(type, name),
      );
      return metadata.uid;
    }

    async function setStatus(
      type: RunType,
      name: string,
      status: { message: string; finished: boolean },
    ) {
      await cluster.api.merge(`${pathOf(type, name)}/status`, {
        status: runStatus(type, status),
      });
    }

    async function archived(uid: string): Promise<ArchivedRun | undefined> {
      const runs = await database.archivedRuns();
      return runs.find(run => run.uid === uid);
    }

    /** Waits until the archive says of a run what is expected. */
    async function untilArchived(expected: ArchivedRun) {
      const stopAt = Date.now() + PATIENCE_MS;
      const isThere = async () =>
        JSON.stringify(await archived(expected.uid)) ===
        JSON.stringify(expected);
      while (!(await isThere()) && Date.now() < stopAt) {
        await sleep(LOOK_AGAIN_MS);
      }
      expect(await archived(expected.uid)).toEqual(expected);
    }

    async function untilProtected(type: RunType, name: string) {
      const stopAt = Date.now() + PATIENCE_MS;
      for (;;) {
        const run = await cluster.api.get(pathOf(type, name));
        const finalizers = run?.metadata.finalizers ?? [];
        if (finalizers.some(finalizer => OURS.test(finalizer))) {
          return;
        }
        if (Date.now() > stopAt) {
          throw new Error(`${name} never got a finalizer of ours`);
        }
        await sleep(LOOK_AGAIN_MS);
      }
    }

    /** Whether a run goes away in the end. */
    async function isRemoved(type: RunType, name: string): Promise<boolean> {
      const stopAt = Date.now() + PATIENCE_MS;
      while (await cluster.api.get(pathOf(type, name))) {
        if (Date.now() > stopAt) {
          return false;
        }
        await sleep(LOOK_AGAIN_MS);
      }
      return true;
    }

    it.each(RUN_TYPES.map(type => [type.kind, type] as const))(
      'keeps a %s from its beginning to after its deletion',
      async (_kind, type) => {
        const uid = await create(type, 'a');
        await setStatus(type, 'a', { message: 'going', finished: false });
        await untilArchived({
          uid,
          status: 'running',
          message: 'going',
          gone: false,
        });
        await setStatus(type, 'a', { message: 'done', finished: true });
        await untilArchived({
          uid,
          status: 'succeeded',
          message: 'done',
          gone: false,
        });
        await cluster.api.delete(pathOf(type, 'a'));
        await untilArchived({
          uid,
          status: 'succeeded',
          message: 'done',
          gone: true,
        });
        expect(await isRemoved(type, 'a')).toBe(true);
      },
    );

    it('keeps a run that was deleted while it ran', async () => {
      const [type] = RUN_TYPES;
      const uid = await create(type, 'a');
      await setStatus(type, 'a', { message: 'half way', finished: false });
      await cluster.api.delete(pathOf(type, 'a'));
      await untilArchived({
        uid,
        status: 'incomplete',
        message: 'half way',
        gone: true,
      });
      expect(await isRemoved(type, 'a')).toBe(true);
    });

    it('learns the end of a run that ended while nobody watched', async () => {
      const [, type] = RUN_TYPES;
      const uid = await create(type, 'a');
      await untilProtected(type, 'a');
      await replica.kill();
      await setStatus(type, 'a', { message: 'done unseen', finished: true });
      await cluster.api.delete(pathOf(type, 'a'));
      expect(await cluster.api.get(pathOf(type, 'a'))).toBeDefined();

      await database.expireLeases();
      await replica.start();
      await untilArchived({
        uid,
        status: 'succeeded',
        message: 'done unseen',
        gone: true,
      });
      expect(await isRemoved(type, 'a')).toBe(true);
    });

    it('keeps the runs of a namespace that is deleted', async () => {
      const uids: string[] = [];
      for (const type of RUN_TYPES) {
        uids.push(await create(type, 'a'));
        await setStatus(type, 'a', { message: 'done', finished: true });
      }
      await cluster.api.delete(`/api/v1/namespaces/${namespace}`);
      for (const uid of uids) {
        await untilArchived({
          uid,
          status: 'succeeded',
          message: 'done',
          gone: true,
        });
      }
      const removed = RUN_TYPES.map(type => isRemoved(type, 'a'));
      expect(await Promise.all(removed)).toEqual(RUN_TYPES.map(() => true));
    });

    it('stores a run again under its own uid when its name is used again', async () => {
      const [type] = RUN_TYPES;
      const first = await create(type, 'a');
      await setStatus(type, 'a', { message: 'first', finished: true });
      await cluster.api.delete(pathOf(type, 'a'));
      expect(await isRemoved(type, 'a')).toBe(true);
      const second = await create(type, 'a');
      await setStatus(type, 'a', { message: 'second', finished: true });
      await untilArchived({
        uid: second,
        status: 'succeeded',
        message: 'second',
        gone: false,
      });
      await untilArchived({
        uid: first,
        status: 'succeeded',
        message: 'first',
        gone: true,
      });
    });
  },
);
