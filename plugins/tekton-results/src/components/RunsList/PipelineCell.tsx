import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { RunSummary } from 'backstage-plugin-tekton-results-common';
import { tektonResultsTranslationRef } from '../../translation';
import styles from './RunsTable.module.css';

export interface PipelineCellProps {
  run: RunSummary;
}

/** What was run: a pipeline, or a task on its own. */
export function PipelineCell({ run }: PipelineCellProps) {
  const { pipeline, task } = run;
  const { t } = useTranslationRef(tektonResultsTranslationRef);

  if (task) {
    return (
      <span className={styles.lines}>
        <span className={styles.wrap}>{task}</span>
        <span className={styles.second}>{t('list.taskKind')}</span>
      </span>
    );
  }
  return pipeline ? (
    <span className={styles.wrap}>{pipeline}</span>
  ) : (
    <span aria-hidden="true">–</span>
  );
}
