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
  createTestStores,
  POSTGRES_DATABASES,
} from '../../__testUtils__/databases';
import { plansOf } from '../../__testUtils__/queryPlans';
import { EVERYTHING, type AccessFilter } from '../AccessFilter';
import type { ExpiryQuery } from '../RetentionStore';

jest.setTimeout(300_000);

const RUNS = 20_000;
const READS_ALL =
  /Seq Scan on (records|record_payloads|step_logs|tombstones)\b/;

/** A year of runs with two TaskRuns each. */
const FILL = [
  `insert into results (uid, cluster, parent, name, annotations, etag, create_time, update_time)
   select gen_random_uuid(), 'prod', 'ns-' || n % 40, 'result-' || n, '{}', 1, now(), now()
   from generate_series(1, ${RUNS}) as n`,
  `insert into records (uid, result_seq, cluster, parent, name, data_type, etag, create_time, update_time,
     kind, run_uid, capture_uid, run_name, namespace, pipeline, label_pipeline, source_repository,
     owner_run_uid, root, status, list_time, run_created_time, run_completion_time, promotion)
   select gen_random_uuid(), g.seq, 'prod', g.parent, 'record-' || k, 'tekton.dev/v1.Run', 1, now(), now(),
     case k when 0 then 'PipelineRun' else 'TaskRun' end,
     'uid-' || g.seq || '-' || k, 'uid-' || g.seq || '-' || k, 'run-' || g.seq, g.parent,
     'pipeline-' || g.seq % 400, 'run-' || g.seq, 'repository-' || g.seq % 800, case k when 0 then null else 'uid-' || g.seq || '-0' end,
     case k when 0 then 1 else 0 end, 'succeeded', t.time, t.time, t.time + interval '5 minutes', 1
   from results as g, generate_series(0, 2) as k,
     lateral (select timestamptz '2026-01-01' + g.seq * interval '25 minutes' as time) as t`,
  `insert into record_payloads (record_seq, encoding, bytes)
   select seq, 0, '\\x7b7d' from records`,
  `insert into step_logs (record_seq, attempt, container, kind, step, position, pod_name, state, state_time, segments)
   select seq, 1, 'step-a', 'step', 'a', 0, 'pod', 'stored', now(), 1 from records where root = 0`,
  'analyze',
];

const OLD: ExpiryQuery = {
  within: EVERYTHING,
  endedBefore: Date.UTC(2026, 2, 1),
};
const NAMESPACE: AccessFilter = { kind: 'namespace', values: ['ns-7'] };
const PIPELINE: AccessFilter = { kind: 'pipeline', values: ['pipeline-7'] };

describe.each(POSTGRES_DATABASES)(
  'finding runs to be removed on %s',
  databaseId => {
    it('reads no table as a whole', async () => {
      const { db, stores } = await createTestStores(databaseId);
      for (const statement of FILL) {
        await db.raw(statement);
      }
      const queries: Array<[string, ExpiryQuery]> = [
        ['by age', OLD],
        ['within a namespace', { ...OLD, within: NAMESPACE }],
        ['of a pipeline', { ...OLD, within: PIPELINE }],
        [
          'but of a pipeline',
          { ...OLD, within: { kind: 'not', part: PIPELINE } },
        ],
        ['but the last', { ...OLD, keepLast: { count: 3, per: 'branch' } }],
        ['but few', { ...OLD, keepLast: { count: 3, per: 'pipeline' } }],
        ['with logs', { ...OLD, having: 'logs' }],
        ['with events', { ...OLD, having: 'events' }],
      ];
      const readingAll: string[] = [];
      for (const [name, query] of queries) {
        const plans = await plansOf(db, () =>
          stores.retention.expiring(query, { limit: 20 }),
        );
        readingAll.push(
          ...plans
            .filter(plan => READS_ALL.test(plan))
            .map(plan => `${name}:\n${plan}`),
        );
      }
      const { runs } = await stores.retention.expiring(OLD, { limit: 20 });
      expect(runs).toHaveLength(20);
      const removal = await plansOf(db, () =>
        stores.retention.remove(runs, { policy: 'a' }),
      );
      readingAll.push(...removal.filter(plan => READS_ALL.test(plan)));
      expect(readingAll).toEqual([]);
    });
  },
);
