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

import { RUN_KINDS } from 'backstage-plugin-tekton-results-common';
import { DEFAULT_WATCHER_CONFIG, type ArchiveConfig } from '../config';
import { LeaseLostError, type CapturedRun, type StewardStore } from '../store';
import { MemoryCaptureStore } from './__testUtils__/MemoryCaptureStore';
import { ArchivePolicy } from './archive';
import { captureRun } from './captureRun';
import { LeasedCaptureStore } from './LeasedCaptureStore';
import { noClusterMetrics } from './metrics';

const NOW = Date.UTC(2026, 10, 21, 12);
const lease = { name: 'watch/test', holder: 'a', epoch: 1 };
const scope = {
  cluster: 'test',
  resource: 'pipelineruns',
  kind: 'PipelineRun',
} as const;

function run(
  name: string,
  options: { finished?: boolean; sighting?: CapturedRun['sighting'] } = {},
): CapturedRun {
  const { captured, problem } = captureRun(
    {
      apiVersion: 'tekton.dev/v1',
      kind: 'PipelineRun',
      metadata: {
        name,
        namespace: 'shop',
        uid: `uid-${name}`,
        resourceVersion: '1',
      },
      status: options.finished && {
        completionTime: new Date(NOW - 5_000).toISOString(),
        conditions: [{ type: 'Succeeded', status: 'True' }],
      },
    },
    options.sighting ?? 'changed',
  );
  if (!captured) {
    throw new Error(problem);
  }
  return captured;
}

function setUp(archive: Partial<ArchiveConfig> = {}) {
  const inner = new MemoryCaptureStore();
  const listener = { stored: jest.fn(), protect: jest.fn() };
  const onLost = jest.fn();
  const finalStateStored = jest.fn();
  const runLost = jest.fn();
  const stored: Pick<StewardStore, 'storedUids'> = {
    storedUids: async (_cluster, uids) =>
      new Set(uids.filter(uid => uid === 'uid-known')),
  };
  const store = new LeasedCaptureStore({
    store: inner,
    stored: stored as StewardStore,
    policy: new ArchivePolicy(
      { ...DEFAULT_WATCHER_CONFIG.archive, ...archive },
      RUN_KINDS,
    ),
    ownsFinalizers: () => true,
    summaryKeys: DEFAULT_WATCHER_CONFIG,
    held: { lease, isFresh: () => true },
    onLost,
    listener,
    metrics: { ...noClusterMetrics, finalStateStored, runLost },
    now: () => NOW,
  });
  const names = (calls: jest.Mock) =>
    calls.mock.calls.map(([runs]) =>
      runs.map(({ facts }: CapturedRun) => facts.name),
    );
  return { store, inner, listener, onLost, finalStateStored, runLost, names };
}

describe('LeasedCaptureStore', () => {
  it('tells what was committed, only then, and writes under the lease', async () => {
    const { store, inner, listener, names } = setUp();
    const record = jest.spyOn(inner, 'record');
    const refused = new Error('database is away');
    record.mockRejectedValueOnce(refused);
    await expect(store.record(scope, [run('a')])).rejects.toBe(refused);
    expect(listener.stored).not.toHaveBeenCalled();

    await store.record(scope, [run('a')], { resumePoint: '7' });
    expect(record).toHaveBeenLastCalledWith(scope, [expect.anything()], {
      resumePoint: '7',
      lease,
    });
    expect(names(listener.stored)).toEqual([['a']]);
  });

  it('says when another process has taken the lease', async () => {
    const { store, inner, onLost } = setUp();
    jest.spyOn(inner, 'record').mockRejectedValue(new LeaseLostError(lease));
    await expect(store.record(scope, [run('a')])).rejects.toThrow(
      LeaseLostError,
    );
    expect(onLost).toHaveBeenCalledTimes(1);
  });

  it('F18: stores what the policy takes or what is stored already, and moves on', async () => {
    const { store, inner, listener, names } = setUp({
      names: { include: ['a'], exclude: [] },
    });
    const record = jest.spyOn(inner, 'record');
    await store.record(scope, [run('a'), run('known'), run('noise')], {
      resumePoint: '7',
    });
    expect(names(listener.stored)).toEqual([['a', 'known']]);
    expect(names(listener.protect)).toEqual([[]]);
    await store.record(scope, [run('noise')], { resumePoint: '8' });
    expect(record).toHaveBeenLastCalledWith(scope, [], {
      resumePoint: '8',
      unfinished: { keep: [], forget: ['uid-noise'] },
      lease,
    });
  });

  it('F18, window 1: keeps aside what is stored later, and tells of it when it vanished', async () => {
    const { store, inner, listener, runLost } = setUp({
      incompleteRuns: false,
      names: { include: ['a', 'b'], exclude: [] },
    });
    const record = jest.spyOn(inner, 'record');
    await store.record(scope, [
      run('a'),
      run('b', { finished: true }),
      run('noise'),
    ]);
    const kept = expect.objectContaining({
      facts: expect.objectContaining({ name: 'a' }),
    });
    expect(record.mock.lastCall).toMatchObject([
      scope,
      [{ facts: { name: 'b' } }],
      { unfinished: { keep: [kept], forget: ['uid-b', 'uid-noise'] } },
    ]);
    expect(listener.protect).toHaveBeenLastCalledWith([kept]);

    const lost = {
      kind: 'PipelineRun',
      namespace: 'shop',
      recorded: run('a'),
    } as const;
    jest.spyOn(inner, 'markGone').mockResolvedValue([lost]);
    await store.markGone(scope, ['uid-a'], { listVersion: 2 });
    expect(runLost.mock.calls).toEqual([[lost, 'vanished']]);
    expect(listener.stored).toHaveBeenLastCalledWith([
      { ...lost.recorded, sighting: 'deleted' },
    ]);
  });

  it('has runs protected that are stored later', async () => {
    const { store, listener, names } = setUp({ incompleteRuns: false });
    await store.record(scope, [
      run('a'),
      run('known'),
      run('b', { finished: true }),
    ]);
    expect(names(listener.stored)).toEqual([['known', 'b']]);
    expect(names(listener.protect)).toEqual([['a']]);
  });

  it('F17: counts the end of each run once, lost or not', async () => {
    const { store, finalStateStored, runLost } = setUp();
    const ended = run('a', { finished: true });
    await store.record(scope, [ended, run('b')]);
    await store.record(scope, [ended]);
    await store.record(scope, [
      run('a', { finished: true, sighting: 'deleted' }),
      run('b', { sighting: 'deleted' }),
    ]);
    expect(finalStateStored.mock.calls).toEqual([[ended.facts, 5_000]]);
    expect(runLost.mock.calls).toEqual([[run('b').facts, 'vanished']]);
  });
});
