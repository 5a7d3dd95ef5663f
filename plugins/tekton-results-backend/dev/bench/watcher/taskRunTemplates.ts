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
  asObject,
  generateHistory,
  varyHistory,
  type JsonObject,
} from 'example-cluster';

/** Top-level runs, of whose TaskRuns there are some more. */
const RUNS = 200;
/** What a run that somebody owns has, and one that stands alone has not. */
const LABELS_OF_OWNED = [
  'tekton.dev/memberOf',
  'tekton.dev/pipelineRun',
  'tekton.dev/pipelineRunUID',
  'tekton.dev/pipelineTask',
];

/**
 * TaskRuns as recorded, of several namespaces, components, branches and pipelines,
 * that nobody owns.
 */
export function taskRunTemplates(): JsonObject[] {
  const groups = generateHistory({ runs: RUNS, until: new Date() });
  const templates: JsonObject[] = [];
  for (const { objects } of varyHistory(groups, {
    runs: RUNS,
    clusters: ['any'],
  })) {
    templates.push(
      ...objects.filter(({ kind }) => kind === 'TaskRun').map(withoutOwner),
    );
  }
  return templates;
}

function withoutOwner(object: JsonObject): JsonObject {
  const { ownerReferences, ...metadata } = asObject(object.metadata);
  const labels = Object.entries(asObject(metadata.labels)).filter(
    ([key]) => !LABELS_OF_OWNED.includes(key),
  );
  return {
    ...object,
    metadata: { ...metadata, labels: Object.fromEntries(labels) },
  };
}
