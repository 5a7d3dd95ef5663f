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
  allOf,
  isNothing,
  type ExpiryQuery,
  type NamespaceUsage,
} from '../../store';
import type { RetentionSettings } from '../settings/RetentionSettings';
import type { Rule } from './Rule';
import type { NamespacePlace } from './sweeps';

/** Named where runs go as there is too much of them. */
export const SPACE_POLICY = 'maxBytes';

/** A limit that what is stored exceeds. */
export interface Excess {
  /** Absent: of all that is stored. */
  readonly place?: NamespacePlace;
  readonly maxBytes: number;
  /** What is stored. */
  readonly bytes: number;
}

/** The namespaces in which more is stored than there may be. */
export function namespaceExcesses(
  usage: readonly NamespaceUsage[],
  { perNamespace = Infinity }: RetentionSettings['maxBytes'],
): Excess[] {
  return usage
    .filter(({ bytes }) => bytes > perNamespace)
    .map(({ cluster, namespace, bytes }) => ({
      place: { cluster, namespace },
      maxBytes: perNamespace,
      bytes,
    }));
}

/** Whether more is stored in all than there may be. */
export function totalExcess(
  usage: readonly NamespaceUsage[],
  { total = Infinity }: RetentionSettings['maxBytes'],
): Excess[] {
  const bytes = usage.reduce((sum, namespace) => sum + namespace.bytes, 0);
  return bytes > total ? [{ maxBytes: total, bytes }] : [];
}

/**
 * Which runs may go to make space, of each rule: whatever their age, but not what
 * is kept for ever, nor the last ones of pipelines of which a rule keeps some.
 */
export function spaceQueries(
  rules: readonly Rule[],
  { place }: Excess,
): ExpiryQuery[] {
  return rules
    .filter(({ forever, within }) => !forever && !isNothing(within))
    .map(({ within, keepLast }) => ({
      within: place
        ? allOf(
            { kind: 'cluster', values: [place.cluster] },
            { kind: 'namespace', values: [place.namespace] },
            within,
          )
        : within,
      ...(keepLast && { keepLast }),
    }));
}
