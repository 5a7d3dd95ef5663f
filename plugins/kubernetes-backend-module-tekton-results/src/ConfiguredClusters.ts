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

import type { RootConfigService } from '@backstage/backend-plugin-api';
import type { ClusterDetails } from '@backstage/plugin-kubernetes-node';

type Place = Pick<ClusterDetails, 'name' | 'url'>;

/**
 * What the configuration said when the kubernetes plugin started, and says now. Its
 * locator of the type `config` reads that once, and tells of clusters for ever that
 * were removed or are elsewhere since.
 */
export class ConfiguredClusters {
  private readonly config: Pick<
    RootConfigService,
    'has' | 'getOptionalConfigArray'
  >;
  private readonly atStart: readonly Place[];

  constructor(
    config: Pick<RootConfigService, 'has' | 'getOptionalConfigArray'>,
  ) {
    this.config = config;
    this.atStart = placesIn(config) ?? [];
  }

  /**
   * Whether the kubernetes plugin is used. It tells nobody of its clusters as long
   * as the configuration says nothing of it.
   */
  isUsed(): boolean {
    return this.config.has('kubernetes');
  }

  /** Of these those that are still there, or that other locators have found. */
  withoutRemoved(
    clusters: readonly ClusterDetails[],
  ): readonly ClusterDetails[] {
    const now = placesIn(this.config);
    // A configuration that cannot be read removes nothing.
    const removed = now
      ? this.atStart.filter(place => !now.some(other => isSame(place, other)))
      : [];
    return clusters.filter(
      cluster => !removed.some(place => isSame(place, cluster)),
    );
  }
}

function isSame(one: Place, other: Place): boolean {
  return one.name === other.name && one.url === other.url;
}

/** @returns undefined: it cannot be read */
function placesIn(
  config: Pick<RootConfigService, 'getOptionalConfigArray'>,
): Place[] | undefined {
  try {
    return (
      config.getOptionalConfigArray('kubernetes.clusterLocatorMethods') ?? []
    )
      .filter(method => method.getOptionalString('type') === 'config')
      .flatMap(method => method.getOptionalConfigArray('clusters') ?? [])
      .map(cluster => ({
        name: cluster.getString('name'),
        url: cluster.getString('url'),
      }));
  } catch {
    return undefined;
  }
}
