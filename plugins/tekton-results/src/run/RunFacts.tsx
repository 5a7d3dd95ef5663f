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

import {
  isFinished,
  type RunDetails,
} from 'backstage-plugin-tekton-results-common';
import type { ReactNode } from 'react';
import { Duration, Time } from '../format';
import { SourceFacts } from '../runs';
import { CopyButton } from '../states';
import { useTexts } from '../translation';
import styles from './RunFacts.module.css';

/** Props of {@link RunFacts}. */
export interface RunFactsProps {
  readonly run: RunDetails['run'];
  readonly capture: RunDetails['capture'];
}

/** The facts of a run as a list of names and values. */
export function RunFacts({ run, capture }: RunFactsProps) {
  const t = useTexts();
  const unfinished = !isFinished(run.status);

  return (
    <dl className={styles.facts} aria-label={t('run.facts.title')}>
      <Fact name={t('run.facts.name')}>
        <code>{run.name}</code>
        <CopyButton text={run.name} name={t('run.facts.name')} />
      </Fact>
      <Fact name={t('run.facts.kind')}>{run.kind}</Fact>
      <Fact name={t('run.facts.cluster')}>{run.cluster}</Fact>
      <Fact name={t('run.facts.namespace')}>{run.namespace}</Fact>
      {run.pipeline && (
        <Fact name={t('run.facts.pipeline')}>{run.pipeline}</Fact>
      )}
      {run.task && <Fact name={t('run.facts.task')}>{run.task}</Fact>}
      <Fact name={t('run.facts.source')}>
        <span>
          <SourceFacts source={run.source} />
        </span>
      </Fact>
      {run.source.repository && (
        <Fact name={t('run.facts.repository')}>{run.source.repository}</Fact>
      )}
      <Fact name={t('run.facts.started')}>
        {run.startedAt ? (
          <Time value={run.startedAt} relative />
        ) : (
          t('runs.notStarted')
        )}
      </Fact>
      <Fact name={t('run.facts.finished')}>
        {run.completedAt ? <Time value={run.completedAt} relative /> : '–'}
      </Fact>
      <Fact name={t('run.facts.duration')}>
        <Duration
          startedAt={run.startedAt}
          durationMs={run.durationMs}
          running={unfinished}
        />
      </Fact>
      {run.reason && (
        <Fact name={t('run.facts.reason')}>
          <span>
            {run.reason}
            {run.message && (
              <span className={styles.message}>{run.message}</span>
            )}
          </span>
        </Fact>
      )}
      <Fact name={t('run.facts.result')}>
        <code>{capture.result}</code>
      </Fact>
      <Fact name={t('run.facts.uid')}>
        <code>{run.uid}</code>
      </Fact>
      <Fact name={t('run.facts.firstStored')}>
        <Time value={capture.firstStoredAt} />
      </Fact>
      <Fact name={t('run.facts.lastStored')}>
        <Time value={capture.lastStoredAt} />
      </Fact>
    </dl>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className={styles.fact}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
