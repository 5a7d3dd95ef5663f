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

import { useParams } from 'react-router-dom';
import { RiArrowLeftLine } from '@remixicon/react';
import { Link } from 'react-router-dom';
import { ErrorState, LoadingLines, Notice, RefreshWarning } from '../states';
import { useTexts } from '../translation';
import { RunBody } from './RunBody';
import styles from './RunPage.module.css';
import { useRun } from './useRun';

/** The page of the run that the URL names. */
export function RunPage() {
  const { cluster = '', uid = '' } = useParams();
  return <RunOf key={`${cluster}/${uid}`} cluster={cluster} uid={uid} />;
}

function RunOf({ cluster, uid }: { cluster: string; uid: string }) {
  const t = useTexts();
  const { value, loading, error, notFound, retry } = useRun({ cluster, uid });

  return (
    <div className={styles.page}>
      <Link className={styles.back} to="..">
        <RiArrowLeftLine size="1em" aria-hidden="true" />
        {t('run.back')}
      </Link>
      {loading && <LoadingLines label={t('run.loading')} lines={6} />}
      {error && notFound && (
        <Notice title={t('run.notFound')}>
          <p>{t('run.notFoundHint')}</p>
          <p>
            <code>
              {cluster} / {uid}
            </code>
          </p>
        </Notice>
      )}
      {error && !notFound && !value && (
        <ErrorState title={t('error.runTitle')} error={error} retry={retry} />
      )}
      {error && !notFound && value && <RefreshWarning retry={retry} />}
      {value && !notFound && <RunBody details={value} />}
    </div>
  );
}
