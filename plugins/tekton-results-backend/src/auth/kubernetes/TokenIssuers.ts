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

import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Cluster } from '../../cluster';
import type { Claim } from './destination';
import { problemOf } from './problemOf';

/** An API server gets another issuer when it is set up anew. */
const KNOWN_MS = 60 * 60 * 1000;
const PAUSE_AFTER_FAILURE_MS = 30_000;

interface Known {
  /** Undefined if they have never been known. */
  issuers?: readonly string[];
  /** Milliseconds since 1970. */
  askAgainAt: number;
  underWay?: Promise<void>;
}

/**
 * Which cluster has which issuers of tokens: those of the configuration, or the
 * one that the cluster names. What was known once stays known when the cluster
 * cannot be asked.
 */
export class TokenIssuers {
  private readonly clusters: () => readonly Cluster[];
  private readonly timeoutMs: number;
  private readonly logger: LoggerService;
  private readonly now: () => number;
  /** Another connection may lead to another cluster. */
  private readonly known = new WeakMap<Cluster, Known>();

  constructor(options: {
    clusters: () => readonly Cluster[];
    timeoutMs: number;
    logger: LoggerService;
    now: () => number;
  }) {
    this.clusters = options.clusters;
    this.timeoutMs = options.timeoutMs;
    this.logger = options.logger;
    this.now = options.now;
  }

  /** How each cluster stands to an issuer. */
  async claims(issuer: string): Promise<Map<string, Claim>> {
    return new Map(
      await Promise.all(
        this.clusters().map(
          async ({ name }) => [name, await this.claim(name, issuer)] as const,
        ),
      ),
    );
  }

  /** How one cluster stands to an issuer. */
  async claim(name: string, issuer: string): Promise<Claim> {
    const issuers = await this.issuersOf(name);
    if (!issuers) {
      return 'unknown';
    }
    return issuers.includes(issuer) ? 'claimed' : 'notClaimed';
  }

  private async issuersOf(
    name: string,
  ): Promise<readonly string[] | undefined> {
    const cluster = this.clusters().find(known => known.name === name);
    if (!cluster || cluster.tokenIssuers) {
      return cluster?.tokenIssuers;
    }
    const known: Known = this.known.get(cluster) ?? { askAgainAt: 0 };
    this.known.set(cluster, known);
    if (this.now() >= known.askAgainAt) {
      known.underWay ??= this.ask(cluster, known).finally(() => {
        known.underWay = undefined;
      });
      await known.underWay;
    }
    return known.issuers;
  }

  private async ask(cluster: Cluster, known: Known): Promise<void> {
    try {
      const issuer = await cluster.reviews.tokenIssuer({
        signal: AbortSignal.timeout(this.timeoutMs),
      });
      known.issuers = [issuer];
      known.askAgainAt = this.now() + KNOWN_MS;
    } catch (error) {
      known.askAgainAt = this.now() + PAUSE_AFTER_FAILURE_MS;
      this.logger.warn(
        `The issuer of the tokens of the cluster ${
          cluster.name
        } cannot be read; tokenIssuers of the cluster can name it: ${problemOf(
          error,
          'get /.well-known/openid-configuration',
        )}`,
      );
    }
  }
}
