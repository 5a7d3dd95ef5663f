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
  matchesLabels,
  type RunKind,
} from 'backstage-plugin-tekton-results-common';
import type { ArchiveConfig, Selection } from '../../config';
import type { RunTraits } from './runTraits';

/** Tekton's own controllers. */
const TEKTON_MANAGER = 'tekton.dev/pipeline';

/** A run as far as it decides whether it is archived. */
export interface ArchiveCandidate {
  readonly kind: RunKind;
  readonly namespace: string;
  readonly name: string;
  readonly traits: Pick<RunTraits, 'labels' | 'managedBy'>;
}

/** Decides which runs of a cluster are archived. */
export class ArchivePolicy {
  /** Whether runs are stored before they are finished. */
  readonly incompleteRuns: boolean;
  /** Whether every run is archived, in every state. */
  readonly takesAll: boolean;
  private readonly config: ArchiveConfig;
  private readonly takesNamespace: (name: string) => boolean;
  private readonly takesName: (name: string) => boolean;

  constructor(config: ArchiveConfig, kinds: readonly RunKind[]) {
    this.config = config;
    this.incompleteRuns = config.incompleteRuns;
    this.takesNamespace = selector(config.namespaces);
    this.takesName = selector(config.names);
    this.takesAll =
      config.incompleteRuns &&
      config.managedBy === undefined &&
      config.labelSelector.length === 0 &&
      isOpen(config.namespaces) &&
      isOpen(config.names) &&
      kinds.every(kind => config.kinds.includes(kind));
  }

  /** Whether runs of a namespace may be stored long after they were first seen. */
  storesLate(namespace: string): boolean {
    return !this.incompleteRuns && this.takesNamespace(namespace);
  }

  /** Whether a run is to be archived. */
  takes({ kind, namespace, name, traits }: ArchiveCandidate): boolean {
    const { kinds, labelSelector, managedBy } = this.config;
    return (
      kinds.includes(kind) &&
      this.takesNamespace(namespace) &&
      this.takesName(name) &&
      matchesLabels(traits.labels, labelSelector) &&
      isManagedBy(traits.managedBy, managedBy)
    );
  }
}

function isOpen({ include, exclude }: Selection): boolean {
  return include.length === 0 && exclude.length === 0;
}

function selector({ include, exclude }: Selection): (name: string) => boolean {
  const included = include.map(patternOf);
  const excluded = exclude.map(patternOf);
  return name =>
    (included.length === 0 || included.some(pattern => pattern.test(name))) &&
    !excluded.some(pattern => pattern.test(name));
}

/** `*` stands for any text; names of Kubernetes are short, so that is cheap. */
function patternOf(glob: string): RegExp {
  const parts = glob
    .split(/\*+/)
    .map(part => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`);
}

/** Absent and blank values mean Tekton itself, as for Tekton. */
function isManagedBy(
  value: string | undefined,
  accepted: readonly string[] | undefined,
): boolean {
  const manager = value?.trim() || TEKTON_MANAGER;
  return (
    accepted === undefined ||
    manager === TEKTON_MANAGER ||
    accepted.includes(manager)
  );
}
