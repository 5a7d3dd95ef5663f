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

import { RESOURCES, type FaultEffect } from 'example-cluster';
import { TESTED_DATABASES } from '../../__testUtils__/databases';
import { TEST_CLUSTER } from '../../__testUtils__/recordedRuns';
import type { StepLog } from '../../store';
import {
  createWatchedCluster,
  until,
} from '../../watcher/__testUtils__/watchedCluster';
import type { LogArchive } from '../LogArchive';
import type { CaptureSettings } from './CaptureSettings';
import {
  collectTestLogs,
  createTestArchive,
  textOf,
} from './__testUtils__/captureLogs';

jest.setTimeout(60_000);

const { taskruns, pipelineruns, pods, events } = RESOURCES;
const FINALIZER = 'results.tekton.dev/taskrun';
const STARTED = '2026-01-01T10:00:00Z';

const RUNNING = { running: { startedAt: STARTED } };
const ENDED = {
  terminated: {
    exitCode: 0,
    containerID: 'kubelet://a',
    startedAt: STARTED,
    finishedAt: '2026-01-01T10:00:09Z',
  },
};

describe.each(TESTED_DATABASES.eachSupportedId())(
  'LogCollector on %s',
  databaseId => {
    let watched: Awaited<ReturnType<typeof createWatchedCluster>>;
    let archive: LogArchive;

    beforeEach(async () => {
      watched = await createWatchedCluster(databaseId);
      archive = await createTestArchive(watched.stores);
    });

    afterEach(() => watched.close());

    function collecting(
      options: {
        settings?: Partial<CaptureSettings>;
        archive?: Pick<LogArchive, 'append'>;
      } = {},
    ) {
      const { stores } = watched;
      return {
        collectLogs: collectTestLogs({
          archive: options.archive ?? archive,
          stores,
          settings: options.settings,
          maxFollowMs: 1_000,
        }),
      };
    }

    function watch(
      options: {
        settings?: Partial<CaptureSettings>;
        storeDeadlineMs?: number;
        storeEvents?: boolean;
      } = {},
    ) {
      return watched.watch(
        {
          finalizers: 'always',
          storeDeadlineMs: options.storeDeadlineMs,
          storeEvents: options.storeEvents ?? false,
        },
        collecting(options),
      );
    }

    /** A TaskRun with a pod, whose only step is somewhere. */
    function createRun(name: string, metadata: object = {}) {
      const { cluster, create } = watched;
      const run = create(taskruns, name, metadata);
      const pod = cluster.store.create(pods, {
        metadata: {
          name: `${name}-pod`,
          namespace: 'shop',
          ownerReferences: [
            {
              apiVersion: 'tekton.dev/v1',
              kind: 'TaskRun',
              name,
              uid: run.metadata.uid,
            },
          ],
        },
        spec: { containers: [{ name: 'step-a' }] },
      });
      const podIs = (state: object) => {
        const current = cluster.store.get(pods, 'shop', `${name}-pod`);
        cluster.store.update(
          pods,
          'shop',
          `${name}-pod`,
          {
            ...current,
            status: {
              phase: 'Running',
              containerStatuses: [{ name: 'step-a', state }],
            },
          } as typeof current,
          'status',
        );
      };
      const write = (...lines: string[]) =>
        cluster.writeLog({
          podUid: pod.metadata.uid,
          container: 'step-a',
          text: lines.join(''),
        });
      const runIs = (status: 'True' | 'False' | 'Unknown', state: object) =>
        watched.setStatus(taskruns, name, status, {
          steps: [{ name: 'a', container: 'step-a', ...state }],
        });
      return {
        uid: run.metadata.uid,
        write,
        runIs,
        podIs,
        start() {
          podIs(RUNNING);
          runIs('Unknown', RUNNING);
        },
        end() {
          podIs(ENDED);
          runIs('True', ENDED);
        },
        takePod: () => cluster.store.delete(pods, 'shop', `${name}-pod`),
        log: async () => {
          const [log] = await watched.stores.logs.logsOf(TEST_CLUSTER, [
            run.metadata.uid,
          ]);
          return log as StepLog | undefined;
        },
      };
    }

    const settled = (run: ReturnType<typeof createRun>) =>
      until(
        run.log,
        log => log && log.state !== 'streaming',
      ) as Promise<StepLog>;

    /** What the Records of a type hold, such as `Log`. */
    async function recordsOf(type: string) {
      const { items } = await watched.stores.results.listRecords({
        view: { cluster: TEST_CLUSTER },
        limit: 100,
      });
      return items
        .filter(({ data }) => data?.type.endsWith(`.${type}`))
        .map(({ data }) => JSON.parse(String(data?.json)));
    }

    async function logRecord(uid: string) {
      const records = await recordsOf('Log');
      return records.find(({ spec }) => spec.resource.uid === uid);
    }

    it('keeps what a running step has written, and then the rest', async () => {
      const run = createRun('a');
      run.write(`${STARTED} one\n`);
      run.start();
      await watch();
      await until(run.log, log => log?.lines === 1);
      expect(await run.log()).toMatchObject({
        state: 'streaming',
        segments: 1,
      });
      run.write('2026-01-01T10:00:05Z two\n', '2026-01-01T10:00:05Z three\n');
      run.end();
      const log = await settled(run);
      expect(log).toMatchObject({ state: 'stored', lines: 3, segments: 2 });
      expect(await textOf(archive, log)).toBe('one\ntwo\nthree\n');
    });

    it('F3, F4: lets a deleted run go when its log is in, and writes its Log Record only then', async () => {
      const run = createRun('a');
      run.start();
      await watch();
      await until(() =>
        watched.find(taskruns, 'a')?.metadata.finalizers?.includes(FINALIZER),
      );
      watched.cluster.addFault({
        match: { pathPattern: '/pods/' },
        effect: { status: 500 },
      });
      run.write(`${STARTED} one\n`);
      run.end();
      watched.remove(taskruns, 'a');
      expect((await until(run.log))?.state).toBe('streaming');
      expect(watched.find(taskruns, 'a')).toBeDefined();
      expect(await logRecord(run.uid)).toBeUndefined();
      watched.cluster.clearFaults();
      expect(await settled(run)).toMatchObject({ state: 'stored' });
      await until(() => watched.find(taskruns, 'a') === undefined);
      const record = await until(() => logRecord(run.uid));
      expect(record.status).toMatchObject({ size: 4, isStored: true });
    });

    it.each<[string, FaultEffect[]]>([
      ['a connection that breaks', [{ log: { cutAfterBytes: 30 } }]],
      ['an answer that ends too soon', [{ log: { endAfterBytes: 30 } }]],
      ['a server that fails', [{ status: 500 }, { status: 503 }]],
      ['a credential that is refused once', [{ status: 401 }]],
      ['a slow log', [{ log: { delayMs: 100 } }]],
    ])('gets over %s', async (_name, effects) => {
      const run = createRun('a');
      run.write(`${STARTED} one\n`, `${STARTED} two\n`, `${STARTED} three\n`);
      run.end();
      for (const effect of effects) {
        watched.cluster.addFault({
          match: { pathPattern: '/pods/a-pod/log' },
          effect,
          times: 1,
        });
      }
      await watch();
      const log = await settled(run);
      expect(log).toMatchObject({ state: 'stored', lines: 3 });
      expect(await textOf(archive, log)).toBe('one\ntwo\nthree\n');
    });

    it('keeps what there is of a pod that goes, with the cause', async () => {
      const run = createRun('a');
      run.write(`${STARTED} one\n`);
      run.start();
      await watch();
      await until(run.log, log => log?.lines === 1);
      run.takePod();
      run.runIs('False', ENDED);
      const log = await settled(run);
      expect(log).toMatchObject({ state: 'partial', cause: 'podGone' });
      expect(await textOf(archive, log)).toBe('one\n');
      await until(() => logRecord(run.uid));
      expect((await logRecord(run.uid)).status).toMatchObject({
        isStored: true,
        errorOnStoreMsg:
          'step a: The pod a-pod was gone before all of the log was read',
      });
    });

    it('tells of what the cluster has rotated away', async () => {
      const run = createRun('a');
      run.write(`${STARTED} one\n`);
      run.start();
      await watch();
      await until(run.log, log => log?.lines === 1);
      run.write('2026-01-01T10:00:05Z two\n', '2026-01-01T10:00:06Z three\n');
      watched.cluster.addFault({
        match: { pathPattern: '/pods/a-pod/log' },
        effect: { log: { keptLines: 1 } },
      });
      run.end();
      const log = await settled(run);
      expect(log).toMatchObject({ state: 'partial', cause: 'rotated' });
      expect(await textOf(archive, log)).toBe('one\nthree\n');
    });

    it('gives up at the deadline, with the cause', async () => {
      const run = createRun('a');
      run.end();
      watched.cluster.addFault({
        match: { pathPattern: '/pods/' },
        effect: { status: 500 },
      });
      await watch({ storeDeadlineMs: 500 });
      expect(await settled(run)).toMatchObject({
        state: 'neverCaptured',
        cause: 'failed',
        reason: expect.stringContaining('500'),
      });
    });

    it('goes on where another process has stopped', async () => {
      const run = createRun('a');
      run.write(`${STARTED} one\n`);
      run.start();
      const first = await watch();
      await until(run.log, log => log?.lines === 1);
      await first.stop();
      run.write(`${STARTED} two\n`);
      run.end();
      await watch();
      const log = await settled(run);
      expect(await textOf(archive, log)).toBe('one\ntwo\n');
    });

    it('describes the log of a PipelineRun when those of its TaskRuns are in', async () => {
      const parent = watched.create(pipelineruns, 'p');
      const run = createRun('p-a', {
        ownerReferences: [
          {
            apiVersion: 'tekton.dev/v1',
            kind: 'PipelineRun',
            name: 'p',
            uid: parent.metadata.uid,
            controller: true,
          },
        ],
        labels: {
          'tekton.dev/pipelineRun': 'p',
          'tekton.dev/pipelineRunUID': parent.metadata.uid,
        },
      });
      run.write(`${STARTED} one\n`);
      run.end();
      watched.setStatus(pipelineruns, 'p', 'True', {
        childReferences: [
          { apiVersion: 'tekton.dev/v1', kind: 'TaskRun', name: 'p-a' },
        ],
      });
      await watch();
      const record = await until(() => logRecord(parent.metadata.uid));
      expect(record).toMatchObject({
        metadata: { name: 'p-log' },
        spec: { resource: { kind: 'PipelineRun' } },
        status: { size: 4, isStored: true },
      });
    });

    it('F6: makes no log up for a run whose pod never started, whose conditions and events tell why', async () => {
      const quota = 'pods "a-pod" is forbidden: exceeded quota: small';
      const { uid } = watched.create(taskruns, 'a').metadata;
      watched.setStatus(taskruns, 'a', 'False', {
        podName: '',
        taskSpec: { steps: [{ name: 'build' }, { name: 'push' }] },
        conditions: [
          {
            type: 'Succeeded',
            status: 'False',
            reason: 'PodCreationFailed',
            message: quota,
          },
        ],
      });
      watched.cluster.store.create(events, {
        metadata: { name: 'a.1', namespace: 'shop' },
        involvedObject: {
          apiVersion: 'tekton.dev/v1',
          kind: 'TaskRun',
          namespace: 'shop',
          name: 'a',
          uid,
        },
        type: 'Warning',
        reason: 'Failed',
        message: quota,
      });
      await watch({ storeEvents: true });
      const record = await until(() => logRecord(uid));
      expect(
        await watched.stores.logs.logsOf(TEST_CLUSTER, [uid]),
      ).toMatchObject(
        ['build', 'push'].map(step => ({
          step,
          state: 'neverCaptured',
          cause: 'stepNeverStarted',
          reason: `The step never started: ${quota}`,
          segments: 0,
          bytes: 0,
        })),
      );
      expect(await watched.db('log_objects')).toEqual([]);
      expect(record.status).toEqual({
        path: '',
        size: 0,
        isStored: false,
        errorOnStoreMsg: 'No step ever started',
        isRetryableErr: false,
      });
      const run = await watched.details('a');
      expect(run?.payload.status).toMatchObject({
        conditions: [{ reason: 'PodCreationFailed', message: quota }],
      });
      const told = await until(async () => (await recordsOf('EventList'))[0]);
      expect(told.items).toMatchObject([{ reason: 'Failed', message: quota }]);
    });

    it('says in health when logs may not be read', async () => {
      const run = createRun('a');
      run.end();
      watched.cluster.addFault({
        match: { pathPattern: '/pods/a-pod' },
        effect: { status: 403 },
      });
      const { monitor } = await watch();
      const resource = () =>
        monitor
          .report()
          .clusters[0].resources.find(each => each.resource === 'pods/log');
      expect(
        await until(resource, each => each?.state === 'off'),
      ).toMatchObject({
        state: 'off',
        offReason: expect.stringContaining('403'),
      });
      expect((await run.log())?.state).toBe('streaming');
    });

    it('tells an archive that does not take logs', async () => {
      const run = createRun('a');
      run.end();
      const { monitor } = await watched.start(
        { finalizers: 'always' },
        collecting({
          archive: {
            append: async () => {
              throw new Error('full disk');
            },
          },
        }),
      );
      const problem = () => monitor.report().clusters[0].problem;
      expect(await until(problem)).toMatchObject({
        code: 'storage',
        message: 'full disk',
      });
      expect((await run.log())?.state).toBe('streaming');
    });
  },
);
