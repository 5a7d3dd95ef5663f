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
import type {
  Cluster,
  KubernetesUser,
  ResourceAttributes,
} from '../../cluster';
import { ConcurrencyLimit } from './ConcurrencyLimit';
import { unavailable } from '../AccessError';
import { problemOf } from './problemOf';
import { RepeatedLog } from './RepeatedLog';
import { ReviewCache } from './ReviewCache';

/** More would keep an API server from its work. */
const MAX_RUNNING = 20;
const MAX_WAITING = 1_000;

/**
 * What one cluster says about tokens and rights, kept for a short time. What it
 * does not say is never taken for a yes.
 */
export class CachedReviews {
  private readonly cluster: Cluster;
  private readonly audiences: readonly string[];
  private readonly timeoutMs: number;
  private readonly log: RepeatedLog;
  private readonly users: ReviewCache<KubernetesUser>;
  private readonly rights: ReviewCache<true>;
  private readonly limit = new ConcurrencyLimit({
    maxRunning: MAX_RUNNING,
    maxWaiting: MAX_WAITING,
  });

  /** @param options - `timeoutMs`: for one review, once it is sent */
  constructor(options: {
    cluster: Cluster;
    audiences: readonly string[];
    cacheMs: number;
    timeoutMs: number;
    logger: LoggerService;
    now: () => number;
  }) {
    const { cacheMs: lifetimeMs, now } = options;
    this.cluster = options.cluster;
    this.audiences = options.audiences;
    this.timeoutMs = options.timeoutMs;
    this.log = new RepeatedLog(options);
    this.users = new ReviewCache({ lifetimeMs, now });
    this.rights = new ReviewCache({ lifetimeMs, now });
  }

  /**
   * Whose token it is; undefined if it is nobody's.
   *
   * @throws AccessError `unavailable`
   */
  async userOf(token: string): Promise<KubernetesUser | undefined> {
    return this.users.get(token, () =>
      this.review('create tokenreviews.authentication.k8s.io', signal =>
        this.cluster.reviews.reviewToken({
          token,
          audiences: this.audiences,
          signal,
        }),
      ),
    );
  }

  /**
   * Whether somebody may do something.
   *
   * @throws AccessError `unavailable`
   */
  async isAllowed(
    user: KubernetesUser,
    attributes: ResourceAttributes,
  ): Promise<boolean> {
    const allowed = await this.rights.get({ user, attributes }, () =>
      this.review(
        'create subjectaccessreviews.authorization.k8s.io',
        async signal =>
          (await this.cluster.reviews.reviewAccess({
            user,
            attributes,
            signal,
          })) || undefined,
      ),
    );
    return allowed === true;
  }

  private async review<T>(
    right: string,
    ask: (signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    try {
      return await this.limit.run(
        () => ask(AbortSignal.timeout(this.timeoutMs)),
        AbortSignal.timeout(this.timeoutMs),
      );
    } catch (error) {
      this.log.warn(
        `Callers with tokens of the cluster ${
          this.cluster.name
        } cannot be checked: ${problemOf(error, right)}`,
      );
      throw unavailable();
    }
  }
}
