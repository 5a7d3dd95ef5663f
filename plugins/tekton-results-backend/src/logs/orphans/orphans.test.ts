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
import {
  createTestStores,
  TESTED_DATABASES,
} from '../../__testUtils__/databases';
import {
  lastRecordedEvents,
  TEST_CLUSTER,
} from '../../__testUtils__/recordedRuns';
import { EVERYTHING } from '../../store';
import { MemoryLogDriver } from '../__testUtils__/MemoryLogDriver';
import { collect, inChunks } from '../__testUtils__/testArchive';
import { DriverLogArchive } from '../archive';
import { LogDrivers } from '../drivers';
import { repairOrphans } from './repairOrphans';
import { startLogSweeper } from './startLogSweeper';
import { sweepDiscarded } from './sweepDiscarded';

jest.setTimeout(60_000);

const { signal } = new AbortController();
const HOUR_MS = 60 * 60 * 1000;
const ORPHAN = 'test/0c/0c5c/1-step-build/000000-0123abcd.gz';

const [run] = lastRecordedEvents().filter(
  ({ captured }) => captured.facts.kind === 'TaskRun',
);
const UID = run.captured.facts.uid;

describe.each(TESTED_DATABASES.eachSupportedId())(
  'bytes and logs on %s',
  databaseId => {
    /** Two stored logs with a piece each. */
    async function open(driver = new MemoryLogDriver()) {
      const { db, stores } = await createTestStores(databaseId);
      await stores.capture.record(run.scope, [run.captured]);
      const { drivers } = await LogDrivers.create({
        driver: 'memory',
        config: undefined,
        factories: [
          { name: 'memory', logType: 'Memory', create: () => driver },
        ],
        logger: mockServices.logger.mock(),
      });
      const archive = new DriverLogArchive({
        store: stores.logs,
        drivers,
        settings: { maxBytes: Infinity, redact: [] },
      });
      const logs = await stores.logs.open(
        [1, 2].map(attempt => ({
          cluster: TEST_CLUSTER,
          runUid: UID,
          attempt,
          container: 'step-build',
          kind: 'step',
          step: 'build',
          position: 0,
          podName: 'pod',
        })),
        {},
      );
      for (const log of logs) {
        await archive.append(
          log,
          inChunks(`2026-11-21T10:00:00Z attempt ${log.attempt}\n`),
          { isLast: () => true, signal },
        );
        await stores.logs.settle(log.id, { state: 'stored' }, {});
      }
      const keys = [...driver.objects.keys()];
      const startSweeper = (logger = mockServices.logger.mock()) =>
        startLogSweeper({
          store: stores.logs,
          drivers,
          installation: stores.installation,
          logger,
        });
      return {
        driver,
        keys,
        removeOldRuns: async () => {
          const query = { within: EVERYTHING };
          const { runs } = await stores.retention.expiring(query, {
            limit: 10,
          });
          return stores.retention.remove(runs, { policy: 'a' });
        },
        deleteRun: () => db('records').where({ capture_uid: UID }).delete(),
        states: async () =>
          (await stores.logs.logsOf(TEST_CLUSTER, [UID])).map(
            ({ state, cause }) => [state, cause],
          ),
        sweep: () => sweepDiscarded({ store: stores.logs, drivers, signal }),
        startSweeper,
        mark: async () => {
          const logger = mockServices.logger.mock();
          const stop = startSweeper(logger);
          while (!driver.objects.has(`installation/${stores.installation}`)) {
            await new Promise(resolve => setImmediate(resolve));
          }
          // Ends what it has begun first.
          await stop();
          return logger;
        },
        installation: stores.installation,
        archive,
        logs: stores.logs,
        knowNothing: () => db('step_logs').delete(),
        repair: async (dryRun: boolean) => {
          const [report] = await repairOrphans({
            store: stores.logs,
            drivers,
            installation: stores.installation,
            dryRun,
            now: () => Date.now() + 2 * HOUR_MS,
            signal,
          });
          return report;
        },
      };
    }

    it('are deleted together', async () => {
      const { driver, deleteRun, sweep } = await open();
      expect(driver.objects.size).toBe(2);
      expect(await sweep()).toEqual({ deleted: 0, problems: new Map() });
      await deleteRun();
      expect(await sweep()).toEqual({ deleted: 2, problems: new Map() });
      expect(driver.objects.size).toBe(0);
      expect(await sweep()).toEqual({ deleted: 0, problems: new Map() });
    });

    it('are not orphans when who removed old runs was killed before they were deleted', async () => {
      const { driver, removeOldRuns, repair, sweep } = await open();
      expect(await removeOldRuns()).toMatchObject({ runs: 1, left: 0 });
      expect(driver.objects.size).toBe(2);
      expect(await repair(true)).toMatchObject({
        bytesWithoutLog: { objects: 0 },
        logsWithoutBytes: { logs: 0 },
      });
      // Whoever starts next.
      expect(await sweep()).toEqual({ deleted: 2, problems: new Map() });
      expect(driver.objects.size).toBe(0);
      expect(await removeOldRuns()).toMatchObject({ runs: 0 });
    });

    it('are deleted later when the driver fails', async () => {
      const { driver, deleteRun, sweep } = await open();
      await deleteRun();
      driver.failure = new Error('down');
      expect(await sweep()).toEqual({
        deleted: 0,
        problems: new Map([['memory', 'down']]),
      });
      driver.failure = undefined;
      expect((await sweep()).deleted).toBe(2);
      expect(driver.objects.size).toBe(0);
    });

    it('are deleted in the background', async () => {
      const { deleteRun, startSweeper } = await open();
      await deleteRun();
      const logger = mockServices.logger.mock();
      const swept = new Promise<void>(resolve => {
        logger.info.mockImplementation(() => resolve());
      });
      const stop = startSweeper(logger);
      await swept;
      await stop();
      expect(logger.info).toHaveBeenCalledWith(
        'Deleted 2 pieces of logs that were removed',
      );
      expect(logger.warn).not.toHaveBeenCalled();
    });

    it('are found in order', async () => {
      const { repair } = await open();
      expect(await repair(true)).toEqual({
        driver: 'memory',
        bytesWithoutLog: { objects: 0, bytes: 0, examples: [] },
        logsWithoutBytes: { logs: 0, objects: 0, examples: [] },
        sound: 2,
        repaired: false,
        problem: undefined,
      });
    });

    it('are repaired when they are not, but not in a dry run', async () => {
      const { driver, keys, repair, states } = await open();
      const old = { bytes: Buffer.from('x'), modifiedAt: Date.now() };
      const young = { ...old, modifiedAt: Date.now() + 1.5 * HOUR_MS };
      driver.objects.set(ORPHAN, old);
      driver.objects.set(ORPHAN.replace('000000', '000001'), young);
      driver.objects.set('of-others/x.gz', old);
      driver.objects.delete(keys[0]);
      const found = {
        bytesWithoutLog: { objects: 1, bytes: 1, examples: [ORPHAN] },
        logsWithoutBytes: { logs: 1, objects: 1, examples: [keys[0]] },
      };
      expect(await repair(true)).toMatchObject({ ...found, repaired: false });
      expect(driver.objects.has(ORPHAN)).toBe(true);
      expect(await states()).toEqual([
        ['stored', undefined],
        ['stored', undefined],
      ]);

      expect(await repair(false)).toMatchObject({ ...found, repaired: true });
      expect(driver.objects.has(ORPHAN)).toBe(false);
      expect(driver.objects.size).toBe(3);
      expect(await states()).toEqual([
        ['partial', 'bytesMissing'],
        ['stored', undefined],
      ]);
    });

    it('are left alone where another Backstage has its logs', async () => {
      const { driver, installation, mark } = await open();
      const calm = await mark();
      expect(calm.warn).not.toHaveBeenCalled();
      const others = await open(driver);
      const warned = await others.mark();
      expect(warned.warn).toHaveBeenCalledWith(
        expect.stringContaining('Another Backstage'),
        { logDriver: 'memory', marks: `installation/${installation}` },
      );
      const before = driver.objects.size;
      for (const dryRun of [true, false]) {
        expect(await others.repair(dryRun)).toMatchObject({
          bytesWithoutLog: { objects: 2 },
          repaired: false,
          problem: expect.stringContaining(`installation/${installation}`),
        });
      }
      expect(driver.objects.size).toBe(before);
      driver.objects.delete(`installation/${installation}`);
      expect(await others.repair(false)).toMatchObject({ repaired: true });
      expect(driver.objects.size).toBe(before - 3);
    });

    it('are left alone where nothing is known of many', async () => {
      const { driver, knowNothing, repair } = await open();
      await knowNothing();
      for (let number = 1; number < 10; number += 1) {
        driver.objects.set(ORPHAN.replace('000000', `00000${number}`), {
          bytes: Buffer.from('x'),
          modifiedAt: 0,
        });
      }
      expect(await repair(false)).toMatchObject({
        bytesWithoutLog: { objects: 11 },
        repaired: false,
        problem: expect.stringContaining('another Backstage'),
      });
      expect(driver.objects.size).toBe(11);
    });

    it('leave a log alone that is being captured', async () => {
      const { archive, driver, logs, repair } = await open();
      const [log] = await logs.open(
        [
          {
            cluster: TEST_CLUSTER,
            runUid: UID,
            attempt: 3,
            container: 'step-build',
            kind: 'step',
            step: 'build',
            position: 0,
            podName: 'pod',
          },
        ],
        {},
      );
      const one = '2026-11-21T10:00:00Z one\n';
      const { log: begun } = await archive.append(log, inChunks(one), {
        isLast: () => false,
        signal,
      });
      driver.objects.delete(
        [...driver.objects.keys()].find(key => key.includes('/3-'))!,
      );
      expect((await repair(false)).logsWithoutBytes.logs).toBe(1);
      const rest = inChunks(`${one}2026-11-21T10:00:01Z two\n`);
      await archive.append(begun, rest, { isLast: () => true, signal });
      await logs.settle(log.id, { state: 'stored' }, {});
      await repair(false);
      const [, , repaired] = await logs.logsOf(TEST_CLUSTER, [UID]);
      expect(repaired).toMatchObject({
        state: 'partial',
        cause: 'bytesMissing',
        lost: { lines: 1, bytes: 4 },
      });
      const left = archive.lines(repaired, { from: 1, to: 9, signal });
      expect(await collect(left)).toMatchObject([
        { number: 2, text: Buffer.from('two') },
      ]);
      // What is known to be lost is not found again.
      expect((await repair(false)).logsWithoutBytes.logs).toBe(0);
    });

    it('are found when bytes are cut off', async () => {
      const { driver, keys, repair } = await open();
      const object = driver.objects.get(keys[1])!;
      driver.objects.set(keys[1], {
        ...object,
        bytes: object.bytes.subarray(0, -1),
      });
      expect((await repair(true)).logsWithoutBytes.examples).toEqual([keys[1]]);
    });

    it('are left alone when the driver has none of them, or fails', async () => {
      const { driver, repair, states } = await open();
      driver.objects.clear();
      driver.objects.set(ORPHAN, { bytes: Buffer.from('x'), modifiedAt: 0 });
      expect(await repair(false)).toMatchObject({
        repaired: false,
        problem: expect.stringContaining('are its settings right?'),
      });
      expect(driver.objects.has(ORPHAN)).toBe(true);
      driver.failure = new Error('down');
      expect(await repair(false)).toMatchObject({
        repaired: false,
        problem: 'down',
      });
      expect(await states()).toEqual([
        ['stored', undefined],
        ['stored', undefined],
      ]);
    });
  },
);
