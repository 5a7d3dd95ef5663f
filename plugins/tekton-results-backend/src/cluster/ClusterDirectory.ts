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
import { readClusters, type Cluster, type ClusterList } from './readClusters';

/** The part of the configuration that may change at run time. */
type LiveConfig = Pick<
  TektonResultsConfig,
  | 'clusters'
  | 'namesClusters'
  | 'clusterSources'
  | 'kubernetes'
  | 'watcher'
  | 'foundWatcher'
  | 'watchers'
  | 'clusterLogs'
>;

/** What the directory reads. */
export interface DirectoryInputs {
  /** Reads the configuration as it is now. */
  readonly readConfig: () => { config: LiveConfig; problems: ConfigProblem[] };
  /** Value of `KUBECONFIG`. */
  readonly kubeconfig?: string;
  readonly environment?: NodeJS.ProcessEnv;
  readonly accountFolder?: string;
}

/** What was read at one time. */
export interface DirectoryState extends ClusterList {
  readonly config: LiveConfig;
}

/**
 * The clusters that there are at present. A cluster that is described as before
 * stays the same object, so that whoever uses it need not notice.
 */
export class ClusterDirectory {
  private readonly inputs: DirectoryInputs;
  private current: DirectoryState;

  static async create(inputs: DirectoryInputs): Promise<ClusterDirectory> {
    return new ClusterDirectory(inputs, await read(inputs, []));
  }

  private constructor(inputs: DirectoryInputs, current: DirectoryState) {
    this.inputs = inputs;
    this.current = current;
  }

  /** What was read last. */
  get state(): DirectoryState {
    return this.current;
  }

  /** The clusters, those of the first source first. */
  get clusters(): readonly Cluster[] {
    return this.current.clusters;
  }

  find(name: string): Cluster | undefined {
    return this.clusters.find(cluster => cluster.name === name);
  }

  /** Reads all sources again; not to be called before the last time is over. */
  async refresh(): Promise<DirectoryState> {
    this.current = await read(this.inputs, this.clusters);
    return this.current;
  }
}

async function read(
  { readConfig, ...inputs }: DirectoryInputs,
  previous: readonly Cluster[],
): Promise<DirectoryState> {
  const { config, problems } = readConfig();
  const list = await readClusters({ ...inputs, config, previous });
  return { ...list, config, problems: [...problems, ...list.problems] };
}
