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

import type { Entity } from '@backstage/catalog-model';

const LOCATIONS = [
  'backstage.io/source-location',
  'backstage.io/managed-by-location',
] as const;

/** `/tree/main/`, `/blob/main/`, `/-/tree/main/`, `/src/main/`: as hosts write it. */
const IN_PATH = /\/(?:tree|blob|raw|edit|src)\/([^/]+)/;
/** `?version=GBmain`, as Azure DevOps does. */
const IN_VERSION = /^GB(.+)$/;

/**
 * The branch that the catalog knows an entity from, which is the default branch of its
 * repository but for rare cases; absent where no location tells one. A name is taken
 * to have no slash, as in the path nothing says where it would end.
 */
export function defaultBranch(entity: Entity): string | undefined {
  for (const annotation of LOCATIONS) {
    const url = /^url:(.+)$/.exec(
      entity.metadata.annotations?.[annotation] ?? '',
    )?.[1];
    const branch = url && branchOf(url);
    if (branch) {
      return branch;
    }
  }
  return undefined;
}

function branchOf(location: string): string | undefined {
  let url: URL;
  try {
    url = new URL(location);
  } catch {
    return undefined;
  }
  const version = IN_VERSION.exec(url.searchParams.get('version') ?? '')?.[1];
  const inPath = IN_PATH.exec(url.pathname)?.[1];
  return version ?? (inPath === undefined ? undefined : decoded(inPath));
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
