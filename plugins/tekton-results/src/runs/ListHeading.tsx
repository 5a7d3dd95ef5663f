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

import type { ListEntityRunsResponse } from 'backstage-plugin-tekton-results-common';
import type { LiveState } from '../data';
import { LegendButton } from '../status';
import { useTexts } from '../translation';
import { HowChosen } from './HowChosen';
import { LiveIndicator } from './LiveIndicator';
import styles from './RunList.module.css';

/** Props of {@link ListHeading}. */
export interface ListHeadingProps {
  readonly scope?: ListEntityRunsResponse['scope'];
  /** Absent while there is nothing that could be kept up to date. */
  readonly live?: LiveState;
  readonly retry: () => void;
}

/** What the list is, why it has these runs, and how fresh it is. */
export function ListHeading({ scope, live, retry }: ListHeadingProps) {
  const t = useTexts();
  return (
    <header className={styles.heading}>
      <h2 className={styles.title}>{t('runs.title')}</h2>
      {live && <LiveIndicator state={live} retry={retry} />}
      {scope && <HowChosen {...scope} />}
      <LegendButton />
    </header>
  );
}
