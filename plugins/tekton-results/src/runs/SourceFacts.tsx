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
  RiGitCommitLine,
  RiGitPullRequestLine,
  RiPriceTag3Line,
  RiTimeLine,
} from '@remixicon/react';
import type { RunSource } from 'backstage-plugin-tekton-results-common';
import type { FieldValue } from '../filters';
import { useTexts } from '../translation';
import { FilterText } from './FilterText';
import { forgeLinks } from './forgeLinks';
import styles from './SourceFacts.module.css';

const SHORT_HASH = 7;

/** Props of {@link SourceFacts}. */
export interface SourceFactsProps {
  readonly source: RunSource;
  /** Pressing a fact asks for runs that share it. */
  readonly onFilter?: (value: FieldValue) => void;
}

/** Branch, commit, pull request, author and trigger of a run. */
export function SourceFacts({ source, onFilter }: SourceFactsProps) {
  const t = useTexts();
  const { branch, pullRequest, author, trigger } = source;
  const links = forgeLinks(source);

  if (![branch, source.revision, pullRequest, author, trigger].some(Boolean)) {
    return <span className={styles.none}>{t('source.none')}</span>;
  }
  return (
    <>
      <span className={styles.line}>
        {branch && (
          <FilterText
            field="branch"
            value={branch}
            onFilter={onFilter}
            href={links.branch}
          />
        )}
        <Commit source={source} />
        {pullRequest && (
          <FilterText
            field="pullRequest"
            value={pullRequest}
            text={t('source.pullRequest', { number: pullRequest })}
            onFilter={onFilter}
            href={links.pullRequest}
          />
        )}
      </span>
      <span className={styles.small}>
        {author && (
          <FilterText
            field="author"
            value={author}
            text={t('source.author', { name: author })}
            onFilter={onFilter}
          />
        )}
        {trigger && (
          <span className={styles.trigger}>
            <TriggerIcon trigger={trigger} />
            <bdi>{trigger}</bdi>
          </span>
        )}
      </span>
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

function TriggerIcon({ trigger }: { readonly trigger: string }) {
  const icon = { size: '1em', 'aria-hidden': true } as const;
  if (/pull|merge/i.test(trigger)) {
    return <RiGitPullRequestLine {...icon} />;
  }
  if (/tag|release/i.test(trigger)) {
    return <RiPriceTag3Line {...icon} />;
  }
  if (/cron|schedule|nightly/i.test(trigger)) {
    return <RiTimeLine {...icon} />;
  }
  return /push|commit/i.test(trigger) ? <RiGitCommitLine {...icon} /> : null;
}
