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

import { isDeepStrictEqual } from 'util';
import type { ConfiguredCluster } from '../config';
import type { ClusterAccess } from './ClusterAccess';
import type { ClusterConnection } from './ClusterConnection';
import { ClusterHttpClient } from './ClusterHttpClient';
import type { ClusterReviews } from './ClusterReviews';
import type { ClusterWriter } from './ClusterWriter';
import { HttpClusterConnection } from './HttpClusterConnection';
import { HttpClusterReviews } from './HttpClusterReviews';
import { HttpClusterWriter } from './HttpClusterWriter';
import {
  ACCOUNT_FOLDER,
  describeSources,
  mergeClusters,
  type MergedCluster,
  type ModuleSource,
  type SourceInputs,
  type UnsupportedCluster,
} from './sources';
import {
  ServedVersions,
  VersionedConnection,
  VersionedWriter,
} from './versions';

/** A cluster whose runs are to be captured. */
export interface Cluster {
  /** Differs if the way to it differs; tells nothing of it. */
  readonly key: string;
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
  /** Where else its runs are shown: templates of links. */
  readonly links?: ConfiguredCluster['links'];
  /** Whether the way to it is not that of `tektonResults` itself. */
  readonly isFound: boolean;
  /** Whether it is meant by whoever names none. */
  readonly isDefault: boolean;
}

/** The clusters of all sources, and what there is to say about them. */
export interface ClusterList {
  readonly clusters: readonly Cluster[];
  readonly unsupported: readonly UnsupportedCluster[];
  readonly warnings: readonly string[];
  readonly problems: ReadonlyArray<{ path: string; message: string }>;
  /** Whether there may be clusters that a source could not tell. */
  readonly isPartial: boolean;
}

/**
 * The clusters of all sources, each once.
 *
 * @param options - `accountFolder`: where the account of the pod is; `modules`: what
 * modules add, as they told it last; `previous`: those
 * that were read last. One that is described as before stays the same object
 * @returns Also what is wrong with what is read: it must not stop the backend.
 */
export async function readClusters(options: {
  config: SourceInputs['config'];
  /** Value of `KUBECONFIG`. */
  kubeconfig?: string;
  /** Default: empty, so that there is neither a pod nor a proxy. */
  environment?: NodeJS.ProcessEnv;
  accountFolder?: string;
  modules?: ReadonlyArray<Pick<ModuleSource, 'answer'>>;
  previous?: readonly Cluster[];
}): Promise<ClusterList> {
  const { config, kubeconfig, environment = {}, modules } = options;
  const { previous = [] } = options;
  const { accountFolder = ACCOUNT_FOLDER } = options;
  const answers = await describeSources({
    config,
    kubeconfig,
    pod: { environment, accountFolder },
    modules,
  });
  const { clusters, ...others } = mergeClusters(
    answers,
    config.clusters,
    config.refusedClusters,
  );
  return {
    clusters: clusters.map(
      cluster =>
        previous.find(known => isSame(known, cluster)) ?? openCluster(cluster),
    ),
    ...others,
  };
}

/** Whether nothing about a cluster has changed, wherever it is described now. */
function isSame(known: Cluster, cluster: MergedCluster): boolean {
  const { access: _, origin: __, ...facts } = cluster;
  return Object.entries(facts).every(([name, fact]) =>
    isDeepStrictEqual(known[name as keyof typeof facts], fact),
  );
}

function openCluster({
  access,
  origin: _,
  ...cluster
}: MergedCluster): Cluster {
  return { ...cluster, ...clusterClients(access) };
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
