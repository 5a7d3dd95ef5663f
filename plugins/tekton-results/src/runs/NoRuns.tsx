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

import type {
  CaptureHealth,
  LabelRequirement,
  RunScope,
} from 'backstage-plugin-tekton-results-common';
import type { PolledRequest } from '../data';
import { Notice } from '../states';
import { useTexts } from '../translation';

/** Props of {@link NoRuns}. */
export interface NoRunsProps {
  readonly scope: RunScope;
  readonly health: PolledRequest<CaptureHealth>;
}

/** Says that an entity has no run yet, and what may be the cause. */
export function NoRuns({ scope, health }: NoRunsProps) {
  const t = useTexts();
  const place = [scope.cluster, scope.namespace].filter(Boolean).join(' / ');

  if (health.value?.clusters.length === 0) {
    return (
      <Notice title={t('empty.noCluster')}>
        <p>{t('empty.noClusterHint')}</p>
      </Notice>
    );
  }
  return (
    <Notice title={t('empty.title')}>
      <p>{t('empty.hint')}</p>
      <p>
        {t('empty.rule', { annotation: scope.rule })}
        {scope.labels ? (
          scope.labels.map(requirement => (
            <code key={requirement.key}> {describe(requirement)}</code>
          ))
        ) : (
          <code> {scope.condition}</code>
        )}
        {place && ` ${t('empty.narrowed', { place })}`}
      </p>
    </Notice>
  );
}

function describe(requirement: LabelRequirement): string {
  switch (requirement.operator) {
    case 'in':
      return `${requirement.key}=${requirement.values.join('|')}`;
    case 'notIn':
      return `${requirement.key}!=${requirement.values.join('|')}`;
    case 'exists':
      return requirement.key;
    default:
      return `!${requirement.key}`;
  }
}
