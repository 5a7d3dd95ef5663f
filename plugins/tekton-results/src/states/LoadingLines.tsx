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

import { Skeleton } from '@backstage/ui';
import { useElapsed } from '../data';
import { useTexts } from '../translation';
import styles from './LoadingLines.module.css';

/** So long nobody wonders. */
const USUAL_MS = 5_000;

/** Props of {@link LoadingLines}. */
export interface LoadingLinesProps {
  /** What is loading. */
  readonly label: string;
  readonly lines?: number;
}

/** Holds the place of what is loading for the first time; says so if that takes long. */
export function LoadingLines({ label, lines = 6 }: LoadingLinesProps) {
  const t = useTexts();
  const isSlow = useElapsed(USUAL_MS);

  return (
    <div
      className={styles.lines}
      role="status"
      aria-busy="true"
      aria-label={label}
    >
      {isSlow && (
        <p className={styles.slow}>{t('loading.slow', { what: label })}</p>
      )}
      {Array.from({ length: lines }, (_, line) => (
        <Skeleton key={line} height="2.5rem" width="100%" />
      ))}
    </div>
  );
}
