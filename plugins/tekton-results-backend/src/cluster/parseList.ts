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
import type { ListPage } from './ClusterConnection';
import { ClusterError } from './ClusterError';

const listSchema = z.object({
  apiVersion: z.string().optional(),
  kind: z.string().optional(),
  metadata: z.object({
    resourceVersion: z.string().min(1),
    continue: z.string().optional(),
  }),
  items: z.array(z.unknown()).nullable(),
});

const METADATA_LIST_KIND = 'PartialObjectMetadataList';

/** Reads the body of a list. */
export function parseList(body: string): ListPage {
  const parsed = listSchema.safeParse(parseJson(body, 'a list'));
  if (!parsed.success) {
    throw new ClusterError(
      'The answer of the cluster is not a Kubernetes list; is the URL that of an API server?',
      { code: 'clusterError', cause: parsed.error },
    );
  }
  const { kind, metadata, items } = parsed.data;
  return {
    items: items ?? [],
    resourceVersion: metadata.resourceVersion,
    continueToken: metadata.continue || undefined,
    complete: kind !== METADATA_LIST_KIND,
  };
}

/** Reads the body of one object. */
export function parseObject(body: string): unknown {
  return parseJson(body, 'an object');
}

function parseJson(body: string, what: string): unknown {
  try {
    return JSON.parse(body);
  } catch (error) {
    throw new ClusterError(`The cluster answered ${what} that is not JSON`, {
      code: 'clusterError',
      cause: error,
    });
  }
}
