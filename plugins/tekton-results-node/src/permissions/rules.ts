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

import { createPermissionRule } from '@backstage/plugin-permission-node';
import { z } from 'zod';
import { tektonRunResourceRef } from './TektonRunResource';

const isInCluster = createPermissionRule({
  name: 'IS_IN_CLUSTER',
  description: 'Allow runs of the given clusters',
  resourceRef: tektonRunResourceRef,
  paramsSchema: z.strictObject({
    clusters: z.array(z.string()).describe('Names of clusters'),
  }),
  apply: (run, { clusters }) => clusters.includes(run.cluster),
  toQuery: ({ clusters }) => ({ property: 'cluster', values: clusters }),
});

const isInNamespace = createPermissionRule({
  name: 'IS_IN_NAMESPACE',
  description: 'Allow runs in the given namespaces',
  resourceRef: tektonRunResourceRef,
  paramsSchema: z.strictObject({
    namespaces: z.array(z.string()).describe('Names of namespaces'),
  }),
  apply: (run, { namespaces }) => namespaces.includes(run.namespace),
  toQuery: ({ namespaces }) => ({ property: 'namespace', values: namespaces }),
});

const isKind = createPermissionRule({
  name: 'IS_KIND',
  description: 'Allow runs of the given kinds',
  resourceRef: tektonRunResourceRef,
  paramsSchema: z.strictObject({
    kinds: z
      .array(z.string())
      .describe('Such as PipelineRun, TaskRun and CustomRun'),
  }),
  apply: (run, { kinds }) => run.kind !== undefined && kinds.includes(run.kind),
  toQuery: ({ kinds }) => ({ property: 'kind', values: kinds }),
});

/** Without the value it asks for less, so no other name may be taken for none. */
const keyAndValue = z.strictObject({
  key: z.string(),
  value: z.string().optional().describe('Any value, if it is not given'),
});

const hasLabel = createPermissionRule({
  name: 'HAS_LABEL',
  description: 'Allow runs with the given label',
  resourceRef: tektonRunResourceRef,
  paramsSchema: keyAndValue,
  apply: (run, { key, value }) => has(run.labels, key, value),
  toQuery: ({ key, value }) => ({ property: 'label', key, value }),
});

const hasAnnotation = createPermissionRule({
  name: 'HAS_ANNOTATION',
  description: 'Allow runs with the given annotation',
  resourceRef: tektonRunResourceRef,
  paramsSchema: keyAndValue,
  apply: (run, { key, value }) => has(run.annotations, key, value),
  toQuery: ({ key, value }) => ({ property: 'annotation', key, value }),
});

const isEntityOwner = createPermissionRule({
  name: 'IS_ENTITY_OWNER',
  description:
    'Allow runs that belong to a catalog entity with one of the given owners',
  resourceRef: tektonRunResourceRef,
  paramsSchema: z.strictObject({
    claims: z
      .array(z.string())
      .describe('Entity references of users and groups'),
  }),
  apply: (run, { claims }) => {
    const owners = new Set(run.owners.map(normalized));
    return claims.some(claim => owners.has(normalized(claim)));
  },
  toQuery: ({ claims }) => ({ property: 'owner', values: claims }),
});

/**
 * The rules that policies make conditions from.
 *
 * @public
 */
export const tektonRunRules = {
  isInCluster,
  isInNamespace,
  isKind,
  hasLabel,
  hasAnnotation,
  isEntityOwner,
};

function has(
  entries: Readonly<Record<string, string>>,
  key: string,
  value: string | undefined,
): boolean {
  return (
    Object.hasOwn(entries, key) &&
    (value === undefined || entries[key] === value)
  );
}

/** Entity references are the same whatever the case of their letters. */
function normalized(entityRef: string): string {
  return entityRef.toLocaleLowerCase('en-US');
}
