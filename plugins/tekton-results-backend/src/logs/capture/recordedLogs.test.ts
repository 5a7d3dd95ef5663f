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

import { readRecording } from 'example-cluster';
import { TESTED_DATABASES } from '../../__testUtils__/databases';
import { TEST_CLUSTER } from '../../__testUtils__/recordedRuns';
import type { StepLog } from '../../store';
import {
  createWatchedCluster,
  until,
} from '../../watcher/__testUtils__/watchedCluster';
import {
  collectTestLogs,
  createTestArchive,
  textOf,
} from './__testUtils__/captureLogs';

jest.setTimeout(180_000);

/** Pods of retries are there for a second or two: a busy machine needs that. */
const SPEED = 2;
/** Their pods are deleted as soon as somebody ends them. */
const ENDED_EARLY = ['slow-timeout-first-pod', 'slow-cancelled-first-pod'];

const { logs: recorded } = readRecording();
const expected = new Map(
  recorded.map(({ pod, container, text }) => [
    `${pod}/${container}`,
    text.replace(/^\S+Z /gm, ''),
  ]),
);
const keyOf = ({ podName, container }: StepLog) => `${podName}/${container}`;

describe.each(TESTED_DATABASES.eachSupportedId())(
  'the recorded logs on %s',
  databaseId => {
    it('come back byte for byte after a replay', async () => {
      const watched = await createWatchedCluster(databaseId, {
        replay: { speed: SPEED },
      });
      try {
        const { cluster, stores } = watched;
        const archive = await createTestArchive(stores);
        await watched.watch(
          {},
          { collectLogs: collectTestLogs({ archive, stores }) },
        );
        await cluster.replayed;

        const taskRuns = async () => {
          const page = await stores.runs.list({
            query: { includeOwned: true },
            limit: 200,
          });
          const runs = page.runs.filter(({ kind }) => kind === 'TaskRun');
          return { uids: runs.map(({ uid }) => uid) };
        };
        const logs = async () => {
          const { uids } = await taskRuns();
          return stores.logs.logsOf(TEST_CLUSTER, uids);
        };
        const missing = async () => {
          const settled = (await logs()).filter(
            ({ state }) => state !== 'streaming',
          );
          const found = new Set(settled.map(keyOf));
          return [...expected.keys(), 'no-image-pod/step-x'].filter(
            key => !found.has(key),
          );
        };
        await until(missing, keys => keys.length === 0);
        const settled = await logs();

        const early = (log: StepLog) => ENDED_EARLY.includes(log.podName);
        const whole = settled.filter(({ state }) => state === 'stored');
        const texts = new Map<string, string>();
        for (const log of whole) {
          texts.set(keyOf(log), await textOf(archive, log));
        }
        for (const log of settled.filter(early)) {
          texts.set(keyOf(log), expected.get(keyOf(log)) ?? '');
          expect(
            expected.get(keyOf(log))?.startsWith(await textOf(archive, log)),
          ).toBe(true);
        }
        expect(
          settled
            .filter(log => log.state !== 'stored' && !early(log))
            .map(log => [keyOf(log), log.state, log.cause, log.reason]),
        ).toEqual([
          [
            'no-image-pod/step-x',
            'neverCaptured',
            'stepNeverStarted',
            expect.stringMatching(/^The step never started: /),
          ],
        ]);
        expect(texts).toEqual(expected);
        expect(settled).toHaveLength(expected.size + 1);
        const retries = settled
          .filter(({ podName }) => podName.startsWith('retry-me'))
          .map(({ attempt, podName }) => [attempt, podName]);
        expect(retries).toEqual([
          [1, 'retry-me-pod'],
          [2, 'retry-me-pod-retry1'],
          [3, 'retry-me-pod-retry2'],
        ]);
      } finally {
        await watched.close();
      }
    });
  },
);
