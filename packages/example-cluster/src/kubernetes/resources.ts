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

/** One kind of object that the server knows. */
export interface ResourceType {
  group: string;
  version: string;
  /** Plural, as in paths. */
  resource: string;
  singular: string;
  kind: string;
  namespaced: boolean;
  shortNames?: string[];
  /**
   * `own`: status is written at `/status` only; `empty`: there is a `/status` but it keeps nothing;
   * `none`: there is no such path.
   */
  status: 'own' | 'empty' | 'none';
  /** Custom resources refuse strategic merge patches. */
  custom: boolean;
}

function tekton(
  kind: string,
  options: Partial<ResourceType> = {},
): ResourceType {
  const singular = kind.toLocaleLowerCase('en-US');
  return {
    group: 'tekton.dev',
    version: 'v1',
    resource: `${singular}s`,
    singular,
    kind,
    namespaced: true,
    status: 'own',
    custom: true,
    ...options,
  };
}

function core(kind: string, options: Partial<ResourceType> = {}): ResourceType {
  return {
    ...tekton(kind, { status: 'none' }),
    group: '',
    custom: false,
    ...options,
  };
}

/** Every resource that the server serves. */
export const RESOURCES = {
  pipelineruns: tekton('PipelineRun', { shortNames: ['pr', 'prs'] }),
  taskruns: tekton('TaskRun', { shortNames: ['tr', 'trs'] }),
  pipelines: tekton('Pipeline', { status: 'empty' }),
  tasks: tekton('Task', { status: 'empty' }),
  customruns: tekton('CustomRun', { version: 'v1beta1' }),
  pods: core('Pod', { status: 'own', shortNames: ['po'] }),
  events: core('Event', { shortNames: ['ev'] }),
  namespaces: core('Namespace', {
    namespaced: false,
    status: 'own',
    shortNames: ['ns'],
  }),
  configmaps: core('ConfigMap', { shortNames: ['cm'] }),
} satisfies Record<string, ResourceType>;

/** The name of a resource that the server serves. */
export type ResourceName = keyof typeof RESOURCES;

const ALL: ResourceType[] = Object.values(RESOURCES);

/** All resources of one API version, for discovery. */
export function resourcesOf(group: string, version: string): ResourceType[] {
  return ALL.filter(type => type.group === group && type.version === version);
}

/** The resource behind a path, or nothing when the server does not serve it. */
export function findResource(
  group: string,
  version: string,
  resource: string,
): ResourceType | undefined {
  return resourcesOf(group, version).find(type => type.resource === resource);
}

/** The resource that keeps objects of a kind. */
export function resourceOfKind(
  apiVersion: string,
  kind: string,
): ResourceType | undefined {
  return ALL.find(
    type => type.kind === kind && apiVersionOf(type) === apiVersion,
  );
}

/** `v1` or `group/v1`. */
export function apiVersionOf(type: ResourceType): string {
  return type.group ? `${type.group}/${type.version}` : type.version;
}

/** `pods` or `pipelineruns.tekton.dev`, as in error messages. */
export function qualifiedName(type: {
  group: string;
  resource: string;
}): string {
  return type.group ? `${type.resource}.${type.group}` : type.resource;
}
