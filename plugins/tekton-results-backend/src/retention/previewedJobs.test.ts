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

import fc from 'fast-check';
import {
  createTestStores,
  TESTED_DATABASES,
  TEST_NOW,
} from '../__testUtils__/databases';
import { storeRuns, type MadeUpRun } from '../__testUtils__/madeUpRuns';
import { storeLog } from '../__testUtils__/storeLog';
import type { Lease, RetentionJob, RetentionStore, Stores } from '../store';
import { testParts } from './__testUtils__/jobParts';
import { RETENTION_LEASE_MS, RetentionJobRun } from './job/RetentionJobRun';
import { previewRetention } from './preview/previewRetention';
import type { RetentionPreview } from './Retention';

jest.setTimeout(300_000);

const DAY = 24 * 60 * 60;
const ROUNDS = 25;

const NAMESPACES = ['a', 'b'];
const PIPELINES = ['build', 'test'];

/** A run, with what belongs to it. */
const madeUpRun = fc.record({
  namespace: fc.constantFrom(...NAMESPACES),
  pipeline: fc.constantFrom(...PIPELINES),
  daysAgo: fc.integer({ min: 1, max: 60 }),
  /** What started later may end before, and so be older. */
  tookDays: fc.constantFrom(0, 0, 1, 20),
  logBytes: fc.constantFrom(0, 0, 900, 4_000),
  hasEvents: fc.boolean(),
  hasTask: fc.boolean(),
  isPinned: fc.integer({ min: 0, max: 9 }).map(number => number === 0),
});

const days = fc.integer({ min: 1, max: 50 });
const keepLast = fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined });

const policy = fc
  .record({
    selector: fc.constantFrom(
      { matchNamespaces: ['a'] },
      { matchNamespaces: ['b'] },
      { matchPipelines: ['build'] },
    ),
    retention: fc.oneof(
      { arbitrary: days, weight: 4 },
      { arbitrary: fc.constant('forever' as const), weight: 1 },
    ),
    logs: fc.option(days, { nil: undefined }),
    events: fc.option(days, { nil: undefined }),
    keepLast,
  })
  .filter(({ retention, ...parts }) =>
    [parts.logs, parts.events].every(
      part =>
        part === undefined || retention === 'forever' || part <= retention,
    ),
  );

const section = fc.record(
  {
    policies: fc.array(policy, { maxLength: 3 }),
    defaultRetention: days,
    deletedNamespaces: fc.record({ after: days }),
  },
  { requiredKeys: ['policies'] },
);

/** Which part of what is stored there may be, in percent. */
const percent = fc.integer({ min: 5, max: 110 });
const limits = fc.record(
  { perNamespace: percent, total: percent },
  { requiredKeys: [] },
);

const scene = fc.record({
  runs: fc.array(madeUpRun, { minLength: 4, maxLength: 10 }),
  section,
  limits,
  gone: fc.subarray(NAMESPACES),
});

type Scene = typeof scene extends fc.Arbitrary<infer T> ? T : never;

/** Stores runs besides what earlier jobs have left. */
async function storeScene(
  { stores, pin }: { stores: Stores; pin: (uid: string) => Promise<void> },
  runs: Scene['runs'],
  round: number,
): Promise<void> {
  const made = runs.map((run, index): MadeUpRun => {
    const name = `run-${round}-${index}`;
    return {
      namespace: run.namespace,
      pipeline: run.pipeline,
      name,
      uid: name,
      ago: (run.daysAgo + run.tookDays) * DAY + index,
      seconds: run.tookDays * DAY,
    };
  });
  const tasks = made.map(({ pipeline: _, ...run }) => ({
    ...run,
    kind: 'TaskRun' as const,
    name: `${run.name}-task`,
    uid: `${run.uid}-task`,
    owner: run.uid,
  }));
  await storeRuns(stores, [
    ...made,
    ...tasks.filter((_, index) => runs[index].hasTask),
  ]);
  for (const [index, run] of runs.entries()) {
    const { uid, name } = run.hasTask ? tasks[index] : made[index];
    if (run.logBytes > 0) {
      await storeLog(stores, { runUid: uid, storedBytes: run.logBytes });
    }
    if (run.hasEvents) {
      const { namespace } = run;
      await stores.events.record('test', [
        {
          subject: { kind: 'TaskRun', namespace, name, uid },
          time: TEST_NOW,
          item: { metadata: { name: `event-${name}`, namespace } },
        },
      ]);
    }
    if (run.isPinned) {
      await pin(made[index].uid);
    }
  }
}

/** What goes, by policy and part. */
function previewedCounts(preview: RetentionPreview) {
  const { policies, deletedNamespaces, limits: exceeded } = preview;
  const parts = [
    ...policies.flatMap(({ policy: name, expiring }) =>
      expiring.map(({ part, amount }) => ({ policy: name, part, amount })),
    ),
    ...(deletedNamespaces
      ? [{ ...deletedNamespaces, policy: 'deleted namespaces' }]
      : []),
    {
      policy: 'maxBytes',
      part: 'runs' as const,
      amount: {
        runs: sumOf(exceeded.map(({ expiring }) => expiring.runs)),
        bytes: sumOf(exceeded.map(({ expiring }) => expiring.bytes)),
      },
    },
  ];
  return parts
    .filter(({ amount }) => amount.runs > 0)
    .map(({ policy: name, part, amount: { runs, bytes } }) => ({
      policy: name,
      part,
      runs,
      bytes,
    }));
}

/** What a job says of limits that cannot be met. */
function previewedProblem({ limits: exceeded }: RetentionPreview) {
  const problems = exceeded
    .filter(({ unmetBytes }) => unmetBytes !== undefined)
    .map(
      ({ cluster, namespace, bytes, maxBytes, unmetBytes }) =>
        `${
          cluster ? `${cluster}/${namespace}` : 'All that is stored'
        } has ${bytes} bytes and may have ${maxBytes}, but only ${unmetBytes} of them may go: nothing was removed for that`,
    );
  return problems.length > 0 ? problems.join('; ') : undefined;
}

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0);
}

describe.each(TESTED_DATABASES.eachSupportedId())(
  'what a preview tells on %s',
  databaseId => {
    it('is what a job does then, by policy, part and limit', async () => {
      const { db, stores } = await createTestStores(databaseId);
      const { retention: store, leases } = stores;
      const pin = async (uid: string) =>
        db('pins').insert({
          cluster: 'test',
          run_uid: uid,
          actor: 'user:default/ada',
          reason: 'to be looked at',
          create_time: new Date(TEST_NOW),
        });
      let round = 0;

      /** What the limits of namespaces took, by namespace. */
      const perform = async (
        parts: (store: RetentionStore) => ReturnType<typeof testParts>,
      ) => {
        const ofLimits = new Map<string, number>();
        const watched: RetentionStore = Object.create(store, {
          remove: {
            value: async (...args: Parameters<RetentionStore['remove']>) => {
              const [runs, { policy: name }] = args;
              for (const { namespace } of name === 'maxBytes' ? runs : []) {
                ofLimits.set(namespace, (ofLimits.get(namespace) ?? 0) + 1);
              }
              return store.remove(...args);
            },
          },
        });
        const lease = (await leases.acquire({
          name: 'retention',
          holder: 'me',
          ttlMs: RETENTION_LEASE_MS,
        })) as Lease;
        const started = await store.startJob({ trigger: 'request', lease });
        await new RetentionJobRun(parts(watched), {
          job: started,
          lease,
          signal: new AbortController().signal,
        }).perform();
        await leases.release(lease);
        const [job]: readonly RetentionJob[] = await store.jobs(1);
        return { job, ofLimits };
      };

      await fc.assert(
        fc.asyncProperty(scene, async ({ runs, gone, ...made }) => {
          round += 1;
          await storeScene(
            { stores, pin: async uid => void (await pin(uid)) },
            runs,
            round,
          );
          const usage = (await store.usage()).map(({ bytes }) => bytes);
          const { perNamespace, total } = made.limits;
          const maxBytes = {
            ...(perNamespace !== undefined && {
              perNamespace: Math.ceil(
                (Math.max(...usage) * perNamespace) / 100,
              ),
            }),
            ...(total !== undefined && {
              total: Math.ceil((sumOf(usage) * total) / 100),
            }),
          };
          const partsOf = (used: RetentionStore) =>
            testParts({
              section: {
                ...JSON.parse(JSON.stringify(made.section)),
                maxBytes,
              },
              store: used,
              leases,
              now: TEST_NOW,
              goneNamespaces: async () =>
                gone.map(namespace => ({ cluster: 'test', namespace })),
            });

          const preview = await previewRetention(partsOf(store));
          const { job, ofLimits } = await perform(partsOf);

          expect(job.counts).toEqual(
            expect.arrayContaining(previewedCounts(preview)),
          );
          expect(job.counts).toHaveLength(previewedCounts(preview).length);
          expect(job.problem).toBe(previewedProblem(preview));
          // What goes for the limit of all is of no namespace.
          const inNamespaces = preview.limits.filter(
            ({ expiring }) => total === undefined && expiring.runs > 0,
          );
          expect(total === undefined ? ofLimits : new Map()).toEqual(
            new Map(
              inNamespaces.map(({ namespace, expiring }) => [
                namespace,
                expiring.runs,
              ]),
            ),
          );
        }),
        { numRuns: ROUNDS, seed: 9, endOnFailure: true },
      );
      await stores.close();
    });
  },
);
