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

import type { Knex } from 'knex';
import {
  createTestStores,
  POSTGRES_DATABASES,
  TESTED_DATABASES,
} from '../../__testUtils__/databases';
import { plansOf } from '../../__testUtils__/queryPlans';
import { parseFilter } from '../../filter';
import type { AccessFilter } from '../AccessFilter';
import type { Stores } from '../createStores';

jest.setTimeout(180_000);

const RECORDS = 200_000;
const READS_ALL = /Seq Scan on record(s|_attributes)\b/;

/**
 * Rows as a year of runs leaves them: one PipelineRun with four TaskRuns each.
 * Objects are not needed to plan what reads them.
 */
const FILL = [
  `insert into results (uid, cluster, parent, name, annotations, etag, create_time, update_time)
   select gen_random_uuid(), 'prod', 'ns-' || n % 40, 'result-' || n, '{}', 1,
     timestamptz '2026-01-01' + n * interval '10 minutes', timestamptz '2026-01-01' + n * interval '10 minutes'
   from generate_series(1, ${RECORDS / 5}) as n`,
  `insert into records (uid, result_seq, cluster, parent, name, data_type, etag, create_time, update_time,
     kind, run_uid, run_name, namespace, pipeline, owner_run_uid, root, status, reason, condition_status,
     list_time, run_created_time, run_start_time, status_start_time, run_completion_time,
     label_pipeline, label_pipeline_run, label_pipeline_run_uid, promotion)
   select gen_random_uuid(), g.seq, 'prod', g.parent, 'record-' || g.seq || '-' || k,
     case k when 0 then 'tekton.dev/v1.PipelineRun' else 'tekton.dev/v1.TaskRun' end, 1,
     g.create_time + k * interval '1 second', g.create_time + k * interval '1 second',
     case k when 0 then 'PipelineRun' else 'TaskRun' end,
     'uid-' || g.seq || '-' || k, 'run-' || g.seq || '-' || k, g.parent, 'pipeline-' || g.seq % 400,
     case k when 0 then null else 'uid-' || g.seq || '-0' end, case k when 0 then 1 else 0 end,
     case when g.seq % 20 = 0 then 'failed' else 'succeeded' end,
     case when g.seq % 2000 = 0 then 'PipelineRunTimeout' when g.seq % 20 = 0 then 'Failed' else 'Succeeded' end,
     case when g.seq % 20 = 0 then 'False' else 'True' end,
     g.create_time, g.create_time, g.create_time, g.create_time, g.create_time + interval '5 minutes',
     'pipeline-' || g.seq % 400,
     case k when 0 then null else 'run-' || g.seq || '-0' end,
     case when k = 0 then null when g.seq % 2 = 0 then '=' else 'uid-' || g.seq || '-0' end, 1
   from results as g, generate_series(0, 4) as k`,
  `insert into attribute_pairs (type, key, value)
   select 'label', 'tekton.dev/pipeline', 'pipeline-' || n from generate_series(0, 399) as n
   union all select 'label', 'app', 'app-' || n from generate_series(0, 2) as n
   union all select 'label', 'release', 'candidate'
   union all select 'annotation', 'team', 'team-' || n from generate_series(0, 19) as n
   union all select 'param', 'env', 'env-' || n from generate_series(0, 4) as n`,
  `insert into record_attributes (record_seq, list_time, create_time, signed_ids)
   select t.seq, t.list_time, t.create_time, array_agg(case t.root when 1 then -p.id else p.id end order by p.id)
   from records as t join attribute_pairs as p on
     (p.key = 'tekton.dev/pipeline' and p.value = t.pipeline)
     or (p.key = 'app' and p.value = 'app-' || t.result_seq % 3)
     or (p.key = 'release' and t.result_seq % 80 = 0)
     or (p.key = 'team' and p.value = 'team-' || t.result_seq % 20)
     or (p.key = 'env' and p.value = 'env-' || t.result_seq % 5)
   group by t.seq`,
  'vacuum analyze',
];

const FILTERS = [
  'name == "record-77-0"',
  'name == "ns-37/results/result-77/records/record-77-0"',
  'name.endsWith("records/record-77-0")',
  'data.metadata.name == "run-77-1"',
  'data.metadata.name in ["run-77-1", "run-78-1"]',
  'data.metadata.uid == "uid-77-1"',
  'parent == "ns-7"',
  'data.metadata.namespace == "ns-7"',
  'data.kind == "PipelineRun"',
  'data_type == TASK_RUN',
  'data.metadata.labels["tekton.dev/pipeline"] == "pipeline-7"',
  'data.metadata.labels["tekton.dev/pipelineRun"] == "run-77-0"',
  'data.metadata.labels["tekton.dev/pipelineRunUID"] == "uid-77-0"',
  'data.metadata.labels["tekton.dev/pipelineRunUID"] in ["uid-77-0", "uid-78-0"]',
  'data.metadata.ownerReferences[0].uid == "uid-77-0"',
  'data.status.conditions[0].status == "False"',
  'data.status.conditions[0].reason == "PipelineRunTimeout"',
  'data.status.conditions[0].reason in ["Failed", "PipelineRunTimeout"]',
  'data.metadata.labels["app"] == "app-1"',
  'data.metadata.labels["app"] in ["app-1", "app-2"]',
  'data.metadata.labels["app"] == "no-such-app"',
  'data.metadata.annotations["team"] == "team-7"',
  'data.spec.params.exists(p, p.name == "env" && p.value == "env-3")',
  'data.metadata.creationTimestamp > timestamp("2026-09-01T00:00:00Z")',
  'data.status.startTime > timestamp("2026-09-01T00:00:00Z") && data.status.startTime < timestamp("2026-09-02T00:00:00Z")',
  'data.status.completionTime >= timestamp("2026-01-02T00:00:00Z")',
  'data.status.completionTime > timestamp("2030-01-01T00:00:00Z")',
  'data_type == PIPELINE_RUN && data.metadata.labels["tekton.dev/pipeline"] == "pipeline-7" && data.status.conditions[0].status == "False"',
];

const ACCESSES: ReadonlyArray<[string, AccessFilter]> = [
  ['a namespace', { kind: 'namespace', values: ['ns-7'] }],
  ['a namespace without runs', { kind: 'namespace', values: ['none'] }],
  ['some namespaces', { kind: 'namespace', values: ['ns-7', 'ns-8', 'none'] }],
  ['another cluster', { kind: 'cluster', values: ['none'] }],
  [
    'the runs of a component',
    { kind: 'label', key: 'tekton.dev/pipeline', values: ['pipeline-7'] },
  ],
  [
    'what has no label',
    { kind: 'not', part: { kind: 'label', key: 'app', values: ['app-1'] } },
  ],
  ['PipelineRuns', { kind: 'objectKind', values: ['PipelineRun'] }],
];

describe.each(POSTGRES_DATABASES)(
  `the plan of a list of ${RECORDS} Records on %s`,
  id => {
    let db: Knex;
    let stores: Stores;

    beforeAll(async () => {
      ({ db, stores } = await createTestStores(id));
      for (const statement of FILL) {
        await db.raw(statement);
      }
    });
    afterAll(() => stores.close());

    const plansFor = (text: string, direction: 'asc' | 'desc') =>
      plansOf(db, () =>
        stores.results.listRecords({
          view: {},
          filter: parseFilter(text, 'records'),
          order: [{ field: 'create_time', direction }],
          limit: 50,
        }),
      );

    describe.each(['asc', 'desc'] as const)('ordered %s', direction => {
      it.each(FILTERS)('does not read all of them for %s', async text => {
        const plans = await plansFor(text, direction);
        expect(plans.length).toBeGreaterThan(0);
        for (const plan of plans) {
          expect(plan).not.toMatch(READS_ALL);
        }
      });
    });

    it.each(ACCESSES)(
      'does not read all of them for those who see only %s',
      async (_, access) => {
        const plans = await plansOf(db, async () => {
          await stores.results.listRecords({ view: { access }, limit: 50 });
          await stores.runs.list({ query: { access }, limit: 25 });
          await stores.results.listResults({ view: { access }, limit: 50 });
        });
        expect(plans.length).toBeGreaterThan(0);
        for (const plan of plans) {
          expect(plan).not.toMatch(READS_ALL);
        }
      },
    );

    it.each(['asc', 'desc'] as const)(
      'knows how little a window of the list is, ordered %s',
      async direction => {
        const plans = await plansFor(
          'data.spec.params[0].value == "no-such"',
          direction,
        );
        const windows = plans.filter(plan => plan.includes('record_payloads'));
        expect(windows.length).toBeGreaterThan(3);
        // The first and the last have one end.
        for (const plan of windows.slice(1, -1)) {
          expect(plan).toMatch(
            /Index Cond: (?=.*create_time >= )(?=.*create_time <= )/,
          );
        }
      },
    );

    it.each(['asc', 'desc'] as const)(
      'begins where the Records of a time are, ordered %s',
      async direction => {
        const plans = await plansFor(
          'data_type == PIPELINE_RUN && data.status.startTime >= timestamp("2026-03-01T00:00:00Z") && data.status.startTime < timestamp("2026-03-08T00:00:00Z")',
          direction,
        );
        const [apart, ...lists] = plans.filter(plan =>
          /Index.*records_(by_create_time|apart_from)/.test(plan),
        );
        expect(apart).toMatch(/records_apart_from_status_start_time/);
        expect(lists.length).toBeGreaterThan(0);
        for (const plan of lists) {
          expect(plan).toMatch(
            /Index Cond: .*create_time >= .*create_time <= /,
          );
        }
      },
    );

    it.each(['asc', 'desc'] as const)(
      'sorts what has a label that few have, ordered %s',
      async direction => {
        const listed = (text: string) => plansFor(text, direction);
        const few = 'data.metadata.labels["release"] == "candidate"';
        const many = 'data.metadata.labels["app"] == "app-1"';
        const walked = /Index Scan (Backward )?using records_by_create_time/;
        const plan = (await listed(few)).join('\n');
        expect(plan).not.toMatch(walked);
        // They are sorted before anything else of them is read, by this process.
        expect(plan).toMatch(
          /Nested Loop[^]*Sort Key: owned\.create_time[^]*on record_attributes owned[^]*using records_pkey/,
        );
        expect(plan).not.toMatch(/Gather/);
        expect((await listed(`${many} && ${few}`)).join('\n')).not.toMatch(
          walked,
        );
        expect((await listed(many)).join('\n')).toMatch(walked);
        const { items } = await stores.results.listRecords({
          view: {},
          filter: parseFilter(`${many} && ${few}`, 'records'),
          limit: 10_000,
        });
        // Each 80th of 40,000 Results, and of these each third has the app.
        expect(items).toHaveLength(167 * 5);
      },
    );

    it('finds the runs of a pipeline that it sums up by an index of theirs', async () => {
      const plans = await plansOf(db, () =>
        stores.summaries.summarize({
          view: {},
          filter: parseFilter(
            'data_type == PIPELINE_RUN && data.metadata.labels["tekton.dev/pipeline"] == "pipeline-7"',
            'records',
          ),
          groupBy: { by: 'time', time: 'startTime', unit: 'day' },
        }),
      );
      expect(plans.join('\n')).toMatch(
        /records_summed_v1 .*\n *Index Cond: \(label_pipeline = 'pipeline-7'/,
      );
      expect(plans.join('\n')).not.toMatch(READS_ALL);
    });

    it('sums up all PipelineRuns without reading more than an index of theirs', async () => {
      const plans = await plansOf(db, () =>
        stores.summaries.summarize({
          view: {},
          filter: parseFilter('data_type == PIPELINE_RUN', 'records'),
          groupBy: { by: 'time', time: 'startTime', unit: 'day' },
        }),
      );
      expect(plans.join('\n')).toMatch(
        /Index Only Scan using records_summed_v1 /,
      );
      expect(plans.join('\n')).not.toMatch(READS_ALL);
    });

    it('does not read all of them while some Records are not exact', async () => {
      await db.raw('update records set promotion = 2 where seq % 50000 = 0');
      const plans = await plansOf(db, () =>
        stores.results.listRecords({
          view: {},
          filter: parseFilter('data.metadata.name == "run-77-1"', 'records'),
          limit: 50,
        }),
      );
      expect(plans.join('\n')).not.toMatch(READS_ALL);
    });
  },
);

describe.each(
  TESTED_DATABASES.eachSupportedId().filter(([id]) => id.startsWith('SQLITE')),
)('the plan of a list on %s', id => {
  it('finds the tasks of a run by its uid alone', async () => {
    const { db, stores } = await createTestStores(id);
    const plans = await plansOf(db, () =>
      stores.results.listRecords({
        view: {},
        filter: parseFilter(
          'data.metadata.labels["tekton.dev/pipelineRunUID"] == "uid"',
          'records',
        ),
        limit: 50,
      }),
    );
    const found = plans.join('\n');
    expect(found).toMatch(
      /records_by_owner_run_uid_cluster \(owner_run_uid=\?/,
    );
    expect(found).toMatch(/records_by_label_pipeline_run_uid \(label_/);
    expect(found.match(/records_by_label_pipeline_run_uid/g)).toHaveLength(1);
    expect(found).not.toMatch(/SCAN t\b/);
    await stores.close();
  });
});
