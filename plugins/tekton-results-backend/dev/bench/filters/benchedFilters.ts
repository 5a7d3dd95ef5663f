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
import { z } from 'zod';
import type { BenchDatabase } from '../database';
import { jsonPath } from '../jsonPath';
import { UPSTREAM_RECORDS } from '../upstreamTable';

const LOOKED_AT = 100;

const withParameter = z.object({
  spec: z.object({
    params: z.array(z.object({ value: z.string() })).nonempty(),
  }),
});

/** A filter, and what upstream's server makes of it in SQL. */
export interface BenchedFilter {
  readonly title: string;
  readonly text: string;
  readonly upstreamSql: string;
  readonly bindings?: readonly string[];
}

const WEEK_MS = 7 * 86_400_000;

/**
 * Typical filters, with values that are in the history. Upstream writes values
 * into the statement; here they are bound, which costs it nothing.
 */
export async function benchedFilters(
  database: BenchDatabase,
): Promise<BenchedFilter[]> {
  const { db } = database;
  const at = (...path: string[]) => jsonPath(database, path);
  const label = (key: string) => at('metadata', 'labels', key);
  // A run in the middle of the history.
  const runs = () => db('records').where({ root: 1, kind: 'PipelineRun' });
  const [{ count }]: Array<{ count: number | string }> = await runs().count({
    count: '*',
  });
  const [run]: Array<{ run_name: string }> = await runs()
    .orderBy('list_time')
    .offset(Math.floor(Number(count) / 2))
    .limit(1)
    .select('run_name');
  const [last]: Array<{ time: Date | number }> = await db('records').max({
    time: 'run_completion_time',
  });
  const since = new Date(Number(new Date(last.time)) - WEEK_MS)
    .toISOString()
    .replace(/\.\d+Z$/, 'Z');
  const component = 'backstage.io/kubernetes-id';
  const parameter = at('spec', 'params', '0', 'value');
  const value = await someParameter(db);
  const reason = at('status', 'conditions', '0', 'reason');
  return [
    {
      title: 'a run by name',
      text: `data.metadata.name == "${run.run_name}"`,
      upstreamSql: `${at('metadata', 'name')} = ?`,
      bindings: [run.run_name],
    },
    {
      title: 'the tasks of a run',
      text: `data.metadata.labels["tekton.dev/pipelineRun"] == "${run.run_name}"`,
      upstreamSql: `${label('tekton.dev/pipelineRun')} = ?`,
      bindings: [run.run_name],
    },
    {
      title: 'a common label',
      text: `data.metadata.labels["${component}"] == "checkout"`,
      upstreamSql: `${label(component)} = ?`,
      bindings: ['checkout'],
    },
    {
      title: 'one of two labels, of PipelineRuns',
      text: `data_type == PIPELINE_RUN && data.metadata.labels["${component}"] in ["search", "payments-api"]`,
      upstreamSql: `type = ? and ${label(component)} in (?, ?)`,
      bindings: ['tekton.dev/v1.PipelineRun', 'search', 'payments-api'],
    },
    {
      title: 'failed PipelineRuns of a week',
      text: `data_type == PIPELINE_RUN && data.status.conditions[0].status == "False" && data.status.completionTime > timestamp("${since}")`,
      upstreamSql: `type = ? and ${at(
        'status',
        'conditions',
        '0',
        'status',
      )} = ? and ${time(database, at('status', 'completionTime'))} > ${time(
        database,
        '?',
      )}`,
      bindings: ['tekton.dev/v1.PipelineRun', 'False', since],
    },
    {
      title: 'a rare reason',
      text: `data.status.conditions[0].reason == "PipelineRunTimeout"`,
      upstreamSql: `${reason} = ?`,
      bindings: ['PipelineRunTimeout'],
    },
    {
      title: 'a parameter that some have',
      text: `data.spec.params[0].value == ${JSON.stringify(value)}`,
      upstreamSql: `${parameter} = ?`,
      bindings: [value],
    },
    {
      title: 'a parameter that none has',
      text: `data.spec.params[0].value == "no-such"`,
      upstreamSql: `${parameter} = ?`,
      bindings: ['no-such'],
    },
    {
      title: 'equality on another path',
      text: `data.status.podName == "no-such-pod"`,
      upstreamSql: `${at('status', 'podName')} = ?`,
      bindings: ['no-such-pod'],
    },
    {
      title: 'a name that contains a text that none has',
      text: `data.metadata.name.contains("no-such")`,
      upstreamSql: contains(database, at('metadata', 'name')),
      bindings: ['no-such'],
    },
    {
      title: 'another path that contains it',
      text: `data.status.podName.contains("no-such")`,
      upstreamSql: contains(database, at('status', 'podName')),
      bindings: ['no-such'],
    },
  ];
}

/** The first parameter of one of the first runs that have any. */
async function someParameter(db: Knex): Promise<string> {
  const rows: Array<{ data: unknown }> = await db(UPSTREAM_RECORDS)
    .limit(LOOKED_AT)
    .select('data');
  for (const { data } of rows) {
    // SQLite has it as a text.
    const object = typeof data === 'string' ? JSON.parse(data) : data;
    const parsed = withParameter.safeParse(object);
    if (parsed.success) {
      return parsed.data.spec.params[0].value;
    }
  }
  throw new Error('None of the first runs has a parameter');
}

function time({ engine }: BenchDatabase, text: string): string {
  return engine === 'postgres'
    ? `(${text})::timestamp with time zone`
    : `julianday(${text})`;
}

function contains({ engine }: BenchDatabase, text: string): string {
  return engine === 'postgres'
    ? `position(? in ${text}) <> 0`
    : `instr(${text}, ?) <> 0`;
}
