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
  RunSummary,
} from 'backstage-plugin-tekton-results-common';

/** Why a run is related; the parts of {@link RelatedRuns}. */
export type Relation = keyof RelatedRuns;

/** Runs that are related in the same way. */
export interface RelatedGroup {
  readonly name: 'neighbours' | 'family' | 'sameRevision' | 'sameResult';
  readonly runs: ReadonlyArray<{
    readonly run: RunSummary;
    /** How, where the name of the group does not say it. */
    readonly relation?: Relation;
  }>;
}

const NEIGHBOURS = [
  'next',
  'previous',
  'nextOnBranch',
  'previousOnBranch',
  'lastSuccess',
  'lastSuccessOnBranch',
] as const;

/**
 * Groups of which nothing is said where they are empty: neighbours are not looked
 * for, and the parent is there even if it may not be seen.
 */
const NOT_OF_OWNED: ReadonlyArray<RelatedGroup['name']> = [
  'neighbours',
  'family',
];

/**
 * The related runs in groups; among the neighbours each run only once, by what is
 * nearest. TaskRuns of a pipeline are left out: they are the tasks of the page.
 */
export function relatedGroups(options: {
  readonly related: RelatedRuns;
  /** Whether the run belongs to another. */
  readonly owned: boolean;
  readonly taskUids: ReadonlySet<string>;
}): RelatedGroup[] {
  const { related, owned, taskUids } = options;
  const seen = new Set<string>();
  const neighbours = NEIGHBOURS.flatMap(relation => {
    const run = related[relation];
    if (!run || seen.has(run.uid)) {
      return [];
    }
    seen.add(run.uid);
    return [{ run, relation }];
  });
  const children = related.children.filter(({ uid }) => !taskUids.has(uid));
  const groups: RelatedGroup[] = [
    { name: 'neighbours', runs: neighbours },
    {
      name: 'family',
      runs: [
        ...(related.parent
          ? [{ run: related.parent, relation: 'parent' as const }]
          : []),
        ...children.map(run => ({ run, relation: 'children' as const })),
      ],
    },
    { name: 'sameRevision', runs: related.sameRevision.map(run => ({ run })) },
    { name: 'sameResult', runs: related.sameResult.map(run => ({ run })) },
  ];
  return groups.filter(
    ({ name, runs }) =>
      !owned || !NOT_OF_OWNED.includes(name) || runs.length > 0,
  );
}
