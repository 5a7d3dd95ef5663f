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
import type { RunSelection } from 'backstage-plugin-tekton-results-common';
import { useFormat } from '../format';
import { useIsWatched } from '../health';
import { useTexts } from '../translation';
import styles from './ListNotes.module.css';
import { useKeptSince } from './useKeptSince';

/** Props of {@link ListNotes}. */
export interface ListNotesProps {
  readonly entityRef?: string;
  /** Must stay the same function for the same filter. */
  readonly select: (now: number) => RunSelection;
  /** Whether the user may see some runs only. */
  readonly limited: boolean;
  /** Clusters of runs in the list, each once. */
  readonly clusters: readonly string[];
}

/** What a list cannot have: runs that are not kept, or not for this user. */
export function ListNotes(props: ListNotesProps) {
  const { entityRef, select, limited, clusters } = props;
  const t = useTexts();
  const format = useFormat();
  const { oldestStart, removal } = useKeptSince({ entityRef, select });

  const isWatched = useIsWatched();
  const unwatched = clusters.filter(name => !isWatched(name));

  if (!limited && !oldestStart && !removal && unwatched.length === 0) {
    return null;
  }
  return (
    <ul className={styles.notes} aria-label={t('runs.notes')}>
      {limited && <li>{t('runs.limited')}</li>}
      {unwatched.length > 0 && (
        <li>{t('runs.unwatched', { clusters: format.list(unwatched) })}</li>
      )}
      {oldestStart && (
        <li>{t('runs.oldest', { time: format.dateTime(oldestStart) })}</li>
      )}
      {removal && (
        <li>
          {t('runs.removed', {
            time: format.dateTime(removal.before),
            policy: removal.policy,
            age: format.duration(removal.forMs),
          })}
        </li>
      )}
    </ul>
  );
}
