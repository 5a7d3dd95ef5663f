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
 * What becomes of objects in a cluster when retention has removed their runs from the
 * archive.
 */
import { setTimeout as sleep } from 'timers/promises';
import { TESTED_DATABASES } from '../../__testUtils__/databases';
import {
  RUN_TYPES,
  runObject,
  runsPath,
  runStatus,
} from './__testUtils__/runObjects';
import {
  createTestedCluster,
  type TestedCluster,
} from './__testUtils__/TestedCluster';
import {
  createWatchedDatabase,
  type WatchedDatabase,
} from './__testUtils__/WatchedDatabase';
import { WatcherReplica } from './__testUtils__/WatcherReplica';

jest.setTimeout(180_000);

const [TYPE] = RUN_TYPES;
const OURS = 'results.tekton.dev/pipelinerun';
const PATIENCE_MS = 60_000;
const LOOK_AGAIN_MS = 100;

describe.each(TESTED_DATABASES.eachSupportedId())(
  'a run that retention has removed, on %s',
  databaseId => {
    let cluster: TestedCluster;
    let database: WatchedDatabase;
    let replica: WatcherReplica;
    let namespace: string;

    beforeEach(async () => {
      cluster = await createTestedCluster();
      database = await createWatchedDatabase(databaseId);
      namespace = await cluster.createNamespace();
      replica = new WatcherReplica({
        kubeconfig: cluster.kubeconfig,
        database: database.address,
        verbose: false,
      });
      await replica.start();
      await database.untilWatched(RUN_TYPES.length);
    });

    afterEach(async () => {
      try {
        await replica.stop();
        await database.close();
      } finally {
        await cluster.close();
      }
    });

    const pathOf = (name: string) => `${runsPath(TYPE, namespace)}/${name}`;
    const objectOf = (name: string) => cluster.api.get(pathOf(name));
    const archived = async () =>
      (await database.archivedRuns()).map(({ uid }) => uid);

    async function until(what: string, isSo: () => Promise<boolean>) {
      const stopAt = Date.now() + PATIENCE_MS;
      while (!(await isSo())) {
        if (Date.now() > stopAt) {
          throw new Error(`It is still not so that ${what}`);
        }
        await sleep(LOOK_AGAIN_MS);
      }
    }

    const isHeld = async (name: string) =>
      ((await objectOf(name))?.metadata.finalizers ?? []).includes(OURS);

    /** A run that is over, archived, and held by our finalizer. */
    async function finished(name: string): Promise<string> {
      const { metadata } = await cluster.api.create(
        runsPath(TYPE, namespace),
        name,
        runObject(TYPE, name),
      );
      await until(`${name} is protected`, () => isHeld(name));
      await cluster.api.merge(`${pathOf(name)}/status`, {
        status: runStatus(TYPE, { message: 'done', finished: true }),
      });
      await until(`the end of ${name} is stored`, async () =>
        Boolean((await database.storedState(metadata.uid))?.final),
      );
      return metadata.uid;
    }

    it('stays in its cluster, is let go of, and is not archived again', async () => {
      const changed = await finished('changed');
      const idle = await finished('idle');
      await database.expire(changed);
      await database.expire(idle);

      // It is seen again as it changes.
      await cluster.api.merge(pathOf('changed'), {
        metadata: { labels: { looked: 'at' } },
      });
      await until('it is let go of', async () => !(await isHeld('changed')));

      // The other one is seen again in the list of whoever comes next.
      await replica.stop();
      await database.expireLeases();
      await replica.start();
      await until('that, too', async () => !(await isHeld('idle')));
      const last = await finished('last');

      expect(await archived()).toEqual([last]);
      for (const [name, uid] of [
        ['changed', changed],
        ['idle', idle],
      ]) {
        const { metadata } = (await objectOf(name))!;
        expect(metadata).toMatchObject({ uid });
        expect(metadata).not.toHaveProperty('deletionTimestamp');
        await cluster.api.delete(pathOf(name));
        expect(await objectOf(name)).toBe(undefined);
      }
      expect(await archived()).toEqual([last]);
    });
  },
);
