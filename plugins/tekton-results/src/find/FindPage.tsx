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

import { useSearchParams } from 'react-router-dom';
import { useDocumentTitle } from '../page';
import { useTexts } from '../translation';
import { FindForm } from './FindForm';
import styles from './FindPage.module.css';
import { readFindLocation } from './findRequest';
import { FoundRuns } from './FoundRuns';

/** Leads to a run that is known by its name. */
export function FindPage() {
  const t = useTexts();
  const [params] = useSearchParams();
  const location = readFindLocation(params);
  const { request } = location;
  useDocumentTitle(t('find.title'));

  return (
    <div className={styles.page}>
      <h2 className={styles.title}>{t('find.title')}</h2>
      {request ? (
        <FoundRuns request={request} location={location} />
      ) : (
        <p className={styles.hint}>{t('find.hint')}</p>
      )}
      <FindForm key={params.toString()} params={params} />
    </div>
  );
}
