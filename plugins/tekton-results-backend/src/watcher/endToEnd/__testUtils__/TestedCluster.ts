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

import { mkdtemp, rm, writeFile } from 'fs/promises';
import { tmpdir } from 'os';
import { join } from 'path';
import {
  createKubeconfig,
  startExampleCluster,
  type ExampleCluster,
} from 'example-cluster';
import { ApiClient } from './ApiClient';
import { releaseRuns } from './releaseRuns';
import { createTestNamespace } from './testNamespaces';

const OPTIONS = { bookmarkIntervalMs: 100, historySize: 20_000 };

/** An example cluster that can be restarted, as the same one at the same place. */
export class ControlledCluster {
  static async start(): Promise<ControlledCluster> {
    const server = await startExampleCluster(OPTIONS);
    const folder = await mkdtemp(join(tmpdir(), 'tekton-results-'));
    const kubeconfig = join(folder, 'kubeconfig');
    await writeFile(kubeconfig, createKubeconfig(server));
    return new ControlledCluster(server, folder, kubeconfig);
  }

  readonly kubeconfig: string;
  private current: ExampleCluster;
  private readonly folder: string;

  private constructor(
    current: ExampleCluster,
    folder: string,
    kubeconfig: string,
  ) {
    this.current = current;
    this.folder = folder;
    this.kubeconfig = kubeconfig;
  }

  get server(): ExampleCluster {
    return this.current;
  }

  /** Kills the API server; with the new one, the history is gone. */
  async restart(whileDown: () => Promise<void>): Promise<void> {
    const { store, port } = this.current;
    await this.current.close({ abrupt: true });
    await whileDown();
    this.current = await startExampleCluster({ ...OPTIONS, store, port });
  }

  async close(): Promise<void> {
    await this.current.close({ abrupt: true });
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** A cluster whose runs are watched, reached by nothing but its API. */
export interface TestedCluster {
  /** For the processes that watch. */
  readonly kubeconfig: string;
  readonly api: ApiClient;
  /** Makes a namespace that nobody else uses. */
  createNamespace(): Promise<string>;
  /** Removes these namespaces; nothing may watch them any more. */
  close(): Promise<void>;
}

/**
 * The cluster for the end-to-end tests: the one that the environment variable
 * `TEST_KUBECONFIG` names, else an example cluster. Of a real one they need the
 * API and Tekton's custom resources, and the right to make namespaces.
 */
export async function createTestedCluster(): Promise<TestedCluster> {
  const real = process.env.TEST_KUBECONFIG;
  const example = real ? undefined : await ControlledCluster.start();
  const kubeconfig = real ?? example?.kubeconfig ?? '';
  const api = await ApiClient.create(kubeconfig);
  const namespaces: string[] = [];
  return {
    kubeconfig,
    api,
    async createNamespace() {
      const name = await createTestNamespace(api);
      namespaces.push(name);
      return name;
    },
    async close() {
      for (const name of namespaces) {
        // Else a run that nobody watches any more keeps its namespace for ever.
        await releaseRuns(api, name);
        await api.delete(`/api/v1/namespaces/${name}`);
      }
      await example?.close();
    },
  };
}
