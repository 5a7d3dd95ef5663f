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

import { Navigate, useLocation, useParams } from 'react-router-dom';
import { ErrorState, LoadingLines, RefreshWarning } from '../states';
import { useTexts } from '../translation';
import { RunMissing } from './missing';
import { Breadcrumb, useParentRun } from './parent';
import styles from './RunPage.module.css';
import { RunView } from './RunView';
import { useRun } from './useRun';

/** The path below a run that its YAML had before it was part of the query. */
const OLD_YAML_PATH = 'yaml';

/** The page of the run that the URL names. */
export function RunPage() {
  const { cluster = '', uid = '', '*': rest } = useParams();
  const { search } = useLocation();

  if (rest === OLD_YAML_PATH) {
    const params = new URLSearchParams(search);
    params.set('tab', 'yaml');
    return <Navigate to={{ pathname: '.', search: `?${params}` }} replace />;
  }
  return <RunOf key={`${cluster}/${uid}`} cluster={cluster} uid={uid} />;
}

function RunOf({ cluster, uid }: { cluster: string; uid: string }) {
  const t = useTexts();
  const { value, loading, error, notFound, forbidden, live, retry } = useRun({
    cluster,
    uid,
  });
  // Who may not see the run any more is not shown its last state either.
  const details = notFound || forbidden ? undefined : value;
  const parent = useParentRun(details?.run);

  return (
    <div className={styles.page}>
      <Breadcrumb parent={details && parent} />
      {loading && <LoadingLines label={t('run.loading')} lines={6} />}
      {error && notFound && (
        <RunMissing cluster={cluster} uid={uid} retry={retry} />
      )}
      {error && !notFound && !details && (
        <ErrorState
          title={t('error.runTitle')}
          error={error}
          retry={retry}
          forbiddenHint={t('error.forbiddenAllHint')}
        />
      )}
      {error && details && <RefreshWarning retry={retry} />}
      {details && (
        <RunView details={details} parent={parent} live={live} retry={retry} />
      )}
    </div>
  );
}
