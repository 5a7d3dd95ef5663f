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

import type { RequestHeaders } from './KubernetesAuth';

/** A header as gRPC would get it. */
export interface MetadataEntry {
  /** In lower case. */
  readonly name: string;
  readonly value: string;
}

/** Upstream's gateway passes such headers on without it. */
const GRPC_PREFIX = 'grpc-metadata-';

/** All headers, in their order, those for gRPC under the name they have there. */
export function readMetadata({ rawHeaders }: RequestHeaders): MetadataEntry[] {
  const entries: MetadataEntry[] = [];
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    const name = rawHeaders[index].toLocaleLowerCase('en-US');
    entries.push({
      name: name.startsWith(GRPC_PREFIX)
        ? name.slice(GRPC_PREFIX.length)
        : name,
      value: rawHeaders[index + 1],
    });
  }
  return entries;
}
