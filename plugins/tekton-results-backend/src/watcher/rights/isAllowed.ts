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
import { ClusterError, type ClusterWriter } from '../../cluster';
import type { Right } from './neededRights';

const REVIEWS = {
  group: 'authorization.k8s.io',
  version: 'v1',
  plural: 'selfsubjectaccessreviews',
} as const;

const reviewSchema = z.object({
  status: z.object({
    allowed: z.boolean(),
    denied: z.boolean().default(false),
  }),
});

/**
 * Whether our credential may do something in a namespace, or in all, as the
 * cluster says.
 *
 * @throws ClusterError if it does not say
 */
export async function isAllowed(options: {
  right: Pick<Right, 'verb' | 'apiGroup' | 'resource' | 'namespace'>;
  writer: ClusterWriter;
  signal: AbortSignal;
}): Promise<boolean> {
  const { right, writer, signal } = options;
  const [resource, subresource] = right.resource.split('/');
  const answer = await writer.create({
    resource: REVIEWS,
    body: {
      apiVersion: 'authorization.k8s.io/v1',
      kind: 'SelfSubjectAccessReview',
      spec: {
        resourceAttributes: {
          ...(right.namespace !== undefined && { namespace: right.namespace }),
          verb: right.verb,
          group: right.apiGroup,
          resource,
          ...(subresource && { subresource }),
        },
      },
    },
    signal,
  });
  const parsed = reviewSchema.safeParse(answer);
  if (!parsed.success) {
    throw new ClusterError(
      'The answer of the cluster is no SelfSubjectAccessReview',
      { code: 'clusterError', cause: parsed.error },
    );
  }
  const { allowed, denied } = parsed.data.status;
  return allowed && !denied;
}
