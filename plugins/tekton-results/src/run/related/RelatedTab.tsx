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
import { ErrorState, LoadingLines, RefreshWarning } from '../../states';
import { useTexts } from '../../translation';
import type { KeyedTask } from '../location';
import { relatedGroups } from './relatedGroups';
import styles from './Related.module.css';
import { RunLines } from './RunLines';
import { useRelatedRuns } from './useRelatedRuns';

/** Props of {@link RelatedTab}. */
export interface RelatedTabProps {
  readonly run: RunSummary;
  readonly tasks: readonly KeyedTask[];
  /** Name of the Result that groups the run. */
  readonly result: string;
}

/** Runs that have to do with a run, by what they have to do with it. */
export function RelatedTab({ run, tasks, result }: RelatedTabProps) {
  const t = useTexts();
  const { value, loading, error, retry } = useRelatedRuns(run);

  if (loading) {
    return <LoadingLines label={t('related.loading')} />;
  }
  if (!value) {
    return (
      <ErrorState
        title={t('error.relatedTitle')}
        error={error ?? new Error(t('error.relatedTitle'))}
        retry={retry}
      />
    );
  }
  const groups = relatedGroups({
    related: value,
    owned: run.ownerUid !== undefined,
    taskUids: new Set(tasks.flatMap(({ task }) => task.run?.uid ?? [])),
  });
  return (
    <div className={styles.related}>
      {error && <RefreshWarning retry={retry} />}
      {groups.map(({ name, runs }) => (
        <section key={name}>
          <h3 className={styles.heading}>{t(`related.group.${name}`)}</h3>
          {name === 'sameResult' && (
            <p className={styles.note}>
              <code>{result}</code>
            </p>
          )}
          {runs.length === 0 ? (
            <p className={styles.note}>{t(`related.empty.${name}`)}</p>
          ) : (
            <RunLines
              label={t(`related.group.${name}`)}
              lines={runs.map(({ run: other, relation }) => ({
                run: other,
                note: relation && t(`related.relation.${relation}`),
              }))}
              base=".."
            />
          )}
        </section>
      ))}
    </div>
  );
}
