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
import { TEST_NOW } from '../../__testUtils__/databases';
import { storeRuns, type MadeUpRun } from '../../__testUtils__/madeUpRuns';
import type { Stores } from '../../store';

const DAY = 24 * 60 * 60;
const PIPELINES = {
  cluster: 'test',
  resource: 'pipelineruns',
  kind: 'PipelineRun',
} as const;

/** A run that started so many days ago and took a minute. */
function run(
  name: string,
  daysAgo: number,
  rest: Partial<MadeUpRun> = {},
): MadeUpRun {
  return { name, uid: `uid-${name}`, ago: daysAgo * DAY, seconds: 60, ...rest };
}

const TEAM_A = { labels: { team: 'a', 'app.kubernetes.io/name': 'cart' } };
const TEAM_B = { labels: { team: 'b' } };
const BUILD = { pipeline: 'build', branch: 'main' };

/** A run that brings its pipeline along, which Tekton calls as the run. */
function ownRun(name: string, daysAgo: number, repository: string) {
  return run(name, daysAgo, {
    namespace: 'pac',
    pipeline: name,
    branch: 'main',
    annotations: {
      'pipelinesascode.tekton.dev/original-prname': 'pull-request',
      'pipelinesascode.tekton.dev/repo-url': repository,
    },
  });
}

/**
 * Runs of every sort of which policies decide. Of `builds-N` the numbers are days.
 */
const RUNS: readonly MadeUpRun[] = [
  // In shop of the cluster test.
  run('builds-1', 1, { ...BUILD, ...TEAM_A }),
  run('builds-20', 20, { ...BUILD, ...TEAM_A }),
  run('builds-40', 40, { ...BUILD, ...TEAM_A }),
  run('branch-30', 30, { pipeline: 'build', branch: 'dev', ...TEAM_B }),
  run('failed-20', 20, { pipeline: 'test', outcome: 'False', ...TEAM_B }),
  run('timeout-35', 35, {
    pipeline: 'test',
    outcome: 'False',
    reason: 'PipelineRunTimeout',
    ...TEAM_B,
  }),
  run('long-40', 40, { pipeline: 'deploy', seconds: 39 * DAY }),
  // In ci, other kinds, too.
  run('audited-40', 40, {
    namespace: 'ci',
    ...BUILD,
    annotations: { 'example.com/audit': 'yes' },
  }),
  run('task-40', 40, { namespace: 'ci', kind: 'TaskRun', task: 'lint' }),
  run('custom-40', 40, { namespace: 'ci', kind: 'CustomRun' }),
  run('tree-40', 40, { namespace: 'ci', pipeline: 'release' }),
  // Nothing is known but its age.
  run('bare-45', 45, { namespace: 'bare', seconds: undefined }),
  // In pac, from two repositories.
  ownRun('own-20', 20, 'https://git.example.com/cart'),
  ownRun('own-30', 30, 'https://git.example.com/pay'),
  ownRun('own-40', 40, 'https://git.example.com/cart'),
  // In shop of the cluster west.
  run('west-40', 40, { cluster: 'west', ...BUILD, ...TEAM_A }),
];

/** What no policy ever removes. */
const KEPT: readonly MadeUpRun[] = [
  run('running-100', 100, { outcome: 'Unknown', ...BUILD, ...TEAM_A }),
  run('waiting-100', 100, { outcome: 'Unknown', seconds: undefined }),
  run('half-40', 40, { namespace: 'ci', pipeline: 'half' }),
  run('half-40-task', 40, {
    namespace: 'ci',
    kind: 'TaskRun',
    outcome: 'Unknown',
    owner: 'uid-half-40',
  }),
  run('pinned-50', 50, { ...BUILD, ...TEAM_A }),
];

/** Owned: these go when their owners do, whatever they are like. */
const CHILDREN: readonly MadeUpRun[] = [
  run('tree-40-task', 40, {
    namespace: 'ci',
    kind: 'TaskRun',
    task: 'compile',
    owner: 'uid-tree-40',
    ...TEAM_A,
  }),
];

/** Vanished while it ran. */
const LOST = run('lost-60', 60, { outcome: 'Unknown', pipeline: 'deploy' });

/** The names of all that may go. */
export const FATED: readonly string[] = [...RUNS, LOST].map(({ name }) => name);

/** Stores runs of every sort. */
export async function storeFateRuns(db: Knex, stores: Stores): Promise<void> {
  await storeRuns(stores, [...RUNS, ...KEPT, ...CHILDREN, LOST]);
  await stores.capture.markGone(PIPELINES, [LOST.uid], { listVersion: 5 });
  await db('pins').insert({
    cluster: 'test',
    run_uid: 'uid-pinned-50',
    actor: 'user:default/ada',
    reason: 'to be looked at',
    create_time: new Date(TEST_NOW),
  });
}
