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

import type { ConfigProblem, TektonResultsConfig } from '../config';
import type { ClusterList } from './readClusters';
import { clusterName } from './sources';

/** What is written to through the API when no cluster is configured. */
const NO_CLUSTER = 'default';

/**
 * The cluster that is meant by whoever names none: that which `tektonResults` calls
 * the default, or the first. While it is not there, no other stands in for it: what
 * is written would be in the wrong history for ever.
 *
 * @returns No name while it is not there, or it is not known which it is
 */
export function findDefaultCluster(
  {
    clusters,
    isPartial,
  }: Pick<ClusterList, 'isPartial'> & {
    clusters: ReadonlyArray<Pick<ClusterList['clusters'][number], 'name'>>;
  },
  config: {
    clusters: ReadonlyArray<
      Pick<TektonResultsConfig['clusters'][number], 'name' | 'default'>
    >;
    refusedClusters: ReadonlyArray<
      Omit<TektonResultsConfig['refusedClusters'][number], 'reason'>
    >;
  },
): { name?: string; problem?: ConfigProblem } {
  const { refusedClusters } = config;
  const named =
    config.clusters.find(item => item.default) ??
    refusedClusters.find(item => item.isDefault);
  if (named) {
    const name = clusterName(named.name);
    return clusters.some(cluster => cluster.name === name)
      ? { name }
      : {
          problem: {
            path: `tektonResults.clusters[${named.name}]`,
            message:
              'is the default cluster, and not there at present: what is written through the Results API without a cluster in the path is refused',
          },
        };
  }
  if (refusedClusters.some(item => item.isFirst)) {
    return {};
  }
  if (clusters.length > 0) {
    return { name: clusters[0].name };
  }
  return isPartial || refusedClusters.length > 0 ? {} : { name: NO_CLUSTER };
}
