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

import { isFinished } from 'backstage-plugin-tekton-results-common';
import {
  ABANDONED_AFTER_MS,
  isNothing,
  runAccessTest,
  type KeepLast,
  type StoredRun,
} from '../../store';
import type { RetentionSettings } from '../settings/RetentionSettings';
import type { Rule } from './Rule';

/** Why a run may go before its age lets it. */
export type EarlyEnd = 'space' | 'namespace';

/** How long a run is kept. */
export interface RunKeeping {
  /** The name of the policy that decides on it. */
  readonly policy: string;
  /** Whether neither an age nor a limit of space removes it. */
  readonly forever: boolean;
  /**
   * From when on its age lets it go; ms since 1970 (UTC). Absent: its age does not
   * matter.
   */
  readonly expiryTime?: number;
  /** It stays for longer as long as it is among these. */
  readonly keepLast?: KeepLast;
  /** What may take it before that: a limit of space, or the end of its namespace. */
  readonly unless: readonly EarlyEnd[];
}

/** For how long the policies keep runs by their age. */
export interface LongestKeeping {
  /** The one that keeps them longest. */
  readonly policy: string;
  readonly ms: number;
}

/**
 * Tells of runs how long they are kept, unless they are pinned, by what is stored of
 * them. Of runs that are not over nothing is told, as they may still change, nor of
 * those that another run owns: that one decides.
 */
export function createRunKeeping(
  rules: readonly Rule[],
  settings: Pick<RetentionSettings, 'maxBytes' | 'deletedNamespacesMs'>,
): (run: StoredRun) => RunKeeping | undefined {
  const judges = rules
    .filter(({ within }) => !isNothing(within))
    .map(rule => ({ rule, isWithin: runAccessTest(rule.within) }));
  return run => {
    const { status, goneAt, ownerUid, completedAt, createdAt } = run.summary;
    const isOver = isFinished(status) || goneAt !== undefined;
    if (!isOver || ownerUid !== undefined) {
      return undefined;
    }
    const rule = judges.find(({ isWithin }) => isWithin(run))?.rule;
    if (!rule) {
      return undefined;
    }
    const { policy, forever, retentionMs, keepLast } = rule;
    return {
      policy,
      forever,
      ...(retentionMs !== undefined && {
        expiryTime: Math.max(
          Date.parse(completedAt ?? createdAt) + retentionMs,
          overSince(run),
        ),
      }),
      ...(keepLast && { keepLast }),
      unless: earlyEnds(rule, settings),
    };
  };
}

/** What was imported without an end counts as over when its cluster kept silent. */
function overSince({ summary, lastSeenTime }: StoredRun): number {
  const { status, goneAt } = summary;
  return status === 'incomplete' && goneAt && lastSeenTime === undefined
    ? Date.parse(goneAt) + ABANDONED_AFTER_MS
    : 0;
}

function earlyEnds(
  { forever, retentionMs = Infinity }: Rule,
  {
    maxBytes,
    deletedNamespacesMs = Infinity,
  }: Pick<RetentionSettings, 'maxBytes' | 'deletedNamespacesMs'>,
): EarlyEnd[] {
  const isLimited = Object.values(maxBytes).some(limit => limit !== undefined);
  return [
    ...(!forever && isLimited ? ['space' as const] : []),
    ...(!forever && deletedNamespacesMs < retentionMs
      ? ['namespace' as const]
      : []),
  ];
}

/** Undefined if some runs are kept whatever their age. */
export function longestKeeping(
  rules: readonly Rule[],
): LongestKeeping | undefined {
  const [longest] = rules
    .filter(({ within }) => !isNothing(within))
    .map(({ policy, retentionMs: ms = Infinity }) => ({ policy, ms }))
    .sort((left, right) => right.ms - left.ms);
  return longest && Number.isFinite(longest.ms) ? longest : undefined;
}
