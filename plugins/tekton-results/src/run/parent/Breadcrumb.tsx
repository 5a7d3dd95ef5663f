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

import { RiArrowLeftLine } from '@remixicon/react';
import type { RunSummary } from 'backstage-plugin-tekton-results-common';
import { Link } from 'react-router-dom';
import { runPath } from '../../routing';
import { runTitle } from '../../runs';
import { useTexts } from '../../translation';
import styles from './Breadcrumb.module.css';

/** Props of {@link Breadcrumb}. */
export interface BreadcrumbProps {
  /** The run that the one on the page belongs to. */
  readonly parent?: RunSummary;
}

/** What the page of a run stands below: the list, and the run it belongs to. */
export function Breadcrumb({ parent }: BreadcrumbProps) {
  const t = useTexts();
  return (
    <nav className={styles.breadcrumb} aria-label={t('run.breadcrumb')}>
      <Link className={styles.link} to="..">
        <RiArrowLeftLine size="1em" aria-hidden="true" />
        {t('run.back')}
      </Link>
      {parent && (
        <>
          <span aria-hidden="true">/</span>
          <Link className={styles.link} to={`../${runPath(parent)}`}>
            {runTitle(parent)}
          </Link>
        </>
      )}
    </nav>
  );
}
