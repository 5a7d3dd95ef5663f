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

import { RESOURCES, type AccessRule } from 'example-cluster';
import { TESTED_DATABASES } from '../__testUtils__/databases';
import { TEST_CLUSTER } from '../__testUtils__/recordedRuns';
import { createWatchedCluster, until } from './__testUtils__/watchedCluster';

jest.setTimeout(60_000);

const TOKEN = 'of-a-role';
const OTHER = 'payments';

/** What RoleBindings in these namespaces give, and nothing across namespaces. */
function rightsIn(namespaces: string[]): AccessRule[] {
  return [
    {
      apiGroups: ['tekton.dev'],
      resources: ['pipelineruns', 'taskruns', 'customruns'],
      verbs: ['get', 'list', 'watch', 'patch'],
      namespaces,
    },
    {
      apiGroups: [''],
      resources: ['events'],
      verbs: ['list', 'watch', 'create'],
      namespaces,
    },
    {
      apiGroups: ['authorization.k8s.io'],
      resources: ['selfsubjectaccessreviews'],
      verbs: ['create'],
    },
  ];
}

function tokenFor(namespaces: string[]) {
  return [{ token: TOKEN, user: 'jane', rules: rightsIn(namespaces) }];
}

describe.each(TESTED_DATABASES.eachSupportedId())(
  'a cluster of which some namespaces are watched, into %s',
  databaseId => {
    let watched: Awaited<ReturnType<typeof createWatchedCluster>>;
    const others = { token: TOKEN, namespaces: ['shop', OTHER] };

    beforeEach(async () => {
      watched = await createWatchedCluster(databaseId, {
        tokens: tokenFor(['shop', OTHER]),
      });
    });

    afterEach(() => watched.close());

    it('needs no right across namespaces, and protects and stores the runs of just these', async () => {
      const { pipelineruns } = RESOURCES;
      watched.create(pipelineruns, 'before');
      watched.create(pipelineruns, 'elsewhere', {}, 'platform');
      const { monitor } = await watched.watch({ storeEvents: true }, others);
      watched.create(pipelineruns, 'after', {}, OTHER);
      await watched.stored('before');
      await watched.stored('after');
      expect([...(await watched.runs()).keys()].sort()).toEqual([
        'after',
        'before',
      ]);
      await until(
        () => watched.find(pipelineruns, 'before')?.metadata.finalizers?.length,
      );
      const { missingRights, resources } = await until(
        () => monitor.report().clusters[0],
        health => health.missingRights,
      );
      // Logs are not captured here, so that pods are not asked for.
      expect(missingRights).toEqual([]);
      expect(
        resources.map(
          ({ namespace, resource, state }) =>
            `${namespace}/${resource} ${state}`,
        ),
      ).toEqual(
        ['events', 'pipelineruns', 'taskruns', 'customruns'].flatMap(name => [
          `shop/${name} watching`,
          `${OTHER}/${name} watching`,
        ]),
      );
    });

    it('goes on in each namespace from where it had stopped, and finds there what is gone', async () => {
      const { taskruns } = RESOURCES;
      const { store } = watched.cluster;
      for (const [name, namespace] of [
        ['kept', 'shop'],
        ['removed', OTHER],
      ]) {
        watched.create(taskruns, name, {}, namespace);
      }
      const { stop } = await watched.watch({ finalizers: 'never' }, others);
      await watched.stored('kept');
      await watched.stored('removed');
      await stop();
      store.delete(taskruns, OTHER, 'removed');
      watched.create(taskruns, 'meanwhile', {}, OTHER);
      // The watch cannot tell what happened: only a list can.
      watched.cluster.compact();
      await watched.watch({ finalizers: 'never' }, others);
      await watched.stored('removed', ({ goneAt }) => goneAt);
      await watched.stored('meanwhile');
      expect((await watched.runs()).get('kept')?.goneAt).toBeUndefined();
    });

    it('goes on where the rights are, and names the namespace in which one is missing', async () => {
      watched.cluster.setTokens(tokenFor(['shop']));
      const { monitor } = await watched.start({}, others);
      watched.create(RESOURCES.pipelineruns, 'stored');
      await watched.stored('stored');
      const health = await until(
        () => monitor.report().clusters[0],
        ({ missingRights }) => missingRights,
      );
      const missing = health.missingRights?.filter(right => !right.optional);
      expect(missing).toHaveLength(9);
      expect(missing).toContainEqual({
        verb: 'watch',
        apiGroup: 'tekton.dev',
        resource: 'taskruns',
        namespace: OTHER,
        feature: 'archive',
        optional: false,
      });
      expect(new Set(missing?.map(({ namespace }) => namespace))).toEqual(
        new Set([OTHER]),
      );
      expect(
        health.resources
          .filter(({ state }) => state === 'failing')
          .map(({ namespace, problem }) => `${namespace} ${problem?.code}`),
      ).toEqual([
        `${OTHER} forbidden`,
        `${OTHER} forbidden`,
        `${OTHER} forbidden`,
      ]);
    });

    it('keeps events by namespace: one that may not be read keeps nobody waiting', async () => {
      watched.cluster.setTokens([
        {
          token: TOKEN,
          user: 'jane',
          rules: [
            ...rightsIn(['shop']),
            ...rightsIn([OTHER]).filter(
              ({ resources }) => !resources.includes('events'),
            ),
          ],
        },
      ]);
      const { monitor } = await watched.watch({ storeEvents: true }, others);
      await until(() =>
        monitor
          .report()
          .clusters[0].resources.some(({ state }) => state === 'off'),
      );
      const { uid } = watched.create(RESOURCES.pipelineruns, 'told').metadata;
      watched.cluster.store.create(RESOURCES.events, {
        metadata: { name: 'told.1', namespace: 'shop' },
        involvedObject: {
          apiVersion: 'tekton.dev/v1',
          kind: 'PipelineRun',
          namespace: 'shop',
          name: 'told',
          uid,
        },
        reason: 'Started',
        lastTimestamp: watched.cluster.store.timestamp(),
      });
      await watched.stored('told');
      const told = await until(
        () => watched.stores.runs.events({ cluster: TEST_CLUSTER, uid }),
        ({ length }) => length > 0,
      );
      expect(JSON.stringify(told)).toContain('"reason":"Started"');
    });
  },
);
