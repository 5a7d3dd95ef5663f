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
  allOf,
  anyOf,
  isNothing,
  type AccessFilter,
  type ExpiryPart,
  type ExpiryQuery,
} from '../../store';
import type { Rule } from './Rule';

/** Named where runs go that no policy removes yet. */
export const DELETED_NAMESPACES = 'deleted namespaces';

/** Runs first: of those that go, nothing else has to. */
const PARTS: readonly ExpiryPart[] = ['runs', 'logs', 'events'];

/** Something that goes by its age. */
export interface Sweep {
  readonly policy: string;
  readonly part: ExpiryPart;
  /** The age. */
  readonly afterMs: number;
  readonly query: ExpiryQuery;
}

/** A namespace of a cluster. */
export interface NamespacePlace {
  readonly cluster: string;
  readonly namespace: string;
}

/**
 * What rules let go at a moment (ms since 1970, UTC): runs, and of runs that stay
 * the logs and events that do not.
 */
export function sweepsOf(rules: readonly Rule[], now: number): Sweep[] {
  return rules
    .filter(({ within }) => !isNothing(within))
    .flatMap(rule =>
      PARTS.flatMap(part => {
        const afterMs = ageOf(rule, part);
        return afterMs === undefined
          ? []
          : [sweepOf({ ...rule, part, afterMs, now })];
      }),
    );
}

function ageOf(rule: Rule, part: ExpiryPart): number | undefined {
  const { retentionMs = Infinity, logsMs, eventsMs } = rule;
  if (part === 'runs') {
    return rule.retentionMs;
  }
  const ms = part === 'logs' ? logsMs : eventsMs;
  return ms !== undefined && ms < retentionMs ? ms : undefined;
}

function sweepOf(
  options: Pick<Rule, 'policy' | 'within' | 'keepLast'> & {
    part: ExpiryPart;
    afterMs: number;
    now: number;
  },
): Sweep {
  const { policy, within, keepLast, part, afterMs, now } = options;
  return {
    policy,
    part,
    afterMs,
    query: {
      within,
      endedBefore: now - afterMs,
      ...(keepLast && { keepLast }),
      ...(part !== 'runs' && { having: part }),
    },
  };
}

/**
 * What goes as its namespace is gone: all that no policy keeps for ever, whether it
 * is among the last ones of its pipeline or not.
 */
export function goneNamespacesSweep(
  rules: readonly Rule[],
  options: { places: readonly NamespacePlace[]; afterMs: number; now: number },
): Sweep | undefined {
  const { places, afterMs, now } = options;
  if (places.length === 0) {
    return undefined;
  }
  const kept = anyOf(
    ...rules.filter(({ forever }) => forever).map(({ within }) => within),
  );
  return sweepOf({
    policy: DELETED_NAMESPACES,
    within: isNothing(kept)
      ? placesAccess(places)
      : allOf(placesAccess(places), { kind: 'not', part: kept }),
    part: 'runs',
    afterMs,
    now,
  });
}

function placesAccess(places: readonly NamespacePlace[]): AccessFilter {
  const byCluster = new Map<string, string[]>();
  for (const { cluster, namespace } of places) {
    byCluster.set(cluster, [...(byCluster.get(cluster) ?? []), namespace]);
  }
  return anyOf(
    ...[...byCluster].map(([cluster, namespaces]) =>
      allOf(
        { kind: 'cluster', values: [cluster] },
        { kind: 'namespace', values: namespaces },
      ),
    ),
  );
}
