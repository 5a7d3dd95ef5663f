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

import { asObject, type JsonObject } from '../kubernetes';
import { SeededRandom } from '../variation';
import type { HistoryGroup } from './generateHistory';
import { asUnfinished, couldNotStart, type UnfinishedReason } from './outcomes';
import { LONG_NAME_CHARACTERS, ODD_TITLES } from './oddTexts';

/** Options of {@link varyHistory}. */
export interface VaryHistoryOptions {
  /** How many groups there are: the last ones are still in their clusters. */
  runs: number;
  /** Busiest first. */
  clusters: readonly string[];
  /** The same seed gives the same history; default 1. */
  seed?: number;
}

/** A top-level run with the runs below it, and where they are. */
export interface VariedGroup extends HistoryGroup {
  cluster: string;
  /** Whether the cluster has them still. */
  present: boolean;
}

/** On every object, so that one entity can have all of them. */
const COMMON_LABEL = { 'app.kubernetes.io/part-of': 'acme' };

const LAST_PRESENT = 300;
/** Of each recorded pipeline, in turn: there are some forty, and a few run most often. */
const VARIANTS_IN_TURN = [1, 2, 3, 1, 4, 5, 2, 1, 6, 7, 3, 8];
const STAGING_SHARE = 0.2;
/** Every so many groups is so. */
const EVERY = {
  repeatedName: 40,
  longName: 500,
  oddTitle: 25,
  incomplete: 50,
  notStarted: 100,
  unfinished: 5,
};
const REPEATED_NAME = 'nightly';

const UNFINISHED: readonly UnfinishedReason[] = [
  'Running',
  'PipelineRunPending',
  'StoppedRunningFinally',
];

/**
 * Makes a history as varied as those of large companies: several clusters, stages
 * beside the namespaces, more pipelines, runs of each status, names that come again,
 * and texts of all scripts. Some runs at the end are still in their clusters.
 */
export function* varyHistory(
  groups: Iterable<HistoryGroup>,
  options: VaryHistoryOptions,
): Generator<VariedGroup> {
  const random = new SeededRandom(options.seed ?? 1);
  const clusters = options.clusters.map((name, index) => ({
    name,
    weight: 1 / (index + 1),
  }));
  let index = 0;
  for (const { objects } of groups) {
    const present = index >= options.runs - LAST_PRESENT;
    const suffix = random.next() < STAGING_SHARE ? '-staging' : '';
    const variant = VARIANTS_IN_TURN[index % VARIANTS_IN_TURN.length];
    for (const object of objects) {
      setPlace(object, suffix);
      setPipeline(object, variant);
    }
    yield {
      cluster: random.pickWeighted(clusters).name,
      present,
      objects: withOutcome(withTexts(objects, index), { index, present }),
    };
    index += 1;
  }
}

function setPlace(object: JsonObject, suffix: string): void {
  const metadata = asObject(object.metadata);
  metadata.namespace = `${metadata.namespace}${suffix}`;
  metadata.labels = { ...asObject(metadata.labels), ...COMMON_LABEL };
}

function setPipeline(object: JsonObject, variant: number): void {
  const labels = asObject(asObject(object.metadata).labels);
  const reference = asObject(asObject(object.spec).pipelineRef);
  for (const [owner, key] of [
    [labels, 'tekton.dev/pipeline'],
    [reference, 'name'],
  ] as const) {
    if (typeof owner[key] === 'string') {
      owner[key] = `${owner[key]}-${variant}`;
    }
  }
}

function withTexts(objects: JsonObject[], index: number): JsonObject[] {
  const metadata = asObject(objects[0].metadata);
  if (index % EVERY.oddTitle === 1) {
    metadata.annotations = {
      ...asObject(metadata.annotations),
      'dashboard.tekton.dev/displayName':
        ODD_TITLES[Math.floor(index / EVERY.oddTitle) % ODD_TITLES.length],
    };
  }
  if (index % EVERY.repeatedName === 2) {
    rename(objects, REPEATED_NAME);
  }
  if (index % EVERY.longName === 3) {
    rename(
      objects,
      `${metadata.name}-`.padEnd(LONG_NAME_CHARACTERS, 'as-long-as-can-be-'),
    );
  }
  return objects;
}

/** Names the top-level run; those below it only name it as their owner. */
function rename([top, ...children]: JsonObject[], name: string): void {
  asObject(top.metadata).name = name;
  for (const child of children) {
    const metadata = asObject(child.metadata);
    asObject(metadata.labels)['tekton.dev/pipelineRun'] = name;
    if (Array.isArray(metadata.ownerReferences)) {
      metadata.ownerReferences.forEach(owner => {
        asObject(owner).name = name;
      });
    }
  }
}

function withOutcome(
  objects: JsonObject[],
  { index, present }: { index: number; present: boolean },
): JsonObject[] {
  const [top, ...children] = objects;
  if (top.kind !== 'PipelineRun') {
    return objects;
  }
  if (index % EVERY.notStarted === 4) {
    return [couldNotStart(top)];
  }
  if (present && index % EVERY.unfinished === 0) {
    const turn = Math.floor(index / EVERY.unfinished);
    return [
      asUnfinished(top, UNFINISHED[turn % UNFINISHED.length]),
      ...children,
    ];
  }
  return !present && index % EVERY.incomplete === 5
    ? [asUnfinished(top, 'Running'), ...children]
    : objects;
}
