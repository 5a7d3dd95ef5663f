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
} from 'backstage-plugin-tekton-results-node';
import { z } from 'zod';
import type { DescribedCluster, SourceAnswer } from './DescribedCluster';
import { errorKind } from './errorKind';
import { sourceAccess } from './sourceAccess';

const TIMEOUT_MS = 20_000;

/** What is read of a cluster before anything is done with it. */
const namedSchema = z.object({
  name: z.string().trim().min(1),
  title: z.string().min(1).optional().catch(undefined),
  unsupported: z.string().optional(),
});

const reachableSchema = z.object({
  url: z.url({
    protocol: /^https?$/,
    error: 'its url is no http or https URL',
  }),
  credential: z.custom<SourceCluster['credential']>(
    value => typeof value === 'function',
    'it has no credential',
  ),
});

/**
 * The clusters of a source that a module adds. What it told last stays while it
 * fails or is slow: a source that is away must not end any watch.
 */
export class ModuleSource {
  private readonly source: ClusterSource;
  private readonly environment: NodeJS.ProcessEnv;
  private readonly timeoutMs: number;
  private readonly now: () => number;
  private last: SourceAnswer = { clusters: [], problems: [], isPartial: true };
  private failure: { since: number; kind: string } | undefined;

  constructor(options: {
    source: ClusterSource;
    /** With the variables that name HTTP proxies. */
    environment: NodeJS.ProcessEnv;
    timeoutMs?: number;
    /** Milliseconds since 1970 (UTC). */
    now?: () => number;
  }) {
    this.source = options.source;
    this.environment = options.environment;
    this.timeoutMs = options.timeoutMs ?? TIMEOUT_MS;
    this.now = options.now ?? Date.now;
  }

  /** Asks the source for its clusters. That it fails is part of its answer. */
  async ask(): Promise<void> {
    try {
      this.last = this.described(await this.listed());
      this.failure = undefined;
    } catch (error) {
      // Its message may quote a credential.
      const kind = errorKind(error);
      this.failure = { since: this.failure?.since ?? this.now(), kind };
    }
  }

  /** What it told last, and whether it fails since. */
  answer(): SourceAnswer {
    if (!this.failure) {
      return this.last;
    }
    const { since, kind } = this.failure;
    const message = `has not told its clusters since ${new Date(
      since,
    ).toISOString()} (${kind}); those of the last time stay`;
    return {
      ...this.last,
      isPartial: true,
      problems: [...this.last.problems, { path: this.path, message }],
    };
  }

  private get path(): string {
    return `cluster source '${this.source.name}'`;
  }

  private async listed(): Promise<readonly unknown[]> {
    const signal = AbortSignal.timeout(this.timeoutMs);
    let onAbort = () => {};
    // It may not look at the signal.
    const late = new Promise<never>((_, reject) => {
      onAbort = () => reject(signal.reason);
      signal.addEventListener('abort', onAbort);
    });
    try {
      const clusters: unknown = await Promise.race([
        this.source.clusters({ signal }),
        late,
      ]);
      return z.array(z.unknown()).parse(clusters);
    } finally {
      // Nobody takes its rejection any more, which would be told as unhandled.
      signal.removeEventListener('abort', onAbort);
    }
  }

  private described(given: readonly unknown[]): SourceAnswer {
    const clusters: DescribedCluster[] = [];
    const problems: Array<SourceAnswer['problems'][number]> = [];
    given.forEach((cluster, index) => {
      const parsed = namedSchema.safeParse(cluster);
      if (parsed.success) {
        clusters.push(this.describedCluster(parsed.data, cluster));
      } else {
        const message = `tells a cluster without a name (number ${
          index + 1
        }), which is left out`;
        problems.push({ path: this.path, message });
      }
    });
    return { clusters, problems };
  }

  private describedCluster(
    { name, title = name, unsupported }: z.output<typeof namedSchema>,
    cluster: unknown,
  ): DescribedCluster {
    const origin = `${this.source.name} (${name})`;
    const refused = (reason: string) => ({
      name,
      title,
      origin,
      key: '',
      access: { unsupported: reason },
    });
    if (unsupported !== undefined) {
      return refused(unsupported);
    }
    const parsed = reachableSchema.safeParse(cluster);
    if (!parsed.success) {
      return refused(parsed.error.issues[0].message);
    }
    const reachable = cluster as SourceCluster;
    try {
      return {
        name,
        title,
        origin,
        key: keyOf(this.source.name, reachable),
        access: sourceAccess(reachable, this.environment),
        warnings: reachable.skipTLSVerify
          ? [
              'its certificate is not verified: whoever is on the way can read the credential',
            ]
          : [],
      };
    } catch (error) {
      return refused(`it cannot be used (${errorKind(error)})`);
    }
  }
}

function keyOf(source: string, cluster: SourceCluster): string {
  const { url, ca, caFile, skipTLSVerify, revision } = cluster;
  return createHash('sha256')
    .update(JSON.stringify([source, url, ca, caFile, skipTLSVerify, revision]))
    .digest('hex');
}
