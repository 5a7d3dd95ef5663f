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

import { mkdtemp, rm } from 'fs/promises';
import { tmpdir } from 'os';
import { join } from 'path';
import { mockServices } from '@backstage/backend-test-utils';
import { ConfigReader } from '@backstage/config';
import { readRecording } from 'example-cluster';
import {
  createTestStores,
  TESTED_DATABASES,
} from '../../__testUtils__/databases';
import {
  lastRecordedEvents,
  TEST_CLUSTER,
} from '../../__testUtils__/recordedRuns';
import {
  databaseLogDriverFactory,
  fileSystemLogDriverFactory,
  LogDrivers,
} from '../drivers';
import { collect, inChunks, readBytes } from '../__testUtils__/testArchive';
import { DriverLogArchive } from './DriverLogArchive';

jest.setTimeout(60_000);

const never = new AbortController().signal;
const RECORDED = readRecording().logs;

const [run] = lastRecordedEvents().filter(
  ({ captured }) => captured.facts.kind === 'TaskRun',
);

/** What of a recorded log the container wrote. */
function textOf(recorded: string): Buffer {
  return Buffer.from(recorded.replace(/^\S+ /gm, ''));
}

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'tekton-results-logs-'));
});
afterAll(async () => {
  await rm(directory, { recursive: true });
});

describe.each(TESTED_DATABASES.eachSupportedId())(
  'recorded logs on %s',
  databaseId => {
    async function open(driver: string) {
      const { stores } = await createTestStores(databaseId, { now: Date.now });
      await stores.capture.record(run.scope, [run.captured]);
      const { drivers, problems } = await LogDrivers.create({
        driver,
        config: new ConfigReader({ filesystem: { directory } }),
        factories: [
          databaseLogDriverFactory({ objects: stores.logObjects }),
          fileSystemLogDriverFactory,
        ],
        logger: mockServices.logger.mock(),
      });
      expect(problems).toEqual([]);
      const archive = new DriverLogArchive({
        store: stores.logs,
        drivers,
        settings: { maxBytes: Infinity, redact: [] },
      });
      const logs = await stores.logs.open(
        RECORDED.map((recorded, index) => ({
          cluster: TEST_CLUSTER,
          runUid: run.captured.facts.uid,
          attempt: index + 1,
          container: recorded.container,
          kind: 'step',
          step: recorded.container,
          position: 0,
          podName: recorded.pod,
        })),
        {},
      );
      return { archive, logs, stores };
    }

    it.each(['database', 'filesystem'])(
      'come back byte for byte from the driver %s',
      async driver => {
        const { archive, logs, stores } = await open(driver);
        expect(RECORDED).toHaveLength(49);
        for (const [index, { text }] of RECORDED.entries()) {
          const { log, gap, full } = await archive.append(
            logs[index],
            // Cut where no line ends.
            inChunks(text, 777),
            { isLast: () => true, signal: never },
          );
          expect([gap, full]).toEqual([false, false]);
          const expected = textOf(text);
          const bytes = await readBytes(archive.bytes(log, { signal: never }));
          expect(bytes.equals(expected)).toBe(true);
          expect(log.bytes).toBe(expected.length);
          const asSent = await readBytes(
            archive.bytes(log, { timestamps: true, signal: never }),
          );
          expect(asSent.equals(Buffer.from(text))).toBe(true);

          // Once more, from the start: there is nothing new.
          const again = await archive.append(log, inChunks(text), {
            isLast: () => true,
            signal: never,
          });
          expect(again).toEqual({ log, gap: false, full: false });
        }
        await stores.close();
      },
    );

    it.each(['database', 'filesystem'])(
      'are read line by line from the driver %s',
      async driver => {
        const { archive, logs, stores } = await open(driver);
        const [longest] = [...RECORDED.entries()].sort(
          ([, a], [, b]) => b.text.length - a.text.length,
        );
        const [index, { text }] = longest;
        const { log } = await archive.append(logs[index], inChunks(text), {
          isLast: () => true,
          signal: never,
        });
        const expected = text
          .replace(/\n$/, '')
          .split('\n')
          .map((line, lineIndex) => {
            const [time] = line.split(' ', 1);
            const lineText = Buffer.from(line.slice(time.length + 1));
            return {
              number: lineIndex + 1,
              time,
              text: lineText,
              bytes: lineText.length,
            };
          });
        expect(log.lines).toBe(expected.length);
        const last = expected.length;
        for (const [from, to] of [
          [1, 1],
          [1, 20],
          [last, last],
          [last - 3, last + 10],
          [last + 1, last + 2],
          [12_345, 12_350],
          [2_000, 2_900],
          [last / 2, last / 2 + 5_000],
        ]) {
          const lines = await collect(
            archive.lines(log, { from, to, signal: never }),
          );
          expect(lines).toEqual(expected.slice(from - 1, to));
        }
        await stores.close();
      },
    );
  },
);
