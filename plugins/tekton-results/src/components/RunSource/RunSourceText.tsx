import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { Link } from '@backstage/ui';
import { RiGitBranchLine } from '@remixicon/react';
import type { RunSource } from 'backstage-plugin-tekton-results-common';
import { tektonResultsTranslationRef } from '../../translation';
import styles from './RunSourceText.module.css';

const SHORT_HASH_LENGTH = 7;

export interface RunSourceTextProps {
  source: RunSource;
}

/** Branch, commit and pull request of a run; beneath, who or what started it. */
export function RunSourceText({ source }: RunSourceTextProps) {
  const { branch, revision, pullRequest, author, trigger, url } = source;
  const { t } = useTranslationRef(tektonResultsTranslationRef);
  const hash = revision?.slice(0, SHORT_HASH_LENGTH);

  if (!branch && !hash && !pullRequest && !author && !trigger) {
    return <span className={styles.minor}>{t('source.none')}</span>;
  }
  return (
    <span className={styles.root}>
      <span className={styles.line}>
        {branch && (
          <span className={styles.branch}>
            <RiGitBranchLine className={styles.icon} aria-hidden="true" />
            {branch}
          </span>
        )}
        {hash &&
          (url ? (
            <Link
              href={url}
              target="_blank"
              rel="noopener noreferrer"
              aria-label={t('source.commit', { hash })}
              className={styles.hash}
            >
              {hash}
            </Link>
          ) : (
            <span className={styles.hash}>{hash}</span>
          ))}
        {pullRequest && (
          <span>{t('source.pullRequest', { number: pullRequest })}</span>
        )}
      </span>
      {(author || trigger) && (
        <span className={`${styles.line} ${styles.minor}`}>
          {trigger && <span>{trigger}</span>}
          {author && <span>{t('source.author', { author })}</span>}
        </span>
      )}
    </span>
  );
}
