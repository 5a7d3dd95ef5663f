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

import type { RunSummary } from 'backstage-plugin-tekton-results-common';
import { runTitle } from '../runs';
import { PlaceChip, StatusChip } from '../status';
import styles from './RunHeading.module.css';

/** Props of {@link RunHeading}. */
export interface RunHeadingProps {
  readonly run: RunSummary;
}

/** What a run is called, how it stands and where it lives. */
export function RunHeading({ run }: RunHeadingProps) {
  const title = runTitle(run);

  return (
    <header className={styles.heading}>
      <h2 className={styles.title}>{title}</h2>
      <span className={styles.chips}>
        <StatusChip status={run.status} message={run.message} large />
        <PlaceChip goneAt={run.goneAt} withTime large />
      </span>
    </header>
  );
}
