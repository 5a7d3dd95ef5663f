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

import {
  apiVersionOf,
  badRequest,
  expired,
  JsonObject,
  keyOf,
  KubernetesObject,
  ResourceType,
  StatusError,
  versionTooLarge,
} from '../kubernetes';
import { ObjectFilter, ObjectStore } from '../store';

/** The parameters of a list, as they came. */
export interface ListRequest {
  type: ResourceType;
  namespace?: string;
  filter: ObjectFilter;
  /** Whether a selector is given: then nobody counts what remains. */
  selective: boolean;
  limit?: number;
  continueToken?: string;
  resourceVersion?: string;
  resourceVersionMatch?: string;
}

/** Version -1 stands for "whatever is there now": the remainder after an expired token. */
interface ContinueToken {
  version: number;
  after: string;
}

const TOKEN_EXPIRED =
  'The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter, or use the continue token in this response to retrieve the remainder of the results. Continuing with the provided token results in an inconsistent list - objects that were created, modified, or deleted between the time the first chunk was returned and now may show up in the list.';

/** One page of a list as the server sends it. All pages of a list show the same moment. */
export function listPage(store: ObjectStore, request: ListRequest): JsonObject {
  const { type, namespace, filter } = request;
  const start = whereToStart(store, request);
  const all = start.objects.filter(
    object =>
      (namespace === undefined || object.metadata.namespace === namespace) &&
      filter(object),
  );
  const rest =
    start.after === undefined ? all : all.slice(firstAfter(all, start.after));
  const page = start.limit ? rest.slice(0, start.limit) : rest;
  const remaining = rest.length - page.length;
  const last = page.at(-1);
  return {
    kind: `${type.kind}List`,
    apiVersion: apiVersionOf(type),
    metadata: {
      continue:
        remaining > 0 && last
          ? encodeToken({ version: start.tokenVersion, after: keyOf(last) })
          : '',
      resourceVersion: String(start.version),
      ...(remaining > 0 && !request.selective
        ? { remainingItemCount: remaining }
        : {}),
    },
    items: type.custom ? page : page.map(withoutType),
  };
}

interface Start {
  objects: readonly KubernetesObject[];
  version: number;
  tokenVersion: number;
  after?: string;
  limit?: number;
}

function whereToStart(store: ObjectStore, request: ListRequest): Start {
  const { type, limit } = request;
  const asked = parseVersion(request);
  if (request.continueToken) {
    const token = decodeToken(request.continueToken);
    if (asked !== undefined && asked > 0) {
      throw badRequest(
        'specifying resource version is not allowed when using continue',
      );
    }
    return continueFrom(store, type, token, limit);
  }
  const now = {
    objects: store.list(type),
    version: store.version,
    tokenVersion: store.version,
  };
  if (asked === undefined) {
    return { ...now, limit };
  }
  if (asked > store.version) {
    throw versionTooLarge(asked, store.version);
  }
  if (asked === 0) {
    // Served from the watch cache, which knows no pages.
    return { ...now };
  }
  const exact =
    request.resourceVersionMatch === 'Exact' ||
    (!request.resourceVersionMatch && limit !== undefined);
  if (!exact) {
    return { ...now, limit };
  }
  return {
    objects: store.listAt(type, asked),
    version: asked,
    tokenVersion: asked,
    limit,
  };
}

function continueFrom(
  store: ObjectStore,
  type: ResourceType,
  token: ContinueToken,
  limit: number | undefined,
): Start {
  if (token.version < 0) {
    return {
      objects: store.list(type),
      version: store.version,
      tokenVersion: store.version,
      after: token.after,
      limit,
    };
  }
  try {
    return {
      objects: store.listAt(type, token.version),
      version: token.version,
      tokenVersion: token.version,
      after: token.after,
      limit,
    };
  } catch (error) {
    if (error instanceof StatusError && error.code === 410) {
      throw expired(TOKEN_EXPIRED, {
        continue: encodeToken({ version: -1, after: token.after }),
      });
    }
    throw error;
  }
}

function parseVersion(request: ListRequest): number | undefined {
  const { resourceVersion, resourceVersionMatch } = request;
  if (!resourceVersion) {
    if (resourceVersionMatch) {
      throw new StatusError(
        422,
        'Invalid',
        'ListOptions.meta.k8s.io "" is invalid: resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden unless resourceVersion is provided',
      );
    }
    return undefined;
  }
  if (!/^\d+$/.test(resourceVersion)) {
    throw badRequest(
      `invalid resource version: strconv.ParseUint: parsing ${JSON.stringify(
        resourceVersion,
      )}: invalid syntax`,
    );
  }
  return Number(resourceVersion);
}

function firstAfter(
  objects: readonly KubernetesObject[],
  after: string,
): number {
  const index = objects.findIndex(object => keyOf(object) > after);
  return index < 0 ? objects.length : index;
}

/** Items of the built-in kinds carry no apiVersion and kind in lists. */
function withoutType(object: KubernetesObject): JsonObject {
  const { apiVersion: _apiVersion, kind: _kind, ...rest } = object;
  return rest;
}

function encodeToken(token: ContinueToken): string {
  return Buffer.from(JSON.stringify(token)).toString('base64url');
}

function decodeToken(text: string): ContinueToken {
  try {
    const { version, after } = JSON.parse(
      Buffer.from(text, 'base64url').toString(),
    );
    if (typeof version === 'number' && typeof after === 'string') {
      return { version, after };
    }
  } catch {
    // Falls through to the refusal.
  }
  throw badRequest(
    'invalid continue token, maybe it is from another server: continue key is not valid',
  );
}
