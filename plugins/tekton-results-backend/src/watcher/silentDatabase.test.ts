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

import { setImmediate } from 'timers/promises';
import { mockServices } from '@backstage/backend-test-utils';
import { metricsServiceMock } from '@backstage/backend-test-utils/alpha';
import { RESOURCES } from 'example-cluster';
import { TEST_CLUSTER } from '../__testUtils__/recordedRuns';
import { readConfig } from '../config';
import { BackstageLogCaptureMetrics, createLogs } from '../logs';
import { createWatchedCluster, until } from './__testUtils__/watchedCluster';

jest.setTimeout(60_000);

const ANSWER_MS = 30_000;

/** Only what limits a call: nothing else is to end while time flies. */
function fakeTimeouts() {
  jest.useFakeTimers({
    doNotFake: [
      'Date',
      'hrtime',
      'nextTick',
      'performance',
      'queueMicrotask',
      'setImmediate',
      'clearImmediate',
      'setInterval',
      'clearInterval',
    ],
  });
}

describe('a database that does not answer', () => {
  afterEach(() => jest.useRealTimers());

  it('window 2: is not waited for without end; what it was to store is given to it again', async () => {
    const watched = await createWatchedCluster('SQLITE_3');
    const { monitor } = await watched.watch();
    const record = jest
      .spyOn(watched.stores.capture, 'record')
      .mockReturnValueOnce(new Promise(() => {}));
    fakeTimeouts();
    watched.create(RESOURCES.pipelineruns, 'a');
    while (record.mock.calls.length === 0) {
      await setImmediate();
    }
    await jest.advanceTimersByTimeAsync(ANSWER_MS);
    expect(monitor.report().clusters[0]).toMatchObject({
      state: 'failing',
      problem: {
        code: 'storage',
        message: 'The database has not answered for 30 s',
      },
    });
    jest.useRealTimers();

    await watched.stored('a');
    await until(() => monitor.report().clusters[0].state === 'ok');
    await watched.close();
  });

  it('holds the capture of logs up no longer', async () => {
    const watched = await createWatchedCluster('SQLITE_3');
    const { stores } = watched;
    const read = jest
      .spyOn(stores.logCapture, 'runs')
      .mockReturnValueOnce(new Promise(() => {}));
    const instrument = () => ({ add: () => {}, record: () => {} });
    const logs = await createLogs({
      config: readConfig(mockServices.rootConfig()).config,
      factories: [],
      stores,
      metrics: new BackstageLogCaptureMetrics(
        metricsServiceMock.mock({
          createCounter: instrument,
          createHistogram: instrument,
          createGauge: instrument,
        }),
      ),
      logger: mockServices.logger.mock(),
    });
    await watched.watch({}, { collectLogs: logs.collectLogs });
    fakeTimeouts();
    const run = watched.create(RESOURCES.taskruns, 'a');
    watched.setStatus(RESOURCES.taskruns, 'a', 'True', {
      podName: '',
      steps: [{ name: 'a', container: 'step-a' }],
    });
    while (read.mock.calls.length === 0) {
      await setImmediate();
    }
    await jest.advanceTimersByTimeAsync(ANSWER_MS);
    jest.useRealTimers();

    const uid = run.metadata.uid;
    const log = await until(async () => {
      const [found] = await stores.logs.logsOf(TEST_CLUSTER, [uid]);
      return found?.state !== 'streaming' && found;
    });
    expect(log).toMatchObject({ state: 'neverCaptured' });
    await watched.close();
  });
});
