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

import { Alert } from '@backstage/ui';
import type {
  ClusterHealth,
  ResourceHealth,
} from 'backstage-plugin-tekton-results-common';
import { useFormat } from '../format';
import { useTexts } from '../translation';
import styles from './HealthBanners.module.css';

/** Tells of objects of a resource that cannot be read, the last one by name. */
export function UnreadableAlert(props: {
  readonly cluster: ClusterHealth;
  readonly resource: ResourceHealth;
}) {
  const { cluster, resource } = props;
  const t = useTexts();
  const format = useFormat();
  const { count = 0, last } = resource.unreadable ?? {};
  const name = [last?.namespace, last?.name].filter(Boolean).join('/');
  return (
    <Alert
      status="warning"
      icon
      title={t('health.unreadable', {
        cluster: cluster.title,
        count,
        formatted: format.number(count),
      })}
      description={
        <>
          <span className={styles.message}>
            {t('health.unreadableHint', { resource: resource.resource })}
          </span>
          {last && (
            <span className={styles.message}>
              {t('health.unreadableLast', {
                name: name || '–',
                time: format.dateTime(last.time),
                problem: last.problem,
              })}
            </span>
          )}
        </>
      }
    />
  );
}
