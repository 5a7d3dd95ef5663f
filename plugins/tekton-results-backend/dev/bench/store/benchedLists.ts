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

import type { RunQuery, Stores } from '../../../src/store';
import { parseFilter } from '../../../src/filter';
import { answerRecords } from '../answerRecords';
import { endOfHistory, HISTORY } from '../benchedHistory';
import type { BenchDatabase } from '../database';
import { jsonPath } from '../jsonPath';
import { UPSTREAM_RECORDS, type UpstreamTable } from '../upstreamTable';

/** The same question to each of three. */
export interface BenchedQuery {
  readonly title: string;
  /** As our screens ask. Absent: they do not. */
  readonly screen?: () => Promise<unknown>;
  /** As clients of the Results API ask us; how many rows they get. */
  readonly records: () => Promise<number>;
  /** What they make upstream ask its database; as many rows. */
  readonly upstream: () => Promise<number>;
}

interface Selection {
  readonly title: string;
  readonly query: RunQuery;
  readonly filter: string;
  readonly parent?: string;
  readonly upstreamSql: string;
  readonly bindings: readonly string[];
}

const PAGE = 50;
const WALKED_AT_ONCE = 5_000;
const DAY_MS = 86_400_000;
const BRANCH = 'pipelinesascode.tekton.dev/branch';
const PIPELINE_RUN = 'tekton.dev/v1.PipelineRun';
const ORDER = [{ field: 'create_time', direction: 'desc' }] as const;

/** Lists of fifty: the newest of each selection, and those in the middle. */
export async function benchedLists(
  database: BenchDatabase,
  upstream: UpstreamTable,
): Promise<BenchedQuery[]> {
  const { stores } = database;
  const selections = selectionsFor(database);
  const lists = selections.map(
    ({ title, query, filter, parent, upstreamSql, bindings }): BenchedQuery => {
      const parsed = parseFilter(filter, 'records');
      return {
        title,
        screen: () => stores.runs.list({ query, limit: PAGE }),
        records: () =>
          answerRecords(stores, {
            view: {},
            parent,
            filter: parsed,
            order: ORDER,
            limit: PAGE,
          }),
        upstream: async () =>
          Math.min(PAGE, await upstream.list(upstreamSql, bindings)),
      };
    },
  );
  return [...lists, await deepPage(database, upstream)];
}

function selectionsFor(database: BenchDatabase): Selection[] {
  const at = (...path: string[]) => jsonPath(database, path);
  const label = (key: string) => at('metadata', 'labels', key);
  const runs = (
    title: string,
    narrowed: {
      query: RunQuery;
      filter?: string;
      parent?: string;
      upstreamSql: string;
      bindings: readonly string[];
    },
  ): Selection => ({
    title,
    query: narrowed.query,
    filter: ['data_type == PIPELINE_RUN', narrowed.filter]
      .filter(Boolean)
      .join(' && '),
    parent: narrowed.parent,
    upstreamSql: `type = ? and ${narrowed.upstreamSql}`,
    bindings: [PIPELINE_RUN, ...narrowed.bindings],
  });
  const labelled = (title: string, key: string, value: string) =>
    runs(title, {
      query: { labels: [{ key, operator: 'in', values: [value] }] },
      filter: `data.metadata.labels["${key}"] == "${value}"`,
      upstreamSql: `${label(key)} = ?`,
      bindings: [value],
    });
  const end = endOfHistory().getTime();
  const from = startOfDay(end - 200 * DAY_MS);
  const before = startOfDay(end - 170 * DAY_MS);
  const start = timestamp(database, at('status', 'startTime'));
  const bound = timestamp(database, '?');
  return [
    runs('newest runs', { query: {}, upstreamSql: '1 = 1', bindings: [] }),
    runs('of a status', {
      query: { statuses: ['failed'] },
      filter: 'data.status.conditions[0].reason == "Failed"',
      upstreamSql: `${at('status', 'conditions', '0', 'reason')} = ?`,
      bindings: ['Failed'],
    }),
    runs('of a pipeline', {
      query: { fields: { pipeline: [HISTORY.pipeline] } },
      filter: `data.metadata.labels["tekton.dev/pipeline"] == "${HISTORY.pipeline}"`,
      upstreamSql: `${label('tekton.dev/pipeline')} = ?`,
      bindings: [HISTORY.pipeline],
    }),
    runs('of a namespace', {
      query: { namespaces: [HISTORY.namespace] },
      parent: HISTORY.namespace,
      upstreamSql: 'parent = ?',
      bindings: [HISTORY.namespace],
    }),
    labelled(
      'with a label that a third has',
      'backstage.io/kubernetes-id',
      HISTORY.commonComponent,
    ),
    labelled(
      'with a label that few have',
      HISTORY.rareLabel.key,
      HISTORY.rareLabel.value,
    ),
    labelled(
      'with a label that one of twenty has',
      HISTORY.scarceLabel.key,
      HISTORY.scarceLabel.value,
    ),
    runs('of a month half a year ago', {
      query: { startedFrom: from, startedBefore: before },
      filter: `data.status.startTime >= timestamp("${iso(
        from,
      )}") && data.status.startTime < timestamp("${iso(before)}")`,
      upstreamSql: `${start} >= ${bound} and ${start} < ${bound}`,
      bindings: [iso(from), iso(before)],
    }),
    runs('of a branch', {
      query: { fields: { branch: [HISTORY.branch] } },
      filter: `data.metadata.annotations["${BRANCH}"] == "${HISTORY.branch}"`,
      upstreamSql: `${at('metadata', 'annotations', BRANCH)} = ?`,
      bindings: [HISTORY.branch],
    }),
  ];
}

/** The page in the middle of the list of all runs, by a cursor. */
async function deepPage(
  { db, engine, stores }: BenchDatabase,
  upstream: UpstreamTable,
): Promise<BenchedQuery> {
  const parsed = parseFilter('data_type == PIPELINE_RUN', 'records');
  const middle = await upstreamMiddle(db);
  const position = await runPosition(stores, middle.offset);
  const after = await recordPosition(stores, middle.offset);
  return {
    title: 'newest runs, the page in the middle',
    screen: () =>
      stores.runs.list({
        query: {},
        limit: PAGE,
        from: { position, direction: 'next' },
      }),
    records: () =>
      answerRecords(stores, {
        view: {},
        filter: parsed,
        order: ORDER,
        limit: PAGE,
        after,
      }),
    upstream: async () => {
      const rows = await upstream.list(
        `type = ? and (created_time, id) < (${
          engine === 'postgres' ? '?::timestamptz' : 'cast(? as integer)'
        }, ?)`,
        [PIPELINE_RUN, middle.time, middle.id],
      );
      return Math.min(PAGE, rows);
    },
  };
}

async function upstreamMiddle(
  db: BenchDatabase['db'],
): Promise<{ offset: number; time: string; id: string }> {
  const runs = () => db(UPSTREAM_RECORDS).where({ type: PIPELINE_RUN });
  const [{ count }]: Array<{ count: number | string }> = await runs().count({
    count: '*',
  });
  const offset = Math.floor(Number(count) / 2);
  const [{ created_time: time, id }]: Array<{
    created_time: Date | number;
    id: string;
  }> = await runs()
    .orderBy([
      { column: 'created_time', order: 'desc' },
      { column: 'id', order: 'desc' },
    ])
    .offset(offset)
    .limit(1)
    .select('created_time', 'id');
  return {
    offset,
    time: time instanceof Date ? time.toISOString() : String(time),
    id,
  };
}

async function runPosition({ runs }: Stores, rows: number) {
  let position: Awaited<ReturnType<typeof runs.list>>['next'];
  for (let left = rows; left > 0; left -= WALKED_AT_ONCE) {
    const page = await runs.list({
      query: {},
      limit: Math.min(left, WALKED_AT_ONCE),
      from: { position, direction: 'next' },
    });
    position = page.next;
  }
  return position;
}

async function recordPosition({ results }: Stores, rows: number) {
  const filter = parseFilter('data_type == PIPELINE_RUN', 'records');
  let after: Awaited<ReturnType<typeof results.listRecords>>['next'];
  for (let left = rows; left > 0; left -= WALKED_AT_ONCE) {
    const page = await results.listRecords({
      view: {},
      filter,
      order: ORDER,
      limit: Math.min(left, WALKED_AT_ONCE),
      after,
    });
    after = page.next;
  }
  return after;
}

function timestamp({ engine }: BenchDatabase, text: string): string {
  return engine === 'postgres'
    ? `(${text})::timestamp with time zone`
    : `julianday(${text})`;
}

function startOfDay(ms: number): number {
  return Math.floor(ms / DAY_MS) * DAY_MS;
}

function iso(ms: number): string {
  return new Date(ms).toISOString().replace('.000Z', 'Z');
}
