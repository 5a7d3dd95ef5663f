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

import type { RunScope } from 'backstage-plugin-tekton-results-common';
import { useFormat } from '../format';
import { useHealth } from '../health';
import { CodeBlock, Notice } from '../states';
import { useTexts } from '../translation';
import { lastListed } from './lastListed';

/** Props of {@link NoRuns}. */
export interface NoRunsProps {
  /** Which runs an entity has; absent: all are looked for. */
  readonly scope?: RunScope;
}

/** Says that there is no run yet, and what may be the cause. */
export function NoRuns({ scope }: NoRunsProps) {
  const t = useTexts();
  const format = useFormat();
  const health = useHealth();
  const clusters = health.value?.clusters ?? [];

  if (health.value && clusters.length === 0) {
    return (
      <Notice title={t('empty.noCluster')}>
        <p>{t('empty.noClusterHint')}</p>
      </Notice>
    );
  }
  return (
    <Notice title={t('empty.title')}>
      <p>{t(scope ? 'empty.hint' : 'empty.hintAll')}</p>
      {scope && (
        <>
          <p>
            {t('empty.rule')} <code>{scope.rule}</code>
          </p>
          <CodeBlock label={t('chosen.filterName')} code={scope.filter} />
        </>
      )}
      {clusters.length > 0 && (
        <ul>
          {clusters.map(cluster => {
            const since = lastListed(cluster);
            return (
              <li key={cluster.name}>
                {since
                  ? t('empty.listed', {
                      cluster: cluster.title,
                      time: format.dateTime(since),
                    })
                  : t('empty.notListed', { cluster: cluster.title })}
              </li>
            );
          })}
        </ul>
      )}
    </Notice>
  );
}
