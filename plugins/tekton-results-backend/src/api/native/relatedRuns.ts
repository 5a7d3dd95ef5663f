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

import type {
  RelatedRuns,
  RunField,
  RunStatus,
  RunSummary,
} from 'backstage-plugin-tekton-results-common';
import type { AccessFilter, RunQuery, RunStore, StoredRun } from '../../store';

const MAX_SAME = 50;
const MAX_CHILDREN = 500;

const SUCCEEDED: readonly RunStatus[] = ['succeeded', 'completed'];

/** Finds what has to do with a run, as far as it is within an access. */
export async function relatedRuns(
  runs: RunStore,
  run: StoredRun,
  access: AccessFilter,
): Promise<RelatedRuns> {
  const { summary } = run;
  const { cluster, uid, ownerUid, source } = summary;
  const line = lineOf(run, access);
  const onBranch =
    line && source.branch
      ? withField(line, 'branch', source.branch)
      : undefined;
  const good = (query: RunQuery | undefined) =>
    query && { ...query, statuses: SUCCEEDED };

  const [
    previous,
    next,
    previousOnBranch,
    nextOnBranch,
    lastSuccess,
    lastSuccessOnBranch,
    sameRevision,
    parent,
    children,
    sameResult,
  ] = await Promise.all([
    nearest(runs, run, line, 'next'),
    nearest(runs, run, line, 'previous'),
    nearest(runs, run, onBranch, 'next'),
    nearest(runs, run, onBranch, 'previous'),
    nearest(runs, run, good(line), 'next'),
    nearest(runs, run, good(onBranch), 'next'),
    sameRevisionRuns(runs, summary, access),
    ownerUid ? runs.get({ cluster, uid: ownerUid, access }) : undefined,
    runs.children({ cluster, uid, access }),
    runs.find(
      {
        cluster,
        namespace: run.parent,
        by: { result: run.result.split('/').at(-1) ?? '' },
        access,
      },
      MAX_CHILDREN,
    ),
  ]);
  const own = new Set([uid, ...children.map(child => child.summary.uid)]);
  return {
    previous,
    next,
    previousOnBranch,
    nextOnBranch,
    lastSuccess,
    lastSuccessOnBranch,
    sameRevision,
    // Clients may name any owner; one in another namespace is none.
    parent: parent?.parent === run.parent ? parent.summary : undefined,
    children: children
      .map(child => child.summary)
      .sort((a, b) => startOf(a) - startOf(b))
      .slice(0, MAX_CHILDREN),
    sameResult: sameResult
      .filter(other => !own.has(other.uid))
      .slice(0, MAX_SAME),
  };
}

/** The runs of the same pipeline or, without one, of the same task. */
function lineOf(
  { summary, parent }: StoredRun,
  access: AccessFilter,
): RunQuery | undefined {
  const { cluster, kind, pipeline, task, ownerUid } = summary;
  const query = {
    clusters: [cluster],
    namespaces: [parent],
    kinds: [kind],
    access,
  };
  if (ownerUid !== undefined) {
    return undefined;
  }
  if (pipeline !== undefined) {
    return withField(query, 'pipeline', pipeline);
  }
  return task === undefined ? undefined : withField(query, 'task', task);
}

function withField(query: RunQuery, field: RunField, value: string): RunQuery {
  return { ...query, fields: { ...query.fields, [field]: [value] } };
}

/** In the list by start, newest first: the next is an older one. */
async function nearest(
  runs: RunStore,
  { position }: StoredRun,
  query: RunQuery | undefined,
  direction: 'next' | 'previous',
): Promise<RunSummary | undefined> {
  if (!query) {
    return undefined;
  }
  const page = await runs.list({
    query,
    limit: 1,
    from: { position, direction },
  });
  return page.runs[0];
}

async function sameRevisionRuns(
  runs: RunStore,
  { uid, source }: RunSummary,
  access: AccessFilter,
): Promise<RunSummary[]> {
  if (source.revision === undefined) {
    return [];
  }
  const page = await runs.list({
    query: { fields: { revision: [source.revision] }, access },
    limit: MAX_SAME + 1,
  });
  return page.runs.filter(run => run.uid !== uid).slice(0, MAX_SAME);
}

function startOf({ startedAt, createdAt }: RunSummary): number {
  return Date.parse(startedAt ?? createdAt);
}
