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

import type { PermissionsRegistryService } from '@backstage/backend-plugin-api';
import {
  tektonAdminPermission,
  tektonRetentionReadPermission,
  tektonRetentionRunPermission,
  tektonRunPermissions,
} from 'backstage-plugin-tekton-results-common';
import {
  tektonRunResourceRef,
  tektonRunRules,
  type TektonRunResource,
} from 'backstage-plugin-tekton-results-node';
import type { RunStore, StoredRun } from '../../store';
import type { EntityOwnership } from './EntityOwnership';

/** Tells Backstage which permissions there are, and what they may depend on. */
export function registerPermissions(options: {
  registry: PermissionsRegistryService;
  runs: Pick<RunStore, 'get'>;
  ownership: EntityOwnership;
}): void {
  const { registry, runs, ownership } = options;
  registry.addResourceType({
    resourceRef: tektonRunResourceRef,
    permissions: tektonRunPermissions,
    rules: Object.values(tektonRunRules),
    getResources: async refs =>
      Promise.all(
        refs.map(async ref => {
          const [, cluster, uid] = /^([^/]*)\/(.*)$/.exec(ref) ?? [];
          // PostgreSQL refuses NUL in a text.
          const run =
            uid === undefined || ref.includes('\u0000')
              ? undefined
              : await runs.get({ cluster, uid });
          return run && runResource(run, ownership);
        }),
      ),
  });
  registry.addPermissions([
    tektonRetentionReadPermission,
    tektonRetentionRunPermission,
    tektonAdminPermission,
  ]);
}

/** What rules are told of a run. */
async function runResource(
  { summary, parent, dataType, payload }: StoredRun,
  ownership: Pick<EntityOwnership, 'ownersOf'>,
): Promise<TektonRunResource> {
  const { cluster } = summary;
  const metadata = objectOf(payload.metadata);
  return {
    cluster,
    namespace: parent,
    kind: summary.kind,
    labels: textsOf(metadata.labels),
    annotations: textsOf(metadata.annotations),
    owners: await ownership.ownersOf({ cluster, parent, dataType, payload }),
  };
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

/**
 * Numbers and booleans count as texts, as in filters; null as missing. What else
 * clients may have posted is there, but is like no text that a policy asks for.
 */
function textsOf(value: unknown): Record<string, string> {
  const texts = Object.entries(objectOf(value))
    .filter(([, entry]) => entry !== null)
    .map(([key, entry]) => [
      key,
      typeof entry === 'object' ? JSON.stringify(entry) : String(entry),
    ]);
  return Object.fromEntries(texts);
}
