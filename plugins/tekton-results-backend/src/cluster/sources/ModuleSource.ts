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

import { createHash } from 'crypto';
import type {
  ClusterSource,
  SourceCluster,
  UnsupportedSourceCluster,
} from 'backstage-plugin-tekton-results-node';
import type { DescribedCluster, SourceAnswer } from './DescribedCluster';
import { sourceAccess } from './sourceAccess';

const TIMEOUT_MS = 20_000;

/**
 * The clusters of a source that a module adds. What it told last stays while it
 * fails or is slow: a source that is away must not end any watch.
 */
export class ModuleSource {
  private readonly source: ClusterSource;
  private readonly environment: NodeJS.ProcessEnv;
  private readonly timeoutMs: number;
  private last: readonly DescribedCluster[] = [];

  constructor(options: {
    source: ClusterSource;
    /** With the variables that name HTTP proxies. */
    environment: NodeJS.ProcessEnv;
    timeoutMs?: number;
  }) {
    this.source = options.source;
    this.environment = options.environment;
    this.timeoutMs = options.timeoutMs ?? TIMEOUT_MS;
  }

  async describe(): Promise<SourceAnswer> {
    try {
      const clusters = await this.ask();
      this.last = clusters.map(cluster => this.described(cluster));
      return { clusters: this.last, problems: [] };
    } catch {
      // Its error may quote a credential.
      const warning = `${this.source.name} does not tell its clusters; those of the last time stay`;
      return {
        clusters: this.last,
        problems: [],
        isPartial: true,
        warnings: [warning],
      };
    }
  }

  private async ask() {
    const signal = AbortSignal.timeout(this.timeoutMs);
    // It may not look at the signal.
    const late = new Promise<never>((_, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason));
    });
    return Promise.race([this.source.clusters({ signal }), late]);
  }

  private described(
    cluster: SourceCluster | UnsupportedSourceCluster,
  ): DescribedCluster {
    const { name, title = name } = cluster;
    const origin = `${this.source.name} (${name})`;
    if ('unsupported' in cluster) {
      const { unsupported } = cluster;
      return { name, title, origin, key: '', access: { unsupported } };
    }
    return {
      name,
      title,
      origin,
      key: keyOf(this.source.name, cluster),
      access: sourceAccess(cluster, this.environment),
      warnings: cluster.skipTLSVerify
        ? [
            'its certificate is not verified: whoever is on the way can read the credential',
          ]
        : [],
    };
  }
}

function keyOf(source: string, cluster: SourceCluster): string {
  const { url, ca, caFile, skipTLSVerify, revision } = cluster;
  return createHash('sha256')
    .update(JSON.stringify([source, url, ca, caFile, skipTLSVerify, revision]))
    .digest('hex');
}
