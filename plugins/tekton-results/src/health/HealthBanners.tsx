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
import type { CaptureHealth } from 'backstage-plugin-tekton-results-common';
import { errorMessage } from '../data';
import { useFormat } from '../format';
import { useTexts } from '../translation';
import { clusterProblem } from './clusterProblem';
import { rightResource } from './rightResource';
import { UnreadableAlert } from './UnreadableAlert';
import styles from './HealthBanners.module.css';

/** Props of {@link HealthBanners}. */
export interface HealthBannersProps {
  readonly health?: CaptureHealth;
  /** Why the health is not known. */
  readonly error?: Error;
}

/** Says what is not captured and why, and names each config mistake. */
export function HealthBanners({ health, error }: HealthBannersProps) {
  const t = useTexts();
  const format = useFormat();
  const configProblems = health?.configProblems ?? [];
  const clusters = health?.clusters ?? [];
  const failing = clusters.filter(
    cluster => cluster.state === 'failing' || clusterProblem(cluster),
  );
  const refusing = clusters.flatMap(cluster =>
    cluster.resources
      .filter(({ refusedRuns }) => refusedRuns)
      .map(resource => ({ cluster, resource })),
  );
  const misread = clusters.flatMap(cluster =>
    cluster.resources
      .filter(({ unreadable }) => unreadable)
      .map(resource => ({ cluster, resource })),
  );
  const storage =
    health?.logStorage?.state === 'failing' ? [health.logStorage] : [];
  const lacking = clusters.flatMap(cluster =>
    (cluster.missingRights ?? [])
      .filter(({ optional }) => !optional)
      .map(right => ({ cluster, right })),
  );
  const problems = [
    failing,
    refusing,
    misread,
    storage,
    lacking,
    configProblems,
  ];

  if (problems.every(({ length }) => length === 0) && !error) {
    return null;
  }
  return (
    <section className={styles.banners} aria-label={t('health.label')}>
      {error && (
        <Alert
          status="warning"
          icon
          title={t('error.health', { message: errorMessage(error) })}
        />
      )}
      {failing.map(cluster => {
        const problem = clusterProblem(cluster);
        return (
          <Alert
            key={cluster.name}
            status="warning"
            icon
            title={t('health.cluster', {
              cluster: cluster.title,
              reason: t(`health.code.${problem?.code ?? 'clusterError'}`),
            })}
            description={
              problem && (
                <>
                  <span className={styles.message}>{problem.message}</span>
                  <span className={styles.message}>
                    {t('health.since', {
                      time: format.dateTime(problem.since),
                    })}
                  </span>
                </>
              )
            }
          />
        );
      })}
      {refusing.map(({ cluster, resource }) => (
        <Alert
          key={`${cluster.name} ${resource.resource}`}
          status="warning"
          icon
          title={t('health.refused', {
            cluster: cluster.title,
            count: resource.refusedRuns ?? 0,
            formatted: format.number(resource.refusedRuns ?? 0),
          })}
          description={t('health.refusedHint', { resource: resource.resource })}
        />
      ))}
      {misread.map(({ cluster, resource }) => (
        <UnreadableAlert
          key={`${cluster.name} ${resource.resource}`}
          cluster={cluster}
          resource={resource}
        />
      ))}
      {storage.map(({ driver, message }) => (
        <Alert
          key={driver}
          status="warning"
          icon
          title={t('health.logStorage', { driver })}
          description={
            <>
              {message && <span className={styles.message}>{message}</span>}
              <span className={styles.message}>
                {t('health.logStorageHint')}
              </span>
            </>
          }
        />
      ))}
      {lacking.map(({ cluster, right }) => (
        <Alert
          key={`${cluster.name} ${right.verb} ${right.apiGroup} ${right.resource} ${right.namespace}`}
          status="warning"
          icon
          title={t('health.missingRight', {
            cluster: cluster.title,
            verb: right.verb,
            resource: rightResource(right),
          })}
          description={t('health.missingRightFor', {
            feature: right.feature,
          })}
        />
      ))}
      {configProblems.map(({ path, message }) => (
        <Alert
          key={`${path} ${message}`}
          status="warning"
          icon
          title={t('health.configTitle')}
          description={
            <span className={styles.message}>
              <code>{path}</code>: {message}
            </span>
          }
        />
      ))}
    </section>
  );
}
