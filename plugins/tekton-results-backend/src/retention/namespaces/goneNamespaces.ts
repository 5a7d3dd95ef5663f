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

import type { NamespacePlace } from '../rules/sweeps';

/** Every cluster has it, and nobody can delete it. */
const ALWAYS_THERE = 'kube-system';

/**
 * Of the namespaces of stored runs those that a cluster does not have any more.
 *
 * None are, unless the list proves to be one of that cluster: it must have what
 * every cluster has, and one namespace at least of which there are runs. A new
 * cluster under the name of an old one has none of them, and a list that something
 * in between has narrowed may miss any.
 */
export function goneNamespaces(options: {
  cluster: string;
  /** Of stored runs. */
  stored: readonly string[];
  /** What the cluster says it has. */
  existing: readonly string[];
}): NamespacePlace[] {
  const { cluster, stored } = options;
  const existing = new Set(options.existing);
  const isTrusted =
    existing.has(ALWAYS_THERE) && stored.some(name => existing.has(name));
  return isTrusted
    ? stored
        .filter(namespace => !existing.has(namespace))
        .map(namespace => ({ cluster, namespace }))
    : [];
}
