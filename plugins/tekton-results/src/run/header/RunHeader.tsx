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
import type { ReactNode } from 'react';
import { useIsWatched } from '../../health';
import { runTitle } from '../../runs';
import { PlaceChip, StatusChip } from '../../status';
import styles from './RunHeader.module.css';
import { useFocusOnce } from './useFocusOnce';

/** Props of {@link RunHeader}. */
export interface RunHeaderProps {
  readonly run: RunSummary;
  /** Says how fresh it is, and what can be done with it. */
  readonly children?: ReactNode;
}

/** What a run is called, how it stands and where it lives. */
export function RunHeader({ run, children }: RunHeaderProps) {
  const title = runTitle(run);
  const isWatched = useIsWatched()(run.cluster);
  const heading = useFocusOnce<HTMLHeadingElement>();

  return (
    <header className={styles.header}>
      <h2 ref={heading} className={styles.title} tabIndex={-1}>
        {title}
      </h2>
      <div className={styles.line}>
        <span className={styles.chips}>
          <StatusChip status={run.status} message={run.message} large />
          <PlaceChip
            goneAt={run.goneAt}
            unwatched={!isWatched}
            withTime
            large
          />
        </span>
        <span className={styles.actions}>{children}</span>
      </div>
    </header>
  );
}
