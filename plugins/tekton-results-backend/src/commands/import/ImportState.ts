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

import { z } from 'zod';
import type { Collection } from './ResultsServer';

/** A list of refused names may not outgrow what anyone reads. */
const MAX_REFUSALS = 1_000;

const countsSchema = z.object({
  copied: z.number(),
  /** They were there, but older or with less. */
  updated: z.number(),
  present: z.number(),
  refused: z.number(),
  /** Retention has removed them here. */
  removed: z.number().default(0),
  /** How many of the copied ones describe logs. */
  logs: z.number(),
  /** How many logs themselves were copied, were there, or cannot be copied. */
  texts: z.number().default(0),
  textsPresent: z.number().default(0),
  textsMissing: z.number().default(0),
});

const refusalSchema = z.object({ name: z.string(), reason: z.string() });

/** The file that {@link ImportState} is kept in. */
export const importStateSchema = z.object({
  version: z.literal(1),
  from: z.string(),
  cluster: z.string(),
  parents: z.array(z.string()),
  /** Whether the logs themselves are copied, too. */
  logs: z.boolean().default(false),
  /** When everything had been gone through. */
  finishedAt: z.iso.datetime().optional(),
  seconds: z.number(),
  collections: z.record(
    z.string(),
    z.object({
      /** Where the next page begins. Absent: at the beginning. */
      pageToken: z.string().optional(),
      done: z.boolean(),
      counts: countsSchema,
    }),
  ),
  refusals: z.array(refusalSchema),
});

/** How many of a collection came to what. */
export type ImportCounts = z.output<typeof countsSchema>;

/** What was not copied, by name, and why; nothing of its content. */
export type Refusal = z.output<typeof refusalSchema>;

/** How far an import has come. */
export type ImportState = z.output<typeof importStateSchema>;

/** What is copied, and where to. */
export type ImportScope = Pick<
  ImportState,
  'from' | 'cluster' | 'parents' | 'logs'
>;

/** What a page added to an import. */
export interface PageOutcome {
  readonly counts: ImportCounts;
  readonly refusals: readonly Refusal[];
}

export const NO_COUNTS: ImportCounts = {
  copied: 0,
  updated: 0,
  present: 0,
  refused: 0,
  removed: 0,
  logs: 0,
  texts: 0,
  textsPresent: 0,
  textsMissing: 0,
};

/** The collections of an import, in their order: Records need their Results. */
export function collectionsOf({ parents }: ImportScope): Collection[] {
  return parents.flatMap(parent => [
    { parent, kind: 'results' as const },
    { parent, kind: 'records' as const },
  ]);
}

/** The state of an import that has not begun. */
export function newState(scope: ImportScope): ImportState {
  return {
    version: 1,
    ...scope,
    seconds: 0,
    collections: Object.fromEntries(
      collectionsOf(scope).map(collection => [
        keyOf(collection),
        { done: false, counts: NO_COUNTS },
      ]),
    ),
    refusals: [],
  };
}

/** Whether a state is that of an import of this. */
export function isStateOf(state: ImportState, scope: ImportScope): boolean {
  return (
    state.from === scope.from &&
    state.cluster === scope.cluster &&
    state.parents.join() === scope.parents.join()
  );
}

/** How far a collection has come. */
export function progressOf(state: ImportState, collection: Collection) {
  return (
    state.collections[keyOf(collection)] ?? { done: false, counts: NO_COUNTS }
  );
}

/** The state after a page; `next` is undefined after the last one. */
export function afterPage(
  state: ImportState,
  collection: Collection,
  page: PageOutcome & { next: string | undefined; done: boolean },
): ImportState {
  const { counts } = progressOf(state, collection);
  return {
    ...state,
    collections: {
      ...state.collections,
      [keyOf(collection)]: {
        pageToken: page.next,
        done: page.done,
        counts: addCounts(counts, page.counts),
      },
    },
    refusals: [...state.refusals, ...page.refusals].slice(0, MAX_REFUSALS),
  };
}

/** The state with a collection that begins anew. */
export function restarted(
  state: ImportState,
  collection: Collection,
): ImportState {
  return {
    ...state,
    collections: {
      ...state.collections,
      [keyOf(collection)]: { done: false, counts: NO_COUNTS },
    },
    refusals: state.refusals.filter(({ name }) => !isOf(name, collection)),
  };
}

/** The counts of all collections of a kind. */
export function totalCounts(
  state: ImportState,
  kind: Collection['kind'],
): ImportCounts {
  return collectionsOf(state)
    .filter(collection => collection.kind === kind)
    .map(collection => progressOf(state, collection).counts)
    .reduce(addCounts, NO_COUNTS);
}

/** How many of a collection were gone through. */
export function sumOf(counts: ImportCounts): number {
  const { copied, updated, present, refused, removed } = counts;
  return copied + updated + present + refused + removed;
}

function isOf(name: string, { parent, kind }: Collection): boolean {
  return (
    (parent === '-' || name.startsWith(`${parent}/`)) &&
    name.includes('/records/') === (kind === 'records')
  );
}

function addCounts(a: ImportCounts, b: ImportCounts): ImportCounts {
  return {
    copied: a.copied + b.copied,
    updated: a.updated + b.updated,
    present: a.present + b.present,
    refused: a.refused + b.refused,
    removed: a.removed + b.removed,
    logs: a.logs + b.logs,
    texts: a.texts + b.texts,
    textsPresent: a.textsPresent + b.textsPresent,
    textsMissing: a.textsMissing + b.textsMissing,
  };
}

function keyOf({ parent, kind }: Collection): string {
  return `${parent}/${kind}`;
}
