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

import type { ApiResource, RunResource } from '../cluster';
import type { CaptureScope } from '../store';

/**
 * What one reflector reads, as the store knows it. Namespaces that are watched by
 * themselves have resume points of their own.
 */
export function captureScope(options: {
  cluster: string;
  resource: RunResource;
  /** Absent: all. */
  namespace?: string;
}): CaptureScope {
  const { cluster, resource, namespace } = options;
  const { plural, kind } = resource;
  return namespace === undefined
    ? { cluster, resource: plural, kind }
    : { cluster, resource: `${namespace}/${plural}`, kind, namespace };
}

/** What is read, for people: `taskruns in shop of cluster prod`. */
export function describeResource(options: {
  cluster: string;
  resource: Pick<ApiResource, 'plural'>;
  namespace?: string;
}): string {
  const { cluster, resource, namespace } = options;
  const where = namespace === undefined ? '' : ` in ${namespace}`;
  return `${resource.plural}${where} of cluster ${cluster}`;
}
