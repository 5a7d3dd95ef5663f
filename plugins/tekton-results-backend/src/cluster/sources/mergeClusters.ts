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

import type { ConfiguredCluster, RefusedCluster } from '../../config';
import type { ClusterAccess } from '../ClusterAccess';
import { clusterName } from './clusterName';
import type { DescribedCluster, SourceAnswer } from './DescribedCluster';

/** What `tektonResults.clusters` says of a cluster besides the way to it. */
type Settings = Pick<
  ConfiguredCluster,
  | 'name'
  | 'title'
  | 'url'
  | 'inCluster'
  | 'namespaces'
  | 'tokenIssuers'
  | 'links'
> &
  Partial<Pick<ConfiguredCluster, 'enabled' | 'default'>>;

/** A cluster that can be recorded. */
export interface MergedCluster {
  readonly name: string;
  readonly title: string;
  readonly origin: string;
  /** See {@link DescribedCluster.key}. */
  readonly key: string;
  readonly access: ClusterAccess;
  /** Whether the way to it is not that of `tektonResults` itself. */
  readonly isFound: boolean;
  readonly isDefault: boolean;
  readonly namespaces?: readonly string[];
  readonly tokenIssuers?: readonly string[];
  readonly links?: ConfiguredCluster['links'];
}

/** A cluster that cannot be recorded, and why. */
export interface UnsupportedCluster {
  readonly name: string;
  readonly title: string;
  readonly reason: string;
}

/** All clusters of all sources, each once. */
export interface MergedClusters {
  readonly clusters: readonly MergedCluster[];
  readonly unsupported: readonly UnsupportedCluster[];
  readonly warnings: readonly string[];
  readonly problems: SourceAnswer['problems'];
  /** Whether there may be clusters that a source could not tell. */
  readonly isPartial: boolean;
}

/**
 * Joins what sources say with the settings of `tektonResults.clusters`. Of clusters
 * of one name that of the first source counts, but one that can be recorded before
 * one that cannot.
 *
 * @param refused - what `tektonResults.clusters` names with a mistake: it is taken
 * from nowhere else, where it might be another cluster or be watched otherwise
 */
export function mergeClusters(
  answers: readonly SourceAnswer[],
  settings: readonly Settings[],
  refused: ReadonlyArray<
    Pick<RefusedCluster, 'name' | 'title' | 'reason'>
  > = [],
): MergedClusters {
  const settingsOf = new Map(settings.map(item => [item.name, item]));
  const warnings = answers.flatMap(answer => answer.warnings ?? []);
  const clusters = new Map<string, MergedCluster>();
  const withheld = new Map(refused.map(item => [clusterName(item.name), item]));
  const unsupported = new Map<string, UnsupportedCluster>(
    [...withheld].map(([name, { name: given, title = given, reason }]) => [
      name,
      { name, title, reason },
    ]),
  );
  const known = new Set<string>();
  const leftOut: Array<SourceAnswer['problems'][number]> = [];

  for (const described of answers.flatMap(answer => answer.clusters)) {
    const name = clusterName(described.name);
    known.add(name);
    const own = settingsOf.get(name);
    const first = clusters.get(name);
    if (own?.enabled === false || withheld.has(name)) {
      continue;
    }
    const title = own?.title ?? described.title ?? name;
    if ('unsupported' in described.access) {
      const reason = `${described.origin}: ${described.access.unsupported}`;
      unsupported.set(name, unsupported.get(name) ?? { name, title, reason });
    } else if (first && isSameUrl(first.access.url, described.access.url)) {
      // Two tell of the same cluster: nobody need decide which is meant.
      continue;
    } else if (first) {
      leftOut.push({
        path: described.origin,
        message: `is left out: it has the name '${name}', which ${first.origin} has already`,
      });
    } else {
      clusters.set(
        name,
        merged({ described, access: described.access, name, title, own }),
      );
      warnings.push(...warningsOf(described));
    }
  }
  const isPartial = answers.some(answer => answer.isPartial);
  return {
    isPartial,
    clusters: [...clusters.values()],
    unsupported: [...unsupported.values()].filter(
      ({ name }) => !clusters.has(name),
    ),
    warnings,
    problems: [
      ...answers.flatMap(answer => answer.problems),
      ...leftOut,
      ...(isPartial
        ? []
        : settings
            .filter(item => isMissing(item, known) && !withheld.has(item.name))
            .map(missing)),
    ],
  };
}

function merged(options: {
  described: DescribedCluster;
  access: ClusterAccess;
  name: string;
  title: string;
  own: Settings | undefined;
}): MergedCluster {
  const { described, access, name, title, own } = options;
  return {
    name,
    title,
    origin: described.origin,
    key: described.key,
    access,
    isFound: !described.isOwn,
    isDefault: own?.default ?? false,
    namespaces: own?.namespaces,
    tokenIssuers: own?.tokenIssuers,
    links: own?.links,
  };
}

/** Whether two say the same, as far as can be seen without asking the servers. */
function isSameUrl(one: string, other: string): boolean {
  const [a, b] = [one, other].map(url =>
    URL.canParse(url) ? new URL(url).href : url,
  );
  return a === b;
}

function warningsOf({ origin, warnings = [] }: DescribedCluster): string[] {
  return warnings.map(warning => `${origin}: ${warning}`);
}

/**
 * Whether settings are about a cluster that nobody describes. One that is switched
 * off need not be anywhere.
 */
function isMissing(item: Settings, known: ReadonlySet<string>): boolean {
  const isAboutAnother = !item.url && !item.inCluster;
  return isAboutAnother && item.enabled !== false && !known.has(item.name);
}

function missing({ name }: Settings) {
  return {
    path: `tektonResults.clusters[${name}].url`,
    message: 'must be given: no other source has a cluster of that name',
  };
}
