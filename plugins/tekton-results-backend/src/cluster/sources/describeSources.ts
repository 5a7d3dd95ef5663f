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

import type { ClusterSourceName, TektonResultsConfig } from '../../config';
import {
  kubeconfigAccess,
  kubeconfigProblem,
  loadKubeConfig,
} from '../kubeconfigAccess';
import { connectionWarnings, describeConnection } from './describeConnection';
import type { SourceAnswer } from './DescribedCluster';
import { inClusterConnection, type PodFacts } from './inCluster';
import type { ModuleSource } from './ModuleSource';

const NOTHING: SourceAnswer = { clusters: [], problems: [] };

/** What the sources read. */
export interface SourceInputs {
  readonly config: Pick<TektonResultsConfig, 'clusters' | 'namesClusters'> &
    Partial<
      Pick<
        TektonResultsConfig,
        'refusedClusters' | 'clusterSources' | 'kubernetes'
      >
    >;
  /** Value of `KUBECONFIG`. */
  readonly kubeconfig?: string;
  readonly pod: PodFacts;
  /** What modules add. */
  readonly modules?: ReadonlyArray<Pick<ModuleSource, 'answer'>>;
}

const SOURCES: Record<
  ClusterSourceName,
  (inputs: SourceInputs) => Promise<SourceAnswer> | SourceAnswer
> = {
  config: ({ config, pod }) => ({
    clusters: config.clusters.flatMap(cluster => {
      const { name, title, url, inCluster } = cluster;
      const connection = inCluster ? 'inCluster' : url && { ...cluster, url };
      return connection
        ? {
            name,
            title,
            origin: `tektonResults.clusters[${name}]`,
            isOwn: true,
            ...describeConnection(connection, pod),
          }
        : [];
    }),
    problems: [],
  }),

  kubernetes: ({ config, pod, modules = [] }) => ({
    clusters: (config.kubernetes?.clusters ?? []).map(cluster => ({
      name: cluster.name,
      title: cluster.title ?? cluster.name,
      origin: cluster.path,
      ...(cluster.connection
        ? describeConnection(cluster.connection, pod)
        : { key: '', access: { unsupported: cluster.unsupported ?? '' } }),
    })),
    problems: [],
    // A module may know those, too; what it does not tell is not known here.
    warnings: (modules.length > 0
      ? []
      : config.kubernetes?.otherLocators ?? []
    ).map(
      type =>
        `clusters of the locator '${type}' of the kubernetes plugin are not read: add the module kubernetes-backend-module-tekton-results, or describe in tektonResults.clusters those that are to be archived`,
    ),
  }),

  inCluster: ({ pod }) => {
    const connection = inClusterConnection(pod);
    return connection
      ? {
          clusters: [
            {
              name: 'in-cluster',
              origin: 'the service account of the pod',
              ...describeConnection(connection, pod),
            },
          ],
          problems: [],
        }
      : NOTHING;
  },

  kubeconfig: async ({ kubeconfig, pod }) => {
    if (!kubeconfig) {
      return NOTHING;
    }
    try {
      const { contextName, key, isVerified, namesProxy, access } =
        await kubeconfigAccess(
          () => loadKubeConfig(kubeconfig),
          pod.environment,
        );
      return {
        clusters: [
          {
            name: contextName,
            title: contextName,
            origin: `KUBECONFIG (${kubeconfig})`,
            key,
            access,
            warnings: connectionWarnings({
              skipTLSVerify: isVerified
                ? undefined
                : 'insecure-skip-tls-verify',
              usesEnvironment: !namesProxy,
              environment: pod.environment,
            }),
          },
        ],
        problems: [],
      };
    } catch (error) {
      const message = kubeconfigProblem(error);
      return {
        clusters: [],
        problems: [{ path: 'KUBECONFIG', message }],
        isPartial: true,
      };
    }
  },
};

/**
 * What is in the sources that are used, in their order. If the configuration does
 * not say which, these are `tektonResults.clusters` and the kubernetes plugin; if
 * they name no cluster and no module adds a source, the one to which `kubectl` would
 * talk: that of `KUBECONFIG` or, without it, that in which the backend runs. What
 * modules add comes after what is configured.
 */
export async function describeSources(
  inputs: SourceInputs,
): Promise<SourceAnswer[]> {
  const { clusterSources, namesClusters } = inputs.config;
  const describe = async (names: readonly ClusterSourceName[]) =>
    Promise.all(names.map(name => SOURCES[name](inputs)));
  const { modules = [] } = inputs;
  const added = modules.map(source => source.answer());
  if (clusterSources) {
    return [...(await describe(clusterSources)), ...added];
  }
  const named = await describe(['config', 'kubernetes']);
  if (namesClusters || named.some(hasAnything) || modules.length > 0) {
    return [...named, ...added];
  }
  return [
    ...named,
    ...(await describe([inputs.kubeconfig ? 'kubeconfig' : 'inCluster'])),
  ];
}

function hasAnything({ clusters, problems }: SourceAnswer): boolean {
  return clusters.length > 0 || problems.length > 0;
}
