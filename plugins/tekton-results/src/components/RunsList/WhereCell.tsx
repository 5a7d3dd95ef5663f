import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { RunSummary } from 'backstage-plugin-tekton-results-common';
import { tektonResultsTranslationRef } from '../../translation';
import { WhereChip } from '../WhereChip';
import styles from './RunsTable.module.css';

export interface WhereCellProps {
  run: RunSummary;
}

/** Cluster and namespace of a run, and whether it is there still. */
export function WhereCell({ run }: WhereCellProps) {
  const { cluster, namespace, goneAt } = run;
  const { t } = useTranslationRef(tektonResultsTranslationRef);

  return (
    <span className={styles.lines}>
      <span className={styles.wrap}>
        {t('where.place', { cluster, namespace })}
      </span>
      <WhereChip goneAt={goneAt} />
    </span>
  );
}
