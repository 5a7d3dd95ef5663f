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

import { MemoryLeases, testParts } from '../__testUtils__/jobParts';
import {
  MemoryRetentionStore,
  type TestRun,
} from '../__testUtils__/MemoryRetentionStore';
import { previewRetention } from './previewRetention';

const DAY_MS = 24 * 60 * 60 * 1000;
const NOW = 1_000 * DAY_MS;

function run(namespace: string, daysAgo: number): TestRun {
  return {
    namespace,
    name: `${namespace}-${daysAgo}`,
    endTime: NOW - daysAgo * DAY_MS,
  };
}

const RUNS = [run('a', 9), run('a', 7), run('a', 5), run('b', 8), run('b', 1)];

function preview(
  section: object,
  options: {
    store?: MemoryRetentionStore;
    clock?: () => number;
    signal?: AbortSignal;
  } = {},
) {
  const {
    store = new MemoryRetentionStore(RUNS),
    clock = () => NOW,
    signal,
  } = options;
  return previewRetention({
    ...testParts({
      section,
      store,
      leases: new MemoryLeases(),
      now: NOW,
      clock,
      goneNamespaces: async () => [{ cluster: 'prod', namespace: 'b' }],
    }),
    signal,
  });
}

const exact = true;

describe('previewRetention', () => {
  it('counts nothing twice', async () => {
    const store = new MemoryRetentionStore(RUNS);
    for (const { uid } of store.runs) {
      store.having.logs.add(uid);
    }
    const found = await preview(
      {
        policies: [
          {
            name: 'A',
            selector: { matchNamespaces: ['a'] },
            retention: 8,
            logs: 6,
            keepLast: 1,
          },
        ],
        deletedNamespaces: { after: 2 },
        maxBytes: { perNamespace: 15 },
      },
      { store },
    );
    expect(found).toEqual({
      time: NOW,
      policies: [
        {
          policy: 'A',
          forever: false,
          keepLast: { count: 1, per: 'pipeline' },
          matching: { runs: 5, bytes: 0, exact },
          expiring: [
            {
              part: 'runs',
              afterMs: 8 * DAY_MS,
              amount: { runs: 1, bytes: 10, exact },
            },
            // Of a-9 they go with it.
            {
              part: 'logs',
              afterMs: 6 * DAY_MS,
              amount: { runs: 1, bytes: 1, exact },
            },
          ],
        },
        {
          policy: 'default',
          forever: false,
          matching: { runs: 5, bytes: 0, exact },
          expiring: [],
        },
      ],
      deletedNamespaces: {
        part: 'runs',
        afterMs: 2 * DAY_MS,
        amount: { runs: 1, bytes: 10, exact },
      },
      limits: [
        {
          cluster: 'prod',
          namespace: 'a',
          maxBytes: 15,
          bytes: 19,
          // Without its logs, which go before.
          expiring: { runs: 1, bytes: 9, exact },
        },
      ],
    });
    expect(store.calls).toEqual([]);
  });

  it('tells what is kept for ever from what only has no age', async () => {
    const { policies } = await preview({
      policies: [
        {
          name: 'A',
          selector: { matchNamespaces: ['a'] },
          retention: 'forever',
          logs: 8,
        },
      ],
    });
    expect(
      policies.map(({ policy, forever, expiring }) => ({
        policy,
        forever,
        parts: expiring.map(({ part }) => part),
      })),
    ).toEqual([
      { policy: 'A', forever: true, parts: ['logs'] },
      { policy: 'default', forever: false, parts: [] },
    ]);
  });

  it('says that there is more when it takes too long', async () => {
    let time = NOW;
    const { policies } = await preview(
      { defaultRetention: 2 },
      {
        clock: () => {
          time += 8_000;
          return time;
        },
      },
    );
    expect(policies[0].expiring).toEqual([
      {
        part: 'runs',
        afterMs: 2 * DAY_MS,
        amount: { runs: 0, bytes: 0, exact: false },
      },
    ]);
  });

  it('ends when nobody waits for it any more', async () => {
    const store = new MemoryRetentionStore(RUNS);
    const expiring = jest.spyOn(store, 'expiring');
    await expect(
      preview({ defaultRetention: 2 }, { store, signal: AbortSignal.abort() }),
    ).rejects.toThrow();
    expect(expiring).not.toHaveBeenCalled();
  });

  it('fails where a job would', async () => {
    const store = new MemoryRetentionStore(RUNS);
    store.expiring = async () => {
      throw new Error('away');
    };
    await expect(preview({ defaultRetention: 2 }, { store })).rejects.toThrow(
      'away',
    );
  });
});
