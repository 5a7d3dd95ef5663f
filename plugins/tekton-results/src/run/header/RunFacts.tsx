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

import type { RunDetails } from 'backstage-plugin-tekton-results-common';
import type { ReactNode } from 'react';
import { Time, useFormat } from '../../format';
import { useClusterTitle } from '../../health';
import { runTitle, SourceFacts } from '../../runs';
import { CopyButton } from '../../states';
import { useTexts } from '../../translation';
import type { RunOrigin } from '../object';
import { KeepingFact, PinFact } from '../pin';
import styles from './RunFacts.module.css';
import { UsualDuration } from './UsualDuration';

/** Props of {@link RunFacts}. */
export interface RunFactsProps {
  readonly run: RunDetails['run'];
  readonly capture: RunDetails['capture'];
  readonly pin?: RunDetails['pin'];
  readonly keeping?: RunDetails['keeping'];
  readonly links?: RunDetails['links'];
  /** Absent until the object of the run is there. */
  readonly origin?: RunOrigin;
}

/** The facts of a run as a list of names and values. */
export function RunFacts(props: RunFactsProps) {
  const { run, capture, pin, keeping, links = [], origin } = props;
  const t = useTexts();
  const format = useFormat();
  const clusterTitle = useClusterTitle();

  return (
    <div className={styles.box}>
      <dl className={styles.facts} aria-label={t('run.facts.title')}>
        <Fact name={t('run.facts.name')}>
          <code>{run.name}</code>
          <CopyButton text={run.name} name={t('run.facts.name')} />
        </Fact>
        <Fact name={t('run.facts.kind')}>{run.kind}</Fact>
        <Fact name={t('run.facts.where')}>
          {t('runs.place', {
            cluster: clusterTitle(run.cluster),
            namespace: run.namespace,
          })}
        </Fact>
        {links.length > 0 && (
          <Fact name={t('run.facts.openIn')}>
            {links.map(({ title, url }) => (
              <a
                key={`${title} ${url}`}
                className={styles.link}
                href={url}
                target="_blank"
                rel="noopener noreferrer"
              >
                {title}
              </a>
            ))}
          </Fact>
        )}
        {run.pipeline && (
          <Fact name={t('run.facts.pipeline')}>
            {run.pipeline}
            <Definition origin={origin} />
          </Fact>
        )}
        {run.task && (
          <Fact name={t('run.facts.task')}>
            {run.task}
            {!run.pipeline && <Definition origin={origin} />}
          </Fact>
        )}
        <Fact name={t('run.facts.source')}>
          <span>
            <SourceFacts source={run.source} />
          </span>
        </Fact>
        {run.source.title && run.source.title !== runTitle(run) && (
          <Fact name={t('run.facts.commit')}>{run.source.title}</Fact>
        )}
        {origin?.rerunOf && (
          <Fact name={t('run.facts.rerunOf')}>
            <code>{origin.rerunOf}</code>
          </Fact>
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
          <UsualDuration run={run} />
        </Fact>
        {pin && (
          <Fact name={t('run.facts.kept')}>
            <PinFact pin={pin} />
          </Fact>
        )}
        {!pin && keeping && (
          <Fact name={t('run.facts.kept')}>
            <KeepingFact keeping={keeping} />
          </Fact>
        )}
      </dl>
      <details className={styles.more}>
        <summary>{t('run.facts.more')}</summary>
        <dl className={styles.facts} aria-label={t('run.facts.more')}>
          {run.reason && (
            <Fact name={t('run.facts.reason')}>
              <span>
                {run.reason}
                {run.message && (
                  <span className={styles.small}>{run.message}</span>
                )}
              </span>
            </Fact>
          )}
          {run.source.repository && (
            <Fact name={t('run.facts.repository')}>
              {run.source.repository}
            </Fact>
          )}
          {origin?.serviceAccount && (
            <Fact name={t('run.facts.serviceAccount')}>
              {origin.serviceAccount}
            </Fact>
          )}
          {origin?.timeoutMs && (
            <Fact name={t('run.facts.timeout')}>
              {format.duration(origin.timeoutMs)}
            </Fact>
          )}
          {origin?.tektonVersion && (
            <Fact name={t('run.facts.tektonVersion')}>
              {origin.tektonVersion}
            </Fact>
          )}
          <Fact name={t('run.facts.stored')}>
            <span>
              <Time value={capture.firstStoredAt} />
              <span className={styles.small}>
                {capture.finalStateStoredAt
                  ? t('run.facts.finalStateStored')
                  : t('run.facts.finalStateMissing')}
              </span>
            </span>
          </Fact>
          <Fact name={t('run.facts.result')}>
            <code>{capture.result}</code>
          </Fact>
          <Fact name={t('run.facts.uid')}>
            <code>{run.uid}</code>
          </Fact>
        </dl>
      </details>
    </div>
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

function Definition({ origin }: { origin?: RunOrigin }) {
  const t = useTexts();
  const { resolver, definitionUri, definitionDigest } = origin ?? {};
  return (
    <>
      {resolver && (
        <span className={styles.small}>
          {t('run.facts.resolver', { name: resolver })}
        </span>
      )}
      {definitionUri && <span className={styles.small}>{definitionUri}</span>}
      {definitionDigest && (
        <code className={styles.small}>{definitionDigest}</code>
      )}
    </>
  );
}
