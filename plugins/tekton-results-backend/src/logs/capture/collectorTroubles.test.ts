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

import { ClusterError } from '../../cluster';
import { LeaseLostError } from '../../store';
import { FakeLogCluster, LEASE } from './__testUtils__/FakeLogCluster';
import { turns } from './__testUtils__/ManualClock';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const forbidden = () =>
  new ClusterError('The cluster answered 403: no', {
    code: 'forbidden',
    status: 403,
  });

describe('LogCollector in trouble', () => {
  let fake: FakeLogCluster;

  beforeEach(() => {
    fake = new FakeLogCluster();
  });

  afterEach(() => fake.end());

  describe('without the right to read logs', () => {
    beforeEach(async () => {
      fake.misfortunes.pod = forbidden;
      ['a', 'b', 'c'].forEach(uid => fake.addRun(uid));
      await fake.start();
    });

    it('holds runs back for five minutes, and then says what is missing', async () => {
      const reason = 'step a: The cluster answered 403: no';
      expect(await fake.ask('a')).toEqual({ done: false, reason });
      await fake.clock.pass(4 * MINUTE);
      expect(await fake.ask('a')).toEqual({ done: false, reason });
      await fake.clock.pass(MINUTE);
      expect(await fake.ask('a')).toEqual({ done: true, givenUp: reason });
    });

    it('asks less and less often', async () => {
      await fake.clock.pass(2 * HOUR);
      const inTwoHours = fake.asked.length;
      expect(inTwoHours).toBeLessThan(3 * 10);
      await fake.clock.pass(2 * HOUR);
      expect(fake.asked.length - inTwoHours).toBeLessThanOrEqual(3 * 4);
    });

    it('reads all at once when one can be read again', async () => {
      await fake.clock.pass(2 * HOUR);
      expect(fake.log('a')?.state).toBe('streaming');
      fake.misfortunes.pod = undefined;
      fake.addRun('d');
      await turns();
      expect(['a', 'b', 'c', 'd'].map(uid => fake.log(uid)?.state)).toEqual(
        Array(4).fill('stored'),
      );
    });

    it('gives up the logs of a run that is gone, whose pod is gone too', async () => {
      fake.addRun('b', { gone: true });
      await fake.clock.pass(3 * HOUR);
      expect(fake.log('b')).toMatchObject({
        state: 'neverCaptured',
        cause: 'failed',
        reason: 'The cluster answered 403: no',
      });
      expect(fake.described).toEqual(['b']);
    });
  });

  it('lets runs go of namespaces whose logs it may not read, while it reads others', async () => {
    fake.misfortunes.pod = name =>
      name.startsWith('denied') ? forbidden() : undefined;
    fake.addRun('denied', { namespace: 'closed' });
    await fake.start();
    for (const uid of ['a', 'b', 'c']) {
      await fake.clock.pass(2 * MINUTE);
      fake.addRun(uid);
      await turns();
      expect(fake.log(uid)?.state).toBe('stored');
    }
    expect(await fake.ask('denied')).toEqual({
      done: true,
      givenUp: 'step a: The cluster answered 403: no',
    });
    expect(fake.health).toEqual(['watching', 'off']);
    fake.misfortunes.pod = undefined;
    fake.addRun('denied-no-more', { namespace: 'closed' });
    await turns();
    expect(fake.log('denied')?.state).toBe('stored');
    expect(fake.health).toEqual(['watching', 'off', 'watching']);
  });

  describe('with a container that goes on when its run is over', () => {
    beforeEach(() => {
      fake.misfortunes.runsOn = true;
    });

    it('lets the run go that is deleted, as its pod goes with it only', async () => {
      fake.addRun('a');
      await fake.start();
      expect(await fake.ask('a')).toMatchObject({ done: false });
      fake.addRun('a', { deleting: true });
      expect(await fake.ask('a')).toMatchObject({ done: false });
      await fake.clock.pass(MINUTE);
      expect(await fake.ask('a')).toEqual({
        done: true,
        givenUp: 'the run was deleted while a container of it went on',
      });
      fake.misfortunes.runsOn = false;
      await fake.clock.pass(HOUR);
      expect(fake.log('a')?.state).toBe('stored');
    });

    it('looks at it less and less often', async () => {
      fake.addRun('a');
      await fake.start();
      await fake.clock.pass(HOUR);
      const inAnHour = fake.asked.length;
      await fake.clock.pass(HOUR);
      expect(fake.asked.length - inAnHour).toBeLessThanOrEqual(2 * 13);
    });

    it('does not wait for it longer than the deadline', async () => {
      await fake.end();
      fake = new FakeLogCluster({ storeDeadlineMs: MINUTE });
      fake.misfortunes.runsOn = true;
      fake.addRun('a');
      await fake.start();
      await fake.clock.pass(10 * MINUTE);
      expect(fake.log('a')).toMatchObject({
        state: 'partial',
        cause: 'failed',
      });
      expect(fake.described).toEqual(['a']);
    });
  });

  it('reads new logs though many wait for a node that is away', async () => {
    await fake.end();
    fake = new FakeLogCluster({ concurrency: 4 });
    fake.misfortunes.podLog = async (pod, signal) => {
      if (pod.startsWith('stuck')) {
        await fake.clock.sleep(30_000, signal);
        throw new Error('no answer from the node');
      }
    };
    Array.from({ length: 20 }, (_, i) => fake.addRun(`stuck-${i}`));
    await fake.start();
    await fake.clock.pass(10 * MINUTE);
    fake.addRun('a');
    await turns();
    expect(fake.log('a')?.state).toBe('stored');
  });

  it('keeps no run waiting for another that cannot be read from the store', async () => {
    fake.misfortunes.runs = uids => {
      if (uids.includes('broken')) {
        throw new Error('incorrect header check');
      }
    };
    ['broken', 'a', 'b'].forEach(uid => fake.addRun(uid));
    await fake.start();
    expect(fake.log('a')?.state).toBe('stored');
    expect(fake.log('b')?.state).toBe('stored');
    expect(await fake.ask('broken')).toMatchObject({
      reason: 'incorrect header check',
    });
  });

  it('lets no run be held up by others that wait, however many', async () => {
    await fake.end();
    fake = new FakeLogCluster({ maxQueued: 4 });
    fake.misfortunes.pod = name =>
      name.startsWith('denied') ? forbidden() : undefined;
    const denied = Array.from({ length: 9 }, (_, i) => `denied-${i}`);
    denied.forEach(uid => fake.addRun(uid));
    await fake.start();
    await fake.clock.pass(HOUR);
    expect(new Set(fake.asked).size).toBe(9);
    fake.addRun('a');
    await turns();
    expect(fake.log('a')?.state).toBe('stored');
    expect(fake.asked.length).toBeLessThan(9 * 20);
  });

  it('keeps what there is of a run that is deleted while it runs, and lets it go', async () => {
    fake.addRun('a', { running: true, deleting: true });
    expect(await fake.ask('a')).toEqual({
      done: false,
      reason: 'the log of step a is not stored yet',
    });
    await fake.start();
    expect(fake.log('a')).toMatchObject({ state: 'streaming', bytes: 6 });
    expect(await fake.ask('a')).toEqual({
      done: true,
      givenUp: 'the run was deleted while its steps ran',
    });
  });

  it('tells when another process has the lease', async () => {
    fake.misfortunes.settle = () => {
      throw new LeaseLostError(LEASE);
    };
    fake.addRun('a');
    await fake.start();
    expect(fake.onLost).toHaveBeenCalled();
    expect(fake.log('a')?.state).toBe('streaming');
  });

  it('comes back to runs that the store could not give', async () => {
    let failures = 2;
    fake.misfortunes.runs = () => {
      failures -= 1;
      if (failures >= 0) {
        throw new Error('no database');
      }
    };
    fake.addRun('a');
    await fake.start();
    expect(fake.log('a')).toBeUndefined();
    await fake.clock.pass(MINUTE);
    expect(fake.log('a')?.state).toBe('stored');
  });

  it('does not ask for the pods of runs that are deleted from the store', async () => {
    fake.misfortunes.pod = () => new Error('broken');
    fake.addRun('a');
    await fake.start();
    expect(await fake.ask('a')).toMatchObject({ reason: 'step a: broken' });
    fake.removeRun('a');
    const { length } = fake.asked;
    await fake.clock.pass(HOUR);
    expect(fake.asked).toHaveLength(length);
  });

  it('reads no more at once than it may', async () => {
    const uids = Array.from({ length: 9 }, (_, index) => `run-${index}`);
    uids.forEach(uid => fake.addRun(uid));
    fake.misfortunes.append = () => turns(3);
    await fake.start();
    await turns(300);
    expect(uids.map(uid => fake.log(uid)?.state)).toEqual(
      uids.map(() => 'stored'),
    );
    expect(fake.mostAtOnce).toBe(2);
  });

  it('ends when what is in hand has ended, not before', async () => {
    let letGo = () => {};
    fake.misfortunes.append = () =>
      new Promise(resolve => {
        letGo = resolve;
      });
    fake.addRun('a');
    await fake.start();
    let hasEnded = false;
    const end = fake.end().then(() => {
      hasEnded = true;
    });
    await turns();
    expect(hasEnded).toBe(false);
    letGo();
    await end;
    expect(hasEnded).toBe(true);
  });

  it('does not wait for ever for a driver that hangs', async () => {
    fake.misfortunes.append = () => new Promise(() => {});
    fake.addRun('a');
    await fake.start();
    let hasEnded = false;
    const ended = fake.end().then(() => {
      hasEnded = true;
    });
    await fake.clock.pass(14_000);
    expect(hasEnded).toBe(false);
    await fake.clock.pass(1_000);
    await ended;
    expect(fake.log('a')?.state).toBe('streaming');
  });

  it('measures what it stores, what fails and what waits', async () => {
    let failures = 1;
    fake.misfortunes.append = async () => {
      failures -= 1;
      if (failures >= 0) {
        throw new Error('full disk');
      }
    };
    fake.addRun('a');
    await fake.start();
    await fake.clock.pass(MINUTE);
    await fake.end();
    expect(fake.told.filter(([what]) => what !== 'queued')).toEqual([
      ['failed', 'storage'],
      ['stored', 6],
      ['settled', 'stored', 1_000],
    ]);
    expect(fake.told[0]).toEqual(['queued', 1]);
    expect(fake.told.at(-1)).toEqual(['queued', 0]);
  });
});
