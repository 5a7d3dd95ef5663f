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

import type { Request } from 'express';
import { asObjects, JsonObject } from '../kubernetes';

const META_API_VERSION = 'meta.k8s.io/v1';
const METADATA_LIST = ['as=PartialObjectMetadataList', 'g=meta.k8s.io', 'v=v1'];

/**
 * A list in the form that the client prefers: with whole objects, or with nothing
 * but the metadata of each. Of several acceptable forms the first counts.
 */
export function asAccepted(req: Request, list: JsonObject): JsonObject {
  const [first = ''] = (req.headers.accept ?? '').split(',');
  const [, ...parameters] = first.split(';').map(part => part.trim());
  if (!METADATA_LIST.every(parameter => parameters.includes(parameter))) {
    return list;
  }
  return {
    kind: 'PartialObjectMetadataList',
    apiVersion: META_API_VERSION,
    metadata: list.metadata,
    items: asObjects(list.items).map(({ metadata }) => ({
      kind: 'PartialObjectMetadata',
      apiVersion: META_API_VERSION,
      metadata,
    })),
  };
}
