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

import type { MissingRight } from 'backstage-plugin-tekton-results-common';
import {
  EVENT_RESOURCE,
  POD_RESOURCE,
  RUN_RESOURCES,
  type ApiResource,
} from '../../cluster';
import type { WatcherConfig } from '../../config';

/** Something that the watcher may have to be allowed to do. */
export type Right = Omit<MissingRight, 'optional'>;

/** What the watcher can do with a cluster, each with rights of its own. */
export const FEATURES = [
  'archive',
  'events',
  'logs',
  'finalizers',
  'annotations',
  'clean-up',
] as const;

/** One of {@link FEATURES}. */
export type Feature = (typeof FEATURES)[number];

const VERBS_ON_RUNS: Readonly<Record<Feature, readonly string[]>> = {
  archive: ['get', 'list', 'watch'],
  events: [],
  logs: [],
  // Both are patches; a run is never written as a whole.
  finalizers: ['patch'],
  annotations: ['patch'],
  'clean-up': ['delete'],
};

const VERBS_ON_EVENTS: Readonly<Partial<Record<Feature, readonly string[]>>> = {
  events: ['list', 'watch'],
  // With which the release of a finalizer at the deadline is told.
  finalizers: ['create'],
};

const VERBS_ON_PODS: Readonly<Partial<Record<Feature, readonly string[]>>> = {
  // Whose pod it is, and whether its containers have ended, only the pod tells.
  logs: ['get'],
};

const POD_LOG_RESOURCE: ApiResource = { ...POD_RESOURCE, plural: 'pods/log' };

/**
 * The rights that a feature needs: the one list of which the manifests in
 * `examples/kubernetes` and the check of a credential are made.
 */
export function rightsOf(
  feature: Feature,
  runs: readonly ApiResource[] = RUN_RESOURCES,
): Right[] {
  return [
    ...runs.flatMap(resource => rights(feature, VERBS_ON_RUNS, resource)),
    ...rights(feature, VERBS_ON_EVENTS, EVENT_RESOURCE),
    ...rights(feature, VERBS_ON_PODS, POD_RESOURCE),
    ...rights(feature, VERBS_ON_PODS, POD_LOG_RESOURCE),
  ];
}

function rights(
  feature: Feature,
  verbs: Readonly<Partial<Record<Feature, readonly string[]>>>,
  { group, plural }: ApiResource,
): Right[] {
  return (verbs[feature] ?? []).map(verb => ({
    verb,
    apiGroup: group,
    resource: plural,
    feature,
  }));
}

/** A right that is to be checked. */
export interface NeededRight extends Right {
  /** Whether all that was asked for works without it. */
  readonly optional: boolean;
}

/**
 * The rights that a cluster needs to be watched as configured. Of a right that
 * several features need, the first is told.
 *
 * @param options - `leftFinalizers`: whether runs have our finalizer, which may not
 * be released now; `namespaces`: in which they are needed, each by itself; absent:
 * in all at once
 */
export function neededRights(
  config: WatcherConfig,
  options: {
    leftFinalizers: boolean;
    logs?: boolean;
    namespaces?: readonly string[];
  },
): NeededRight[] {
  const { leftFinalizers, logs = false, namespaces } = options;
  const resources = RUN_RESOURCES.filter(({ kind }) =>
    config.archive.kinds.includes(kind),
  );
  const needed = new Map<string, NeededRight>();
  for (const { feature, optional } of usedFeatures(config, {
    leftFinalizers,
    logs,
  })) {
    for (const right of rightsOf(feature, resources)) {
      const key = `${right.verb} ${right.apiGroup}/${right.resource}`;
      const known = needed.get(key);
      if (!known || (known.optional && !optional)) {
        needed.set(key, { ...right, optional });
      }
    }
  }
  const anywhere = [...needed.values()];
  return namespaces
    ? namespaces.flatMap(namespace =>
        anywhere.map(right => ({ ...right, namespace })),
      )
    : anywhere;
}

function usedFeatures(
  config: WatcherConfig,
  { leftFinalizers, logs }: { leftFinalizers: boolean; logs: boolean },
): Array<{ feature: Feature; optional: boolean }> {
  const { finalizers } = config;
  return [
    { feature: 'archive', optional: false },
    ...(config.storeEvents
      ? [{ feature: 'events', optional: true } as const]
      : []),
    ...(logs ? [{ feature: 'logs', optional: true } as const] : []),
    ...(finalizers === 'never'
      ? []
      : [
          {
            feature: 'finalizers',
            optional: finalizers === 'auto' && !leftFinalizers,
          } as const,
        ]),
    ...(config.annotations
      ? [{ feature: 'annotations', optional: false } as const]
      : []),
    ...(config.completedRunGracePeriodMs === undefined
      ? []
      : [{ feature: 'clean-up', optional: false } as const]),
  ];
}
