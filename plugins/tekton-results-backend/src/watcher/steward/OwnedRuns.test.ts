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
import {
  ClusterError,
  RUN_RESOURCES,
  type ClusterConnection,
} from '../../cluster';
import { DEFAULT_WATCHER_CONFIG, type ArchiveConfig } from '../../config';
import type { StewardedChild, StewardedRun } from '../../store';
import { ArchivePolicy } from '../archive';
import { realClock } from '../clock';
import { noEventsCapture } from '../events';
import { noClusterMetrics } from '../metrics';
import type { LogsCapture } from './LogsCapture';
import { OwnedRuns } from './OwnedRuns';
import { RunCapture } from './RunCapture';
import { RunVisit } from './RunVisit';
import { RunWriter } from './RunWriter';

const MINUTE = 60_000;
const NOW = Date.UTC(2026, 10, 21, 12);

function stored(
  name: string,
  options: {
    kind?: StewardedRun['kind'];
    status?: StewardedRun['status'];
    references?: Array<{ kind?: string; name: string }>;
    storedAt?: number;
  } = {},
): StewardedRun {
  const { kind = 'PipelineRun', status = 'succeeded' } = options;
  const { references = [], storedAt = NOW - 60 * MINUTE } = options;
  return {
    uid: `uid-${name}`,
    kind,
    namespace: 'shop',
    name,
    status,
    resourceVersion: 1,
    storedAt,
    finalStoredAt: storedAt,
    result: 'shop/results/r',
    record: `shop/results/r/records/${name}`,
    payload: {
      metadata: { name, namespace: 'shop', uid: `uid-${name}` },
      status: { childReferences: references },
    },
  };
}

function childOf({ uid, kind, name }: StewardedRun): StewardedChild {
  return { uid, kind, name, settled: true };
}

function inCluster(name: string, owner?: string) {
  return {
    metadata: {
      name,
      uid: `uid-${name}`,
      ...(owner && { ownerReferences: [{ kind: 'PipelineRun', uid: owner }] }),
    },
  };
}

/** Inspects a PipelineRun, twice as it may be. */
async function inspect(
  run: StewardedRun,
  options: {
    /** What is stored, by the uid of the PipelineRun that owns it. */
    children?: Record<string, readonly StewardedRun[]>;
    /** How the children stand, where it is not that they are settled. */
    standing?: (child: StewardedRun) => StewardedChild;
    /** What else is stored. */
    others?: readonly StewardedRun[];
    inCluster?: Record<string, unknown>;
    times?: number;
    logs?: LogsCapture;
    archive?: Partial<ArchiveConfig>;
  } = {},
) {
  const { children = {}, standing = childOf, others = [] } = options;
  const live = [...Object.values(children).flat(), ...others];
  const asked: string[] = [];
  const gaps = new Map<string, object>();
  const lost: unknown[] = [];
  const capture = new RunCapture({
    logs: options.logs ?? { ensureCaptured: async () => ({ done: true }) },
    events: noEventsCapture,
  });
  const owned = new OwnedRuns({
    cluster: 'test',
    store: {
      liveRuns: async (_, uids) => live.filter(({ uid }) => uids.includes(uid)),
      liveUids: async () => ({ uids: [] }),
      expiredRuns: async () => [],
      expiredUids: async () => [],
      storedUids: async (_, uids) =>
        new Set(uids.filter(uid => live.some(known => known.uid === uid))),
      children: async (_, uid) => (children[uid] ?? []).map(standing),
      noteGaps: async ({ uid, gaps: noted }) => {
        const isNew = !gaps.has(uid);
        gaps.set(uid, noted);
        return isNew ? noted.map(({ what }) => what) : [];
      },
    },
    policy: new ArchivePolicy(
      { ...DEFAULT_WATCHER_CONFIG.archive, ...options.archive },
      RUN_KINDS,
    ),
    held: {
      lease: { name: 'watch/test', holder: 'a', epoch: 1 },
      isFresh: () => true,
    },
    writer: new RunWriter({
      connection: {
        ...({} as ClusterConnection),
        getObject: async ({ name }) => {
          asked.push(name);
          const answer = options.inCluster?.[name];
          if (answer instanceof Error) {
            throw answer;
          }
          return answer;
        },
      },
      writer: {
        apply: async () => ({}),
        merge: async () => ({}),
        remove: async () => {},
        create: async () => ({}),
      },
      resourceOf: kind => RUN_RESOURCES.find(other => other.kind === kind),
    }),
    capture,
    metrics: {
      ...noClusterMetrics,
      runLost: (of, reason) => lost.push([of, reason]),
    },
    clock: { ...realClock, now: () => NOW },
  });
  let state;
  for (let count = 0; count < (options.times ?? 1); count += 1) {
    state = await owned.inspect(
      new RunVisit(run),
      new AbortController().signal,
    );
  }
  return { state, asked, lost, gaps: Object.fromEntries(gaps) };
}

const SETTLED = { settled: true };
const references = [{ kind: 'TaskRun', name: 'build' }];
const build = stored('build', { kind: 'TaskRun' });

describe('what a PipelineRun owns', () => {
  it('F14: is in when all that it names and all that names it is stored to its end', async () => {
    expect(
      await inspect(stored('a', { references }), {
        children: { 'uid-a': [build] },
      }),
    ).toEqual({ state: SETTLED, asked: [], lost: [], gaps: {} });
  });

  it('is not in while one of it runs', async () => {
    const { state } = await inspect(stored('a', { references }), {
      children: { 'uid-a': [build] },
      standing: run => ({ ...childOf(run), settled: false }),
    });
    expect(state).toEqual({
      settled: false,
      reason: 'TaskRun build: not stored to the end',
    });
  });

  it('is waited for while it may be on its way to the store', async () => {
    const run = stored('a', { references, storedAt: NOW - 5 * MINUTE + 1 });
    expect(await inspect(run)).toEqual({
      state: { settled: false, reason: 'TaskRun build: not stored' },
      asked: [],
      lost: [],
      gaps: {},
    });
  });

  it('is given up when the cluster says that it is gone, which is noted and counted once', async () => {
    const run = stored('a', { references, storedAt: NOW - 5 * MINUTE });
    expect(await inspect(run, { times: 2 })).toEqual({
      state: SETTLED,
      asked: ['build', 'build'],
      lost: [[{ kind: 'TaskRun', namespace: 'shop' }, 'vanished']],
      gaps: {
        'uid-a': [
          {
            what: 'children',
            reason: 'TaskRun build: gone from the cluster before it was stored',
          },
        ],
      },
    });
  });

  it('is gone when another run has its name', async () => {
    const { state, lost } = await inspect(stored('a', { references }), {
      inCluster: { build: inCluster('build', 'uid-other') },
    });
    expect(state).toEqual(SETTLED);
    expect(lost).toHaveLength(1);
  });

  it('is waited for as long as it is there and not stored, as when it cannot be read', async () => {
    const { state, gaps } = await inspect(
      stored('a', {
        references: [...references, { kind: 'TaskRun', name: 'test' }],
      }),
      { inCluster: { build: inCluster('build', 'uid-a') } },
    );
    expect(state).toMatchObject({
      settled: false,
      reason: expect.stringContaining('in the cluster, and yet not stored'),
    });
    expect(gaps).toEqual({});
  });

  it('is in when it is stored without its owner', async () => {
    const options = { inCluster: { build: inCluster('build', 'uid-a') } };
    const run = stored('a', { references });
    expect(await inspect(run, { ...options, others: [build] })).toMatchObject({
      state: SETTLED,
      lost: [],
    });
    const others = [{ ...build, status: 'running' } as const];
    expect(await inspect(run, { ...options, others })).toMatchObject({
      state: { settled: false },
    });
  });

  it.each<[string, Partial<ArchiveConfig>, object]>([
    [
      'labels',
      { labelSelector: [{ key: 'team', operator: 'exists' }] },
      inCluster('build', 'uid-a'),
    ],
    [
      'manager',
      { managedBy: [] },
      { ...inCluster('build', 'uid-a'), spec: { managedBy: 'example.com' } },
    ],
  ])(
    'is not waited for if the archive does not take it for its own %s',
    async (_, archive, found) => {
      const run = stored('a', { references });
      const payload = {
        ...run.payload,
        metadata: { ...Object(run.payload.metadata), labels: { team: 'a' } },
      };
      expect(
        await inspect(
          { ...run, payload },
          { archive, inCluster: { build: found } },
        ),
      ).toEqual({ state: SETTLED, asked: ['build'], lost: [], gaps: {} });
    },
  );

  it.each([403, 404, 500, undefined])(
    'is not taken for gone when the cluster answers %s',
    async status => {
      const error = new ClusterError('x', { code: 'clusterError', status });
      await expect(
        inspect(stored('a', { references }), { inCluster: { build: error } }),
      ).rejects.toBe(error);
    },
  );

  it('is not asked for if it is of a kind that is never archived', async () => {
    const run = stored('a', { references: [{ kind: 'Run', name: 'old' }] });
    expect(await inspect(run)).toMatchObject({ state: SETTLED, asked: [] });
  });

  it('includes what a PipelineRun within it owns', async () => {
    const nested = stored('nested', { references });
    const run = stored('a', {
      references: [{ kind: 'PipelineRun', name: 'nested' }],
    });
    const children = { 'uid-a': [nested], 'uid-nested': [build] };
    expect(await inspect(run, { children })).toMatchObject({ state: SETTLED });
    expect(
      await inspect(run, {
        children,
        standing: child => ({
          ...childOf(child),
          settled: child.name !== 'build',
        }),
      }),
    ).toMatchObject({ state: { settled: false } });
    // Who owns each other owns nothing else; that it ends is enough.
    expect(
      await inspect(run, {
        children: { 'uid-a': [nested], 'uid-nested': [run, build] },
      }),
    ).toMatchObject({ state: SETTLED });
  });

  it('window 9: is not in while its logs are late', async () => {
    const { state } = await inspect(stored('a', { references }), {
      children: { 'uid-a': [build] },
      logs: {
        ensureCaptured: async () => ({ done: false, reason: 'no answer' }),
      },
    });
    expect(state).toEqual({
      settled: false,
      reason: 'TaskRun build: logs: no answer',
    });
  });
});
