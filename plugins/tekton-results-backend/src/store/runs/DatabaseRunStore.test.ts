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

import type { LabelRequirement } from 'backstage-plugin-tekton-results-common';
import {
  createTestStores,
  TESTED_DATABASES,
} from '../../__testUtils__/databases';
import {
  lastRecordedEvents,
  TEST_CLUSTER,
  testScope,
} from '../../__testUtils__/recordedRuns';
import type { Stores } from '../createStores';
import type { ListRunsOptions, RunQuery } from '../RunStore';

jest.setTimeout(60_000);

const KUBERNETES_ID = 'backstage.io/kubernetes-id';

function label(key: string, ...values: string[]): LabelRequirement {
  return { key, operator: 'in', values };
}

describe.each(TESTED_DATABASES.eachSupportedId())(
  'DatabaseRunStore on %s',
  databaseId => {
    let stores: Stores;

    beforeAll(async () => {
      ({ stores } = await createTestStores(databaseId));
      for (const { scope, captured } of lastRecordedEvents()) {
        await stores.capture.record(scope, [captured]);
      }
    });

    async function names(query: RunQuery): Promise<string[]> {
      const { runs } = await stores.runs.list({ query, limit: 100 });
      return runs.map(run => run.name).sort();
    }

    it('lists the runs that stand for themselves, newest start first', async () => {
      const { runs } = await stores.runs.list({ query: {}, limit: 100 });
      expect(runs).toHaveLength(15);
      const starts = runs.map(run => run.startedAt ?? run.createdAt);
      expect(starts).toEqual([...starts].sort().reverse());
    });

    it('finds the runs of a component by one label', async () => {
      expect(
        await names({ labels: [label(KUBERNETES_ID, 'checkout')] }),
      ).toEqual([
        'big-log',
        'checkout-build-1d20c77',
        'checkout-build-2b7e151',
        'checkout-build-9f3c2ab',
        'checkout-build-c0ffee1',
        'no-image',
        'retry-me',
        'unicode-log',
      ]);
    });

    it.each<[string, RunQuery, string[]]>([
      [
        'one of several values',
        {
          labels: [label(KUBERNETES_ID, 'payments-api', 'platform-infra')],
          kinds: ['PipelineRun'],
        },
        ['gate-2026-11', 'payments-matrix-01'],
      ],
      [
        'a label and not another value',
        {
          labels: [
            label(KUBERNETES_ID, 'checkout'),
            {
              key: 'pipelinesascode.tekton.dev/event-type',
              operator: 'notIn',
              values: ['push'],
            },
          ],
          kinds: ['PipelineRun'],
        },
        ['checkout-build-1d20c77'],
      ],
      [
        'that a label exists',
        {
          labels: [
            { key: 'triggers.tekton.dev/eventlistener', operator: 'exists' },
          ],
        },
        ['lint-evt', 'scan-evt'],
      ],
      [
        'that a label does not exist',
        {
          labels: [
            label('tekton.dev/pipeline', 'build-and-push', 'missing-task'),
            { key: KUBERNETES_ID, operator: 'doesNotExist' },
          ],
        },
        ['missing-task-run'],
      ],
      ['a value that no run has', { labels: [label('a', 'b')] }, []],
      [
        'namespace and status',
        { namespaces: ['platform'], statuses: ['timedOut', 'couldNotStart'] },
        ['missing-task-run', 'slow-timeout'],
      ],
      ['a cluster without runs', { clusters: ['other'] }, []],
      ['no cluster at all', { clusters: [] }, []],
    ])('narrows by %s', async (_, query, expected) => {
      expect(await names(query)).toEqual(expected);
      expect(await stores.runs.count(query, 100)).toEqual({
        count: expected.length,
        exact: true,
      });
    });

    it.each<[string, RunQuery]>([
      ['all runs', { includeOwned: true }],
      ['runs with a label', { labels: [label(KUBERNETES_ID, 'checkout')] }],
    ])('pages through %s and back without loss or repeat', async (_, query) => {
      const all = await stores.runs.list({ query, limit: 100 });
      const pages: string[][] = [];
      let from: ListRunsOptions['from'];
      for (;;) {
        const page = await stores.runs.list({ query, limit: 4, from });
        pages.push(page.runs.map(run => run.uid));
        expect(page.previous === undefined).toBe(pages.length === 1);
        if (!page.next) {
          break;
        }
        from = { position: page.next, direction: 'next' };
      }
      expect(pages.flat()).toEqual(all.runs.map(run => run.uid));

      const last = await stores.runs.list({ query, limit: 4, from });
      const before = await stores.runs.list({
        query,
        limit: 4,
        from: last.previous && {
          position: last.previous,
          direction: 'previous',
        },
      });
      expect(before.runs.map(run => run.uid)).toEqual(pages.at(-2));
      expect(before.next).toBeDefined();
    });

    it('counts up to a limit', async () => {
      const access = {
        kind: 'namespace',
        values: ['platform', 'payments', 'shop'],
      } as const;
      expect(await stores.runs.count({ access }, 5)).toEqual({
        count: 5,
        exact: false,
      });
    });

    it('finds the children of a run', async () => {
      const { runs } = await stores.runs.list({
        query: { statuses: ['completed'] },
        limit: 1,
      });
      const children = await stores.runs.children(runs[0]);
      expect(children.map(({ summary }) => summary.name).sort()).toEqual([
        'payments-matrix-01-flaky-check',
        ...[0, 1, 2, 3, 4, 5].map(
          index => `payments-matrix-01-platforms-${index}`,
        ),
      ]);
    });

    it('does not know a run of another cluster', async () => {
      const { runs } = await stores.runs.list({ query: {}, limit: 1 });
      expect(
        await stores.runs.get({ cluster: 'other', uid: runs[0].uid }),
      ).toBeUndefined();
      expect(runs[0].cluster).toBe(TEST_CLUSTER);
    });

    it('moves a run in the list of a label when it starts', async () => {
      const own = await createTestStores(databaseId);
      const [first] = lastRecordedEvents();
      const scope = testScope('taskruns', 'TaskRun');
      const waiting = {
        ...first.captured,
        resourceVersion: 1,
        facts: { ...first.captured.facts, startedAt: undefined, createdAt: 0 },
      };
      await own.stores.capture.record(scope, [waiting]);
      await own.stores.capture.record(scope, [first.captured]);
      expect(
        (
          await own.stores.runs.list({
            query: { labels: [label(KUBERNETES_ID, 'checkout')] },
            limit: 5,
          })
        ).runs,
      ).toHaveLength(1);
    });
  },
);
