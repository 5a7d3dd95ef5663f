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

import type { ClusterSource } from 'backstage-plugin-tekton-results-node';
import type { ConfigProblem, TektonResultsConfig } from '../config';
import { findDefaultCluster } from './findDefaultCluster';
import { readClusters, type Cluster, type ClusterList } from './readClusters';
import { ModuleSource } from './sources';

/** The part of the configuration that may change at run time. */
type LiveConfig = Pick<
  TektonResultsConfig,
  | 'clusters'
  | 'refusedClusters'
  | 'namesClusters'
  | 'clusterSources'
  | 'kubernetes'
  | 'watcher'
  | 'foundWatcher'
  | 'watchers'
  | 'foundWatchers'
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
  /** What modules add; see {@link ClusterDirectory.create}. */
  readonly sources?: readonly ClusterSource[];
}

/** What was read at one time. */
export interface DirectoryState extends ClusterList {
  readonly config: LiveConfig;
  /** See {@link findDefaultCluster}. */
  readonly defaultCluster?: string;
}

/**
 * The clusters that there are at present. A cluster that is described as before
 * stays the same object, so that whoever uses it need not notice.
 */
export class ClusterDirectory {
  private readonly inputs: DirectoryInputs;
  private readonly modules: readonly ModuleSource[];
  private current: DirectoryState;
  private wereAsked = false;

  /**
   * Reads what is configured. Modules are asked later: what they ask in turn may not
   * have started yet, and the backend must.
   */
  static async create(inputs: DirectoryInputs): Promise<ClusterDirectory> {
    const { environment = {}, sources = [] } = inputs;
    const modules = sources.map(
      source => new ModuleSource({ source, environment }),
    );
    return new ClusterDirectory({
      inputs,
      modules,
      current: await read(inputs, { modules, previous: [], wereAsked: false }),
    });
  }

  private constructor(options: {
    inputs: DirectoryInputs;
    modules: readonly ModuleSource[];
    current: DirectoryState;
  }) {
    this.inputs = options.inputs;
    this.modules = options.modules;
    this.current = options.current;
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

  /**
   * Asks modules for their clusters; a refresh takes up what they told. It may take
   * long, and does not fail.
   */
  async askModules(): Promise<void> {
    await Promise.all(this.modules.map(source => source.ask()));
    this.wereAsked = true;
  }

  /**
   * Reads all again but what modules add, of which it takes what they told last; not
   * to be called before the last time is over.
   */
  async refresh(): Promise<DirectoryState> {
    this.current = await read(this.inputs, {
      modules: this.modules,
      previous: this.clusters,
      wereAsked: this.wereAsked,
    });
    return this.current;
  }
}

async function read(
  { readConfig, sources: _, ...inputs }: DirectoryInputs,
  known: {
    modules: readonly ModuleSource[];
    previous: readonly Cluster[];
    wereAsked: boolean;
  },
): Promise<DirectoryState> {
  const { config, problems } = readConfig();
  const list = await readClusters({
    ...inputs,
    modules: known.modules,
    previous: known.previous,
    config,
  });
  const { name, problem } = findDefaultCluster(list, config);
  // That a module has not been asked yet is no mistake.
  const isAwaited = !known.wereAsked && list.isPartial;
  return {
    ...list,
    config,
    defaultCluster: name,
    problems: [
      ...problems,
      ...list.problems,
      ...(problem && !isAwaited ? [problem] : []),
    ],
  };
}
