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

import { allOf, type AccessFilter } from '../../store';
import type { PolicySelector } from '../settings/RetentionSettings';

/** Which runs a selector matches: what is not given does not narrow. */
export function selectorAccess(selector: PolicySelector): AccessFilter {
  const { filter, labels, annotations } = selector;
  return allOf(
    ...oneOf('cluster', selector.clusters),
    ...oneOf('namespace', selector.namespaces),
    ...oneOf('objectKind', selector.kinds),
    ...oneOf('reason', selector.statuses),
    ...oneOf('pipeline', selector.pipelines),
    ...labels.map(({ key, values }) => keyIn('label', key, values)),
    ...annotations.map(({ key, values }) => keyIn('annotation', key, values)),
    ...(filter ? [{ kind: 'filter', filter } as const] : []),
  );
}

function oneOf(
  kind: 'cluster' | 'namespace' | 'objectKind' | 'reason' | 'pipeline',
  values: readonly string[] | undefined,
): AccessFilter[] {
  return values ? [{ kind, values }] : [];
}

function keyIn(
  kind: 'label' | 'annotation',
  key: string,
  values: readonly string[],
): AccessFilter {
  return { kind, key, values };
}
