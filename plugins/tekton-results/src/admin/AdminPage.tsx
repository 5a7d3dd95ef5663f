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

import type { CaptureHealth } from 'backstage-plugin-tekton-results-common';
import { Navigate } from 'react-router-dom';
import { useAdminAccess } from '../access';
import { HealthBanners, useHealth } from '../health';
import { useDocumentTitle } from '../page';
import { ErrorState, LoadingLines } from '../states';
import { useTexts } from '../translation';
import styles from './AdminPage.module.css';
import { Block } from './Block';
import { CaptureBlock } from './capture';
import { RetentionBlock } from './retention';
import { StorageBlock } from './storage';

/** Of the configuration. */
const RETENTION_SECTION = 'tektonResults.retention';

/** How capture, storage and retention stand, for those who look after them. */
export function AdminPage() {
  const t = useTexts();
  const { value: access, loading, error, retry } = useAdminAccess();
  const health = useHealth();
  useDocumentTitle(access?.page ? t('admin.title') : undefined);

  if (loading) {
    return <LoadingLines label={t('admin.loading')} />;
  }
  if (!access) {
    return (
      <ErrorState
        title={t('admin.error.access')}
        error={error ?? new Error(t('admin.error.access'))}
        retry={retry}
      />
    );
  }
  if (!access.page) {
    // As a path that leads nowhere.
    return <Navigate to=".." replace />;
  }
  return (
    <div className={styles.page}>
      <h2 className={styles.title}>{t('admin.title')}</h2>
      <HealthBanners
        health={access.retention ? butRetention(health.value) : health.value}
        error={health.error}
      />
      <CaptureBlock health={health} />
      <StorageBlock
        health={health}
        maySeeUsage={access.retention}
        mayClearUp={access.clearUp}
      />
      {access.retention ? (
        <RetentionBlock mayRun={access.runRetention} />
      ) : (
        <Block title={t('admin.retention.title')}>
          <p>{t('admin.retention.denied')}</p>
        </Block>
      )}
    </div>
  );
}

/** The block of retention tells of its mistakes itself. */
function butRetention(
  health: CaptureHealth | undefined,
): CaptureHealth | undefined {
  return (
    health && {
      ...health,
      configProblems: health.configProblems.filter(
        ({ path }) => !path.startsWith(RETENTION_SECTION),
      ),
    }
  );
}
