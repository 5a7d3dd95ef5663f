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

import { findResource, ResourceType } from '../kubernetes';

/** What a path below `/api` or `/apis` names. */
export interface ResourcePath {
  group: string;
  version: string;
  resource: string;
  namespace?: string;
  name?: string;
  subresource?: string;
  /** Absent when the server does not serve such a resource. */
  type?: ResourceType;
}

/** Takes a path apart; nothing for paths that name no resource, such as those of discovery. */
export function parseResourcePath(path: string): ResourcePath | undefined {
  const parts = path
    .split('/')
    .filter(part => part !== '')
    .map(decodeURIComponent);
  const root = parts.shift();
  if (root !== 'api' && root !== 'apis') {
    return undefined;
  }
  const group = root === 'apis' ? parts.shift() : '';
  const version = parts.shift();
  if (group === undefined || version === undefined || parts.length === 0) {
    return undefined;
  }
  // `namespaces/shop/pods` is about pods, `namespaces/shop` and `namespaces/shop/status` about the namespace.
  const scoped =
    parts[0] === 'namespaces' &&
    parts.length > 2 &&
    !['status', 'finalize'].includes(parts[2]);
  const namespace = scoped ? parts[1] : undefined;
  const [resource, name, subresource] = scoped ? parts.slice(2) : parts;
  return {
    group,
    version,
    resource,
    namespace,
    name,
    subresource,
    type: findResource(group, version, resource),
  };
}
