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
import fc from 'fast-check';
import { CaptureMonitor } from './CaptureMonitor';
import { noResourceMetrics, type ResourceMetrics } from './metrics';
import { Recorder } from './Recorder';
import { seeRun } from './seeRun';
import {
  MemoryCaptureStore,
  refusalWith,
} from './__testUtils__/MemoryCaptureStore';
import { run, settle } from './__testUtils__/reflect';

function setUp(
  options: Partial<Pick<ResourceMetrics, 'stored' | 'queued'>> & {
    store?: MemoryCaptureStore;
  } = {},
) {
  const { store = new MemoryCaptureStore(), ...counted } = options;
  const monitor = new CaptureMonitor({ configProblems: [] });
  const onCaughtUp = jest.fn();
  const recorder = new Recorder({
    store,
    scope: { cluster: 'test', resource: 'pipelineruns', kind: 'PipelineRun' },
    monitor: monitor
      .addCluster({ name: 'test', title: 'Test' })
      .resource('pipelineruns'),
    metrics: { ...noResourceMetrics, ...counted },
    logger: mockServices.logger.mock(),
    clock: {
      now: () => 0,
      random: () => 0.5,
      sleep: async (_ms, signal) => {
        signal.throwIfAborted();
        await setImmediate();
      },
    },
    onSpilled: () => {},
    onCaughtUp,
  });
  const stop = new AbortController();
  const running = recorder.run(stop.signal);
  return {
    recorder,
    store,
    monitor,
    onCaughtUp,
    async end() {
      stop.abort();
      recorder.finish();
      await running;
    },
  };
}

function state(name: string, version: number) {
  const { seen } = seeRun(run(name, version), 'changed');
  return seen ? [seen] : [];
}

/** A database each of whose answers takes its time, and may be that it is away. */
class UnsteadyStore extends MemoryCaptureStore {
  constructor(
    private readonly answers: Array<{ turns: number; fails: boolean }>,
    /** Called after each commit. */
    private readonly onCommitted: () => void,
  ) {
    super();
  }

  override async record(...call: Parameters<MemoryCaptureStore['record']>) {
    const { turns, fails } = this.answers.shift() ?? { turns: 0, fails: false };
    for (let turn = 0; turn < turns; turn += 1) {
      await setImmediate();
    }
    if (fails) {
      throw refusalWith('ECONNRESET');
    }
    await super.record(...call);
    this.onCommitted();
  }
}

function states(count: number, after = 0) {
  return Array.from({ length: count }, (_, i) =>
    state(`run${i}`, after + i + 1),
  ).flat();
}

/** Lets the database answer nothing until what is returned is called. */
function silence(store: MemoryCaptureStore): () => void {
  let answer = () => {};
  store.silence = new Promise<void>(resolve => {
    answer = resolve;
  });
  return answer;
}

describe('Recorder', () => {
  it('lets nothing go that was on its way when something unforeseen failed', async () => {
    const stored = jest.fn().mockImplementationOnce(() => {
      throw new Error('unforeseen');
    });
    const { recorder, store, end } = setUp({ stored });
    recorder.add(state('a', 1));
    recorder.reached('1');
    await setImmediate();
    recorder.add(state('b', 2));
    recorder.reached('2');
    await settle();
    await end();
    expect(store.calls).toEqual([
      'changed a 1',
      'at 1',
      'changed a 1',
      'changed b 2',
      'at 2',
    ]);
  });

  it('has caught up also when it has nothing to write', async () => {
    const { recorder, onCaughtUp, end } = setUp();
    await setImmediate();
    const before = onCaughtUp.mock.calls.length;
    recorder.spillRecovered(0);
    await setImmediate();
    expect(onCaughtUp.mock.calls.length).toBeGreaterThan(before);
    await end();
  });

  it.each([
    [0, 1],
    [2, 3],
  ])(
    'with %d places beside others writes %d batches at once, and gives places back',
    async (places, most) => {
      const { recorder, store, end } = setUp();
      store.places = places;
      const answer = silence(store);
      recorder.add(states(500));
      recorder.reached('500');
      await settle();
      expect(store.atOnce).toEqual({ now: most, most });
      answer();
      await settle();
      await end();
      expect(store.live.size).toBe(500);
      expect(store.calls.at(-1)).toBe('at 500');
      expect(store.places).toBe(places);
    },
  );

  it('has but one state of a run on its way', async () => {
    const { recorder, store, end } = setUp();
    store.places = 3;
    const answer = silence(store);
    recorder.add(states(50));
    await settle();
    recorder.add(states(50, 1_000));
    await settle();
    expect(store.atOnce).toEqual({ now: 1, most: 1 });
    answer();
    await settle();
    await end();
    expect([...store.live.values()].every(version => version > 1_000)).toBe(
      true,
    );
  });

  it('moves the resume point on while more waits than is ever stored', async () => {
    const { recorder, store, end } = setUp();
    store.places = 3;
    for (const [i, each] of states(4_000).entries()) {
      recorder.add([each]);
      recorder.reached(String(i + 1));
    }
    await settle();
    await end();
    const points = store.calls.flatMap((call, index) =>
      call.startsWith('at ')
        ? [{ stored: index, point: Number(call.slice(3)) }]
        : [],
    );
    expect(points.length).toBeGreaterThan(1);
    // Never before what it stands for is stored.
    expect(points.filter(({ stored, point }) => point > stored)).toEqual([]);
    expect(store.point).toBe('4000');
  });

  it('marks nothing as gone while a state of it may be on its way', async () => {
    const { recorder, store, end } = setUp();
    store.places = 3;
    const answer = silence(store);
    recorder.add(states(100));
    await settle();
    recorder.addGone(['uid-run7'], { seenAt: 1_000, outdatesAll: false });
    await settle();
    expect(store.calls).toEqual([]);
    answer();
    await settle();
    await end();
    expect(store.calls.at(-1)).toBe('gone uid-run7');
  });

  it('gives a place back when it is stopped while the database is away', async () => {
    const { recorder, store, end } = setUp();
    store.places = 3;
    const answer = silence(store);
    recorder.add(states(200));
    await settle();
    store.failures = Infinity;
    answer();
    await end();
    expect(store.places).toBe(3);
  });

  it.each([
    ['before it is stopped', true],
    ['while it is stopped', false],
  ])(
    'leaves the resume point before a batch beside others that failed %s',
    async (_, before) => {
      const { recorder, store, end } = setUp();
      store.places = 1;
      store.broken = 'run60';
      const answer = silence(store);
      recorder.add(states(100));
      recorder.reached('100');
      await settle();
      expect(store.atOnce.now).toBe(2);
      const ended = before ? settle().then(end) : end();
      answer();
      await ended;
      expect(store.live.has('uid-run60')).toBe(false);
      expect(store.live.has('uid-run1')).toBe(true);
      expect(store.point).toBeUndefined();
    },
  );

  it('never lets the resume point pass what is not stored, whatever fails and when it ends', async () => {
    const answer = fc.record({
      turns: fc.nat(5),
      fails: fc.oneof(
        { weight: 3, arbitrary: fc.constant(false) },
        { weight: 1, arbitrary: fc.constant(true) },
      ),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat(150), { minLength: 100, maxLength: 600 }),
        fc.array(answer, { maxLength: 40 }),
        fc.record({
          places: fc.nat(3),
          readAtOnce: fc.integer({ min: 1, max: 120 }),
          endsAfter: fc.option(fc.nat(20), { nil: undefined }),
        }),
        async (changed, answers, { places, readAtOnce, endsAfter }) => {
          const passedBy: number[] = [];
          const store = new UnsteadyStore(answers, () => {
            const passed = changed.slice(0, Number(store.point ?? 0));
            const unstored = passed.filter(
              (each, index) =>
                (store.live.get(`uid-run${each}`) ?? 0) < index + 1 &&
                passed.lastIndexOf(each) === index,
            );
            passedBy.push(...unstored);
          });
          store.places = places;
          const { recorder, end } = setUp({ store });
          const read = changed.flatMap((each, index) =>
            state(`run${each}`, index + 1),
          );
          for (let at = 0; at < read.length; at += readAtOnce) {
            const some = read.slice(at, at + readAtOnce);
            recorder.add(some);
            recorder.reached(String(at + some.length));
            await setImmediate();
          }
          for (let turn = 0; turn < (endsAfter ?? 0); turn += 1) {
            await setImmediate();
          }
          if (endsAfter === undefined) {
            while (store.point !== String(changed.length)) {
              await setImmediate();
            }
          }
          await end();
          expect(passedBy).toEqual([]);
          expect(store.places).toBe(places);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('sets a run of a batch beside others aside, and then moves the resume point', async () => {
    const { recorder, store, end } = setUp();
    store.places = 1;
    store.refuse = 'run60';
    recorder.add(states(100));
    recorder.reached('100');
    await settle();
    await end();
    expect(store.live.size).toBe(99);
    expect(store.calls.at(-1)).toBe('at 100');
  });

  it('gives the place for the next page back when the list has ended', async () => {
    const { recorder, store, end } = setUp();
    store.places = 1;
    const answer = silence(store);
    const { signal } = new AbortController();
    await recorder.addListed(states(25), { regressed: false, signal });
    expect(store.places).toBe(0);
    recorder.listEnded();
    expect(store.places).toBe(1);
    answer();
    await end();
  });

  it.each([
    [10, 0, true],
    [11, 0, false],
    [25, 0, false],
    [25, 1, true],
  ])(
    'holds a list up until it is stored, but for a few runs or with a place: of %d with %d goes on %s',
    async (count, places, goesOn) => {
      const { recorder, store, end } = setUp();
      store.places = places;
      const answer = silence(store);
      const isAdded = jest.fn();
      const signal = new AbortController().signal;
      const added = recorder
        .addListed(states(count), { regressed: false, signal })
        .then(isAdded);
      await settle();
      expect(isAdded).toHaveBeenCalledTimes(goesOn ? 1 : 0);
      answer();
      await added;
      await end();
      expect(store.live.size).toBe(count);
      expect(store.places).toBe(places);
    },
  );

  it('stores what waits before it ends', async () => {
    const { recorder, store, end } = setUp();
    recorder.add([...state('a', 1), ...state('b', 2)]);
    await end();
    expect(store.calls).toEqual(['changed a 1', 'changed b 2']);
  });

  it('tells which finished run waits, also on its way to the database', async () => {
    const { recorder, store, monitor, end } = setUp();
    store.failures = Infinity;
    const { seen } = seeRun(
      {
        ...run('a', 1),
        status: { conditions: [{ type: 'Succeeded', status: 'True' }] },
      },
      'changed',
    );
    recorder.add([seen ?? []].flat());
    const unstored = () => monitor.report().clusters[0].oldestUnstored;
    expect(unstored()?.name).toBe('a');
    await settle();
    expect(unstored()).toMatchObject({
      name: 'a',
      reason: 'its final state waits for the database',
    });
    store.failures = 0;
    await settle();
    expect(unstored()).toBeUndefined();
    await end();
  });

  it('tells how much waits, also while the database takes nothing', async () => {
    const queued = jest.fn();
    const { recorder, store, end } = setUp({ queued });
    store.failures = Infinity;
    recorder.add(state('a', 1));
    await settle();
    recorder.add([...state('b', 2), ...state('c', 3)]);
    expect(queued).toHaveBeenLastCalledWith(3);
    store.failures = 0;
    await settle();
    expect(queued).toHaveBeenLastCalledWith(0);
    await end();
  });
});
