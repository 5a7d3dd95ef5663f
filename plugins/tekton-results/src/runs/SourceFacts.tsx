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

import type { RunSource } from 'backstage-plugin-tekton-results-common';
import { useTexts } from '../translation';
import styles from './SourceFacts.module.css';

const SHORT_HASH = 7;

/** Props of {@link SourceFacts}. */
export interface SourceFactsProps {
  readonly source: RunSource;
}

/** Branch, commit, pull request, author and trigger of a run. */
export function SourceFacts({ source }: SourceFactsProps) {
  const t = useTexts();
  const { branch, pullRequest, author, trigger } = source;
  const people = [author && t('source.author', { name: author }), trigger];

  if (![branch, source.revision, pullRequest, author, trigger].some(Boolean)) {
    return <span aria-label={t('source.none')}>–</span>;
  }
  return (
    <>
      <span className={styles.line}>
        {branch && <span className={styles.branch}>{branch}</span>}
        <Commit source={source} />
        {pullRequest && (
          <span>{t('source.pullRequest', { number: pullRequest })}</span>
        )}
      </span>
      <span className={styles.small}>{people.filter(Boolean).join(' · ')}</span>
    </>
  );
}

function Commit({ source: { revision, url } }: SourceFactsProps) {
  const t = useTexts();
  const hash = revision?.slice(0, SHORT_HASH);

  if (!hash) {
    return null;
  }
  return url ? (
    <a
      className={styles.commit}
      href={url}
      target="_blank"
      rel="noopener noreferrer"
      aria-label={t('source.commit', { hash })}
    >
      {hash}
    </a>
  ) : (
    <code className={styles.hash}>{hash}</code>
  );
}
