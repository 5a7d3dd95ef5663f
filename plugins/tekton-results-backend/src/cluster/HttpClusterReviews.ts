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

import { isError } from '@backstage/errors';
import { ClusterError } from './ClusterError';
import {
  readText,
  type ClusterHttpClient,
  type ClusterRequest,
} from './ClusterHttpClient';
import type {
  ClusterReviews,
  KubernetesUser,
  ResourceAttributes,
} from './ClusterReviews';
import {
  parseAccessReview,
  parseIssuer,
  parseTokenReview,
} from './parseReviews';

const SILENCE_MS = 5_000;
/** Reviews repeat what was sent, and headers are limited to 16 kB. */
const MAX_ANSWER_LENGTH = 1024 * 1024;

/** Asks a Kubernetes API over HTTP, with our own credential. */
export class HttpClusterReviews implements ClusterReviews {
  private readonly client: ClusterHttpClient;

  constructor(options: { client: ClusterHttpClient }) {
    this.client = options.client;
  }

  async reviewToken(options: {
    token: string;
    audiences: readonly string[];
    signal: AbortSignal;
  }): Promise<KubernetesUser | undefined> {
    const { token, audiences, signal } = options;
    const answer = await this.ask({
      method: 'POST',
      path: '/apis/authentication.k8s.io/v1/tokenreviews',
      body: {
        apiVersion: 'authentication.k8s.io/v1',
        kind: 'TokenReview',
        spec: { token, ...(audiences.length > 0 && { audiences }) },
      },
      signal,
    });
    return parseTokenReview(answer, { audiences });
  }

  async reviewAccess(options: {
    user: KubernetesUser;
    attributes: ResourceAttributes;
    signal: AbortSignal;
  }): Promise<boolean> {
    const { user, attributes, signal } = options;
    const answer = await this.ask({
      method: 'POST',
      path: '/apis/authorization.k8s.io/v1/subjectaccessreviews',
      body: {
        apiVersion: 'authorization.k8s.io/v1',
        kind: 'SubjectAccessReview',
        spec: {
          user: user.username,
          uid: user.uid,
          groups: user.groups,
          extra: user.extra,
          resourceAttributes: attributes,
        },
      },
      signal,
    });
    return parseAccessReview(answer);
  }

  async tokenIssuer(options: { signal: AbortSignal }): Promise<string> {
    const answer = await this.ask({
      method: 'GET',
      path: '/.well-known/openid-configuration',
      signal: options.signal,
    });
    return parseIssuer(answer);
  }

  /** Nothing that is asked here changes anything, so it may be asked again. */
  private async ask(
    request: Omit<ClusterRequest, 'silenceMs'>,
  ): Promise<string> {
    try {
      return await this.askOnce(request);
    } catch (error) {
      if (!isWorthRepeating(error)) {
        throw error;
      }
      this.client.renewCredential();
      return this.askOnce(request);
    }
  }

  private async askOnce(
    request: Omit<ClusterRequest, 'silenceMs'>,
  ): Promise<string> {
    const response = await this.client.request({
      ...request,
      silenceMs: SILENCE_MS,
    });
    return readText(response, MAX_ANSWER_LENGTH);
  }
}

/**
 * Our credential may have been replaced, and a connection that was kept open
 * may have been closed by the server just when it was used again.
 */
function isWorthRepeating(error: unknown): boolean {
  if (!(error instanceof ClusterError)) {
    return false;
  }
  const { status, cause } = error;
  return (
    status === 401 ||
    (isError(cause) && 'code' in cause && cause.code === 'ECONNRESET')
  );
}
