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

import type { TektonResultsConfig } from '../config';
import type { ClusterAccess } from './ClusterAccess';
import type { ClusterConnection } from './ClusterConnection';
import { ClusterHttpClient } from './ClusterHttpClient';
import type { ClusterReviews } from './ClusterReviews';
import type { ClusterWriter } from './ClusterWriter';
import { configAccess } from './configAccess';
import { HttpClusterConnection } from './HttpClusterConnection';
import { HttpClusterReviews } from './HttpClusterReviews';
import { HttpClusterWriter } from './HttpClusterWriter';
import {
  kubeconfigAccess,
  kubeconfigProblem,
  loadKubeConfig,
} from './kubeconfigAccess';
import {
  ServedVersions,
  VersionedConnection,
  VersionedWriter,
} from './versions';

/** A cluster whose runs are to be captured. */
export interface Cluster {
  /** Part of URLs and of every stored run: never changed for a cluster. */
  readonly name: string;
  /** For people. */
  readonly title: string;
  readonly connection: ClusterConnection;
  readonly reviews: ClusterReviews;
  /** Issuers of its tokens; absent: the one that it names itself. */
  readonly tokenIssuers?: readonly string[];
  readonly writer: ClusterWriter;
  /** Those that are watched, each by itself; absent: all, across them. */
  readonly namespaces?: readonly string[];
}

/**
 * The clusters to watch: those of the configuration or, if it names none, that
 * of the environment variable `KUBECONFIG`.
 *
 * @returns Also what is wrong with a kubeconfig: it must not stop the backend.
 */
export async function readClusters(options: {
  config: Pick<TektonResultsConfig, 'clusters' | 'namesClusters'>;
  /** Value of `KUBECONFIG`. */
  kubeconfig?: string;
}): Promise<{
  clusters: Cluster[];
  problems: Array<{ path: string; message: string }>;
}> {
  const { config, kubeconfig } = options;
  if (config.namesClusters || !kubeconfig) {
    return {
      clusters: config.clusters.map(cluster => ({
        name: cluster.name,
        title: cluster.title ?? cluster.name,
        ...clusterClients(configAccess(cluster)),
        tokenIssuers: cluster.tokenIssuers,
        namespaces: cluster.namespaces,
      })),
      problems: [],
    };
  }
  try {
    const { contextName, access } = await kubeconfigAccess(() =>
      loadKubeConfig(kubeconfig),
    );
    return {
      clusters: [
        {
          name: clusterName(contextName),
          title: contextName,
          ...clusterClients(access),
        },
      ],
      problems: [],
    };
  } catch (error) {
    return {
      clusters: [],
      problems: [{ path: 'KUBECONFIG', message: kubeconfigProblem(error) }],
    };
  }
}

function clusterClients(
  access: ClusterAccess,
): Pick<Cluster, 'connection' | 'reviews' | 'writer'> {
  const client = new ClusterHttpClient({ access });
  const served = new ServedVersions({ client });
  return {
    connection: new VersionedConnection({
      connection: new HttpClusterConnection({ access }),
      served,
    }),
    reviews: new HttpClusterReviews({ client }),
    writer: new VersionedWriter({
      writer: new HttpClusterWriter({ access }),
      served,
    }),
  };
}

/** Contexts are named freely (`arn:aws:eks:…`), clusters are parts of paths. */
function clusterName(context: string): string {
  return (
    context
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+/, '')
      .slice(0, 63)
      .replace(/-+$/, '') || 'default'
  );
}
