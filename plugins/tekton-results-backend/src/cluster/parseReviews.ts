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

import { z } from 'zod';
import { ClusterError } from './ClusterError';
import type { KubernetesUser } from './ClusterReviews';

const texts = z
  .array(z.string())
  .nullish()
  .transform(list => list ?? []);

const tokenReviewSchema = z.object({
  apiVersion: z.literal('authentication.k8s.io/v1'),
  kind: z.literal('TokenReview'),
  status: z.object({
    // Absent, not false, where the token is wrong.
    authenticated: z.boolean().optional(),
    user: z
      .object({
        username: z.string().default(''),
        uid: z.string().optional(),
        groups: texts,
        extra: z
          .record(z.string(), texts)
          .nullish()
          .transform(extra => extra ?? {}),
      })
      .optional(),
    audiences: texts,
  }),
});

const accessReviewSchema = z.object({
  apiVersion: z.literal('authorization.k8s.io/v1'),
  kind: z.literal('SubjectAccessReview'),
  status: z.object({
    allowed: z.boolean(),
    denied: z.boolean().default(false),
  }),
});

const discoverySchema = z.object({ issuer: z.string().min(1) });

/** Reads an answered TokenReview: whose token it is, if anybody's. */
export function parseTokenReview(
  body: string,
  options: {
    /** The token must be meant for one of them, if there are any. */
    audiences: readonly string[];
  },
): KubernetesUser | undefined {
  const { status } = parse(body, tokenReviewSchema, 'TokenReview');
  const { authenticated, user, audiences } = status;
  const isMeant =
    options.audiences.length === 0 ||
    // An authenticator that knows no audiences accepts tokens for any, and
    // then names none here.
    options.audiences.some(audience => audiences.includes(audience));
  if (authenticated !== true || !user?.username || !isMeant) {
    return undefined;
  }
  return { ...user, uid: user.uid || undefined };
}

/** Reads an answered SubjectAccessReview: whether it is allowed. */
export function parseAccessReview(body: string): boolean {
  const { status } = parse(body, accessReviewSchema, 'SubjectAccessReview');
  return status.allowed && !status.denied;
}

/** Reads the issuer of a discovery document of OpenID Connect. */
export function parseIssuer(body: string): string {
  return parse(body, discoverySchema, 'discovery document').issuer;
}

/** What is wrong is not told: the answer may hold the token. */
function parse<T extends z.ZodType>(
  body: string,
  schema: T,
  what: string,
): z.output<T> {
  try {
    return schema.parse(JSON.parse(body));
  } catch {
    throw new ClusterError(`The answer of the cluster is not a ${what}`, {
      code: 'clusterError',
    });
  }
}
