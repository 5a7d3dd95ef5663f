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

import { mockServices } from '@backstage/backend-test-utils';
import { RESOURCES } from 'example-cluster';
import { DEFAULT_WATCHER_CONFIG, type ArchiveConfig } from '../config';
import { TESTED_DATABASES } from '../__testUtils__/databases';
import {
  createWatchedCluster,
  until,
  type RunType,
} from './__testUtils__/watchedCluster';
import { noClusterMetrics, noWatcherMetrics } from './metrics';
import type { LogsCapture, LogsState } from './steward';

jest.setTimeout(90_000);

const { pipelineruns, taskruns } = RESOURCES;
const FINALIZER = 'results.tekton.dev/pipelinerun';
const TASK_FINALIZER = 'results.tekton.dev/taskrun';
const HOUR_MS = 3_600_000;
const READ = ['get', 'list', 'watch'];

/** Of somebody who may do so much, and ask what that is. */
function tokenOf(token: string, verbs: string[]) {
  const review = { resources: ['selfsubjectaccessreviews'], verbs: ['create'] };
  return { token, user: token, rules: [{ resources: ['*'], verbs }, review] };
}

type Watched = Awaited<ReturnType<typeof createWatchedCluster>>;

/** Logs of which all runs are in the same state. */
class StatedLogs implements LogsCapture {
  asked = 0;
  state: LogsState = { done: false, reason: 'the pod does not answer' };

  async ensureCaptured() {
    this.asked += 1;
    return this.state;
  }
}

describe.each(TESTED_DATABASES.eachSupportedId())(
  'a cluster watched into %s',
  databaseId => {
    let watched: Watched;

    const setUp = async (
      options?: Parameters<typeof createWatchedCluster>[1],
    ) => {
      watched = await createWatchedCluster(databaseId, options);
      return watched;
    };

    /** Waits until a run carries our finalizer. */
    const isProtected = (name: string, type: RunType = pipelineruns) =>
      until(() =>
        watched
          .find(type, name)
          ?.metadata.finalizers?.some(
            each => each === FINALIZER || each === TASK_FINALIZER,
          ),
      );
    const isGone = (name: string, type: RunType = pipelineruns) =>
      until(() => watched.find(type, name) === undefined);

    afterEach(() => watched.close());

    describe('finalizers', () => {
      it('A.11 row 9: hold a deleted run until its final state is stored', async () => {
        const { create, setStatus, remove, details, stored } = await setUp();
        await watched.watch();
        create(pipelineruns, 'a');
        await isProtected('a');

        setStatus(pipelineruns, 'a', 'True');
        remove(pipelineruns, 'a');
        await isGone('a');
        expect(await stored('a', ({ goneAt }) => goneAt)).toMatchObject({
          status: 'succeeded',
        });
        expect(await details('a')).toMatchObject({
          finalStoredTime: expect.any(Number),
          lastSeenTime: expect.any(Number),
          gaps: [],
        });
      });

      it('window 2: hold a run that was deleted while nobody watched', async () => {
        const { create, setStatus, remove, stored } = await setUp();
        const { stop } = await watched.watch();
        create(pipelineruns, 'a');
        await isProtected('a');
        await stop();
        setStatus(pipelineruns, 'a', 'False');
        remove(pipelineruns, 'a');
        watched.cluster.compact();
        expect(watched.find(pipelineruns, 'a')).toBeDefined();

        await watched.watch();
        await isGone('a');
        await stored('a', run => run.status === 'failed' && run.goneAt);
      });

      it('window 4, F25: let a run go that was deleted while it ran, and keep what it was', async () => {
        const { create, setStatus, remove, stored, details } = await setUp();
        await watched.watch();
        create(pipelineruns, 'a');
        setStatus(pipelineruns, 'a', 'Unknown');
        await isProtected('a');
        remove(pipelineruns, 'a');
        await isGone('a');
        await stored('a', run => run.status === 'incomplete' && run.goneAt);
        expect(await details('a')).toMatchObject({
          payload: { metadata: { deletionTimestamp: expect.any(String) } },
        });
      });

      it('window 3 and 9, F4: hold a run until its logs are in', async () => {
        const { create, setStatus, remove, stored } = await setUp();
        const logs = new StatedLogs();
        const { monitor } = await watched.watch({}, { logs });
        create(pipelineruns, 'a');
        await isProtected('a');
        setStatus(pipelineruns, 'a', 'True');
        remove(pipelineruns, 'a');

        await until(() => logs.asked > 1);
        expect(watched.find(pipelineruns, 'a')).toBeDefined();
        // It takes until it is no longer just on its way.
        expect(
          await until(() => monitor.report().clusters[0].oldestUnstored),
        ).toMatchObject({ name: 'a', reason: 'logs: the pod does not answer' });
        logs.state = { done: true };
        await isGone('a');
        await stored('a', ({ goneAt }) => goneAt);
        expect(monitor.report().clusters[0].oldestUnstored).toBeUndefined();
      });

      it('window 7: hold a run that does not say when it ended, for those who forward its logs and for ours', async () => {
        const { create, setStatus, remove, stored, details } = await setUp();
        const logs = new StatedLogs();
        logs.state = { done: true };
        const { stop } = await watched.watch(
          { forwardBufferMs: HOUR_MS },
          { logs },
        );
        create(taskruns, 'a');
        await isProtected('a', taskruns);
        setStatus(taskruns, 'a', 'True', { completionTime: undefined });
        remove(taskruns, 'a');
        await until(
          () => details('a'),
          run => JSON.stringify(run?.payload).includes('deletionTimestamp'),
        );
        create(pipelineruns, 'b');
        await isProtected('b');
        expect(watched.find(taskruns, 'a')).toBeDefined();

        await stop();
        const late = new StatedLogs();
        await watched.watch({ forwardBufferMs: 0 }, { logs: late });
        await until(() => late.asked > 1);
        expect(watched.find(taskruns, 'a')).toBeDefined();
        late.state = { done: true };
        await isGone('a', taskruns);
        const run = await stored('a', ({ goneAt }) => goneAt);
        expect(run).toMatchObject({ status: 'succeeded' });
        expect(run?.completedAt).toBeUndefined();
      });

      it('F6: note which logs were given up, and why', async () => {
        const { create, setStatus, remove, details } = await setUp();
        const logs = new StatedLogs();
        logs.state = { done: true, givenUp: 'the pod never started' };
        await watched.watch({}, { logs });
        create(pipelineruns, 'a');
        await isProtected('a');
        setStatus(pipelineruns, 'a', 'False');
        remove(pipelineruns, 'a');
        await isGone('a');
        expect((await details('a'))?.gaps).toEqual([
          {
            what: 'logs',
            reason: 'the pod never started',
            since: expect.any(String),
          },
        ]);
      });

      it('A.11 row 5b, F17: give up at the deadline, and say so everywhere', async () => {
        const { create, setStatus, remove, details, cluster } = await setUp();
        const runLost = jest.fn();
        const finalizerReleased = jest.fn();
        await watched.watch(
          { storeDeadlineMs: 100 },
          {
            logs: new StatedLogs(),
            metrics: {
              ...noWatcherMetrics,
              cluster: () => ({
                ...noClusterMetrics,
                runLost,
                finalizerReleased,
              }),
            },
          },
        );
        create(pipelineruns, 'a');
        await isProtected('a');
        setStatus(pipelineruns, 'a', 'True');
        remove(pipelineruns, 'a');
        await isGone('a');

        expect((await details('a'))?.gaps).toMatchObject([
          { what: 'logs', reason: 'the pod does not answer' },
        ]);
        await until(() => finalizerReleased.mock.calls.length);
        expect(finalizerReleased).toHaveBeenCalledWith(
          'PipelineRun',
          'deadline',
        );
        expect(runLost).toHaveBeenCalledWith(
          expect.objectContaining({ name: 'a' }),
          'deadline',
        );
        expect(cluster.store.list(RESOURCES.events)).toMatchObject([
          {
            reason: 'StoreDeadlineExceeded',
            type: 'Warning',
            involvedObject: { kind: 'PipelineRun', name: 'a' },
            message:
              'Released without logs (the pod does not answer), as the store deadline is over',
          },
        ]);
      });

      it('A.11: are released when an earlier Tekton Results added them by a merge patch', async () => {
        const { create, setStatus, remove, stored } = await setUp();
        create(pipelineruns, 'a', {
          finalizers: ['example.com/other', FINALIZER],
          managedFields: [
            {
              manager: 'watcher',
              operation: 'Update',
              apiVersion: 'tekton.dev/v1',
              fieldsType: 'FieldsV1',
              fieldsV1: {
                'f:metadata': {
                  'f:finalizers': { [`v:"${FINALIZER}"`]: {} },
                },
              },
            },
          ],
        });
        await watched.watch();
        await stored('a');
        setStatus(pipelineruns, 'a', 'True');
        remove(pipelineruns, 'a');
        await until(
          () => watched.find(pipelineruns, 'a')?.metadata.finalizers,
          finalizers => finalizers?.length === 1,
        );
        expect(watched.find(pipelineruns, 'a')?.metadata.finalizers).toEqual([
          'example.com/other',
        ]);
      });

      it('are not touched by a credential that may only read', async () => {
        const { create, setStatus, stored } = await setUp({
          tokens: [tokenOf('reader', READ)],
        });
        create(pipelineruns, 'upstream', {
          finalizers: [FINALIZER],
        });
        const { monitor } = await watched.watch({}, { token: 'reader' });
        create(pipelineruns, 'a');
        setStatus(pipelineruns, 'a', 'True');
        await stored('a', ({ status }) => status === 'succeeded');
        await stored('upstream');
        expect(watched.find(pipelineruns, 'a')?.metadata.finalizers).toBe(
          undefined,
        );
        expect(monitor.report().clusters[0].oldestUnstored).toBeUndefined();
      });

      it('are missed, and said to be, when the right to release them was taken away', async () => {
        const token = 'keeper';
        const writing = [...READ, 'create', 'patch'];
        const { create, cluster } = await setUp({
          tokens: [tokenOf(token, writing)],
        });
        const first = await watched.watch({}, { token });
        create(pipelineruns, 'a');
        await isProtected('a');
        await first.stop();
        cluster.setTokens([tokenOf(token, READ)]);
        const logger = mockServices.logger.mock();
        logger.child.mockReturnValue(logger);
        const { monitor } = await watched.watch({}, { token, logger });
        await until(() => monitor.report().state === 'degraded');
        const [{ state, missingRights }] = monitor.report().clusters;
        expect(state).toBe('ok');
        expect(missingRights?.filter(right => !right.optional)).toContainEqual(
          expect.objectContaining({ verb: 'patch', resource: 'pipelineruns' }),
        );
        expect(logger.warn).toHaveBeenCalledWith(
          expect.stringContaining('deleted runs wait for ever'),
        );
      });

      it('F16: report a run that cannot be written to, while others go on', async () => {
        const { create, setStatus, remove, cluster, stored } = await setUp();
        cluster.addFault({
          match: { method: 'PATCH', pathPattern: '/pipelineruns/refused' },
          effect: { status: 422, body: { message: 'denied by webhook' } },
        });
        const { monitor } = await watched.watch();
        create(pipelineruns, 'refused');
        create(pipelineruns, 'a');
        await isProtected('a');
        setStatus(pipelineruns, 'a', 'True');
        remove(pipelineruns, 'a');
        await isGone('a');
        await stored('refused');
        expect(
          await until(() => monitor.report().clusters[0].oldestUnstored),
        ).toMatchObject({
          name: 'refused',
          reason: expect.stringContaining('denied by webhook'),
        });
      });

      it('are written again after a failure of the cluster', async () => {
        const { create, cluster } = await setUp();
        cluster.addFault({
          match: { method: 'PATCH' },
          effect: { status: 500 },
          times: 1,
        });
        const { monitor } = await watched.watch();
        create(pipelineruns, 'a');
        expect(await isProtected('a')).toBe(true);
        await until(
          () => monitor.report().clusters[0].oldestUnstored === undefined,
        );
      });
    });

    describe('annotations', () => {
      it('F1, F15, F26, window 8: never make a copy of a run overwrite the run', async () => {
        const { create, setStatus, stored } = await setUp();
        await watched.watch({ annotations: true });
        create(pipelineruns, 'old');
        setStatus(pipelineruns, 'old', 'True');
        await until(
          () => watched.find(pipelineruns, 'old')?.metadata.annotations,
          annotations => annotations?.['results.tekton.dev/stored'] === 'true',
        );
        const { metadata: old } = watched.find(pipelineruns, 'old')!;

        create(pipelineruns, 'copy', {
          annotations: old.annotations,
          // Another manager owns them, as after `kubectl apply`.
          managedFields: [
            {
              manager: 'kubectl',
              operation: 'Apply',
              apiVersion: 'tekton.dev/v1',
              fieldsType: 'FieldsV1',
              fieldsV1: {
                'f:metadata': {
                  'f:annotations': Object.fromEntries(
                    Object.keys(old.annotations ?? {}).map(key => [
                      `f:${key}`,
                      {},
                    ]),
                  ),
                },
              },
            },
          ],
        });
        const { uid } = watched.find(pipelineruns, 'copy')!.metadata;
        const copied = await until(
          () => watched.find(pipelineruns, 'copy')?.metadata.annotations,
          annotations =>
            annotations?.['results.tekton.dev/record'] ===
            `shop/results/${uid}/records/${uid}`,
        );
        expect(copied).toMatchObject({
          'results.tekton.dev/stored': 'false',
        });
        expect(await stored('old')).toMatchObject({ uid: old.uid });
        expect(await stored('copy')).toMatchObject({ uid });
      });
    });

    describe('clean-up', () => {
      it('window 13: leaves a run alone after an outage longer than its grace period', async () => {
        const { create, setStatus, details } = await setUp();
        create(pipelineruns, 'a');
        setStatus(pipelineruns, 'a', 'True', {
          completionTime: '2020-02-02T02:02:02Z',
        });
        const logs = new StatedLogs();
        logs.state = { done: true };
        const { stop } = await watched.watch(
          { completedRunGracePeriodMs: HOUR_MS },
          { logs },
        );
        await until(() => logs.asked > 0);
        create(pipelineruns, 'b');
        await isProtected('b');
        const { metadata } = watched.find(pipelineruns, 'a') ?? {};
        expect(metadata).toBeDefined();
        expect(metadata?.deletionTimestamp).toBeUndefined();
        expect(await details('a')).toMatchObject({
          finalStoredTime: expect.any(Number),
        });

        await stop();
        await watched.watch({ completedRunGracePeriodMs: 1 }, { logs });
        await isGone('a');
      });

      it('A.10, F14: deletes a PipelineRun when all it owns is stored to its end', async () => {
        const { create, setStatus, stored } = await setUp();
        await watched.watch({ completedRunGracePeriodMs: 0 });
        const { metadata } = create(pipelineruns, 'a');
        create(taskruns, 'a-build', {
          ownerReferences: [
            {
              apiVersion: 'tekton.dev/v1',
              kind: 'PipelineRun',
              name: 'a',
              uid: metadata.uid,
            },
          ],
        });
        setStatus(taskruns, 'a-build', 'Unknown');
        await stored('a-build');
        setStatus(pipelineruns, 'a', 'True', {
          childReferences: [{ kind: 'TaskRun', name: 'a-build' }],
        });
        await stored('a', ({ status }) => status === 'succeeded');
        // Both were looked at by the time that a later run is protected.
        create(pipelineruns, 'b');
        await isProtected('b');
        expect(watched.find(pipelineruns, 'a')).toBeDefined();

        setStatus(taskruns, 'a-build', 'True');
        await isGone('a');
        await until(() => watched.find(taskruns, 'a-build') === undefined);
        await stored('a', ({ goneAt }) => goneAt);
        await stored(
          'a-build',
          run => run.goneAt && run.status === 'succeeded',
        );
        expect(watched.find(pipelineruns, 'b')).toBeDefined();
      });
    });

    describe('the archive policy', () => {
      const { archive } = DEFAULT_WATCHER_CONFIG;

      it('F18: leaves out what it excludes', async () => {
        const { create, stored, runs } = await setUp();
        await watched.watch({
          archive: { ...archive, names: { include: [], exclude: ['tmp-*'] } },
        });
        create(pipelineruns, 'tmp-1');
        create(pipelineruns, 'a');
        await stored('a');
        await isProtected('a');
        expect([...(await runs()).keys()]).toEqual(['a']);
        expect(
          watched.find(pipelineruns, 'tmp-1')?.metadata.finalizers,
        ).toBeUndefined();
      });

      it.each<[string, Partial<ArchiveConfig>]>([
        ['namespaces', { namespaces: { include: ['other'], exclude: [] } }],
        ['kinds', { kinds: ['TaskRun'] }],
      ])(
        'window 6: stores to their end, and releases, runs that it took before it took other %s',
        async (_, others) => {
          const { create, setStatus, remove, stored } = await setUp();
          const { stop } = await watched.watch();
          create(pipelineruns, 'kept');
          create(pipelineruns, 'deleted');
          await isProtected('kept');
          await isProtected('deleted');
          await stop();
          setStatus(pipelineruns, 'deleted', 'True');
          remove(pipelineruns, 'deleted');

          await watched.watch({ archive: { ...archive, ...others } });
          await isGone('deleted');
          await stored(
            'deleted',
            run => run.goneAt && run.status === 'succeeded',
          );
          setStatus(pipelineruns, 'kept', 'False');
          await stored('kept', ({ status }) => status === 'failed');
          expect(
            await until(
              () => watched.find(pipelineruns, 'kept')?.metadata,
              metadata => !metadata?.finalizers?.length,
            ),
          ).toMatchObject({ name: 'kept' });
        },
      );

      it('window 1 and 4: stores only finished runs if told so, yet loses none', async () => {
        const { create, setStatus, remove, runs, stored } = await setUp();
        await watched.watch({ archive: { ...archive, incompleteRuns: false } });
        create(pipelineruns, 'a');
        create(pipelineruns, 'b');
        await isProtected('a');
        await isProtected('b');
        expect([...(await runs()).keys()]).toEqual([]);
        setStatus(pipelineruns, 'a', 'True');
        await stored('a', ({ status }) => status === 'succeeded');
        remove(pipelineruns, 'b');
        await isGone('b');
        await stored('b', run => run.goneAt && run.status === 'incomplete');
      });
    });

    describe('two replicas', () => {
      it('window 12: share a cluster, the second at once where the first stopped', async () => {
        const { create, setStatus, stored } = await setUp();
        const first = await watched.watch();
        create(pipelineruns, 'a');
        await isProtected('a');
        const second = await watched.standBy();
        expect(second.monitor.report().clusters[0].state).toBe('standby');

        await first.stop();
        setStatus(pipelineruns, 'a', 'True');
        watched.remove(pipelineruns, 'a');
        await isGone('a');
        await stored('a', run => run.goneAt && run.status === 'succeeded');
        expect(second.monitor.report().clusters[0].state).toBe('ok');
      });
    });

    describe('the log', () => {
      it('tells once that a resource cannot be read, and once that it can again', async () => {
        const { cluster, create, stored } = await setUp();
        const logger = mockServices.logger.mock();
        logger.child.mockReturnValue(logger);
        await watched.watch({ finalizers: 'never' }, { logger });
        cluster.addFault({
          match: { pathPattern: '/pipelineruns' },
          effect: { status: 500 },
          times: 2,
        });
        cluster.dropWatches();
        create(pipelineruns, 'a');
        await stored('a');
        const lines = [...logger.warn.mock.calls, ...logger.info.mock.calls]
          .map(([line]) => String(line))
          .filter(line => line.includes('read'));
        expect(lines).toEqual([
          expect.stringMatching(/^Cannot read pipelineruns of .* 500: /),
          expect.stringMatching(/^The cluster lets pipelineruns of .* again$/),
        ]);
      });
    });

    describe('runs that vanish', () => {
      it('window 1: are found by a relist, with the time until which they were seen', async () => {
        const { create, setStatus, remove, stored, details } = await setUp();
        const { stop } = await watched.watch({ finalizers: 'never' });
        create(pipelineruns, 'a');
        setStatus(pipelineruns, 'a', 'Unknown');
        await stored('a', ({ status }) => status === 'running');
        await stop();
        const stoppedAt = Date.now();
        remove(pipelineruns, 'a');
        watched.cluster.compact();
        create(pipelineruns, 'b');

        await watched.watch({ finalizers: 'never' });
        await stored('a', run => run.goneAt && run.status === 'incomplete');
        const run = await details('a');
        expect(run?.lastSeenTime).toBeLessThanOrEqual(stoppedAt);
        expect(run?.lastSeenTime).toBeGreaterThanOrEqual(
          run?.createTime ?? NaN,
        );
      });

      it('stay, all of them, when their namespace is deleted', async () => {
        const { create, setStatus, stored, cluster } = await setUp();
        await watched.watch();
        for (const name of ['a', 'b', 'c']) {
          create(pipelineruns, name);
          setStatus(pipelineruns, name, name === 'c' ? 'Unknown' : 'True');
        }
        await stored('c');
        cluster.store.delete(RESOURCES.namespaces, undefined, 'shop');
        for (const name of ['a', 'b', 'c']) {
          cluster.store.delete(pipelineruns, 'shop', name);
        }
        for (const name of ['a', 'b', 'c']) {
          await isGone(name);
        }
        const gone = await Promise.all(
          ['a', 'b', 'c'].map(name => stored(name, ({ goneAt }) => goneAt)),
        );
        expect(gone.map(run => run?.status)).toEqual([
          'succeeded',
          'succeeded',
          'incomplete',
        ]);
      });
    });
  },
);
