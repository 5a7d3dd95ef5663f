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

import {
  MemoryRetentionStore,
  type TestRun,
} from '../__testUtils__/MemoryRetentionStore';
import { testSettings } from '../__testUtils__/jobParts';
import { compileRules } from '../rules/Rule';
import type { NamespacePlace } from '../rules/sweeps';
import { sweepAll } from './sweepAll';

const DAY_MS = 24 * 60 * 60 * 1000;
const NOW = 1_000 * DAY_MS;

function run(
  namespace: string,
  daysAgo: number,
  rest: Partial<TestRun> = {},
): TestRun {
  return {
    namespace,
    name: `${namespace}-${daysAgo}`,
    endTime: NOW - daysAgo * DAY_MS,
    ...rest,
  };
}

/** Goes through what is to go, and removes it. */
async function sweep(
  runs: readonly TestRun[],
  section: object,
  options: {
    gone?: () => Promise<readonly NamespacePlace[]>;
    maxBatches?: number;
  } = {},
) {
  const { gone = async () => [], maxBatches = Infinity } = options;
  const store = new MemoryRetentionStore(runs);
  const settings = testSettings(section);
  const problems: string[] = [];
  const unmet: number[] = [];
  await sweepAll(
    {
      store,
      settings,
      rules: compileRules(settings),
      goneNamespaces: gone,
      now: NOW,
      batchSize: 2,
    },
    {
      goesOn: async () => store.calls.length < maxBatches,
      take: async ({ policy, runs: batch }) =>
        (
          await store.remove(batch, { policy })
        ).bytes,
      usage: () => store.usage(),
      limitUnmet: (_, { canGo }) => unmet.push(canGo),
      failed: (what, error) => problems.push(`${what}: ${error}`),
    },
  );
  return { calls: store.calls, problems, unmet };
}

describe('sweepAll', () => {
  it('goes policy by policy, oldest first, in batches', async () => {
    const runs = [5, 4, 3, 2, 1].flatMap(days => [
      run('a', days),
      run('b', days),
    ]);
    const { calls } = await sweep(runs, {
      policies: [
        { name: 'A', selector: { matchNamespaces: ['a'] }, retention: '60h' },
      ],
      defaultRetention: 4,
    });
    expect(calls).toEqual([
      'remove a-5 a-4: A',
      'remove a-3: A',
      'remove b-5: default',
    ]);
  });

  it('stops between any two batches', async () => {
    const runs = [5, 4, 3, 2].map(days => run('a', days));
    const { calls } = await sweep(
      runs,
      { defaultRetention: 1, maxBytes: { total: 1 } },
      { maxBatches: 1 },
    );
    expect(calls).toEqual(['remove a-5 a-4: default']);
  });

  it('goes on with other policies when one fails', async () => {
    const store = new MemoryRetentionStore([run('a', 5), run('b', 5)]);
    const settings = testSettings({
      policies: [
        { name: 'A', selector: { matchNamespaces: ['a'] }, retention: 1 },
      ],
      defaultRetention: 1,
    });
    const failed = jest.fn();
    const taken: string[] = [];
    await sweepAll(
      {
        store,
        settings,
        rules: compileRules(settings),
        goneNamespaces: async () => [],
        now: NOW,
        batchSize: 2,
      },
      {
        goesOn: async () => true,
        take: async ({ policy }) => {
          taken.push(policy);
          if (policy === 'A') {
            throw new Error('no');
          }
          return 0;
        },
        usage: () => store.usage(),
        limitUnmet: () => {},
        failed,
      },
    );
    expect(taken).toEqual(['A', 'default']);
    expect(failed.mock.calls).toEqual([['A', new Error('no')]]);
  });

  describe('with limits of space', () => {
    const runs = [
      run('a', 9),
      run('a', 7),
      run('a', 1),
      run('b', 8),
      run('b', 6),
    ];

    it('takes the oldest of a namespace, and no more than is too much', async () => {
      const { calls } = await sweep(runs, { maxBytes: { perNamespace: 20 } });
      expect(calls).toEqual(['remove a-9: maxBytes']);
    });

    it('takes the oldest of all', async () => {
      const { calls } = await sweep(runs, { maxBytes: { total: 25 } });
      expect(calls).toEqual([
        'remove a-9 b-8: maxBytes',
        'remove a-7: maxBytes',
      ]);
    });

    it('takes nothing while the limits are kept to', async () => {
      const { calls } = await sweep(runs, {
        maxBytes: { total: 50, perNamespace: 30 },
      });
      expect(calls).toEqual([]);
    });

    it('counts what went before', async () => {
      const { calls } = await sweep(runs, {
        defaultRetention: 7,
        maxBytes: { total: 30, perNamespace: 20 },
      });
      expect(calls).toEqual(['remove a-9 b-8: default']);
    });

    it('takes the oldest across policies, but nothing that is kept for ever', async () => {
      const { calls } = await sweep([...runs, run('c', 99)], {
        policies: [
          { selector: { matchNamespaces: ['c'] }, retention: 'forever' },
          { selector: { matchNamespaces: ['b'] }, retention: 300 },
        ],
        maxBytes: { total: 30 },
      });
      expect(calls).toEqual([
        'remove a-9 b-8: maxBytes',
        'remove a-7: maxBytes',
      ]);
    });

    it('takes nothing at all if that would not be enough', async () => {
      const { calls, unmet } = await sweep(
        [...runs, run('c', 99, { bytes: 1_000 })],
        {
          policies: [
            { selector: { matchNamespaces: ['c'] }, retention: 'forever' },
          ],
          maxBytes: { total: 500 },
        },
      );
      expect(calls).toEqual([]);
      expect(unmet).toEqual([50]);
    });
  });

  describe('with namespaces that are gone', () => {
    const runs = [run('a', 5), run('b', 5), run('a', 1)];
    const section = { deletedNamespaces: { after: 2 } };
    const gone = async () => [
      { cluster: 'prod', namespace: 'a' },
      { cluster: 'west', namespace: 'b' },
    ];

    it('takes what is old enough in them', async () => {
      const { calls } = await sweep(runs, section, { gone });
      expect(calls).toEqual(['remove a-5: deleted namespaces']);
    });

    it('takes nothing that is kept for ever', async () => {
      const { calls } = await sweep(
        runs,
        {
          ...section,
          policies: [
            { selector: { matchNamespaces: ['a'] }, retention: 'forever' },
          ],
        },
        { gone },
      );
      expect(calls).toEqual([]);
    });

    it('does not ask for them unless it is told to', async () => {
      const asked = jest.fn(gone);
      const { calls } = await sweep(runs, {}, { gone: asked });
      expect(calls).toEqual([]);
      expect(asked).not.toHaveBeenCalled();
    });

    it('takes nothing when nobody can tell', async () => {
      const { calls, problems } = await sweep(runs, section, {
        gone: async () => {
          throw new Error('unreachable');
        },
      });
      expect(calls).toEqual([]);
      expect(problems).toEqual(['deleted namespaces: Error: unreachable']);
    });
  });
});
